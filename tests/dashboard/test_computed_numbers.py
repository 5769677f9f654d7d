"""Computed numbers: of wholes and parts, of one release, and with no more digits than were printed.

Every share of the edition is made again from the rows of its tables, which know parents and days of publications.
"""

import dataclasses
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from viewing import view_of

from dashboard.pages import computed
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.number_warnings import beside_its_parts
from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.scene import Scene
from dashboard.views.view import read_view
from dashboard.words.exactness import digits_of, digits_of_sum, rounded_ratio
from dashboard.words.numbers import compute, derived_number, format_value
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation

PRODUCTION, CULTIVATION = "opium-production", "opium-poppy-cultivation"


def _scene(edition: Edition, query: str) -> Scene:
    return scenes.scene(edition, view_of(edition, query))


def _shown(edition: Edition, indicator: str, area: str, year: int, producer: str = "unodc") -> Observation:
    found = edition.observation(Key(indicator, area, year, producer))
    assert found is not None
    return found


def test_with_the_world_chosen_a_share_is_of_the_world(edition: Edition) -> None:
    scene = _scene(edition, f"indicator={PRODUCTION}&area=WLD&area=AFG&producer=unodc&measure=share")
    (line,) = scene.lines
    shares = {point.year: point.number.text for point in line.points}
    assert (line.series.area.area, scene.unit, shares[2018]) == ("AFG", "% of the world", "82 %")


def test_a_revised_part_is_not_divided_by_a_whole_from_before_the_revision(edition: Edition) -> None:
    part, whole = (_shown(edition, PRODUCTION, area, 2009) for area in ("AFG", "WLD"))
    assert part.value and whole.value
    assert compute("share-of", (part, whole)) is None
    scene = _scene(edition, f"indicator={PRODUCTION}&area=WLD&area=AFG&producer=unodc&measure=share")
    assert 2009 not in {point.year for point in scene.points}
    assert any("2009" in note and "revised after the last publication" in note for note in scene.notes)


def test_a_figure_is_not_divided_by_one_that_was_revised_since_and_the_chart_says_so(edition: Edition) -> None:
    scene = _scene(edition, f"indicator=opium-yield&area=AFG&producer=unodc&with={PRODUCTION}&measure=ratio")
    years = {point.year for line in scene.lines for point in line.points}
    assert 2009 not in years and 2011 in years
    assert any(note.startswith("No ratio of") and "2006" in note for note in scene.notes)


def test_a_printed_total_of_another_release_is_not_set_against_the_sum_of_its_parts(
    edition: Edition, client: TestClient
) -> None:
    told = beside_its_parts(edition, _shown(edition, PRODUCTION, "WLD", 2009))
    assert "is not said, since a figure was revised" in markup(told)
    rows = client.get(f"/api/v1/sums?indicator={PRODUCTION}&producer=unodc&limit=200").json()["items"]
    apart = {row["year"]: row["difference"] for row in rows if row["printed"] is not None}
    assert apart[2009] is None and apart[2018] is not None


def test_a_printed_total_within_the_interval_of_its_parts_is_not_told_to_differ(client: TestClient) -> None:
    rows = client.get(f"/api/v1/sums?indicator={CULTIVATION}&group=parts-of-AFG&producer=unodc&limit=200").json()[
        "items"
    ]
    beside = [row for row in rows if row["most"] is not None and row["difference"] is not None]
    assert len(beside) > 10
    for row in beside:
        ends, total = (row["value"], row["most"]), row["printed"]
        nearest = min(ends, key=lambda end: abs(end - total))
        apart = 0 if ends[0] <= total <= ends[1] else (nearest / total - 1) * 100
        assert row["difference"] == pytest.approx(apart, abs=0.051), row


def test_what_its_source_calls_revised_stood_with_nothing_older_though_the_first_number_is_not_known(
    edition: Edition, published_database: Path
) -> None:
    with closing(sqlite3.connect(published_database)) as connection:
        first_known = connection.execute(
            "SELECT o.indicator, o.area, o.year, o.producer, v.published_from, v.revised_from FROM vintage v "
            "JOIN observation o ON o.id = v.observation_id JOIN statement s ON s.id = v.decided_by "
            "WHERE s.change IN ('revised', 'redefined') AND v.published_from = "
            "(SELECT min(published_from) FROM vintage WHERE observation_id = o.id)"
        ).fetchall()
    assert first_known and all(row[4] == row[5] for row in first_known)
    part, whole = (_shown(edition, "cocaine-manufacture", area, 2017) for area in ("COL", "WLD"))
    assert part.value and whole.value and compute("share-of", (part, whole)) is None


