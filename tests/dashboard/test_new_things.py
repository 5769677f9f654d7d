"""A new indicator, producer, source kind, area level or country is rows of CSV files, and appears everywhere."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from parcel_seizures import COUNTRIES, YEARS, code, copy_with_parcel_seizures, kilograms

from dashboard.charts.figure import plotly_figure
from dashboard.pages import explore, number, sources
from dashboard.pages.choosing import indicator_options
from dashboard.pages.frame.markup import markup
from dashboard.pages.options import area_options, group_options, producer_options
from dashboard.pages.parts.view_table import view_table
from dashboard.views import lookups as scene_parts
from dashboard.views import scenes
from dashboard.views.strict import read_strictly
from dashboard.views.view import View, read_view
from etl.editions.reading import Database, Edition
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

INDICATOR = "parcel-seizures"
LARGEST = code(COUNTRIES - 1)
ALL = f"indicator={INDICATOR}&group=parts-of-WLD"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The bundled data with the new rows, checked and published without a change of code."""
    data = copy_with_parcel_seizures(tmp_path_factory.mktemp("new") / "data")
    report = refresh(data)
    assert report.outcome == "published"
    assert not [problem for problem in report.problems if problem.is_error or INDICATOR in problem.text]
    return Database(data / DATABASE_NAME).edition()


def seen(edition: Edition, query: str) -> tuple[View, Any]:
    """The view of an address, and its figure."""
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not [remark for remark in remarks if "There is no" in remark]
    return view, plotly_figure(view, scenes.scene(edition, view))


def labels(options: list[dict[str, Any]], group: str) -> dict[str, str]:
    """The labels of the options of a group by value, without those that cannot be chosen."""
    items = [item for option in options if option["group"] == group for item in option["items"]]
    return {item["value"]: item["label"] for item in items if not item.get("disabled")}


@pytest.mark.many
def test_the_picker_offers_the_indicator_though_it_has_no_crop(edition: Edition) -> None:
    (option,) = [one for one in indicator_options(edition, INDICATOR) if one["value"] == INDICATOR]
    assert option["label"] == "Parcel seizures"


def test_the_picker_offers_all_countries_whatever_they_are_part_of(edition: Edition) -> None:
    options = area_options(edition, View(INDICATOR, (LARGEST,)))
    countries = labels(options, "Most figures") | labels(options, "World and countries")
    assert set(countries) == {code(number) for number in range(COUNTRIES)}
    assert countries[LARGEST] == f"Côte & <b>Land</b> {COUNTRIES - 1:03}"


def test_the_picker_offers_new_levels_between_and_below_the_known_ones(edition: Edition) -> None:
    options = area_options(edition, View(INDICATOR, (LARGEST,)))
    assert labels(options, "Regions") == {"X-REGION": "New region"}
    assert labels(options, "Districts of Helmand") == {"AF-HEL-NAD": "Nad-e Ali"}
    assert not labels(options, "Provinces of Afghanistan"), "no province has a figure for it"


def test_the_picker_offers_no_area_twice(edition: Edition) -> None:
    options = area_options(edition, View(INDICATOR, (LARGEST,)))
    keys = [item["value"] for group in options for item in group["items"]]
    assert len(keys) == len(set(keys))


def test_groups_follow_the_new_levels(edition: Edition) -> None:
    offered = labels(group_options(edition, View(INDICATOR, (LARGEST,))), "All of one level")
    assert offered["parts-of-X-REGION"] == "Countries of New region"
    assert offered["parts-of-WLD"].startswith("All countries (200 of ")


def test_the_picker_offers_the_producer(edition: Edition) -> None:
    (option,) = [o for o in producer_options(edition, View(INDICATOR, (LARGEST,))) if o["value"] == "member-states"]
    assert (option["label"], option["disabled"]) == ("Member States", False)


def test_the_picker_is_quick_with_hundreds_of_areas(edition: Edition) -> None:
    view = View(INDICATOR, (LARGEST,))
    begun = time.perf_counter()
    for _ in range(10):
        area_options(edition, view)
    assert (time.perf_counter() - begun) / 10 < 0.05


def test_the_chart_shows_the_figures_in_their_unit(edition: Edition) -> None:
    _, drawn = seen(edition, f"indicator={INDICATOR}&area={LARGEST}")
    (line,) = [trace for trace in drawn["data"] if trace.get("customdata")]
    assert list(line["y"]) == [kilograms(COUNTRIES - 1, year) for year in YEARS]
    assert line["customdata"][0] == f"/number/{INDICATOR}/{LARGEST}/{YEARS[0]}/member-states"
    assert "kilograms" in {label["text"] for label in drawn["layout"]["annotations"]}


def test_a_name_from_the_data_is_never_markup_in_a_chart(edition: Edition) -> None:
    for form in ("line", "stack", "bar", "panels", "map"):
        _, drawn = seen(edition, f"{ALL}&form={form}")
        for trace in drawn["data"]:
            trace.pop("legendgroup", None)  # which is compared, never drawn
        text = json.dumps(drawn, ensure_ascii=False)
        assert "&lt;b&gt;Land" in text, form
        assert "<b>Land" not in text, form


