"""The figures of anybody's text are judged by what the edition shows, and nothing is said that is not sure."""

import csv
import gc
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from dashboard.checking import verdicts
from dashboard.checking.command import add_check
from dashboard.checking.exactness import SaidExactness, change_said, is_rounding_of, said_of
from dashboard.checking.findings import Checked, Finding
from dashboard.checking.markup import as_page
from dashboard.checking.reading import reader_of
from dashboard.checking.reasons import FINDINGS
from dashboard.checking.report import as_text, record, summary
from dashboard.checking.slips import has_swapped_digits, is_year_slip
from dashboard.checking.verdicts import check, check_paragraphs
from dashboard.server.urls import INSIDE
from etl.documents.prose.catalogue import Measured
from etl.documents.prose.reader import TextTooLongError
from etl.documents.prose.records import PARTED, FigureKind, Paragraph
from etl.documents.readings.text import text_of
from etl.editions.reading import Database, Edition

TEXTS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "texts/own_passages.json").read_text("utf-8"))
DATA = Path(__file__).parents[2] / "data"
_ENOUGH = 12  # kilograms, so that a number has two digits
_SAYS_NOTHING = {"unsure", "not-in-data"}
_LEFT_OPEN = {Finding.UNSURE, Finding.NOT_IN_DATA}


def whole(text: dict[str, Any]) -> str:
    """A text under its title."""
    return f"{text['title']}\n\n{text['text']}" if text["title"] else text["text"]


def judged(edition: Edition) -> Iterator[tuple[dict[str, Any], set[str], str]]:
    """Every labelled figure of our texts, what may be said of it, and what is said."""
    for text in TEXTS:
        given = whole(text)
        found = check(given, edition, text["published"])
        ends: dict[str, int] = {}
        for figure in text["figures"]:
            position = given.index(figure["as_printed"], ends.get(figure["as_printed"], 0))
            end = ends[figure["as_printed"]] = position + len(figure["as_printed"])
            hits = [it for it in found if it.reading.start < end and it.reading.end > position]
            yield figure, set(figure["expect"].split("|")), hits[0].finding.value if hits else "unsure"


def has_series(figure: dict[str, Any], edition: Edition) -> bool:
    """Whether the sample of the tests has figures of what a figure of a text is about, as all data have."""
    return not figure.get("area") or figure["area"] in edition.areas_with.get(figure["indicator"], ())


def test_findings_on_texts_of_our_own_are_right_or_left_open(edition: Edition) -> None:
    """How the rules did on texts that were written after them, before they were mended for what these showed.

    Of the first 41 texts (118 figures) 98.0 % of what was said was right, and it was said of 86.2 % of the figures;
    of the second 29 (101) 95.7 % and 90.7 %; of the third 17 (73), which are harder, 97.0 % and 87.7 %; of the
    fourth 16 (61) 100 % and 95.1 %, and 93.4 % of what they are about was read right; of the fifth 16 (132), with
    more shares, multiples and seizures, 98.1 % and 85.5 %, and 86.7 % read right; of the sixth 25 (94), with deaths
    and shares of people, which nobody read then, 97.4 % and 80.9 %, and 78.5 % read right; of the seventh 15 (54),
    after these were read, 93.5 % and 79.6 %, and 83.3 % read right; of the eighth 12 (93), in the words of agencies
    and their annual reports, 100 % and 83.7 %, and 82.7 % read right; of the ninth 10 (73), 97.0 % and 87.7 %, and
    89.1 % read right; of the tenth 24 (159) in eight other languages, 97.9 % and 86.2 %, and 86.2 % read right; of
    the eleventh 15 (113), with prices, treatment and deaths, 100 % and 82.3 %, and 83.1 % read right; after these
    were mended, of the twelfth 9 (71) in seven other languages, 98.4 % and 85.9 %, and 85.2 % read right, with one
    right number called wrong; of the thirteenth 8 (66), 100 % and 86.4 %, and 86.0 % read right; after these, of
    the fourteenth 12 (88) in nine languages, 97.6 % and 93.2 %, and 95.5 % read right; of the fifteenth 15 (81) in
    English, mostly with prices, treatment, use and seizures, 97.7 % and 53.1 %, and 53.1 % read right, and of 8 (39)
    in other languages 100 % and 64.1 %, and 64.1 % read right, since nobody read treatment, arrests, those who use a
    drug often, or forms of a drug until then; of the sixteenth 27 (186) in the words of pages of ten languages, 93.4 %
    and 78.0 % in English and 98.0 % and 74.2 % in others, and 86.0 % and 79.5 % read right; after these, of the
    seventeenth 25 (135), 100 % and 88.0 %, and 100 % and 77.6 %, and 90.9 % and 88.5 % read right; after these, of the
    eighteenth 18 (65), 95.2 % and 95.2 %, and 97.3 % and 87.8 %, and 92.9 % and 92.0 % read right.
    """
    counted = Counter(
        "open" if said in _SAYS_NOTHING and said not in expected else "right" if said in expected else "wrong"
        for figure, expected, said in judged(edition)
        if has_series(figure, edition) or said not in _SAYS_NOTHING
    )
    assert counted["wrong"] == 0
    assert counted["right"] / counted.total() > 0.95


