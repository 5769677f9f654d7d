"""No title, finding or story says more than the figures do: each is read again and made anew from the tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path

import pytest
from one_year_checks import stand_in_order
from retelling import Tables
from sample_data import sample_data
from sentence_case import NOWHERE, Case, Wording, with_names_as_one, with_numbers_marked
from sentence_table import (
    DISAGREEMENTS,
    EMPTY,
    FINDINGS,
    HEADLINES,
    KNOWN_THEN,
    LEADS,
    STORIES,
    SUMMARIES,
    TITLES,
)
from shown_by_views import shown_by
from walking import groups_apart

from dashboard.views import scenes
from dashboard.views.brief import disagreement, headline, lead
from dashboard.views.briefing import briefing_of
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.ranking import in_order
from dashboard.views.stories import afterwards, known_then, place_in_history, summary
from dashboard.views.titles import title
from dashboard.views.view import FORMS, MEASURES, View, read_view
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation

pytestmark = pytest.mark.many

INDICATORS = [line.split(",")[0] for line in (sample_data() / "indicators.csv").read_text().splitlines()[1:]]
DAYS = ("", "2009-12-31", "2019-11-26")
# What else a view may ask for; of two indicators `test_truth_of_two_indicators` looks at the sentences.
_MORE = (
    *("sum=beside", "sum=alone", "sum=beside&asof=2019-11-26", "form=bar&sum=beside", "line=100", "line=10000"),
    *("measure=rate", "measure=rate&form=map", "measure=index&base=2010", "measure=index&base=2015&form=panels"),
    *("form=bar&measure=change&base=2010", "form=map&measure=increase&base=2010", "form=panels&axes=own&from=2000"),
    *("scale=log&layer=revisions", "focus=last", "measure=index&focus=last", "form=stack&focus=last"),
)
FOCUS = "focus=last"  # the last area that is chosen is kept strong
TURNS = 4  # each choice of areas is told in every fourth of its views


@pytest.fixture(scope="module")
def tables(published_database: Path) -> Tables:
    return Tables(published_database)


def _choices(edition: Edition, indicator: str) -> Iterator[tuple[str, bool]]:
    """Areas alone, groups, some of their producers and years, and wholes beside parts; whether to try every form."""
    covered = {row.area for row in edition.coverage if row.indicator == indicator}
    producers = sorted({row.producer for row in edition.coverage if row.indicator == indicator})
    apart = groups_apart(edition, indicator)
    for group in apart:
        yield f"group={group}", True
        yield from ((f"group={group}&producer={producer}", False) for producer in producers)
        yield f"group={group}&from=2005&to=2015", False
        yield from ((f"group={group}&year={year}", False) for year in (1995, 2019, 2023))
        yield f"group={group}&membership=year", False
    others = (group for group, (_, members) in edition.keep(scenes.groups).items() if covered.intersection(members))
    yield from ((f"group={group}", False) for group in others if group not in apart)
    for area in sorted(covered):
        yield f"area={area}", False
        if edition.areas[area].parent in covered:
            yield f"area={edition.areas[area].parent}&area={area}&from=2005&to=2015", False
    countries = [area for area in sorted(covered) if edition.areas[area].parent == "WLD"]
    yield from ((f"area={first}&area={second}", False) for first, second in pairwise(countries))
    for whole in countries:
        parts = [area for area in sorted(covered) if edition.areas[area].parent == whole]
        for first, second in pairwise(parts):
            for together in ((whole, first, second), ("WLD", whole, first), (first, second, countries[0])):
                yield "&".join((*(f"area={area}" for area in together), "year=2018")), False


def walk(edition: Edition, indicator: str) -> Iterator[View]:
    """Choices of areas in forms and measures, today and on days of the past; each view once.

    Choices alike take turns, and so do indicators in which part is first: each choice is told in a quarter of the forms
    and measures, and each of these of a quarter of the choices.
    """
    choices = edition.keep(scenes.choices)
    seen: set[str] = set()
    turns = dict.fromkeys((True, False), INDICATORS.index(indicator))
    for chosen, is_tried_fully in _choices(edition, indicator):
        turns[is_tried_fully] += 1
        for query in list(_asked(chosen, is_tried_fully))[turns[is_tried_fully] % TURNS :: TURNS]:
            view, _ = read_view(f"indicator={indicator}&{query.removesuffix(FOCUS)}", choices)
            view = view.with_(focus=view.areas[-1:]) if query.endswith(FOCUS) else view
            if view.query() not in seen:
                seen.add(view.query())
                yield view


def _asked(chosen: str, is_tried_fully: bool) -> Iterator[str]:
    """The queries of a choice."""
    for form in FORMS if is_tried_fully else ("map", "bar") if "year=" in chosen else ("line", "bar"):
        for measure in MEASURES if is_tried_fully else ("value", "share", "change"):
            for day in DAYS if is_tried_fully and measure in {"value", "share", "change"} else DAYS[:1]:
                query = f"{chosen}&form={form}&measure={measure}&asof={day}"
                yield from (query, f"{query}&compare=today") if day else (query,)
    yield from (f"{chosen}&{more}" for more in (_MORE if is_tried_fully else ()))


def _case(tables: Tables, edition: Edition, view: View) -> Case:
    scene = scenes.scene(edition, view)
    return Case(tables, view, scene, shown_by(tables, view, scene))


def _wording(wordings: tuple[Wording, ...], text: str) -> tuple[Wording, re.Match[str]]:
    """The wording of a sentence; each has one."""
    for wording in wordings:
        match = wording.match(text)
        if match:
            return wording, match
    raise AssertionError(f"no wording in the table is like: {text}")


def _objections(wordings: tuple[Wording, ...], text: str, tables: Tables, key: Key, *given: str) -> list[str]:
    """What the tables say against a sentence about a number; `given` is what else its check is told, such as a day."""
    try:
        wording, match = _wording(wordings, text)
        wording.check(tables, key, *given, *match.groups())
    except AssertionError as failed:
        return [f"{' '.join([key.path, *given])}\n   {text}\n   {str(failed).splitlines()[:1]}"]
    return []


def _title(edition: Edition, case: Case) -> str:
    return with_numbers_marked(title(case.scene, scenes.wholes(edition, case.scene)))


def _wordings_of(case: Case) -> tuple[Wording, ...]:
    """How a view may be told in words: by what it shows, or by why it shows nothing."""
    return EMPTY if case.scene.nothing else FINDINGS


def wrong_in(tables: Tables, edition: Edition, view: View) -> list[str]:
    """What a view says that does not hold."""
    case = _case(tables, edition, view)
    if view.focus:  # which line is strong changes no word
        plain = _case(tables, edition, view.with_(focus=()))
        assert (_title(edition, plain), plain.told) == (_title(edition, case), case.told), view.query()
    assert (
        view.measure != "share"
        or case.tables.whole_of(view.areas)
        or not case.shown
        or (with_names_as_one(case.scene.unit) == case.unit)
    ), f"{view.query()}: {case.scene.unit}, not {case.unit}"
    bars = [(point.observation.key, line.series.label) for line, point in in_order(case.scene)]
    if view.form == "bar" and view.total != "alone":
        stand_in_order(case, [((key.area, key.producer, key.year), label) for key, label in bars])
    sentences = [(TITLES, _title(edition, case)), *((_wordings_of(case), text) for text in case.told)]
    return wrong_among(case, sentences)


def wrong_among(case: Case, sentences: Iterable[tuple[tuple[Wording, ...], str]]) -> list[str]:
    """Those of some sentences that do not hold of a case, each of which is like one of its wordings."""
    found = []
    for wordings, text in sentences:
        try:
            wording, match = _wording(wordings, text)
            wording.check(case, *match.groups())
        except (AssertionError, KeyError, IndexError, StopIteration, ValueError, TypeError) as wrong:
            found.append(f"?{case.view.query()}\n   {text}\n   {type(wrong).__name__} {str(wrong).splitlines()[:1]}")
    return found


@pytest.mark.parametrize("indicator", INDICATORS)
def test_no_title_and_no_finding_says_what_the_figures_do_not(tables: Tables, edition: Edition, indicator: str) -> None:
    views = list(walk(edition, indicator))
    assert len({view.form for view in views}) > 1
    wrong = [text for view in views for text in wrong_in(tables, edition, view)]
    assert not wrong, "\n".join([f"{len(wrong)} sentences of {len(views)} views", *wrong[:20]])


def test_a_superlative_that_does_not_hold_is_found(tables: Tables, edition: Edition) -> None:
    case = _case(tables, edition, _view(edition, "area=AFG&producer=unodc"))
    peak, last = "«328,000 ha» in 2017", "«10,200 ha» in 2025"
    scope = " (since 2004, when the method changed)"
    said = f"Opium poppy cultivation in Afghanistan (UNODC) peaked at {peak}{scope} and stood at {last}"
    wording, match = _wording(TITLES, said)
    wording.check(case, *match.groups())
    for right, wrong in (
        (peak, "«263,000 ha» in 2018"),
        (peak, "«329,000 ha» in 2017"),
        (peak, "«233,000 ha» in 2022"),
        (scope, ""),
        (scope, " (of 31 years known)"),
        (scope, " (since 2004, when the estimator changed)"),
        (" (UNODC)", ""),
        (last, "«12,800 ha» in 2024"),
    ):
        wording, match = _wording(TITLES, said.replace(right, wrong))
        with pytest.raises(AssertionError):
            wording.check(case, *match.groups())


@pytest.mark.parametrize("wording", [*TITLES, *FINDINGS, *EMPTY], ids=lambda wording: wording.name)
def test_a_wording_is_printed_where_it_must_be_and_not_where_it_must_not(
    tables: Tables, edition: Edition, wording: Wording
) -> None:
    for query, must in ((wording.appears, True), (wording.absent, False)):
        if query == NOWHERE:
            continue
        case = _case(tables, edition, _view(edition, query))
        titled = TITLES, [_title(edition, case)]
        wordings, texts = titled if wording in TITLES else (_wordings_of(case), case.told)
        assert (wording in [_wording(wordings, text)[0] for text in texts]) == must, (query, texts)


def _view(edition: Edition, query: str) -> View:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view


def _told(edition: Edition, key: Key) -> list[str]:
    """The stories of a figure."""
    series = edition.observations(key.indicator, [key.area], [key.producer])
    return _told_of(edition, next(item for item in series if item.key == key), series)


def _told_of(edition: Edition, item: Observation, series: Sequence[Observation]) -> list[str]:
    place = place_in_history(edition, item, series)
    told = [*([place] if place else []), *afterwards(edition, item, series)]
    return [with_numbers_marked(sentence) for sentence in told]


def test_no_story_says_what_the_figures_do_not(tables: Tables, edition: Edition) -> None:
    wrong, figures = [], 0
    for indicator in INDICATORS:
        for area, maker in tables.series(indicator):
            series = edition.observations(indicator, [area], [maker])
            for item in series:
                if item.value is None:
                    continue
                figures += 1
                for text in _told_of(edition, item, series):
                    wrong += _objections(STORIES, text, tables, item.key)
    assert figures > 1000
    assert not wrong, "\n".join([f"{len(wrong)} sentences", *wrong[:20]])


@pytest.mark.parametrize("wording", STORIES, ids=lambda wording: wording.name)
def test_a_story_is_told_where_it_must_be_and_not_where_it_must_not(edition: Edition, wording: Wording) -> None:
    for path, must in ((wording.appears, True), (wording.absent, False)):
        indicator, area, year, maker = path.split("/")
        texts = _told(edition, Key(indicator, area, int(year), maker))
        assert (wording in [_wording(STORIES, text)[0] for text in texts]) == must, (path, texts)


def test_what_is_said_of_a_figure_and_of_a_day_is_in_the_tables(tables: Tables, edition: Edition) -> None:
    """Every figure summed up beside the year before, and as known on a day of the past, days taking turns."""
    days = cycle(DAYS[1:])
    wrong = []
    for indicator in INDICATORS:
        series = edition.observations(indicator, edition.areas)
        by_key = {item.key: item for item in series}
        for item in series:
            day, before = next(days), by_key.get(item.key._replace(year=item.key.year - 1))
            told = (
                (SUMMARIES, (), with_numbers_marked(summary(edition, item, before))),
                (KNOWN_THEN, (day,), with_numbers_marked(known_then(edition, item, day))),
            )
            for wordings, given, text in told:
                wrong += _objections(wordings, text, tables, item.key, *given)
    assert not wrong, "\n".join([f"{len(wrong)} sentences", *wrong[:20]])


@pytest.mark.parametrize("wording", KNOWN_THEN, ids=lambda wording: wording.name)
def test_what_was_known_is_told_where_it_must_be_and_not_where_it_must_not(edition: Edition, wording: Wording) -> None:
    for path, must in ((wording.appears, True), (wording.absent, False)):
        indicator, area, year, maker = path.split("/")
        item = edition.observation(Key(indicator, area, int(year), maker))
        assert item is not None
        text = with_numbers_marked(known_then(edition, item, "2019-11-26" if year != "2007" else "2008-12-31"))
        assert (wording is _wording(KNOWN_THEN, text)[0]) == must, (path, text)


@pytest.mark.parametrize("wording", SUMMARIES, ids=lambda wording: wording.name)
def test_a_figure_is_summed_up_as_it_must_be_and_not_as_it_must_not(edition: Edition, wording: Wording) -> None:
    for path, must in ((wording.appears, True), (wording.absent, False)):
        indicator, area, year, maker = path.split("/")
        item, before = (edition.observation(Key(indicator, area, int(year) - ago, maker)) for ago in (0, 1))
        assert item is not None
        text = with_numbers_marked(summary(edition, item, before))
        assert (wording is _wording(SUMMARIES, text)[0]) == must, (path, text)


def _brief(edition: Edition, area: str, year: int) -> tuple[Key, str, dict[tuple[Wording, ...], str]]:
    """The keys of the figures of a brief, the second as its path, and its sentences with what they should be like."""
    briefing = briefing_of(edition, area, str(year))
    first, *others = [item.key for item in briefing.figures]
    told = {HEADLINES: headline, LEADS: lead, DISAGREEMENTS: disagreement}
    sentences = {wordings: with_numbers_marked(tell(edition, briefing)) for wordings, tell in told.items()}
    return first, "".join(key.path for key in others), sentences


def test_no_brief_says_what_the_figures_do_not(tables: Tables, edition: Edition) -> None:
    places = sorted({(area, year) for indicator in INDICATORS for area, _, year in tables.rows(indicator)})
    wrong, briefs = [], 0
    for area, year in places[::25]:
        try:
            first, second, sentences = _brief(edition, area, year)
        except PageNotFoundError:
            continue
        briefs += 1
        for wordings, text in sentences.items():
            wrong += _objections(wordings, text, tables, first, second)
    assert briefs > 50
    assert not wrong, "\n".join([f"{len(wrong)} sentences of {briefs} briefs", *wrong[:20]])


@pytest.mark.parametrize("wording", [*HEADLINES, *LEADS, *DISAGREEMENTS], ids=lambda wording: wording.name)
def test_a_brief_is_worded_as_it_must_be_and_not_as_it_must_not(edition: Edition, wording: Wording) -> None:
    for place, must in ((wording.appears, True), (wording.absent, False)):
        area, year = place.split("/")
        _, _, sentences = _brief(edition, area, int(year))
        [(wordings, text)] = [(its, text) for its, text in sentences.items() if wording in its]
        assert (wording is _wording(wordings, text)[0]) == must, (place, text)
