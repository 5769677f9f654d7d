"""What a number measures, and who made it, stands where the number stands, and leads to who says so."""

import csv
import io
import re
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from exported import chart
from sample_data import BUNDLED
from starlette.testclient import TestClient

from dashboard.exports.table_csv import table_csv
from dashboard.pages.parts.view_table import view_table
from dashboard.views import scenes
from dashboard.views.definitions import definition_notes, measured
from dashboard.views.points import follows, own_point
from dashboard.views.superlatives import highest_of, lowest_of
from dashboard.views.titles import title
from dashboard.views.view import read_view
from dashboard.words.alike import OF_PEOPLE_AND_PRICES
from dashboard.words.breaks import why_not_compared
from dashboard.words.definitions import defined_otherwise, makers_told, measured_told, unsaid_told
from dashboard.words.numbers import compute
from dashboard.words.sentences import sentence_text, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.vocabulary.attributes import COMPARED, VALUES_OF, Attribute
from etl.figures.vocabulary.people import Kinds

CULTIVATION = "opium-poppy-cultivation"
MEXICO = "indicator=opium-poppy-cultivation&area=MEX&producer=unodc&to=2020"


def _shown(
    edition: Edition, area: str, year: int, producer: str = "unodc", indicator: str = CULTIVATION
) -> Observation:
    found = edition.observation(Key(indicator, area, year, producer))
    assert found is not None
    return found


def test_where_another_estimator_begins_the_figures_on_both_sides_name_theirs(edition: Edition) -> None:
    known = 0
    for series, breaks in edition.breaks.items():
        indicator, area, producer = series
        years = edition.observations(indicator, [area], [producer])
        for year in (item.first_year_after for item in breaks if item.kind == "estimator"):
            before = [item for item in years if item.key.year < year][-1]
            after = next(item for item in years if item.key.year >= year)
            if before.attributes.estimator and after.attributes.estimator:
                assert before.attributes.estimator != after.attributes.estimator, (series, year)
                known += 1
    assert known >= 6


@pytest.mark.parametrize(
    ("area", "year", "indicator", "estimator"),
    [
        ("AFG", 2018, CULTIVATION, "MCN and UNODC"),
        ("AFG", 2020, CULTIVATION, "NSIA with UNODC"),
        ("AFG", 2023, CULTIVATION, "UNODC"),
        ("MMR", 2017, CULTIVATION, "CCDAC with UNODC"),
        ("MMR", 2024, CULTIVATION, "UNODC"),
        ("LAO", 2012, CULTIVATION, "LCDC with UNODC"),
        ("LAO", 2018, CULTIVATION, "LCDC, Government of Laos"),
        ("MEX", 2018, CULTIVATION, "the Government of Mexico with UNODC"),
        ("COL", 2010, "coca-bush-cultivation", "the Government of Colombia and UNODC (SIMCI)"),
        ("PER", 2012, "coca-bush-cultivation", "DEVIDA with UNODC"),
        ("PER", 2019, "coca-bush-cultivation", "DEVIDA, Government of Peru"),
        ("BOL", 2012, "coca-bush-cultivation", "the Government of Bolivia with UNODC"),
    ],
)
def test_who_estimated_is_told_for_each_national_series(
    edition: Edition, area: str, year: int, indicator: str, estimator: str
) -> None:
    told = makers_told(edition, _shown(edition, area, year, indicator=indicator))
    assert told[0].text == estimator
    assert all(one.said_by is None or one.said_by.source in edition.sources for one in told)


def test_what_a_number_measures_names_the_row_that_says_so(edition: Edition) -> None:
    told = {one.label: one for one in measured_told(edition, _shown(edition, "MMR", 2017))}
    covers = told["Covers"]
    assert covers.text == "Kachin, East Shan, North Shan and South Shan"
    assert covers.said_by is not None
    assert covers.said_by.source == "us-state-incsr-2019"