def test_nothing_right_is_called_wrong_and_nothing_wrong_right(edition: Edition) -> None:
    good, bad = {"agrees", "rounded"}, {"misprint", "differs"}
    for figure, expected, said in judged(edition):
        assert said not in bad or expected & bad, figure
        assert said not in good or expected & good, figure


def test_what_a_figure_is_about_is_read_right_in_nine_of_ten(edition: Edition) -> None:
    read = []
    for text in TEXTS:
        given = whole(text)
        found = check(given, edition, text["published"])
        for figure in text["figures"]:
            start = given.index(figure["as_printed"])
            hits = [
                it for it in found if it.reading.start < start + len(figure["as_printed"]) and it.reading.end > start
            ]
            if figure.get("indicator") and figure.get("area") and given.count(figure["as_printed"]) == 1:
                about = figure["indicator"], figure["area"], figure["year"]
                read.append(bool(hits) and (hits[0].indicator, hits[0].area, hits[0].year) == about)
    assert len(read) > 200
    assert sum(read) / len(read) > 0.9


def test_what_is_no_figure_gets_no_finding(edition: Edition) -> None:
    (text,) = [it for it in TEXTS if it["id"] == "no-figures"]
    assert check(whole(text), edition, text["published"]) == []


def one(text: str, edition: Edition, published: str = "") -> Checked:
    """What is said of the only figure of a text."""
    (found,) = check(text, edition, published)
    return found


SLIPS = {
    "Afghanistan had 236,000 hectares of opium poppy in 2018.": ("known misprint", 263_000),
    "Afghanistan had 182,000 hectares of opium poppy in 2013.": ("", 0),
    "Myanmar had 41,700 hectares of opium poppy in 2023.": ("digits swapped", 47_100),
    "Afghanistan had 2,630,000 hectares of opium poppy in 2018.": ("a zero too many", 263_000),
    "Afghanistan had 26,300 hectares of opium poppy in 2018.": ("a zero too few", 263_000),
    "Afghanistan had 263,000 acres of opium poppy in 2018.": ("unit slip", 263_000),
    "Afghanistan produced 6,400 kilograms of opium in 2018.": ("unit slip", 6_400),
    "Coca bush cultivation in Peru was 92,784 hectares in 2013.": ("year slip", 92_784),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_named_with_what_was_meant(text: str, edition: Edition) -> None:
    slip, value = SLIPS[text]
    found = one(text, edition)
    assert (found.meant.slip.value if found.meant else "") == slip
    if slip:
        assert found.finding == Finding.MISPRINT
        assert found.meant
        assert found.meant.value == value


def test_a_revised_number_says_what_replaced_it_and_when(edition: Edition) -> None:
    found = one("Afghanistan produced 6,900 tons of opium in 2009.", edition)
    assert (found.finding, found.in_force, found.replaced_on) == (Finding.SUPERSEDED, 4_000, "2015-06-26")
    found = one("Colombia produced 1,379 tons of cocaine in 2017.", edition, "2018-09-19")
    assert (found.finding, found.in_force) == (Finding.SUPERSEDED, 1_058)


def test_a_number_of_another_producer_or_year_is_right_for_that(edition: Edition) -> None:
    producer = one("UNODC puts coca in Colombia at 208,000 hectares in 2018.", edition)
    assert (producer.finding, producer.right_for) == (Finding.WRONG_SCOPE, "usg")
    year = one("Coca bush cultivation in Peru was 95,008 hectares in 2023.", edition)
    assert (year.finding, year.right_for) == (Finding.WRONG_SCOPE, "2022")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("In 2016 Afghan farmers grew poppy on 201,000 hectares.", ("AFG", 2016, "unodc")),
        ("In 2016 poppy was grown on 201,000 hectares in Afghanistan.", ("AFG", 2016, "unodc")),
        ("In 2012 farmers in Colombia planted coca on 78,000 hectares.", ("COL", 2012, "usg")),
        ("Over 2000 farmers in Colombia planted coca on 78,000 hectares in 2012.", ("COL", 2012, "usg")),
        ("In 2017 people in Afghanistan grew 328,000 hectares of opium poppy.", ("AFG", 2017, "unodc")),
    ],
)
def test_where_something_was_grown_is_no_comparison_and_people_have_years(
    edition: Edition, text: str, key: tuple[str, int, str]
) -> None:
    found = one(text, edition)
    assert found.finding == Finding.AGREES and (found.area, found.year, found.producer) == key