def test_sums_and_rates_of_the_api_have_no_more_digits_than_their_figures(client: TestClient) -> None:
    sums = client.get(f"/api/v1/sums?indicator={PRODUCTION}&producer=unodc&limit=200").json()["items"]
    assert sums and all(digits_of(row["value"]) <= 5 for row in sums)
    (rate,) = client.get(f"/api/v1/rates?indicator={PRODUCTION}&area=AFG&year=2018&producer=unodc").json()["items"]
    assert digits_of(rate["value"]) == 2


def test_what_was_known_before_the_revision_stood_together(edition: Edition) -> None:
    key = Key(PRODUCTION, "AFG", 2009, "unodc")
    then = [edition.observation(key._replace(area=area), "2010-12-01") for area in ("AFG", "WLD")]
    part, whole = then
    assert part is not None and whole is not None
    made = compute("share-of", (part, whole))
    assert made is not None and made.value == pytest.approx(6900 / 7750 * 100)


def test_the_page_says_why_figures_of_two_releases_give_no_number(client: TestClient) -> None:
    keys = [Key(PRODUCTION, area, 2009, "unodc") for area in ("AFG", "WLD")]
    answer = client.get(INSIDE.computed("share-of", keys, ""))
    assert answer.status_code == 404
    assert "was revised on 2015-06-26" in answer.text and "never current at the same time" in answer.text


@pytest.mark.parametrize(
    ("kind", "keys", "differ"),
    [
        (kind, [Key(PRODUCTION, "MEX", year, "unodc") for year in (2016, 2014)], "producer (UNODC and US)")
        for kind in ("change", "increase", "index")
    ]
    + [
        ("sum", [Key(PRODUCTION, "AFG", 2014, "usg"), Key(PRODUCTION, "MMR", 2014, "unodc")], "producer (US and"),
        ("share", [Key(PRODUCTION, "AFG", 2014, "usg"), Key(PRODUCTION, "MMR", 2014, "unodc")], "producer"),
        ("change", [Key(PRODUCTION, "AFG", 2014, "unodc"), Key(CULTIVATION, "AFG", 2013, "unodc")], "indicator"),
        ("change", [Key(PRODUCTION, "AFG", 2014, "unodc"), Key(PRODUCTION, "MMR", 2013, "unodc")], "area"),
        ("difference", [Key(PRODUCTION, "AFG", 2014, "unodc"), Key(PRODUCTION, "AFG", 2013, "usg")], "year"),
    ],
)
def test_nothing_is_computed_from_figures_that_are_of_different_things(
    client: TestClient, kind: str, keys: list[Key], differ: str
) -> None:
    """Mexico to 2014 is found at the addresses of UNODC, and stands in the series of the US now."""
    answer = client.get(INSIDE.computed(kind, keys, ""))
    assert answer.status_code == 404
    assert f"the figures differ in {differ}" in answer.text


def test_nothing_is_added_up_from_a_whole_and_its_part(client: TestClient) -> None:
    keys = [Key(CULTIVATION, area, 2018, "unodc") for area in ("AFG", "AF-HEL")]
    answer = client.get(INSIDE.computed("sum", keys, ""))
    assert answer.status_code == 404 and "counted twice" in answer.text


@pytest.mark.parametrize("form", ["stack", "bar"])
def test_a_stack_and_a_ranking_leave_the_whole_out_and_say_so(edition: Edition, form: str) -> None:
    scene = _scene(edition, f"area=AFG&area=AF-HEL&area=MMR&form={form}")
    assert "AFG" not in {line.series.area.area for line in scene.lines}
    assert "Left out, since areas in it are shown: Afghanistan." in scene.notes


