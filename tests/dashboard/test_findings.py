"""The words beside a chart are computed from its figures."""

import pytest

from dashboard.charts.figure import plotly_figure
from dashboard.pages.parts.view_table import view_table
from dashboard.views import scenes
from dashboard.views.briefing import headline_figures
from dashboard.views.findings import findings
from dashboard.views.stories import afterwards, known_then, place_in_history, summary
from dashboard.views.titles import title
from dashboard.views.view import read_view
from dashboard.words.numbers import Number
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.keys import Key


def _words(edition: Edition, query: str) -> list[str]:
    view, _ = read_view(query, edition.keep(scenes.choices))
    return [sentence_text(sentence) for sentence in findings(scenes.scene(edition, view))]


def _title(edition: Edition, query: str) -> str:
    view, _ = read_view(query, edition.keep(scenes.choices))
    return sentence_text(title(scenes.scene(edition, view)))


@pytest.mark.parametrize(
    ("query", "statement"),
    [
        (
            "area=AFG&producer=unodc",
            "Opium poppy cultivation in Afghanistan (UNODC) peaked at 328,000 ha in 2017 "
            "(since 2004, when the method changed) and stood at 10,200 ha in 2025",
        ),
        (
            "indicator=opium-production&area=AFG&producer=unodc",
            "Potential opium production in Afghanistan (UNODC) peaked at 9,000 t in 2017 "
            "(since 2004, when the method changed) and stood at 296 t in 2025",
        ),
    ],
)
def test_a_title_states_what_the_reader_sees(edition: Edition, query: str, statement: str) -> None:
    assert _title(edition, query) == statement


def test_the_text_says_when_one_country_passed_another(edition: Edition) -> None:
    words = _words(edition, "indicator=opium-production&area=AFG&area=MMR&producer=unodc")
    assert "Myanmar was above Afghanistan in 2001 and 2023–2025 (UNODC)." in words


def test_the_text_names_what_is_poppy_free(edition: Edition) -> None:
    words = _words(edition, "group=parts-of-AFG&form=bar&year=2018&producer=unodc")
    assert any(text.startswith("Poppy-free in 2018: 10 areas, Bamyan") for text in words)


def test_the_text_names_the_years_without_a_figure(edition: Edition) -> None:
    assert "Myanmar, UNODC: no source here has a figure for 2016." in _words(edition, "area=MMR&producer=unodc")


def test_the_text_says_who_has_a_figure_for_a_year_that_another_lacks(edition: Edition) -> None:
    words = _words(edition, "area=LAO")
    assert "Laos, US: no source here has a figure for 2012–2015; UNODC has one for each." in words
    words = _words(edition, "area=MMR")
    told = "Myanmar, US: no source here has a figure for 2012, 2015 and 2017–2018; UNODC has one for each."
    assert told in words


def test_of_many_series_the_text_tells_of_the_largest_and_counts_the_others(edition: Edition) -> None:
    words = _words(edition, "group=parts-of-AFG&producer=unodc")
    assert any(text.startswith("Helmand, UNODC: ") for text in words)
    assert any(text.startswith("These have the largest values; ") for text in words)


def test_the_text_names_areas_of_a_group_without_any_figure(edition: Edition) -> None:
    assert any(
        text.startswith("No source here has a figure for ") and "China" in text for text in _words(edition, "group=sco")
    )


def test_a_headline_about_long_ago_says_so(edition: Edition) -> None:
    assert (
        _title(edition, "group=sco")
        == "Opium poppy cultivation (US): Pakistan was the higher of these two in 1997, the last year "
        "with a figure for each, at 4,100 ha"
    )


def test_the_text_tells_of_years_whose_figures_are_all_set_aside(edition: Edition) -> None:
    assert "Afghanistan, Alcis: what sources print for 2022–2024 is set aside." in _words(edition, "area=AFG")


def test_a_year_with_a_figure_is_no_gap_whatever_is_computed(edition: Edition) -> None:
    words = _words(edition, "area=LAO&producer=usg&measure=change")
    assert "Laos, US: no source here has a figure for 2012–2015." in words
    words = _words(edition, "area=AFG&producer=unodc&measure=index&base=2010")
    assert "Afghanistan, UNODC: no source here has a figure for 1996." in words


@pytest.mark.parametrize(
    ("query", "statement"),
    [
        (
            "indicator=opium-production&area=AFG&producer=unodc&measure=change",
            "Potential opium production, % change on the previous year: Afghanistan (UNODC) was highest at +88 % "
            "in 2017 (since 2005, after the method changed) and stood at −31.6 % (does not fit other figures) in 2025",
        ),
        (
            "area=AFG&area=MMR&measure=share",
            "Opium poppy cultivation, % of the sum of Afghanistan and Myanmar (UNODC): Myanmar was the "
            "higher of these two in 2025, at 83.9 %",
        ),
        (
            "group=golden-triangle&form=panels",
            "Opium poppy cultivation (UNODC): Myanmar was the highest of these 3 in 2013, the last year "
            "with a figure for each, at 57,800 ha",
        ),
    ],
)
def test_a_title_is_about_what_is_drawn(edition: Edition, query: str, statement: str) -> None:
    assert _title(edition, query) == statement