def test_who_acts_is_at_home_and_who_counts_is_not(edition: Edition) -> None:
    seized = one("US authorities seized 8,958 kilograms of heroin in 2018.", edition)
    counted = one("By the American count, Mexico had 44,100 hectares of poppy in 2017.", edition)
    assert (seized.finding, seized.area) == (Finding.AGREES, "USA")
    assert (counted.finding, counted.area, counted.producer) == (Finding.AGREES, "MEX", "usg")
    assert one("It gave us 263,000 hectares of poppy in 2018.", edition).area != "USA"


def test_what_a_change_starts_from_is_of_the_year_before(edition: Edition) -> None:
    found = check("In 2017 poppy cultivation in Afghanistan was 328,000 hectares, up 63% on 201,000 hectares.", edition)
    assert (found[0].year, found[-1].year) == (2017, 2016) and {each.finding for each in found} == {Finding.AGREES}


def test_parts_that_give_the_whole_are_parts(edition: Edition) -> None:
    text = "Those areas of Afghanistan produced 3,139 tons of opium in 2000, the others 137 tons in 2000."
    assert {it.finding for it in check(text, edition)} == {Finding.WRONG_SCOPE}
    slips = "Afghanistan grew opium poppy on 236,000 hectares in 2018. It grew opium poppy on 26,300 hectares in 2018."
    assert Finding.WRONG_SCOPE not in {it.finding for it in check(slips, edition)}


SHARES = {
    "World opium output was 10,500 tons in 2017. Afghanistan contributed 86 per cent of it.": 85.7,
    "Poppy grew on 414,000 ha worldwide in 2017, of which 79 per cent in Afghanistan and 10 per cent in Burma.": 9.9,
    "In 2017 Colombia had 70 per cent of the world's coca, Peru 20 per cent.": 20.3,
    "L'opium mondial a reculé de 26 % en 2018, dont 82 % pour l'Afghanistan.": 82.2,
    "Mexico's 24,100 hectares of poppy in 2020 are about a tenth of Afghanistan's.": 10.8,
    "In 2010 Helmand alone grew 53 per cent of all Afghan poppy.": 52.9,
    "缅甸占全球鸦片产量的比重从2007年的5%升至2010年的12%。": 11.9,
    "In 2021, 8.8 per cent of adults in Germany used cannabis.": 8.8,
    "In Germany cannabis use rose from 6.1 per cent in 2015 to 8.8 per cent in 2021.": 8.8,
    "In Germany 8.8 per cent reported cannabis use in 2021, compared with 6.1 per cent in 2015.": 6.1,
}


@pytest.mark.parametrize("text", SHARES)
def test_a_share_is_computed_from_its_part_and_its_whole(text: str, edition: Edition) -> None:
    found = check(text, edition)[-1]
    assert (found.reading.kind, found.finding) == (FigureKind.SHARE, Finding.AGREES)
    assert found.in_force == pytest.approx(SHARES[text], abs=0.05)
    told = record(found, edition)["why"]
    assert (" of " in told) == (len(found.inputs) == 2) and "no value" not in told


def test_who_takes_a_drug_is_told_of_the_next_by_its_name_alone(edition: Edition) -> None:
    told = "In 2021, 1.6 per cent of people in Germany used cocaine. "
    (_, named), (_, grown) = (check(told + it, edition) for it in ("Cannabis: 8.8 per cent.", "Cannabis grew 8.8 %."))
    assert (named.indicator, named.finding) == ("cannabis-use", Finding.AGREES)
    assert (grown.reading.kind, grown.finding) == (FigureKind.CHANGE, Finding.UNSURE)


def test_a_share_of_numbers_that_were_revised_says_so(edition: Edition) -> None:
    text = "In 2006 Afghanistan produced 92 per cent of the world's opium."
    assert (one(text, edition).finding, one(text, edition).replaced_on) == (Finding.SUPERSEDED, "2015-06-26")


MULTIPLES = {
    "In 2009 Afghanistan's poppy area was four times as large as Burma's.": ("AFG", 3.9),
    "El cultivo de coca en Colombia se multiplicó por cinco entre 2013 y 2023.": ("COL", 5.2),
    "Посевы мака в Афганистане уменьшились в двадцать раз в 2023 году по сравнению с 2022 годом.": ("AFG", 0.046),
    "In 2015 coca in Colombia covered 96,000 hectares, twice the 48,000 hectares of 2013.": ("COL", 2.0),
    "En 2024 había en México 9.087 hectáreas de amapola, poco más de un tercio de las 24.100 de 2020.": ("MEX", 0.377),
}


@pytest.mark.parametrize("text", MULTIPLES)
def test_a_multiple_is_of_two_years_or_of_two_places(text: str, edition: Edition) -> None:
    (found,) = [it for it in check(text, edition) if it.reading.kind == FigureKind.MULTIPLE]
    area, ratio = MULTIPLES[text]
    assert found.finding in {Finding.AGREES, Finding.ROUNDED}
    assert found.area == area
    assert found.in_force == pytest.approx(ratio, rel=0.03)
    told = record(found, edition)["why"]
    assert ("the 31,700 ha in Myanmar" in told) == bool(found.reading.whole)