def _rows(path: Path) -> dict[Key, tuple[float, str, str]]:
    """Value, day of the last revision and days of prints of every observation with a value that is no class."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT indicator, area, year, producer, value, revised_from, printed_on FROM observation "
            "WHERE value IS NOT NULL AND flag <> 'p-f'"
        )
        return {Key(*row[:4]): row[4:] for row in found}


def _parents(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT area, parent FROM area"))


def _shares(edition: Edition) -> Iterator[tuple[Key, Key, str]]:
    """Every share of the world and of a country that a chart shows: part, whole and text."""
    having = {(row.indicator, row.area) for row in edition.coverage}
    for indicator in (item.indicator for item in edition.indicators.values() if item.is_additive):
        for whole in ("WLD", "AFG", "COL", "PER"):
            parts = [
                one.area for one in edition.areas.values() if one.parent == whole and (indicator, one.area) in having
            ]
            if not parts or (indicator, whole) not in having:
                continue
            chosen = "&".join(f"area={area}" for area in (whole, *parts[:50]))  # a view has at most sixty areas
            view, _ = read_view(f"indicator={indicator}&{chosen}&measure=share", edition.keep(scenes.choices))
            for line in scenes.scene(edition, view).lines:
                for point in line.points:
                    assert point.computed is not None
                    part, of = point.computed.inputs
                    yield part.key, of.key, point.number.text


@pytest.mark.many
def test_every_share_is_of_a_whole_of_the_same_year_maker_and_release(
    edition: Edition, published_database: Path
) -> None:
    rows, parents = _rows(published_database), _parents(published_database)
    shares = list(_shares(edition))
    assert len(shares) > 200
    for part, whole, text in shares:
        assert part._replace(area=whole.area) == whole and parents[part.area] == whole.area
        (value, revised, printed), (total, total_revised, total_printed) = rows[part], rows[whole]
        assert not revised or max(total_printed.split(), default="") >= revised, (part, whole)
        assert not total_revised or max(printed.split(), default="") >= total_revised, (part, whole)
        digits = min(len(f"{number:.4f}".replace(".", "").strip("0")) for number in (value, total))
        assert len(text.removesuffix(" %").replace(",", "").replace(".", "").strip("0")) <= max(2, digits)
        assert float(text.removesuffix(" %").replace(",", "")) == pytest.approx(value / total * 100, rel=0.05, abs=0.06)


@pytest.mark.parametrize(("printed", "digits"), [(263_000, 3), (8_000, 2), (165_336.95, 8), (0.25, 2), (56.1, 3)])
def test_a_printed_number_has_the_digits_up_to_its_last_that_is_not_zero(printed: float, digits: int) -> None:
    assert digits_of(printed) == digits


@pytest.mark.parametrize(("printed", "digits"), [(0.029999999, 2), (41.51800156, 5), (10983.438, 8), (269_951_846, 9)])
def test_a_number_of_single_precision_has_the_digits_that_it_was_kept_with(printed: float, digits: int) -> None:
    assert digits_of(printed) == digits


def test_a_sum_is_known_to_the_coarsest_last_digit_of_its_parts() -> None:
    assert digits_of_sum([263_000, 37_300]) == 3
    assert digits_of_sum([136_798, 600]) == 5


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(82.157, 2, 82), (-19.817, 3, -19.8), (1737.8, 2, 1700)],
)
def test_a_percentage_has_one_decimal_at_most_and_is_rounded_once(value: float, digits: int, shown: float) -> None:
    assert rounded_ratio(value, digits)[0] == pytest.approx(shown)


def test_a_number_that_rounds_up_to_the_next_power_of_ten_has_no_digit_more() -> None:
    assert rounded_ratio(-9.999999999999998, 2) == (-10, 0)
    assert rounded_ratio(99.97, 3) == (100, 0)


def test_a_thousand_and_more_is_shown_whole_and_less_than_one_with_three_digits() -> None:
    assert (format_value(165_336.95), format_value(340.8), format_value(0.25)) == ("165,337", "340.8", "0.25")
    assert (format_value(0.912981), format_value(0.02084), format_value(0.9996)) == ("0.913", "0.0208", "1")


@pytest.mark.parametrize(
    ("kind", "value", "base", "text"),
    [
        ("change", 55.82, 112_444.0, "\u221299.95 %"),
        ("change", 0.0, 112_444.0, "\u2212100.0 %"),
        ("share-of", 112_400.0, 112_444.0, "99.96 %"),
        ("share-of", 12.5, 112_444.0, "0.01 %"),
        ("share-of", 112_444.0, 112_444.0, "100.0 %"),
    ],
)
def test_what_is_left_is_never_told_as_nothing_nor_a_part_as_all(
    edition: Edition, kind: str, value: float, base: float, text: str
) -> None:
    assert _told(edition, kind, value, base) == text


def _told(edition: Edition, kind: str, value: float, base: float) -> str:
    """What is said of two values of one indicator."""
    item = edition.observations("opium-poppy-cultivation", ["AFG"], ["unodc"])[-1]
    made = compute(kind, (dataclasses.replace(item, value=value), dataclasses.replace(item, value=base)))
    assert made is not None
    return derived_number(made).text


@pytest.mark.parametrize(
    ("kind", "value", "base", "text"),
    [
        ("change", 10_900.0, 1000.0, "+990 %"),
        ("change", 11_000.0, 1000.0, "11-fold"),
        ("change", 2_641_700.0, 677.0, "3,900-fold"),
        ("difference", 12_000.0, 1000.0, "12-fold"),
        ("share-of", 12_000.0, 1000.0, "1,200 %"),
    ],
)
def test_a_change_too_large_to_read_in_per_cent_is_told_as_how_many_times(
    edition: Edition, kind: str, value: float, base: float, text: str
) -> None:
    assert _told(edition, kind, value, base) == text


def test_a_change_between_overlapping_ranges_is_within_the_ranges(edition: Edition) -> None:
    made = compute("change", (_shown(edition, CULTIVATION, "MMR", 2024), _shown(edition, CULTIVATION, "MMR", 2023)))
    assert made is not None and made.is_within_ranges
    far = compute("change", (_shown(edition, CULTIVATION, "AFG", 2023), _shown(edition, CULTIVATION, "AFG", 2022)))
    assert far is not None and not far.is_within_ranges


def test_a_sum_with_poppy_free_areas_is_an_interval_since_2007(edition: Edition) -> None:
    area = _shown(edition, CULTIVATION, "AF-HEL", 2018)
    free = dataclasses.replace(area, value=0.0, flag="p-f")
    made = compute("sum", (area, free))
    assert made is not None
    assert derived_number(made, unit="ha").text == "136,798–136,898 ha"
    before = dataclasses.replace(free, key=free.key._replace(year=2006))
    assert compute("sum", (dataclasses.replace(area, key=before.key), before)).end is None  # type: ignore[union-attr]


def test_a_total_is_called_as_printed_only_where_its_parts_give_the_same_number(edition: Edition) -> None:
    told = []
    years = (("PER", 2024), ("PER", 2023), ("AFG", 2018), ("AFG", 2009), ("AFG", 2005), ("COL", 2015), ("COL", 2020))
    for area, year in years:
        indicator = CULTIVATION if area == "AFG" else "coca-bush-cultivation"
        shown = _shown(edition, indicator, area, year)
        said = beside_its_parts(edition, shown)
        if said is None:
            continue
        text = re.sub(r"<[^>]*>", "", markup(said))
        made = re.search(r"add up to (\S+)", text)
        assert made is not None
        total = format_value(shown.value or 0.0)
        assert text.endswith(", as printed.") == (total == made[1]) or "–" in made[1], text
        assert "–" not in made[1] or "%" not in text, text  # an interval is no base of a percentage
        told.append(text)
    assert any(text.endswith(" above it.") for text in told)


@pytest.mark.many
@pytest.mark.parametrize(
    "query",
    [
        "area=AFG&measure=change&producer=unodc",
        "area=AFG&measure=index&base=2009&producer=unodc",
        "group=parts-of-AFG&sum=alone",
        "group=parts-of-AFG&measure=share&from=2007&to=2010",
        "area=AFG&indicator=opium-production&with=opium-poppy-cultivation&measure=ratio",
        "indicator=heroin-seizures&area=AFG&measure=rate",
    ],
)
def test_every_computed_number_of_a_view_has_a_page_that_names_its_inputs(edition: Edition, query: str) -> None:
    scene = scenes.scene(edition, view_of(edition, query))
    derivations = {point.computed for point in scene.all_points if point.computed is not None}
    assert len(derivations) > 2
    for made in derivations:
        parts = urlsplit(made.page)
        text = markup(computed.page(edition, parts.query, parts.path.rsplit("/", 1)[1]).body)
        assert all(edition.areas[item.key.area].name.split("(")[0].strip() in unescape(text) for item in made.inputs)
        assert len(re.findall(r'href="[^"]*/number/', text)) >= len({item.key for item in made.inputs})


@pytest.mark.parametrize(
    ("kind", "query"),
    [("change", ""), ("magic", "of=opium-production/AFG/2018/unodc"), ("change", "of=opium-production/AFG/2018")],
)
def test_a_computation_that_there_is_not_has_no_page(edition: Edition, kind: str, query: str) -> None:
    with pytest.raises(PageNotFoundError):
        computed.page(edition, query, kind)