def test_where_one_area_alone_has_a_figure_there_is_no_share(edition: Edition) -> None:
    view, _ = read_view("area=AFG&area=MMR&measure=share&producer=unodc", edition.keep(scenes.choices))
    afghan = next(line for line in scenes.scene(edition, view).lines if line.series.area.area == "AFG")
    years = {point.year for point in afghan.points}
    assert 2017 in years and 2016 not in years  # Myanmar has no figure for 2016
    assert all(point.value is None or point.value < 100 for point in afghan.points)


def test_a_share_says_in_which_years_its_sum_lacks_a_part(edition: Edition) -> None:
    words = _words(edition, "group=golden-triangle&measure=share")
    assert (
        "The sum is not complete (UNODC): it lacks Myanmar in 1999–2001; Thailand in 2014–2015 and 2017–2024." in words
    )
    of_the_sco = _words(edition, "indicator=heroin-seizures&group=sco&measure=share")
    complete = "Iran, UNODC (of 26 years with a value for every area): lowest 12.5 % in 2003"
    assert any(text.startswith(complete) for text in of_the_sco)


def test_a_ranking_is_named_after_the_series_that_all_its_figures_stand_in(edition: Edition) -> None:
    words = _title(edition, "indicator=coca-bush-cultivation&group=andean-coca&form=bar&year=2023")
    assert "of these 3 countries with a figure for 2023 (UNODC)" in words


def test_a_break_that_the_source_compares_across_is_not_said_to_part_anything(edition: Edition) -> None:
    words = _words(edition, "area=AFG&producer=unodc")
    assert "Breaks, across which nothing is compared: Afghanistan, UNODC in 2002 (method) and 2004 (method)." in words
    told = "Afghanistan, UNODC in 2015 (method), 2019 (estimator) and 2021 (estimator)"
    assert f"Breaks across which the source continues the series: {told}." in words


def test_seasons_are_written_as_seasons_wherever_a_sentence_names_them(edition: Edition) -> None:
    view = "indicator=opium-poppy-cultivation&area=MEX&producer=unodc"
    assert "since 2015/16, when the method changed" in _title(edition, view)
    words = " ".join(_words(edition, f"{view}&to=2020&measure=change"))
    assert "(of 2016/17–2019/20)" in words and "in 2018/19" in words


def test_a_figure_that_a_share_leaves_out_is_not_called_missing(edition: Edition) -> None:
    words = _words(edition, "area=AFG&area=PAK&measure=share&form=bar&year=2010")
    assert "No figure for 2010: Pakistan (US)." in words
    assert "Not shown in this form or measure, although figures exist: Afghanistan (US)." in words


def test_the_words_are_about_the_years_that_are_shown(edition: Edition) -> None:
    words = _words(edition, "indicator=opium-production&area=AFG&from=2000&producer=unodc")
    assert words[0].startswith("Afghanistan, UNODC: 3,276 t in 2000,")


def test_a_ranking_without_a_year_takes_one_with_figures_enough(edition: Edition) -> None:
    for query, year in (
        ("area=AFG&area=MMR&area=MEX&area=LAO&area=COL&form=bar", 2024),
        ("group=golden-triangle&form=bar", 2024),
    ):
        view, _ = read_view(query, edition.keep(scenes.choices))
        assert scenes.scene(edition, view).year == year


def test_the_largest_of_a_year_are_shown_in_that_year(edition: Edition) -> None:
    for form in ("bar", "map"):
        view, _ = read_view(f"top=2001&form={form}", edition.keep(scenes.choices))
        assert scenes.scene(edition, view).year == 2001


def test_the_largest_of_few_known_parts_is_not_called_the_largest_of_all(edition: Edition) -> None:
    query = "area=AFG&form=map&year=%s"
    titles = []
    for year in (2024, 2018):
        view, _ = read_view(query % year, edition.keep(scenes.choices))
        scene = scenes.scene(edition, view)
        titles.append(sentence_text(title(scene, scenes.wholes(edition, scene))))
    assert titles[0] == (
        "Helmand had the largest opium poppy cultivation of these 21 provinces with a figure for 2024 (UNODC): 757 ha, "
        "5.9 % of Afghanistan"
    )
    assert titles[1].startswith(
        "Helmand had the largest opium poppy cultivation of these 34 provinces with a figure for "
    )