def test_a_wrong_share_or_multiple_never_agrees(edition: Edition) -> None:
    for text in (
        "World opium output was 10,500 tons in 2017. Afghanistan contributed 68 per cent of it.",
        "In 2009 Afghanistan's poppy area was nine times as large as Burma's.",
        "In Germany 14.8 per cent of adults used cannabis in 2021.",
        "In Germany 8.8 per cent of adults used cannabis in the past month in 2021.",
        "In Germany 8.8 per cent of all men used cannabis in 2021.",
    ):
        assert check(text, edition)[-1].finding in {*_LEFT_OPEN, Finding.WRONG_SCOPE}, text


PEOPLE = {
    "In Germany 25.0 % of young people aged 18-25 used cannabis in the past year in 2021.": ("agrees", "youth"),
    "In Germany 25.0 % of people aged 18 to 25 used cannabis in 2021.": ("agrees", "youth"),
    "In Germany 25.0 % of people aged 18 to 64 used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 25.0 % of adults used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of people aged 18-64 used cannabis in 2021.": ("agrees", ""),
    "In Germany 8.8 % said in 2021 that they had used cannabis.": ("agrees", ""),
    "In 2021 8.8 % of Germans took cannabis.": ("agrees", ""),
    "Cannabis use in Germany stood at 8.8 % in 2021.": ("agrees", ""),
    "Last-year use of cannabis was 8.8 % in Germany in 2021.": ("agrees", ""),
    "Cannabis use in Germany rose by 8.8 % in 2021.": ("unsure", ""),
    "In Germany 7.1 % of people aged 18-64 used cannabis in 2018.": ("rounded", ""),
    "In Germany 8.8 % of people aged 15-34 used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of people aged 18 and over used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of young adults used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 12.3 % of young adults used cannabis in 2021.": ("unsure", ""),
    "In Germany 10.7 % of men used cannabis in the past year in 2021.": ("agrees", "men"),
    "In Germany 10.7 % of women used cannabis in the past year in 2021.": ("unsure", "women"),
    "In Germany 8.8 % of adults had ever used cannabis in 2021.": ("unsure", "lifetime"),
    "Im Jahr 2021 nahmen in Deutschland 8,8 Prozent der 18- bis 64-Jährigen Cannabis.": ("agrees", ""),
    "En Alemania el 8,8 % de las personas de 18 a 64 años consumió cannabis en 2021.": ("agrees", ""),
    "En Allemagne, 8,8 % des personnes âgées de 15 à 34 ans ont consommé du cannabis en 2021.": ("wrong-scope", ""),
}


@pytest.mark.parametrize("text", PEOPLE)
def test_a_share_of_other_people_never_agrees(text: str, edition: Edition) -> None:
    found = one(text, edition)
    finding, of = PEOPLE[text]
    assert found.finding.value == finding
    assert found.indicator.startswith("cannabis")
    assert {"youth", "men", "women", "lifetime"} & set(found.indicator.split("-")) == ({of} if of else set())
    assert (finding == "wrong-scope") == ("the text is about others" in record(found, edition)["why"])


DEATHS = {
    "In the United States 70,237 people died of drug overdoses in 2017.": ("agrees", "drug-poisoning-deaths"),
    "In the United States 73,990 drug-induced deaths were counted in 2017.": ("agrees", "drug-induced-deaths"),
    "In the United States drug overdose deaths rose from 52,404 in 2015 to 70,237 in 2017.": ("agrees", ""),
    "In the United States 70,237 people died of cocaine in 2017.": ("unsure", "cocaine-deaths"),
    "In the United States 55,000 people died of drug overdoses in 2017.": ("unsure", "drug-poisoning-deaths"),
    "Drug overdoses claimed 4,859 lives in California in 2015.": ("unsure", "drug-poisoning-deaths"),
    "Drug overdoses claimed 4,569 lives in California in 2015.": ("misprint", "drug-poisoning-deaths"),
    "Drug deaths worldwide were 585,000 in 2017.": ("agrees", "drug-deaths"),
    "WASHINGTON - US drug overdose deaths went up 10 per cent to 70,237 in 2017.": ("agrees", "drug-poisoning-deaths"),
    "En 2017 murieron en Estados Unidos 70.237 personas por sobredosis de drogas.": ("agrees", "drug-poisoning-deaths"),
    "2017 starben in den USA 70.237 Menschen an einer Überdosis Drogen.": ("agrees", "drug-poisoning-deaths"),
    "2017年美国有70237人死于药物过量。": ("agrees", "drug-poisoning-deaths"),
}


@pytest.mark.parametrize("text", DEATHS)
def test_deaths_are_judged_by_their_drug_and_cause(text: str, edition: Edition) -> None:
    finding, indicator = DEATHS[text]
    for found in check(text, edition):
        assert found.finding.value == finding
        assert found.indicator == indicator or not indicator