def test_a_chart_of_too_many_lines_shows_those_that_have_figures_and_says_so(edition: Edition) -> None:
    view, remarks = read_view(ALL, edition.keep(scenes.choices))
    assert remarks == [
        "A chart of this form shows at most 60 areas; the 60 with the largest figures of any year and producer are "
        "shown. A ranking or a map shows all."
    ]
    assert set(view.areas) == {code(number) for number in range(COUNTRIES - 60, COUNTRIES)}
    assert read_strictly(ALL, edition)[1] == [
        "A chart of this form shows at most 60 areas; choose fewer, or a ranking (bar) or a map of a year."
    ]


@pytest.mark.parametrize("form", ["bar", "map"])
def test_a_ranking_or_a_map_takes_all_countries(edition: Edition, form: str) -> None:
    view, remarks = read_view(f"{ALL}&form={form}", edition.keep(scenes.choices))
    assert remarks == []
    _, rows = view_table(scenes.scene(edition, view))
    assert len(rows) == COUNTRIES
    assert rows[0][0]["text"].endswith(str(COUNTRIES - 1))  # type: ignore[index]


def test_the_rows_of_a_ranking_never_overlap(edition: Edition) -> None:
    _, drawn = seen(edition, f"{ALL}&form=bar")
    bars = len(drawn["data"][0]["y"])
    assert drawn["layout"]["height"] / bars > 20
    assert f"and {COUNTRIES - bars} more with smaller figures" in {
        label["text"] for label in drawn["layout"]["annotations"]
    }


def test_a_map_places_what_has_coordinates_and_names_what_has_none(edition: Edition) -> None:
    _, drawn = seen(edition, f"{ALL}&form=map")
    told = next(trace for trace in drawn["data"] if trace.get("customdata"))
    assert len(told["x"]) == COUNTRIES // 2
    page = markup(explore.page(edition, f"{ALL}&form=map").body)
    assert "Not on the map, since no coordinates are recorded: Côte &amp; &lt;b&gt;Land&lt;/b&gt; 000" in page
    assert f"and {COUNTRIES // 2 - 20} more." in page


def test_countries_of_different_regions_do_not_share_the_first_colour(edition: Edition) -> None:
    colours = edition.keep(scene_parts.colours)
    assert len({colours[code(number)] for number in range(8)}) == 8


def test_the_table_has_every_figure_as_a_link(edition: Edition) -> None:
    view, _ = read_view(f"indicator={INDICATOR}&area={LARGEST}&area=AF-HEL-NAD", edition.keep(scenes.choices))
    columns, rows = view_table(scenes.scene(edition, view))
    assert [column.note for column in columns[1:]] == ["Member States, kg"] * 2
    cells = {cell["text"]: cell["href"] for row in rows for cell in row[1:] if isinstance(cell, dict)}
    assert cells[f"{kilograms(COUNTRIES - 1, 2021):,}"] == f"/number/{INDICATOR}/{LARGEST}/2021/member-states"
    assert cells["55"].startswith(f"/number/{INDICATOR}/AF-HEL-NAD/")


@pytest.mark.parametrize("area", [LARGEST, code(0), "X-REGION", "AF-HEL-NAD"])
def test_every_new_number_has_a_page(edition: Edition, area: str) -> None:
    page = number.page(edition, "", INDICATOR, area, "2021", "member-states")
    text = markup(page.body)
    assert page.title.startswith("Parcel seizures, ") and page.title.endswith(" kg")
    assert "/source/seizure-reports-2022" in text and "https://data.test/seizures" in text
    assert f"row {area}" in text and "Member States" in text
    assert "<b>Land" not in text


def test_the_new_source_is_in_the_library_with_its_kind(edition: Edition) -> None:
    page = sources.page(edition, "", "seizure-reports-2022")
    assert "Questionnaire" in markup(page.body)


def test_a_page_of_all_countries_is_made_quickly(edition: Edition) -> None:
    explore.page(edition, ALL)
    # What else the machine does makes a page slower at times, and never quicker.
    assert any(_seconds_of(edition, f"{ALL}&form=bar") < 0.5 for _ in range(3))


def _seconds_of(edition: Edition, query: str) -> float:
    begun = time.perf_counter()
    explore.page(edition, query)
    return time.perf_counter() - begun


def test_an_address_with_more_areas_than_can_be_read_shows_the_default(edition: Edition) -> None:
    view, remarks = read_view("&".join(["area=AFG"] * 500), edition.keep(scenes.choices))
    assert view == edition.keep(scenes.choices).default
    assert remarks == ["The address is too long; the default view is shown."]


def test_the_new_file_is_listed_for_other_programs(tmp_path: Path) -> None:
    data = copy_with_parcel_seizures(tmp_path / "data")
    contract = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    assert "statements/parcel-seizures.csv" in contract["resources"][0]["path"]