def test_what_somebody_has_looked_for_in_vain_is_told_with_who_was_asked(edition: Edition, client: TestClient) -> None:
    shown = next(item for item in edition.observations(CULTIVATION, ["MEX"], ["unodc"], 2016, 2020))
    (told,) = [one for one in unsaid_told(edition, shown) if one.label == "Which area is counted:"]
    assert told.text == "not stated in what was read for it"
    assert told.said_by is not None and told.said_by.source == "unodc-wdr-2025-annex-6-2-1"
    assert told.text in client.get(f"/number/{CULTIVATION}/MEX/{shown.key.year}/unodc").text
    items = client.get(f"/api/v1/statements?indicator={CULTIVATION}&limit=1000").json()["items"]
    empty = [item for item in items if "rests_on" in f"{item['unstated']} {item['not_in_copy']}".split()]
    assert empty and not any(item["rests_on"] for item in empty)
    page = client.get("/number/{indicator}/{area}/{year}/{producer}".format(**empty[0])).text
    assert re.search(r"[Ww]hat it rests on: not", page)


def _survey(edition: Edition, **said: Any) -> Observation:
    """A number that says of itself what it measures."""
    shown = _shown(edition, "MMR", 2017)
    return replace(
        shown, attributes=shown.attributes._replace(defined_by="", coverage="", measure_type="", basis="", **said)
    )


@pytest.mark.parametrize(
    ("said", "label", "text"),
    [
        ({"age_from": "15", "age_to": "64"}, "Age:", "15 to 64"),
        ({"age_from": "12", "age_to": "open"}, "Age:", "12 and older"),
        ({"age_from": "12"}, "Age:", "from 12"),
        ({"age_to": "64"}, "Age:", "up to 64"),
        ({"amount": "10 g"}, "Amount:", "10 g"),
        ({"grades": "10"}, "At school:", "grade 10"),
        ({"grades": "8 10 12"}, "At school:", "grades 8, 10 and 12"),
        ({"grades": "9-12"}, "At school:", "grades 9 to 12"),
        ({"kinds": "heroin"}, "Kinds:", "heroin only"),
        ({"field_year": "2015-2016"}, "Fieldwork:", "2015-2016"),
        ({"recall": "past-year"}, "Asked about:", "the past year"),
        ({"sex": "men"}, "Counted:", "men"),
        ({"sale_level": "retail"}, "Level of sale:", "retail"),
        ({"definition": "selection-d"}, "Definition:", "Selection D"),
        ({"register": "general-mortality"}, "Register:", "general mortality register"),
    ],
)
def test_what_a_survey_says_of_itself_is_told_in_words(
    edition: Edition, said: dict[str, str], label: str, text: str
) -> None:
    told = {one.label: one for one in measured_told(edition, _survey(edition, **said))}
    assert told[label].text == text
    assert told[label].said_by is None  # the source of the number itself


def test_surveys_of_other_ages_differ_in_definition_even_where_they_begin_with_the_same(edition: Edition) -> None:
    one, other = (_survey(edition, age_from="15", age_to=oldest) for oldest in ("64", "65"))
    assert [(mine.text, theirs.text) for mine, theirs in defined_otherwise(edition, one, other)] == [
        ("15 to 64", "15 to 65")
    ]
    older = _survey(edition, age_from="12", age_to="65")
    assert len(defined_otherwise(edition, one, older)) == 1


def test_no_remark_tells_the_grades_or_the_only_kind_that_a_survey_counts() -> None:
    """In words alone these part no line: they have columns of their own, if the indicator does not say them already."""
    kinds = "|".join(kind.replace("-", " ") for kind in Kinds)
    told = re.compile(rf"(problem )?({kinds})( only| users)?|(\d+th )?grades?[\d, ]*((and|to) \d+)?", re.IGNORECASE)
    remarks = {
        (row["indicator"], remark)
        for file in (BUNDLED / "statements" / "use").glob("unodc-*.csv")
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
        for remark in row["note"].split("; ")
        if told.fullmatch(remark) and not row["indicator"].startswith(remark.lower().replace(" ", "-"))
    }
    assert not remarks