def test_a_map_of_a_producer_without_figures_for_the_parts_shows_countries_and_says_so(edition: Edition) -> None:
    view, _ = read_view("area=AFG&producer=usg&form=map", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert scene.year and not scene.outlines
    assert "There are no figures by the US for the parts of Afghanistan: the map shows all countries." in scene.notes


def test_a_map_says_whose_figures_it_leaves_out(edition: Edition) -> None:
    view, _ = read_view("group=golden-triangle&form=map", edition.keep(scenes.choices))
    assert (
        "The map shows figures by UNODC; the US and another government have figures too."
        in scenes.scene(edition, view).notes
    )


def test_classes_of_a_map_are_the_same_in_every_year(edition: Edition) -> None:
    of_years = []
    for year in (2017, 2024):
        view, _ = read_view(f"area=AFG&form=map&year={year}", edition.keep(scenes.choices))
        drawn = plotly_figure(view, scenes.scene(edition, view))
        of_years.append([trace["name"] for trace in drawn["data"] if trace.get("name")])
    assert of_years[0][:5] == of_years[1][:5]


def test_what_was_known_on_a_day_is_not_cited_by_later_publications(edition: Edition) -> None:
    for day, cited in (("2019-11-26", 0), ("2020-01-09", 1)):
        view, _ = read_view(f"area=AFG&asof={day}", edition.keep(scenes.choices))
        assert len(scenes.scene(edition, view).callouts) == cited


def test_the_words_tell_what_has_changed_since_a_day(edition: Edition) -> None:
    words = _words(edition, "indicator=opium-production&area=AFG&producer=unodc&asof=2009-12-31&compare=today")
    assert "2008 is 5,900 and was 7,700 then" in words[-1]
    assert words[-1].endswith("not known then: 2010–2025.")


def test_the_words_tell_the_revisions_that_are_drawn(edition: Edition) -> None:
    query = "indicator=opium-production&area=AFG&producer=unodc"
    revised = "Revised: Afghanistan 2008 (UNODC) from 7,700 t to 5,900 t."
    assert revised in _words(edition, f"{query}&layer=revisions")
    assert revised not in _words(edition, query)


def test_the_table_of_then_and_now_has_both(edition: Edition) -> None:
    view, _ = read_view(
        "indicator=opium-production&area=AFG&producer=unodc&asof=2009-12-31&compare=today",
        edition.keep(scenes.choices),
    )
    columns, rows = view_table(scenes.scene(edition, view))
    assert [column.note for column in columns[1:]] == ["UNODC, t, known then", "UNODC, t, today"]
    texts = {row[0]["text"]: [cell["text"] if cell else "" for cell in row[1:]] for row in rows}  # type: ignore[index]
    assert texts["2008"] == ["7,700", "5,900"]
    assert texts["2025"] == ["", "296"]


def test_every_number_in_a_sentence_leads_somewhere(edition: Edition) -> None:
    view, _ = read_view("area=AFG&area=MMR", edition.keep(scenes.choices))
    numbers = [
        part for sentence in findings(scenes.scene(edition, view)) for part in sentence if isinstance(part, Number)
    ]
    assert numbers
    assert all(part.href.startswith(("/number/", "/computed/")) for part in numbers)


def test_the_briefing_tells_the_story_of_2018(edition: Edition) -> None:
    key = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")
    item, before = edition.observation(key), edition.observation(key._replace(year=2017))
    assert item is not None and before is not None
    series = edition.observations(key.indicator, [key.area], [key.producer])
    text = sentence_text(summary(edition, item, before))
    assert text == "Opium poppy cultivation: 263,000 ha (range 242,000–283,000), down 19.8 % on 2017 (328,000 ha)."
    place = place_in_history(edition, item, series)
    assert place is not None and "328,000 ha in 2017" in sentence_text(place)
    later = " ".join(sentence_text(sentence) for sentence in afterwards(edition, item, series))
    assert "it fell by 95.4 % from 233,000 ha in 2022 to 10,800 ha in 2023" in later
    assert "The newest figure is 10,200 ha for 2025" in later


def test_the_briefing_says_what_was_known_on_the_day(edition: Edition) -> None:
    item = edition.observation(Key("opium-production", "AFG", 2007, "unodc"))
    assert item is not None
    text = sentence_text(known_then(edition, item, "2008-12-31"))
    assert text.startswith("Potential opium production: 8,200 t")
    assert text.endswith("today it is 7,400 t.")
    early = sentence_text(known_then(edition, item, "2000-01-01"))
    assert early == "Potential opium production: no source here had printed a figure by 2000-01-01."


@pytest.mark.parametrize(
    ("area", "year", "indicators"),
    [
        ("AFG", "2018", ["opium-poppy-cultivation", "opium-production"]),
        ("AFG", "2025", ["opium-poppy-cultivation", "opium-production"]),
        ("COL", "2019", ["coca-bush-cultivation", "cocaine-manufacture"]),
    ],
)
def test_a_briefing_is_headed_by_what_is_known_longest(
    edition: Edition, area: str, year: str, indicators: list[str]
) -> None:
    assert [item.key.indicator for item in headline_figures(edition, area, year)] == indicators


@pytest.mark.parametrize(
    "query",
    [
        "indicator=coca-bush-cultivation&area=CO-GUA&producer=unodc&measure=index",
    ],
)
def test_nothing_is_called_the_highest_that_looks_like_another_one(edition: Edition, query: str) -> None:
    """Two of the values differ only by digits that nobody knows, and are shown as the same number."""
    view, _ = read_view(query, edition.keep(scenes.choices))
    shown = [point for line in scenes.scene(edition, view).lines for point in line.known]
    first, second = sorted(shown, key=lambda point: -(point.value or 0.0))[:2]
    assert first.value != second.value and first.number.text == second.number.text
    assert "highest" not in " ".join([_title(edition, query), *_words(edition, query)])
