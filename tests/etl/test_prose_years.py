"""The years of figures of running text are those that it says, or counts from."""

import pytest
from prose_words import first, only, read

from etl.documents.prose.records import FigureKind


def test_a_bracket_behind_a_value_parts_it_not_from_its_year() -> None:
    text = "The survey found 30,600 hectares (range: 22,800-38,400) of poppy in Mexico in 2017 and 28,000 in 2018."
    value, around, later = read(text)
    assert [first(it.years) for it in (value, around, later)] == [2017, 2017, 2018]


def test_what_is_above_that_of_last_year_is_of_the_year_before_the_one_told_of() -> None:
    text = "Opium poppy cultivation in Thailand fell to 1,750 hectares in 1995 from the 2,110 hectares seen last year."
    later, earlier = read(text, published="1996-03-15")
    assert (first(later.years), first(earlier.years)) == (1995, 1994)


def test_where_another_place_went_is_of_the_year_that_the_sentence_tells_of() -> None:
    text = "Coca in Bolivia covered 29,900 hectares in 2022. Opium in Afghanistan fell in 2023 to 333 tons, "
    *_, opium = read(text + "whereas in Myanmar it rose to 1,080 tons.", published="2024-06-26")
    assert (first(opium.areas), first(opium.years)) == ("MMR", 2023)


@pytest.mark.parametrize(
    "text",
    [
        "Poppy in Afghanistan rose to 233,000 ha, while it was 177,000 ha in 2021. Opium fell to 6,200 tons.",
        "Poppy in Afghanistan rose to 233,000 ha from 177,000 ha in 2021. Opium fell to 6,200 tons.",
    ],
)
def test_the_year_of_what_was_before_is_not_that_of_what_follows(text: str) -> None:
    _, earlier, tons = read(text, published="2022-11-02")
    assert (first(earlier.years), first(tons.years)) == (2021, 2022)


def test_years_earlier_are_counted_from_the_year_named_last() -> None:
    text = "In 2018 4,000 people died. In 2017 heroin killed 3,900 people; ten years earlier it killed 2,900 people."
    assert first(read(text, published="2019-10-02")[-1].years) == 2007


def test_what_grew_in_the_past_year_is_of_the_year_of_the_text() -> None:
    text = "Opium poppy cultivation in Myanmar has grown 17 per cent in the past year, to 53,100 hectares."
    change, area = read(text, published="2025-12-03")
    assert (change.kind, first(change.years), first(area.years)) == (FigureKind.CHANGE, 2025, 2025)


def test_who_died_from_a_drug_last_year_did_not_die_since_last_year() -> None:
    text = "More than 70,000 Americans died from drug overdoses last year. Heroin deaths fell to 15,489."
    assert [first(it.years) for it in read(text, published="2018-11-30")] == [2017, 2017]


def test_last_year_is_counted_from_the_day_of_publication() -> None:
    text = "Last year Afghanistan produced 9,000 tons of opium."
    assert first(only(text, "2018-11-19").years) == 2017
    assert only(text).years == ()


def test_from_and_to_have_their_own_years() -> None:
    readings = read("Poppy cultivation in Myanmar went from 41,000 hectares in 2017 to 37,300 hectares in 2018.")
    assert [first(reading.years) for reading in readings] == [2017, 2018]


def test_a_season_is_its_second_year() -> None:
    assert first(only("In 2019/20 Myanmar had 29,500 hectares of poppy.").years) == 2020


def test_years_ago_are_counted_from_the_text_or_from_what_it_tells() -> None:
    reading = read("In 2023 coca in Colombia grew. Ten years ago there were 48,000 hectares.", "2024-10-18")[-1]
    assert {it.means for it in reading.years} >= {2014, 2013}


def test_now_is_the_year_that_a_text_tells_of() -> None:
    reading = read("Coca in Colombia was 64,000 hectares in 2011. Peru now has 62,500 hectares.", "2012-08-03")[-1]
    assert (first(reading.areas), first(reading.years)) == ("PER", 2011)


def test_what_is_compared_with_a_year_is_of_the_next_one() -> None:
    reading = read("Coca in Colombia rose by 17 per cent compared with 2016, to 171,000 hectares.", "2018-09-20")[0]
    assert (first(reading.years), first(reading.base_years)) == (2017, 2016)


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 poppy cultivation in Afghanistan fell from 2017, when it reached 328,000 hectares.",
        "En 2018, la culture du pavot en Afghanistan a reculé par rapport à 2017, quand elle était de 328 000 ha.",
        "В 2018 году посевы мака в Афганистане сократились по сравнению с 2017, когда они занимали 328 тыс. га.",
    ],
)
def test_a_clause_with_when_gives_the_value_of_the_year_before_it(text: str) -> None:
    assert first(only(text).years) == 2017


def test_a_german_year_behind_what_is_grown_is_no_year_to_compare_with() -> None:
    change, level = read(
        "In Myanmar ist der Anbau von Schlafmohn 2018 um 9 Prozent auf 37.300 Hektar zurückgegangen.", "2019-01-12"
    )
    assert first(change.years) == first(level.years) == 2018
    assert not any(option.means == 2018 for option in change.base_years)