def test_a_page_of_a_number_leads_to_who_says_what_it_measures(client: TestClient) -> None:
    page = client.get(f"/number/{CULTIVATION}/MEX/2015/unodc").text
    for words in ("Mexico 2014/15", "July 2014 to June 2015", "the Government of Mexico with UNODC"):
        assert words in page
    assert "/source/unodc-wdr-2025-annex-6-2-1" in page


def test_mexican_seasons_are_written_so_in_titles_tables_and_notes(edition: Edition) -> None:
    view, _ = read_view(MEXICO, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert "2016/17" in sentence_text(title(scene))
    _, rows = view_table(scene)
    years = [row[0]["text"] for row in rows if isinstance(row[0], dict)]
    assert years == ["2019/20", "2018/19", "2017/18", "2016/17", "2015/16", "2014/15"]
    assert "Mexico (UNODC): the years 2015 to 2020 run from July to June, such as 2019/20." in definition_notes(scene)


def test_what_all_figures_of_a_chart_measure_alike_is_said_once(edition: Edition) -> None:
    view, _ = read_view(
        "indicator=coca-bush-cultivation&area=COL&producer=unodc&from=2010&to=2023", edition.keep(scenes.choices)
    )
    notes = definition_notes(scenes.scene(edition, view))
    assert notes == ["Every figure here: net area on 31 December, survey."]


@pytest.mark.parametrize(
    ("indicator", "area", "said"),
    [
        ("heroin-retail-price", "DEU", "retail, nominal, in US dollars per gram"),
        ("drug-poisoning-deaths", "USA", "from death certificates, ICD-10 X40-X44, X60-X64, X85, Y10-Y14"),
    ],
)
def test_prices_name_their_currency_and_deaths_their_causes(
    edition: Edition, indicator: str, area: str, said: str
) -> None:
    view, _ = read_view(f"indicator={indicator}&area={area}", edition.keep(scenes.choices))
    assert f"{said}." in " ".join(definition_notes(scenes.scene(edition, view)))


def test_a_share_of_people_says_of_which_years_it_is_and_when_it_was_reported(edition: Edition) -> None:
    areas = {row.area for row in edition.coverage if row.indicator == "cannabis-use"}
    assert areas
    for area in areas:
        view, _ = read_view(f"indicator=cannabis-use&area={area}", edition.keep(scenes.choices))
        items = [point.observation for point in scenes.scene(edition, view).all_points if point.is_shown]
        printed = [
            min(edition.sources[one.source].published[:4] for one in edition.statements_of(item)) for item in items
        ]
        of, reported = [item.key.year for item in items], f"{min(printed)}–{max(printed)}"
        told = f"{'Estimates' if len(items) > 1 else 'Estimate'} for {min(of)}–{max(of)}, reported in {reported}."
        same = {f"{year}–{year}": str(year) for year in (*of, *map(int, printed))}
        for span, year in same.items():
            told = told.replace(span, year)
        assert told in definition_notes(scenes.scene(edition, view))
    view, _ = read_view("indicator=coca-bush-cultivation&area=COL", edition.keep(scenes.choices))
    assert not [note for note in definition_notes(scenes.scene(edition, view)) if "reported in" in note]


COCA = "indicator=coca-bush-cultivation&producer=unodc&area=PER"


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        (f"{COCA}&area=BOL&from=2012&to=2023&measure=share", True),
        (f"{COCA}&area=BOL&from=2012&to=2023&form=stack", True),
        (f"{COCA}&area=BOL&from=2012&to=2023&sum=alone", True),
        (f"{COCA}&area=BOL&form=bar&year=2020", True),
        (f"{COCA}&area=BOL&from=2012&to=2023", False),  # each line stands for itself
        (f"{COCA}&area=COL&from=2012&to=2023&measure=share", False),  # both net at the end of the year
    ],
)
def test_in_what_figures_that_are_added_up_or_ranked_differ_is_said(
    edition: Edition, asked: str, is_told: bool
) -> None:
    view, _ = read_view(asked, edition.keep(scenes.choices))
    notes = definition_notes(scenes.scene(edition, view), view.form)
    told = "Not all figures that go together here measure the same: area: "
    assert any(note.startswith(told) and "as read on images" in note for note in notes) is is_told


