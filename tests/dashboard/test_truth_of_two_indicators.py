"""No sentence about two indicators, or about the one divided by the other, says what the figures do not.

What stands beside each other is told part by part, each as of a view of its own; what is divided is made anew from the
tables. All pairs of indicators that have an area in common take turns.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from retelling import Tables, listed, within
from sentence_case import Case, with_numbers_marked
from sentence_table import EMPTY, FINDINGS
from shown_by_views import shown_by
from test_truth_of_sentences import INDICATORS, wrong_among, wrong_in

from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.scene import Scene
from dashboard.views.titles import title
from dashboard.views.view import View, read_view
from etl.editions.reading import Edition
from etl.figures.letters import letters_of

pytestmark = pytest.mark.many

TURNS = 12  # each pair is told in every twelfth of its views
DIVIDED = (
    *("form=line", "form=bar", "form=panels", "form=line&from=2005&to=2015", "form=bar&year=2018"),
    *("form=line&asof=2019-11-26", "form=bar&year=2012&asof=2015-12-31", "form=line&asof=2019-11-26&compare=today"),
)
BESIDE = (
    *("form=line", "form=panels", "form=scatter", "form=line&measure=index", "form=line&measure=change&from=2000"),
    *("form=line&asof=2019-11-26", "form=line&measure=share", "form=scatter&from=2005&to=2015", "layer=revisions"),
)


@pytest.fixture(scope="module")
def tables(published_database: Path) -> Tables:
    return Tables(published_database)


def _choices(edition: Edition, first: str, second: str) -> list[str]:
    """One area that two indicators have in common, and groups of several."""
    having = edition.keep(scenes.choices).having
    common = having(first) & having(second)
    groups = [key for key, (_, members) in edition.keep(scenes.groups).items() if len(common.intersection(members)) > 1]
    return [*(f"area={area}" for area in sorted(common)), *(f"group={group}" for group in groups)]


def pairs(edition: Edition, indicator: str, asked: tuple[str, ...], turns: int = TURNS) -> Iterator[View]:
    """The views of an indicator with each other one: each pair in some of what may be asked, of an area or a group."""
    place = INDICATORS.index(indicator)
    for position, second in enumerate(INDICATORS):
        choices = _choices(edition, indicator, second) if second != indicator else []
        for turn, more in enumerate(asked if choices else ()):
            if (place + position + turn) % turns:
                continue
            chosen = choices[(7 * place + 5 * position + 3 * turn) % len(choices)]
            query = f"indicator={indicator}&with={second}&{chosen}&{more}"
            yield read_view(query, edition.keep(scenes.choices))[0]


@pytest.mark.parametrize("indicator", INDICATORS)
def test_nothing_is_said_of_what_is_divided_that_the_figures_do_not(
    tables: Tables, edition: Edition, indicator: str
) -> None:
    views = list(pairs(edition, indicator, tuple(f"measure=ratio&{more}" for more in DIVIDED)))
    wrong = [text for view in views for text in wrong_in(tables, edition, view)]
    assert not wrong, "\n".join([f"{len(wrong)} sentences of {len(views)} views", *wrong[:20]])


@pytest.mark.parametrize("indicator", INDICATORS)
def test_nothing_is_said_of_two_indicators_that_the_figures_do_not(
    tables: Tables, edition: Edition, indicator: str
) -> None:
    views = [view for view in pairs(edition, indicator, BESIDE) if view.second]
    wrong = [text for view in views for text in wrong_in_pair(tables, edition, view)]
    assert not wrong, "\n".join([f"{len(wrong)} sentences of {len(views)} views", *wrong[:20]])


def wrong_in_pair(tables: Tables, edition: Edition, view: View) -> list[str]:
    """What a view of two indicators says that does not hold of the one or the other."""
    scene = scenes.scene(edition, view)
    assert scene.beside is not None
    cases = [
        _case(tables, alone, part)
        for alone, part in (
            (view.with_(second=view.second if view.form == "scatter" else "", focus=()), replace(scene, beside=None)),
            (scenes.second_of(edition, view), scene.beside),
        )
    ]
    told = [with_numbers_marked(sentence) for sentence in findings(scene)]
    if scene.nothing:
        return wrong_among(cases[0], [(EMPTY, text) for text in told])
    beginnings = [f"{tables.indicators[case.view.indicator]}. " for case in cases]
    expected = [
        f"{beginning if place == 0 else ''}{text}"
        for beginning, case in zip(beginnings, cases, strict=True)
        for place, text in enumerate(case.told)
    ]
    wrong = [] if told == expected else [f"?{view.query()}\n   {told}\n   is not {expected}"]
    wrong += _wrong_title(view, cases, with_numbers_marked(title(scene)))
    for case in cases:
        wrong += wrong_among(case, [(EMPTY if case.scene.nothing else FINDINGS, text) for text in case.told])
    return wrong


def _case(tables: Tables, view: View, scene: Scene) -> Case:
    return Case(tables, view, scene, shown_by(tables, view, scene))


def _wrong_title(view: View, cases: list[Case], text: str) -> list[str]:
    """A title of two names both, the areas of both and their years; it says nothing of how the two are related."""
    keys = {key for case in cases for key in case.shown}
    tables = cases[0].tables
    what = f"{tables.indicators[view.indicator]} and {within(tables.indicators[view.second])}"
    if not keys:
        return [] if text.startswith(f"{what}: ") else [f"?{view.query()}\n   {text}"]
    years = sorted({year for _, _, year in keys})
    names = sorted({tables.areas[area][0] for area, _, _ in keys}, key=letters_of)
    shown = listed(names) if len(names) < 5 else f"{', '.join(names[:3])} and {len(names) - 3} more areas"
    when = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    expected = f"{what}: {shown}, {when}"
    return [] if text == expected else [f"?{view.query()}\n   {text}\n   is not {expected}"]
