"""A value of a text agrees, is a slip, was revised or is right for something else; a number alone is never enough."""

import pytest
from checked_text import LEFT_OPEN, one

from dashboard.checking.exactness import SaidExactness, is_rounding_of, said_of
from dashboard.checking.findings import Finding
from dashboard.checking.verdicts import check
from etl.editions.reading import Edition

_ENOUGH = 12  # kilograms, so that a number has two digits


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


@pytest.mark.parametrize("said", ["{}", "about {}", "nearly {}", "up to {}", "more than {}", "an estimated {}"])
def test_a_revised_number_is_revised_however_it_is_said(said: str, edition: Edition) -> None:
    found = one(f"Colombia produced {said.format('1,379')} tons of cocaine in 2017.", edition, "2018-09-19")
    assert (found.finding, found.in_force) == (Finding.SUPERSEDED, 1_058)


def test_a_number_of_another_producer_or_year_is_right_for_that(edition: Edition) -> None:
    earlier = one("The US puts cocaine production in Colombia at 1,379 tons in 2017.", edition)
    assert earlier.finding not in {Finding.DIFFERS, Finding.AGREES}
    producer = one("UNODC puts coca in Colombia at 208,000 hectares in 2018.", edition)
    assert (producer.finding, producer.right_for) == (Finding.WRONG_SCOPE, "usg")
    year = one("Coca bush cultivation in Peru was 95,008 hectares in 2023.", edition)
    assert (year.finding, year.right_for) == (Finding.WRONG_SCOPE, "2022")


def test_who_acts_is_at_home_and_who_counts_is_not(edition: Edition) -> None:
    seized = one("US authorities seized 8,958 kilograms of heroin in 2018.", edition)
    counted = one("By the American count, Mexico had 44,100 hectares of poppy in 2017.", edition)
    assert (seized.finding, seized.area) == (Finding.AGREES, "USA")
    assert (counted.finding, counted.area, counted.producer) == (Finding.AGREES, "MEX", "usg")
    assert one("It gave us 263,000 hectares of poppy in 2018.", edition).area != "USA"


def test_parts_that_give_the_whole_are_parts(edition: Edition) -> None:
    text = "Those areas of Afghanistan produced 3,139 tons of opium in 2000, the others 137 tons in 2000."
    assert {it.finding for it in check(text, edition)} == {Finding.WRONG_SCOPE}
    slips = "Afghanistan grew opium poppy on 236,000 hectares in 2018. It grew opium poppy on 26,300 hectares in 2018."
    assert Finding.WRONG_SCOPE not in {it.finding for it in check(slips, edition)}


def test_a_price_goes_on_over_sentences_and_the_value_of_a_trade_does_not(edition: Edition) -> None:
    text = "Dry opium in Afghanistan was sold for $94 per kilogram in 2018. In {}."
    assert check(text.format("Myanmar it was $356 in 2023"), edition)[-1].finding == Finding.AGREES
    for other in (
        "Myanmar it was $356 million in 2023",
        "Myanmar the trade was worth $356 in 2023",
        "2018 in Afghanistan the fine was $940",
    ):
        assert all(it.finding in LEFT_OPEN for it in check(text.format(other), edition)[1:]), other


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
        assert one(f"Brazil seized {other} in {year}.", edition).finding in LEFT_OPEN, other


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
    assert check(f"{title}In that year Ruritanian authorities {seized}", edition)[0].finding in LEFT_OPEN


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


def test_a_number_that_only_rounds_what_took_its_place_is_not_revised_by_it() -> None:
    assert is_rounding_of(SaidExactness(1_400, 100, "exact"), 1_360)
    assert not is_rounding_of(SaidExactness(190, 10, "exact"), 195)
    assert not is_rounding_of(SaidExactness(8_200, 100, "exact"), 7_400)
    assert not is_rounding_of(SaidExactness(8_200, 100, "exact"), None)