@pytest.mark.parametrize("form", ["line", "panels", "stack"])
def test_only_a_chart_of_lines_says_that_lines_are_broken(edition: Edition, form: str) -> None:
    unlike = "indicator=opium-poppy-cultivation&area=AFG&area=MMR&producer=unodc&year=2018"
    view, _ = read_view(f"{unlike}&form={form}", edition.keep(scenes.choices))
    told = [
        note for note in definition_notes(scenes.scene(edition, view), view.form) if "here measure the same" in note
    ]
    assert view.form == form and told and ("lines are broken" in str(told)) is (form != "stack")


def test_a_share_of_unlike_figures_says_in_what_they_differ(client: TestClient) -> None:
    bolivia, peru = (f"coca-bush-cultivation/{area}/2020/unodc" for area in ("BOL", "PER"))
    page = client.get(f"/computed/share?of={bolivia}&of={bolivia}&of={peru}").text
    assert "These figures do not all measure the same: area: as read on images; net area on 31 December." in page


def test_nothing_that_figures_measure_alike_is_said_twice(edition: Edition) -> None:
    told = 0
    for indicator, area, producer in sorted(_series(edition)):
        parts = measured(edition.observations(indicator, [area], [producer])).split(", ")
        assert not [(one, other) for one, other in permutations(parts, 2) if one and one in other], parts
        told += len(parts) > 1
    assert told > 50


def _series(edition: Edition) -> set[tuple[str, str, str]]:
    return {(row.indicator, row.area, row.producer) for row in edition.coverage}


def test_tables_and_the_api_have_the_same_definition(edition: Edition, client: TestClient) -> None:
    rows = csv.DictReader(io.StringIO(table_csv(chart(edition, MEXICO)).decode("utf-8-sig")))
    season = next(row for row in rows if row["TIME_PERIOD"] == "2015")
    assert (season["REF_START"], season["REF_END"], season["COMPILER"]) == ("2014-07", "2015-06", "unodc")
    item = client.get(f"/api/v1/number/{CULTIVATION}/MEX/2015/unodc").json()["observation"]
    assert (item["ref_start"], item["ref_end"], item["compiler"], item["estimator"]) == (
        *("2014-07", "2015-06", "unodc"),
        "mexico-unodc",
    )


@pytest.mark.parametrize("indicator", ["cannabis-use", "cannabis-use-youth", "heroin-retail-price"])
def test_figures_of_other_people_or_prices_are_never_compared(edition: Edition, indicator: str) -> None:
    """Neither a change nor a peak is told of two surveys that asked other ages, or of prices of other amounts."""
    series: dict[tuple[str, str], list[Observation]] = {}
    for item in edition.observations_of(indicator):
        if item.value is not None:
            series.setdefault((item.key.area, item.key.producer), []).append(item)
    unlike = 0
    for items in series.values():
        first, last = items[0], items[-1]
        mine, theirs = first.attributes, last.attributes
        ages = {(one.age_from, one.age_to) for one in (mine, theirs) if one.age_from and one.age_to}
        amounts = {one.amount for one in (mine, theirs) if one.amount}
        if len(ages) > 1 or len(amounts) > 1:
            unlike += 1
            assert all(compute(kind, (last, first)) is None for kind in ("change", "increase", "index"))
            points = [own_point(item, edition.indicators[indicator]) for item in (first, last)]
            assert highest_of(points, frozenset()) is None and lowest_of(points, frozenset()) is None
    assert unlike or indicator == "heroin-retail-price"


