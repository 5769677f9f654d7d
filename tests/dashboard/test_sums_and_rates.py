"""Sums and rates lead to every figure that went in, and say of how many areas and for how many people they are."""

import csv
import io
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from dashboard.charts.figure import plotly_figure
from dashboard.charts.marks import with_gaps
from dashboard.exports.chart import ExportedChart
from dashboard.exports.table_csv import table_csv
from dashboard.pages import computed, explore
from dashboard.pages.parts.view_table import view_table
from dashboard.views import scenes
from dashboard.views import view as views
from dashboard.views.definitions import definition_notes
from dashboard.views.findings import findings
from dashboard.views.scene import Scene
from dashboard.views.titles import title
from dashboard.views.view import View, read_view
from dashboard.words.sentences import joined, sentence_text
from etl.editions.reading import Edition
from etl.figures.areas import existed_in
from etl.figures.attributes import Attributes

PROVINCES = "group=parts-of-AFG&producer=unodc"
ANDEAN = "indicator=coca-bush-cultivation&group=andean-coca&producer=unodc"


def _seen(edition: Edition, query: str) -> tuple[View, Scene]:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view, scenes.scene(edition, view)


def test_a_sum_leads_to_every_part_and_says_of_how_many_areas_it_is(edition: Edition) -> None:
    _, scene = _seen(edition, f"{ANDEAN}&sum=beside")
    (line,) = scene.sums
    point = next(point for point in line.points if point.year == 2023)
    parts = [item for one in scene.lines for item in one.series.known if item.key.year == 2023]
    assert point.said == f"sum of {len(parts)} of 3 areas"
    assert point.value == pytest.approx(sum(item.value or 0 for item in parts))
    page = computed.page(edition, urlsplit(point.number.page).query, "sum")
    assert point.number.text in page.title and f"{len(parts)} areas" in page.title


def test_every_year_of_a_sum_names_whom_it_is_without_where_it_is_of_most(edition: Edition) -> None:
    view, scene = _seen(edition, f"{PROVINCES}&sum=alone")
    line, _ = scene.sums
    names = {area: edition.areas[area].name for area in view.areas}
    for point in line.points:
        absent = [names[area] for area in view.areas if area not in {item.key.area for item in point.rests_on}]
        is_of_most = 2 * len(point.rests_on) >= len(view.areas)
        assert bool(point.without) == bool(absent and is_of_most)
        assert not point.without or point.without.startswith(f"without {absent[0]}")
    _, rows = view_table(scene)
    noted = [row[1]["note"] for row in rows if isinstance(row[1], dict)]
    assert [one for one in noted if "34 areas, without " in str(one)]


def test_a_sum_is_not_drawn_across_years_of_other_areas(edition: Edition) -> None:
    _, scene = _seen(edition, f"{PROVINCES}&sum=alone")
    line, _ = scene.sums
    of = {point.year: {item.key.area for item in point.rests_on} for point in line.points}
    drawn = with_gaps(line.points)
    joined = [(one.year, two.year) for one, two in pairwise(drawn) if one and two]
    assert joined and all(of[before] == of[after] for before, after in joined)
    assert None in drawn


def test_a_ranking_says_the_sum_and_who_lacks_a_figure(edition: Edition) -> None:
    _, scene = _seen(edition, f"{PROVINCES}&form=bar&year=2025&sum=beside")
    told = " ".join(sentence_text(one) for one in findings(scene))
    absent = sorted(area.name for area in scene.missing)
    assert f"the sum of {34 - len(absent)} of 34 areas" in told and absent
    assert f"Without a figure for 2025 (UNODC): {joined(absent)}." in told