COUNTED = {
    "In 2017 there were 2,005,395 admissions to treatment in the United States.": "treatment-admissions",
    "Admissions for heroin in the United States rose to 533,394 in 2017.": "heroin-treatment-admissions",
    "In Germany 34,292 people entered treatment because of cannabis in 2016.": "cannabis-treatment-entrants",
    "In Germany 59,021 patients received methadone in 2017.": "methadone-treatment",
    "En Italia 59.622 pacientes recibieron tratamiento con metadona en 2017.": "methadone-treatment",
    "In the United States 2.3 million people were chronic users of heroin in 2016.": "heroin-chronic-users",
    "Police in the United States made 1,654,282 drug arrests in 2018.": "drug-arrests",
}


@pytest.fixture
def every_indicator(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are read with all that is measured, of which the sample of the tests has a part."""
    rows = csv.DictReader((DATA / "indicators.csv").read_text("utf-8").splitlines())
    reader = copy(reader_of(edition))
    every = {it["indicator"]: Measured(**{name: it[name] for name in Measured.__slots__}) for it in rows}
    reader.catalogue = replace(reader.catalogue, indicators=every)
    monkeypatch.setattr(verdicts, "reader_of", lambda _: reader)


@pytest.mark.parametrize("text", COUNTED)
@pytest.mark.usefixtures("every_indicator")
def test_people_are_counted_by_what_a_text_says_that_they_did(text: str, edition: Edition) -> None:
    found = one(text, edition)
    assert COUNTED[text] in {option.means for option in found.reading.indicators[:2]}
    assert found.finding in {Finding.AGREES, *_LEFT_OPEN}


def test_a_price_goes_on_over_sentences_and_the_value_of_a_trade_does_not(edition: Edition) -> None:
    text = "Dry opium in Afghanistan was sold for $94 per kilogram in 2018. In {}."
    assert check(text.format("Myanmar it was $356 in 2023"), edition)[-1].finding == Finding.AGREES
    for other in (
        "Myanmar it was $356 million in 2023",
        "Myanmar the trade was worth $356 in 2023",
        "2018 in Afghanistan the fine was $940",
    ):
        assert check(text.format(other), edition)[-1].finding in _LEFT_OPEN, other


@pytest.mark.parametrize("place", ["southern Shan", "South Shan", "the south of Shan State in Myanmar"])
def test_a_part_of_a_state_is_found_however_it_is_called(place: str, edition: Edition) -> None:
    found = one(f"Opium poppy covered 20,600 hectares in {place} in 2024.", edition)
    assert (found.finding, found.area) == (Finding.AGREES, "MM-17-S")


def test_what_a_clause_adds_to_a_place_is_not_where_the_figure_is(edition: Edition) -> None:
    for text in (
        "Opium poppy in Myanmar, which has overtaken Afghanistan, covered 47,100 hectares in 2023.",
        "La culture du pavot au Myanmar, qui a dépassé l'Afghanistan, couvrait 47 100 hectares en 2023.",
        "El cultivo de amapola en Myanmar, que ha superado a Afganistán, abarcaba 47.100 hectáreas en 2023.",
        "Der Anbau von Schlafmohn in Myanmar, das Afghanistan überholt hat, umfasste 2023 47.100 Hektar.",
    ):
        found = one(text, edition)
        assert (found.area, found.finding) == ("MMR", Finding.AGREES), text


@pytest.mark.usefixtures("every_indicator")
def test_a_drug_is_met_by_its_forms_where_a_place_has_no_figure_for_it(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = edition.series_of([("cocaine-seizures", "IRN")])["cocaine-seizures", "IRN"]
    year, value = max((year, item.value) for year, (item, *_) in known.items() if item.value and item.value > _ENOUGH)
    # The sample has no forms of a drug: what Iran seized of one stands here for cocaine salts and heroin in Brazil.
    shown = {("cocaine-salts-seizures", "BRA"): known, ("heroin-seizures", "BRA"): known}
    monkeypatch.setattr(type(edition), "series_of", lambda _, keys: {key: shown.get(key, {}) for key in keys})
    met = one(f"Brazil seized {value} kg of cocaine in {year}.", edition)
    assert (met.indicator, met.finding) == ("cocaine-salts-seizures", Finding.AGREES)
    for other in (f"{3 * value} kg of cocaine", f"{value} kg of opiates"):
        assert one(f"Brazil seized {other} in {year}.", edition).finding in _LEFT_OPEN, other


def test_a_finer_print_of_a_rounded_number_is_no_earlier_value_of_another(edition: Edition) -> None:
    found = one("Colombia had 252,752 hectares under coca in 2023.", edition)
    assert (found.finding, found.meant.slip.value if found.meant else "") == (Finding.MISPRINT, "digits swapped")


def test_an_amount_in_two_units_has_one_finding(edition: Edition) -> None:
    """The acres of a newspaper are rounded after they were converted, and may count 2.5 to the hectare."""
    for text in (
        "Opium poppy covered 263,000 hectares (650,000 acres) in Afghanistan in 2018.",
        "Opium poppy covered 1,015 square miles (263,000 hectares) in Afghanistan in 2018.",
        "Afghanistan made 6,400 metric tons (7,055 tons) of opium in 2018.",
    ):
        both = check(text, edition)
        assert [it.finding for it in both] == [Finding.AGREES, Finding.AGREES], text
        assert both[0].inputs == both[1].inputs
        assert both[0].sure == both[1].sure, text
    (rough,) = check("Opium poppy covered 657,500 acres in Afghanistan in 2018.", edition)
    assert rough.finding == Finding.ROUNDED
    apart = check("Opium poppy covered 263,000 hectares (980,000 acres) in Afghanistan in 2018.", edition)
    assert apart[1].finding not in {Finding.AGREES, Finding.ROUNDED}


def test_a_rate_or_an_injury_is_no_number_of_deaths(edition: Edition) -> None:
    for text in (
        "In the United States 21.7 deaths per 100,000 people were from drug overdoses in 2017.",
        "In the United States 70,237 people were treated for drug overdoses in 2017.",
    ):
        assert {it.finding for it in check(text, edition)} <= _LEFT_OPEN, text


def test_a_year_that_is_not_printed_is_no_slip_of_print(edition: Edition) -> None:
    text = "Myanmar's poppy area was 21,500 hectares in 2006, a drop of 80 per cent, and that of Laos fell from 17,255."
    assert Finding.MISPRINT not in {it.finding for it in check(text, edition)}


def test_a_number_alone_is_never_enough(edition: Edition) -> None:
    for text in (
        "The company bought 263,000 hectares.",
        "In 2018 wheat was sown on 263,000 hectares.",
        "Police seized 6,400 tons of cement in 2018.",
        "Opium poppy covered 263,000 hectares.",
    ):
        assert {it.finding for it in check(text, edition)} <= {Finding.UNSURE, Finding.NOT_IN_DATA}, text


def test_what_the_text_leaves_open_is_no_accusation(edition: Edition) -> None:
    for text in (
        "In the south of Afghanistan poppy grew on 150,000 hectares in 2018.",
        "Had the trend gone on, Afghanistan would have had 400,000 hectares of poppy in 2018.",
        "Poppy in Afghanistan covers 190,000 hectares.",
        "Cultivation reached 250,000 hectares in 2018.",
    ):
        assert {it.finding for it in check(text, edition, "2019-01-01")} <= {Finding.UNSURE, Finding.NOT_IN_DATA}, text


def test_authorities_that_no_word_places_are_held_to_no_country(edition: Edition) -> None:
    title, seized = "Opium in Iran\n\n", "seized 500 tons of opium in 2021."
    assert check(f"{title}In that year Iranian authorities {seized}", edition)[0].finding == Finding.DIFFERS
    assert check(f"{title}In that year Ruritanian authorities {seized}", edition)[0].finding in _LEFT_OPEN


def test_a_change_is_recomputed_from_its_years(edition: Edition) -> None:
    right = one("Opium production in Afghanistan fell by 29 per cent in 2018 compared with 2017.", edition)
    wrong = one("Opium production in Afghanistan fell by 59 per cent in 2018 compared with 2017.", edition)
    rise = one("Opium production in Afghanistan rose by 29 per cent in 2018 compared with 2017.", edition)
    assert [it.finding for it in (right, wrong, rise)] == [Finding.AGREES, Finding.DIFFERS, Finding.DIFFERS]
    assert [key.year for key in right.inputs] == [2018, 2017]


@pytest.mark.parametrize(
    ("value", "said", "verdict"),
    [
        (263_000, SaidExactness(263_000, 1000, "exact"), "agrees"),
        (171_495, SaidExactness(171_000, 1000, "exact"), "rounded"),
        (171_495, SaidExactness(170_000, 10_000, "exact"), "rounded"),
        (171_495, SaidExactness(180_000, 10_000, "exact"), None),
        (82_171, SaidExactness(82_000, 1000, "about"), "agrees"),
        (201_000, SaidExactness(200_000, 100_000, "at-least"), "agrees"),
        (328_000, SaidExactness(200_000, 100_000, "at-least"), None),
        (24.35, SaidExactness(24, 1, "exact"), "agrees"),
        (None, SaidExactness(24, 1, "exact"), None),
    ],
)
def test_a_printed_number_says_a_value_as_exactly_as_it_is_printed(
    value: float | None, said: SaidExactness, verdict: str | None
) -> None:
    assert said_of(value, said) == verdict


def test_a_change_with_the_other_sign_says_another_thing() -> None:
    assert change_said(-29.0, SaidExactness(-29, 1, "exact")) == "agrees"
    assert change_said(29.0, SaidExactness(-29, 1, "exact")) is None


def test_a_number_that_only_rounds_what_took_its_place_is_not_revised_by_it() -> None:
    assert is_rounding_of(SaidExactness(1_400, 100, "exact"), 1_360)
    assert not is_rounding_of(SaidExactness(190, 10, "exact"), 195)
    assert not is_rounding_of(SaidExactness(8_200, 100, "exact"), 7_400)
    assert not is_rounding_of(SaidExactness(8_200, 100, "exact"), None)


def test_digits_that_changed_places_are_told_from_others() -> None:
    assert has_swapped_digits(236_000, 263_000)
    assert not has_swapped_digits(264_000, 263_000)
    assert is_year_slip(1993, 1999)
    assert not is_year_slip(1985, 2018)


HOSTILE = {
    "one digit": "1" * 59_000,
    "one letter": "a" * 59_000,
    "dots": "." * 59_000,
    "brackets": "(" * 59_000,
    "thousands": "1" + " 000" * 3_900,
    "without an end": "poppy 5 ha and " * 2_900,
    "sentences": "In 2018 Afghanistan had 263,000 hectares, " * 1_400,
    "lines": "263,000 ha\n" * 2_900,
    "right to left": "\u202e263,000\u202d hectares\u2066 " * 2_000,
    "nothing seen": "\u200b\u00ad\x00" * 19_000,
    "numerals": "一二三四五六七八九十百千万亿" * 1_000,
    "accents": "e\u0301\u0301" * 19_000,
    "random": "".join(random.Random(1).choices("0123 456789.,-%$€()abcdeАБВ一万亿١٢\u202e\n", k=30_000)),
    "ends": "?" * 59_000,
    "short sentences": "a? " * 19_000,
    "marks": "".join(random.Random(1).choices("0123456789.,'’٬٫ ", k=9_000)),
    "broken": "\ud800 263,000 hectares",
    "markup": "<script>alert(1)</script> 263,000 hectares of poppy in Afghanistan in 2018",
}


@pytest.mark.many
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_more_than_a_second_or_breaks_anything(name: str, edition: Edition) -> None:
    check("", edition)
    gc.freeze()  # to look through what other tests have left is no cost of this text
    try:
        # What else the machine does makes a text dearer at times, and never cheaper.
        assert any(_cost(HOSTILE[name], edition) < 1 for _ in range(3))
    finally:
        gc.unfreeze()


def _cost(text: str, edition: Edition) -> float:
    """Seconds of processor that it takes to check a text and to print what was found, or to refuse it."""
    begin = time.process_time()
    try:
        found = check(text, edition, "2018-11-19")
    except TextTooLongError as error:
        assert str(error).endswith("part it.")
    else:
        assert all(it.reading.as_printed in text for it in found)
        as_page(text[:1000], [it for it in found if it.reading.end < 1000][:20], edition, INSIDE)
    return time.process_time() - begin


def test_nothing_of_a_text_becomes_markup(edition: Edition) -> None:
    text = HOSTILE["markup"]
    page = as_page(text, check(text, edition), edition, INSIDE)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_report_gives_each_figure_its_finding_reason_source_and_page(edition: Edition) -> None:
    found = check("Afghanistan had 263,000 hectares of opium poppy in 2018.", edition)
    text = as_text(found, edition, INSIDE)
    assert "UNODC gives 263,000 ha for 2018." in text
    assert "Afghanistan Opium Survey 2018" in text
    assert "/number/opium-poppy-cultivation/AFG/2018/unodc" in text
    assert summary(found) == "1 figure: 1 agrees."
    assert summary([]) == "No figure of this field was found in the text."


def test_every_finding_on_our_texts_has_a_reason(edition: Edition) -> None:
    for text in TEXTS:
        for item in check(whole(text), edition, text["published"]):
            told = record(item, edition)
            assert told["why"].endswith(".") and "None" not in told["why"], told
    assert set(FINDINGS) == set(Finding)


def runner(database: Database) -> Typer:
    """A program with the command alone."""
    made = Typer()
    made.callback()(lambda: None)
    add_check(made, lambda: database, text_of)
    return made


def test_the_command_checks_a_file_in_every_form(database: Database, tmp_path: Path) -> None:
    file, out = tmp_path / "draft.txt", tmp_path / "out.json"
    file.write_text("Last year 9,000 tons of opium came out of Afghanistan.", encoding="utf-8")
    run = CliRunner().invoke(runner(database), ["check", str(file), "--published", "2018-11-19"])
    assert (run.exit_code, "1 agrees" in run.stdout) == (0, True)
    CliRunner().invoke(
        runner(database), ["check", str(file), "--published", "2018-11-19", "--format", "json", "--out", str(out)]
    )
    (figure,) = json.loads(out.read_text("utf-8"))["figures"]
    assert (figure["verdict"], figure["year"], figure["area"]) == ("agrees", 2017, "AFG")
    run = CliRunner().invoke(runner(database), ["check", str(file), "--format", "html"])
    assert run.stdout.startswith("<!doctype html>")


def test_a_web_page_is_checked_with_the_place_of_each_figure(database: Database, tmp_path: Path) -> None:
    file, table = tmp_path / "page.html", tmp_path / "table.html"
    file.write_text(
        "<html><body><h1>Afghan opium</h1><p>Nothing here.</p><script>5 ha</script>"
        "<p>Opium poppy covered 263,000 hectares in Afghanistan in 2018.</p></body></html>",
        encoding="utf-8",
    )
    run = CliRunner().invoke(runner(database), ["check", str(file), "--format", "json"])
    (figure,) = json.loads(run.stdout)["figures"]
    assert (figure["verdict"], figure["place"], figure["as_printed"]) == ("agrees", "paragraph 3", "263,000 hectares")
    table.write_text("<html><body><table><tr><td>1<td>2<tr><td>3<td>4</table></body></html>", encoding="utf-8")
    run = CliRunner().invoke(runner(database), ["check", str(table)])
    assert (run.exit_code, "no tables whose figures are understood" in run.stderr) == (1, True)


def test_numbers_in_tables_of_a_file_are_judged_by_what_their_row_and_column_say(
    edition: Edition, tmp_path: Path
) -> None:
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.csv"
    page.write_text(
        "<html><body><h1>Afghanistan: opium poppy cultivation by province (hectares)</h1><p>A table.</p><table>"
        "<tr><th>Province<th>2017<th>2018<tr><td>Helmand<td>144,018<td>136,789<tr><td>Afghanistan<td>328,000<td>236,000"
        "</table></body></html>",
        encoding="utf-8",
    )
    sheet.write_text("Opium poppy cultivation (ha)\nArea,2017,2018\nAfghanistan,328000,263000\n", encoding="utf-8")
    paragraphs = text_of(page, reader_of(edition))
    text = PARTED.join(each.text for each in paragraphs)
    found = check_paragraphs(paragraphs, edition)
    assert [(text[it.reading.start : it.reading.end], it.area, it.year, it.finding.value) for it in found] == [
        ("144,018", "AF-HEL", 2017, "agrees"),
        ("136,789", "AF-HEL", 2018, "misprint"),
        ("328,000", "AFG", 2017, "agrees"),
        ("236,000", "AFG", 2018, "misprint"),
    ]
    assert found[0].reading.place == "table 1, row 2, column 2"
    of_sheet = check_paragraphs(text_of(sheet, reader_of(edition)), edition)
    assert [it.finding for it in of_sheet] == [Finding.AGREES] * 2


def test_the_total_of_some_provinces_contradicts_no_country(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    heading = "Opium poppy cultivation in Afghanistan (ha)\nProvince,2018\nHelmand,136798\nKandahar,23410\nTotal,"
    for total, finding in (("160208", Finding.UNSURE), ("160802", Finding.DIFFERS)):
        file.write_text(f"{heading}{total}\n", encoding="utf-8")
        found = check_paragraphs(text_of(file, reader_of(edition)), edition)
        assert [it.finding for it in found] == [Finding.AGREES, Finding.AGREES, finding]


def test_a_mark_that_its_table_does_not_explain_is_told_by_the_data(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "table.md"
    file.write_text("# Coca bush cultivation (hectares)\n\n| Country | 2017 |\n|---|---|\n| Peru | 49,900 |\n")
    (found,) = check_paragraphs(text_of(file, reader_of(edition)), edition)
    assert (found.finding, found.reading.value, found.reading.otherwise) == (Finding.AGREES, 49_900, 49.9)


def test_a_long_document_is_read_in_pieces(edition: Edition) -> None:
    sentence = "Opium poppy covered 263,000 hectares in Afghanistan in 2018."
    paragraphs = [Paragraph(sentence, at * (len(sentence) + 2), f"page {at}") for at in range(700)]
    found = check_paragraphs(paragraphs, edition)
    assert [it.reading.place for it in found] == [each.place for each in paragraphs]
    assert {it.finding for it in found} == {Finding.AGREES}


def test_a_batch_answers_each_line_and_tells_what_is_wrong_with_one(database: Database, tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = {"id": "a", "text": "Afghanistan had 263,000 hectares of poppy in 2018.", "published": ""}
    given.write_text("\n".join([json.dumps(good), "{", json.dumps({"id": "b"})]), encoding="utf-8")
    run = CliRunner().invoke(runner(database), ["check", "--batch", str(given), "--out", str(out)])
    assert run.exit_code == 0
    first, second, third = map(json.loads, out.read_text("utf-8").splitlines())
    assert (first["id"], [it["verdict"] for it in first["figures"]]) == ("a", ["agrees"])
    assert second["error"] == "The line is not JSON."
    assert (third["id"], third["error"]) == ("b", 'The line has no "text".')


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing.txt"], "There is no file nothing.txt."),
        ([], "Give one text to check"),
        (["-", "--published", "yesterday"], "is no date"),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(arguments: list[str], told: str, database: Database) -> None:
    run = CliRunner().invoke(runner(database), ["check", *arguments])
    assert run.exit_code == 1
    assert told in run.stderr