def _two_values(attribute: Attribute) -> list[str]:
    """Two values of an attribute for 2017 and 2018 that are not alike."""
    of_time = {Attribute.REF_START: ["2017-01", "2017-07"], Attribute.REF_END: ["2017-12", "2018-06"]}
    return of_time.get(attribute) or [*map(str, VALUES_OF.get(attribute, ("15", "64")))][:2]


@pytest.mark.parametrize("attribute", COMPARED)
def test_two_years_of_a_series_that_differ_in_what_both_measure_are_not_compared(
    edition: Edition, attribute: Attribute
) -> None:
    """In any attribute; not where only one is known, nor where the producer itself compares the years."""
    later, earlier = (_shown(edition, "AFG", year) for year in (2018, 2017))
    known, otherwise = _two_values(attribute)

    def said(item: Observation, value: str) -> Observation:
        return replace(item, attributes=item.attributes._replace(**{attribute: value}))

    one, other = said(later, otherwise), said(earlier, known)
    for kind in ("change", "increase", "index", "share-of"):
        assert compute(kind, (one, other)) is None
        assert compute(kind, (one, said(earlier, ""))) is not None
        assert attribute in OF_PEOPLE_AND_PRICES or compute(kind, (replace(one, continued_at=2018), other)) is not None
    assert why_not_compared(edition, (one, other)).startswith("The two cannot be compared: they do not measure")
    assert not follows(
        own_point(other, edition.indicators[CULTIVATION]), own_point(one, edition.indicators[CULTIVATION])
    )


def test_the_same_season_of_two_years_is_the_same(edition: Edition) -> None:
    later, earlier = (_shown(edition, "MEX", year) for year in (2018, 2017))
    assert (later.attributes.ref_start, earlier.attributes.ref_start) == ("2017-07", "2016-07")
    assert compute("change", (later, earlier)) is not None


def test_figures_that_contradict_each_other_have_no_highest_even_if_nothing_is_known_of_the_highest(
    edition: Edition,
) -> None:
    """One that may be of a gram or of a kilogram is not higher than one of each."""
    first = edition.observations("opium-price", ["AFG"], ["unodc"])[0]

    def of(year: int, amount: str) -> Observation:
        attributes = first.attributes._replace(amount=amount)
        return replace(first, key=first.key._replace(year=year), value=3000.0 - year, flag="", attributes=attributes)

    for amounts, is_told in ((("", "1 g", "1 g"), True), (("", "1 g", "1 kg"), False)):
        figures = [of(2001 + place, amount) for place, amount in enumerate(amounts)]
        points = [own_point(item, edition.indicators["opium-price"]) for item in figures]
        assert (highest_of(points, frozenset()) is not None) == is_told


def test_a_difference_of_percentages_is_in_percentage_points(edition: Edition) -> None:
    view, _ = read_view("indicator=cannabis-use&area=USA&measure=increase", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert scene.unit == "change on the previous year, percentage points"
    assert "percentage points" in str(view_table(scene))


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Use of GHB and GBL", "use of GHB and GBL"), ("MDMA seized", "MDMA seized"), ("2C-B seized", "2C-B seized")],
)
def test_an_abbreviation_keeps_its_capitals_inside_a_sentence(name: str, inside: str) -> None:
    assert within_a_sentence(name) == inside


def test_what_a_source_prints_and_is_set_aside_is_never_called_unprinted(edition: Edition) -> None:
    """Where all figures of an area are set aside, no sentence says that no source has one."""
    aside = {
        item.key
        for indicator in edition.indicators
        for item in edition.observations_of(indicator)
        if item.value is None and not item.has_range
    }
    assert aside
    for key in sorted(aside)[:20]:
        query = f"indicator={key.indicator}&area={key.area}&area=AFG&from={key.year}&to={key.year}"
        view, _ = read_view(query, edition.keep(scenes.choices))
        assert key.area not in {area.area for area in scenes.scene(edition, view).missing}