def test_the_world_is_summed_of_more_areas_than_a_chart_of_lines_shows(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_AREAS", 30)
    view, scene = _seen(edition, "group=parts-of-WLD&sum=alone")
    assert len(view.areas) > 30 and not scene.lines and scene.sums
    assert sentence_text(title(scene)).startswith("Opium poppy cultivation: All countries, sum of ")
    assert plotly_figure(view, scene)["data"]


@pytest.mark.parametrize(
    ("indicator", "name"), [("coca-bush-cultivation", "All countries, sum"), ("population", "Sum of 10 areas")]
)
def test_of_a_group_that_is_too_large_for_a_chart_nobody_is_left_out_in_silence(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, indicator: str, name: str
) -> None:
    monkeypatch.setattr(views, "MOST_AREAS", 10)
    query = (
        f"indicator={indicator}&group=parts-of-WLD&producer={'world-bank' if indicator == 'population' else 'unodc'}"
    )
    view, remarks = read_view(f"{query}&sum=beside", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    members, having = (
        set(edition.keep(scenes.groups)["parts-of-WLD"][1]),
        edition.keep(scenes.choices).having(indicator),
    )
    assert len(view.areas) == 10 < len(members)
    assert bool(remarks) == (len(members & having) > 10)  # that some with figures are not shown is said
    assert {area.area for area in scene.missing} >= members - having
    existing = 10 if remarks else len([area for area in members if existed_in(edition.areas[area], 2020)])
    assert {line.series.area.name for line in scene.sums} == {name}
    said = [point.said for line in scene.sums for point in line.points if point.year == 2020]
    assert said and all(text.endswith(f" of {existing} areas") for text in said)


def test_states_that_are_gone_are_not_counted_as_lacking(edition: Edition) -> None:
    ussr = next(area for area in edition.areas.values() if area.to_year == 1991)
    assert existed_in(ussr, 1991) and not existed_in(ussr, 1992)
    assert existed_in(edition.areas["AFG"], 2022)


def test_a_sum_beside_a_total_that_is_printed_is_compared_with_it(edition: Edition) -> None:
    _, scene = _seen(edition, "group=parts-of-AFG&sum=alone&producer=unodc")
    told = [sentence_text(one) for one in scene.sums_told]
    assert any(one.startswith("UNODC prints for Afghanistan in ") and ", which is " in one for one in told)
    summed, printed = scene.sums
    assert printed.series.area.name == "Afghanistan, as printed"
    assert {point.year for point in printed.points} <= {point.year for point in summed.points}
    assert all(point.observation.key.area == "AFG" and point.computed is None for point in printed.points)


def test_areas_that_are_not_all_parts_have_no_printed_total_beside_their_sum(edition: Edition) -> None:
    provinces = "&".join(f"area={area}" for area in ("AF-HEL", "AF-KAN", "AF-NAN"))
    _, scene = _seen(edition, f"{provinces}&sum=beside&producer=unodc")
    assert len(scene.sums) == 1


def test_prices_have_no_sum_and_say_why(edition: Edition) -> None:
    asked = "indicator=opium-price&area=AFG&area=MMR&sum=alone"
    view, remarks = read_view(asked, edition.keep(scenes.choices))
    assert not view.total and remarks == ["The sum is of amounts only; it was left out."]


def test_the_table_of_a_view_as_a_file_has_its_sum(edition: Edition) -> None:
    view, _ = _seen(edition, f"{ANDEAN}&sum=alone&from=2022")
    rows = list(csv.DictReader(io.StringIO(table_csv(ExportedChart(edition, view)).decode("utf-8-sig"))))
    assert {(row["COMPUTED"], row["OBS_COM"]) for row in rows} >= {("sum", "sum of 3 of 3 areas")}


def test_a_rate_leads_to_the_figure_and_to_the_population(edition: Edition) -> None:
    _, scene = _seen(edition, "indicator=heroin-seizures&area=IRN&measure=rate")
    point = scene.lines[0].points[-1]
    figure, people = point.rests_on
    assert (figure.key.indicator, people.key.indicator) == ("heroin-seizures", "population")
    assert people.key[1:3] == figure.key[1:3] and people.key.producer == "world-bank"
    assert point.value == pytest.approx((figure.value or 0) / (people.value or 1) * 1e6)
    assert scene.unit == "kilograms per million people"
    kind = urlsplit(point.number.page).path.rpartition("/")[2]
    assert "per million people" in computed.page(edition, urlsplit(point.number.page).query, kind).title


def test_an_area_without_a_population_has_no_rate_and_that_is_said(edition: Edition) -> None:
    asked = "area=AFG&area=AF-HEL&measure=rate"
    _, scene = _seen(edition, asked)
    assert {line.series.area.area for line in scene.drawn} == {"AFG"}
    assert "No rate, or not for all years, because the population is not known: Afghanistan and Helmand." in " ".join(
        scene.notes
    )
    assert "Afghanistan" in explore.page(edition, asked).title


def test_rates_have_no_rate(edition: Edition) -> None:
    for indicator in ("opium-price", "population"):
        _, remarks = read_view(f"indicator={indicator}&area=AFG&measure=rate", edition.keep(scenes.choices))
        assert len(remarks) == 1 and "rate" in remarks[0]


def test_what_readers_must_know_of_seizures_is_said_once(edition: Edition) -> None:
    _, scene = _seen(edition, "indicator=heroin-seizures&area=IRN")
    notes = " ".join(definition_notes(scene))
    assert notes.count("as much about the work of authorities as about the supply") == 1


def test_a_sum_says_only_what_holds_of_all_its_parts(edition: Edition) -> None:
    """Not that the Government of one country made the estimate of three."""
    _, coca = _seen(edition, f"{ANDEAN}&sum=beside")
    _, seizures = _seen(edition, "indicator=heroin-seizures&area=IRN&area=PAK&sum=beside&from=2020")
    points = [point for scene in (coca, seizures) for line in scene.sums for point in line.points]
    assert {point.observation.attributes.compiler for point in points} == {"", "unodc"}
    for point in points:
        assert point.computed is not None
        parts = [item.attributes for item in point.computed.inputs]
        for said, *each in zip(point.observation.attributes, *parts, strict=True):
            assert said == "" or set(each) == {said}


def test_figures_of_other_ages_are_no_line_and_no_ranking(edition: Edition) -> None:
    _, scene = _seen(edition, "indicator=heroin-seizures&area=IRN&from=2020")
    (line,) = scene.lines
    points = [
        replace(
            point,
            observation=replace(
                point.observation, attributes=Attributes(age_from="15", age_to="64" if point.year < 2022 else "34")
            ),
        )
        for point in line.points
    ]
    drawn = with_gaps(points)
    gap = drawn.index(None)
    before, after = drawn[gap - 1], drawn[gap + 1]
    assert before is not None and after is not None and (before.year, after.year) == (2021, 2022)
    notes = definition_notes(replace(scene, lines=[replace(line, points=tuple(points))]))
    assert any("Not all figures here measure the same" in note and "15 to 34" in note for note in notes)
