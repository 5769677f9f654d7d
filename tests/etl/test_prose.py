"""Figures of running text are read as people write them, and what each is about as the text says."""

import re

import pytest
from prose_words import first, only, read, reader, words

from etl.documents.prose.country_names import province_names_of
from etl.documents.prose.reader import MOST_CHARACTERS, TextTooLongError, paragraphs
from etl.documents.prose.records import FigureKind, NumberRole, Witness
from etl.figures.vocabulary.indicators import Measure
from etl.figures.vocabulary.people import Recall

NUMBERS = {
    "263,000 hectares": 263_000,
    "263 000 hectares": 263_000,
    "263'000 hectares": 263_000,
    "263\u202f000 hectares": 263_000,
    "2,63,000 hectares": 263_000,
    "0.26 million hectares": 260_000,
    "0,26 million hectares": 260_000,
    "1.297,84 hectares": 1297.84,
    "nine thousand hectares": 9_000,
    "two hundred and fifty thousand hectares": 250_000,
    "2 lakh 24 thousand hectares": 224_000,
    "a million hectares": 1_000_000,
    "263k hectares": 263_000,
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_is_read_in_every_way_of_writing_it(text: str, value: float) -> None:
    reading = only(f"The area under poppy in Afghanistan was {text} in 2018.")
    assert reading.value == pytest.approx(value)
    assert reading.as_printed == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("La superficie de amapola de Afganistán fue de 24 mil 100 hectáreas en 2020.", 24_100),
        ("El cultivo de coca en el Perú llegó a 1.297,84 hectáreas en 2015.", 1297.84),
        ("La culture du pavot en Afghanistan a atteint 263.000 hectares en 2018.", 263_000),
        ("Площадь под маком в Афганистане составила 263 тыс. га в 2018 году.", 263_000),
        ("2018年阿富汗罂粟种植面积为26.3万公顷。", 263_000),
        ("A papoila no Afeganistão cobria duzentos e sessenta mil hectares em 2018.", 260_000),
        ("Il papavero in Afghanistan copriva novemila ettari nel 2018.", 9_000),
        ("De papaver in Afghanistan besloeg negenduizend hectare in 2018.", 9_000),
        ("Die Mohnanbaufläche in Afghanistan lag 2018 bei neuntausend Hektar.", 9_000),
        ("2017年阿富汗罌粟面積為32萬8000公頃。", 328_000),
        ("کشت خشخاش در افغانستان در سال ۲۰۲۴ به ۱۲هزارو۸۰۰ هکتار رسیده است.", 12_800),
        ("بلغت مساحة زراعة الخشخاش في أفغانستان ٢٦٣ ألف هكتار في عام ٢٠١٨.", 263_000),
        ("Die Mohnanbaufläche in Afghanistan lag 2018 bei 263.000 Hektar.", 263_000),
    ],
)
def test_numbers_of_other_languages_are_read_in_their_own_way(text: str, value: float) -> None:
    reading = only(text)
    assert reading.value == pytest.approx(value)
    assert (first(reading.areas) in {"AFG", "PER"}) and reading.unit == "hectares"


def test_a_mark_that_may_part_thousands_or_decimals_keeps_both_readings() -> None:
    first_one, second = read(
        "The yield in Afghanistan was 20.8 kg/ha in 2020, and the area was 24.141 hectares in 2020."
    )
    assert (second.value, second.otherwise) == (24_141, 24.141)
    assert first_one.otherwise is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("about 6,400 tons", "about"),
        ("nearly 6,400 tons", "nearly"),
        ("more than 6,400 tons", "at-least"),
        ("less than 6,400 tons", "up-to"),
        ("6,400 tons", "exact"),
    ],
)
def test_how_exactly_a_number_is_meant_is_kept(text: str, about: str) -> None:
    assert only(f"Afghanistan produced {text} of opium in 2018.").about == about


def test_a_range_is_one_figure_with_two_ends() -> None:
    for text in ("242,000-283,000 hectares", "between 242,000 and 283,000 hectares", "242,000 to 283,000 hectares"):
        reading = only(f"In 2018 the estimate for poppy in Afghanistan was {text}.")
        assert (reading.kind, reading.low, reading.high) == (FigureKind.RANGE, 242_000, 283_000)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("263,000 hectares (±10 %)", 236_700, 289_300),
        ("263,000 hectares (+-10 %)", 236_700, 289_300),
        ("263,000 hectares in 2018 (+/- 10 per cent)", 236_700, 289_300),
        ("263,000 hectares (± 21,000)", 242_000, 284_000),
        ("263,000 hectares (range: 242,000-283,000)", 242_000, 283_000),
    ],
)
def test_a_range_in_brackets_is_that_of_the_value_before_it(text: str, low: float, high: float) -> None:
    value, around = read(f"In 2018 poppy in Afghanistan covered {text}.")
    assert (value.kind, value.value) == (FigureKind.VALUE, 263_000)
    assert (around.kind, around.low, around.high, around.unit) == (FigureKind.RANGE, low, high, "hectares")


@pytest.mark.parametrize(
    "text",
    [
        "Coca cultivation in hectares, 2018:\n- Colombia: 169,018\n- Peru: 950",
        "* Coca bush cultivation in 2018 (hectares)\n\n* Colombia: 169,018;\n\n* Peru: 950.",
        "Coca en hectáreas, 2018:\n- Colombia: 169.018\n- Perú: 950",
        "2018年古柯种植面积（公顷）：\n哥伦比亚：169018\n秘鲁：950",
        "Площадь коки в 2018 году, га:\n– Колумбия: 169 018\n– Перу: 950",
    ],
)
def test_items_of_a_list_are_of_what_its_heading_says(text: str) -> None:
    found = [(it.value, it.unit, first(it.indicators), first(it.areas), first(it.years)) for it in read(text)]
    assert found == [
        (169_018, "hectares", "coca-bush-cultivation", "COL", 2018),
        (950, "hectares", "coca-bush-cultivation", "PER", 2018),
    ]


@pytest.mark.parametrize("heading", ["thousand hectares", "in thousands of hectares", "1,000 hectares"])
def test_a_heading_in_thousands_holds_for_its_items(heading: str) -> None:
    found = read(f"Coca in 2018 ({heading})\n- Colombia: 169\n- Peru: 54.1")
    assert [(it.value, it.unit) for it in found] == [(169_000, "hectares"), (54_100, "hectares")]


def test_the_unit_of_the_last_statement_in_a_row_holds_for_those_before_it() -> None:
    found = read("Bolivia's coca area was as follows: 2016: 23,100; 2017: 24,500; 2018: 23,100 hectares.")
    assert [(it.value, it.unit, first(it.years)) for it in found] == [
        (23_100, "hectares", 2016),
        (24_500, "hectares", 2017),
        (23_100, "hectares", 2018),
    ]


def test_one_in_so_many_is_a_share() -> None:
    reading = only("One in nine adults in France used cannabis in 2017.")
    assert (reading.kind, round(reading.value, 1), reading.unit) == (FigureKind.SHARE, 11.1, "percent")


def test_a_part_of_what_was_in_another_year_is_how_many_times_as_much_is_left() -> None:
    _, part = read("Coca cultivation in Colombia fell to 48,000 hectares in 2012, a third of that in 2001.")
    assert (part.kind, first(part.years), first(part.base_years)) == (FigureKind.MULTIPLE, 2012, 2001)


@pytest.mark.parametrize(
    "text",
    [
        "According to the United States, 53,000 hectares of coca grew in Peru in 2015.",
        "US data show 53,000 hectares of coca in Peru in 2015.",
        "The US puts coca in Peru at 53,000 hectares in 2015.",
    ],
)
def test_a_country_that_speaks_for_itself_is_a_producer_and_no_place(text: str) -> None:
    reading = only(text)
    assert (reading.producer, first(reading.areas)) == ("usg", "PER")


def test_what_only_explains_a_name_is_not_what_is_told_of() -> None:
    text = "Deaths involving synthetic opioids, a category dominated by fentanyl, rose to 28,466 in the United States."
    assert "synthetic" in (first(only(text).indicators) or "")


def test_a_bracket_behind_a_value_parts_it_not_from_its_year() -> None:
    text = "The survey found 30,600 hectares (range: 22,800-38,400) of poppy in Mexico in 2017 and 28,000 in 2018."
    value, around, later = read(text)
    assert [first(it.years) for it in (value, around, later)] == [2017, 2017, 2018]


def test_what_is_above_that_of_last_year_is_of_the_year_before_the_one_told_of() -> None:
    text = "Opium poppy cultivation in Thailand fell to 1,750 hectares in 1995 from the 2,110 hectares seen last year."
    later, earlier = read(text, published="1996-03-15")
    assert (first(later.years), first(earlier.years)) == (1995, 1994)


@pytest.mark.parametrize("whom", ["Ohioans", "people", "in Ohio"])
def test_who_was_killed_is_counted_whatever_they_are_called(whom: str) -> None:
    assert only(f"In 2017 heroin killed 3,523 {whom} in the United States.").unit == "deaths"


def test_a_place_of_which_a_clause_tells_a_figure_is_not_that_of_the_one_before() -> None:
    text = (
        "Opium poppy covered 9,000 hectares in Myanmar in 2010.\nProduction fell to 860 tons after a blight in Laos, "
    )
    _, tons, hectares = read(text + "where 123 hectares were sown.")
    assert (first(tons.areas), first(hectares.areas)) == ("MMR", "LAO")


def test_parts_behind_their_whole_have_its_unit() -> None:
    text = "They could produce 731 tons of opium in 2012, of which 690 in Myanmar and 41 tons in Laos."
    assert [(it.value, it.unit) for it in read(text)] == [(731, "tons"), (690, "tons"), (41, "tons")]


@pytest.mark.parametrize(
    "text",
    [
        "Opium poppy (ha)\n\nCountry | 2013 | 2014\nAfghanistan | 209,000 | 224,000\nMyanmar | 57,800 | 57,600",
        "Opium poppy (ha)\n\n\t2013\t2014\nAfghanistan\t209,000\t224,000\nMyanmar\t57,800\t57,600",
        "Opium poppy (ha)\n\n| Year | Afghanistan | Myanmar |\n|---|---|---|\n"
        "| 2013 | 209,000 | 57,800 |\n| 2014 | 224,000 | 57,600 |",
    ],
)
def test_a_table_in_a_text_gives_each_number_the_head_of_its_column(text: str) -> None:
    found = {(first(it.areas), first(it.years)): (it.value, it.unit) for it in read(text)}
    assert found == {
        ("AFG", 2013): (209_000, "hectares"),
        ("AFG", 2014): (224_000, "hectares"),
        ("MMR", 2013): (57_800, "hectares"),
        ("MMR", 2014): (57_600, "hectares"),
    }


def test_shares_without_a_name_are_of_what_as_many_before_them_were() -> None:
    text = "In 2019 Australians took cannabis (11.6%) and 4.2% of them used cocaine. "
    found = read(text + "In 2016 the shares were 10.4% and 2.5%.")
    before, after = found[:2], found[2:]
    assert [it.indicators for it in before] == [it.indicators for it in after]


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


def test_ends_of_a_change_are_of_the_two_years_that_the_text_tells_of() -> None:
    text = "Deaths in the United States, 2013 and 2016\n- Heroin: from 8,260 to 15,469\n- Cocaine: from 4,944 to 10,375"
    assert [first(it.years) for it in read(text, published="2018-08-16")] == [2013, 2016, 2013, 2016]


def test_a_drug_in_a_bracket_only_explains_the_one_before_it() -> None:
    found = only("In 2016 deaths involving synthetic opioids (mostly fentanyl) rose to 19,413 in the United States.")
    assert "fentanyl" not in (first(found.indicators) or "")


def test_a_yield_is_told_to_the_hectare() -> None:
    text = "The opium yield in Afghanistan was 29.2 kilograms to the hectare in 2010 instead of 56.1 last year."
    assert [it.unit for it in read(text, published="2010-09-30")] == ["kg/ha", "kg/ha"]


def test_who_died_from_a_drug_last_year_did_not_die_since_last_year() -> None:
    text = "More than 70,000 Americans died from drug overdoses last year. Heroin deaths fell to 15,489."
    assert [first(it.years) for it in read(text, published="2018-11-30")] == [2017, 2017]


@pytest.mark.parametrize("text", ["183,000 (163,000-202,000) hectares", "183,000 (±10 %) hectares"])
def test_a_unit_behind_a_bracket_holds_for_the_number_before_it_too(text: str) -> None:
    found = read(f"In 2015 opium poppy in Afghanistan covered {text}.")
    assert [(it.kind, it.unit) for it in found] == [(FigureKind.VALUE, "hectares"), (FigureKind.RANGE, "hectares")]


def test_who_counts_the_fields_of_others_has_none() -> None:
    reading = only("Washington counted 80,500 hectares of coca in Colombia in 2013.")
    assert (reading.producer, first(reading.areas)) == ("usg", "COL")


def test_the_whole_of_which_a_country_has_a_part_is_that_of_the_world() -> None:
    part, whole = read("In 2017 Colombia had 171,000 hectares of coca out of 245,400 hectares.")
    assert (first(part.areas), first(whole.areas)) == ("COL", "WLD")


def test_what_goes_on_from_deaths_counts_deaths() -> None:
    text = (
        "In 2018, 856 Americans died of an overdose. In 2017 the country lost 974 people. From 2017 the number fell, "
    )
    found = read(text + "from 70,237 to 67,367.")
    assert [it.unit for it in found] == ["deaths"] * 4


def test_a_unit_behind_the_bracket_with_a_range_is_that_of_the_value() -> None:
    value, around = read("In Afghanistan 263,000 (+/- 8 %) hectares of opium poppy were found in 2018.")
    assert (value.value, value.unit, around.unit) == (263_000, "hectares", "hectares")


def test_a_list_whose_items_have_units_gives_none_to_what_follows() -> None:
    assert read("Coca in hectares, 2018:\n- Colombia: 169,018 hectares\nThe survey had 9 teams.\nPeru: 54")[1:] == []


def test_a_change_has_a_sign_and_two_years() -> None:
    reading = only("Opium production in Afghanistan fell by 29 per cent in 2018 compared with 2015.")
    assert (reading.kind, reading.value) == (FigureKind.CHANGE, -29)
    assert (first(reading.years), first(reading.base_years)) == (2018, 2015)


def test_a_change_in_a_unit_is_no_level() -> None:
    readings = read("The poppy area of Afghanistan grew by 104,000 hectares in 2017 to 328,000 hectares.")
    assert [(reading.kind, reading.value) for reading in readings] == [
        (FigureKind.CHANGE, 104_000),
        (FigureKind.VALUE, 328_000),
    ]
    readings = read("Coca in Colombia went down by 2,477 hectares to 169,018 hectares in 2018.")
    assert [(reading.kind, reading.value) for reading in readings] == [
        (FigureKind.CHANGE, -2_477),
        (FigureKind.VALUE, 169_018),
    ]


def test_a_share_a_multiple_and_a_fraction_are_told_apart() -> None:
    share = only("Helmand had 52 per cent of the poppy cultivation of Afghanistan in 2018.")
    multiple = only("Opium production in Afghanistan more than doubled in 2017.")
    fraction = only("Opium production in Afghanistan fell by a third in 2018.")
    assert (share.kind, share.value) == (FigureKind.SHARE, 52)
    assert (multiple.kind, multiple.value, multiple.about) == (FigureKind.MULTIPLE, 2, "at-least")
    assert (fraction.kind, round(fraction.value)) == (FigureKind.CHANGE, -33)


@pytest.mark.parametrize(
    ("text", "base", "year"),
    [
        ("Coca cultivation in Colombia nearly tripled between 2013 and 2017.", 2013, 2017),
        ("La production d'opium en Afghanistan a presque doublé entre 2016 et 2017.", 2016, 2017),
        ("El cultivo de coca en Colombia se triplicó entre 2013 y 2017.", 2013, 2017),
        ("Der Schlafmohnanbau in Afghanistan hat sich von 2015 bis 2017 fast verdoppelt.", 2015, 2017),
    ],
)
def test_a_multiple_is_between_the_two_years_that_are_named(text: str, base: int, year: int) -> None:
    figure = only(text)
    assert figure.kind == FigureKind.MULTIPLE
    assert (figure.base_years[0].means, figure.years[0].means) == (base, year)


def test_who_grew_a_part_of_the_world_s_poppy_had_a_share() -> None:
    grown = only("In 2018 Afghanistan grew 76 % of the world's opium poppy.")
    assert (grown.kind, grown.value, grown.whole) == (FigureKind.SHARE, 76, "WLD")
    risen = only("Opium poppy cultivation in Afghanistan rose by 76 % of that of the year before in 2017.")
    assert risen.kind == FigureKind.CHANGE


@pytest.mark.parametrize(
    "text",
    [
        "The meeting took place on 12 March 2020.",
        "On opium in Afghanistan in 2018, write or call +43 1 000.",
        "Tons of opium: (+43-1) 26060-5900 tons.",
        "See page 263 of resolution 60/2 and document E/CN.7/2019/9.",
        "Call +43 1 26060 or read section 4 of the act.",
        "Some 1,500 delegates from 130 countries came, and 34 provinces were visited.",
        "It lies 120 kilometres from Kabul.",
    ],
)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert read(text, "2020-06-01") == []


def test_last_year_is_counted_from_the_day_of_publication() -> None:
    text = "Last year Afghanistan produced 9,000 tons of opium."
    assert first(only(text, "2018-11-19").years) == 2017
    assert only(text).years == ()


def test_from_and_to_have_their_own_years() -> None:
    readings = read("Poppy cultivation in Myanmar went from 41,000 hectares in 2017 to 37,300 hectares in 2018.")
    assert [first(reading.years) for reading in readings] == [2017, 2018]


def test_a_season_is_its_second_year() -> None:
    assert first(only("In 2019/20 Myanmar had 29,500 hectares of poppy.").years) == 2020


def test_respectively_gives_each_its_own_place() -> None:
    readings = read("Colombia and Peru had 230,028 and 95,008 hectares of coca respectively in 2022.")
    assert [first(reading.areas) for reading in readings] == ["COL", "PER"]


def test_two_countries_in_a_sentence_keep_their_numbers() -> None:
    readings = read("In 2023 Myanmar had 47,100 hectares of poppy and Afghanistan 10,800 hectares.")
    assert [first(reading.areas) for reading in readings] == ["MMR", "AFG"]


def test_a_name_of_two_provinces_is_that_of_the_country_spoken_of() -> None:
    assert first(only("In Peru, Amazonas had 711 hectares of coca in 2017.").areas) == "PE-AMA"
    assert first(only("In Colombia, Amazonas had 783 hectares of coca in 2002.").areas) == "CO-AMA"


def test_a_capital_is_a_city_unless_the_text_says_province() -> None:
    assert first(only("Afghanistan, it was said in Kabul, had 263,000 hectares of poppy in 2018.").areas) == "AFG"
    assert first(only("Kabul province in Afghanistan had 484 hectares of poppy in 2017.").areas) == "AF-KAB"


def test_a_province_does_not_go_on_into_the_next_paragraph() -> None:
    province = "Helmand in Afghanistan had 136,798 hectares of poppy in 2018."
    *_, figure = read(f"{province}\n\nOpium poppy cultivation stood at 190,000 hectares in 2019.")
    assert [(it.means, it.witness) for it in figure.areas] == [
        ("AFG", Witness.DOCUMENT),
        ("AF-HEL", Witness.DOCUMENT),
    ]
    *_, figure = read(f"Helmand in 2018\n\n{province}\n\nThe poppy area was 144,018 hectares in 2017.")
    assert figure.areas[0].means == "AF-HEL"


def test_a_part_that_nobody_lists_is_not_the_country() -> None:
    assert only("In the northern region of Afghanistan 17,400 hectares of poppy were found in 2018.").is_part


def test_the_title_tells_what_the_text_below_it_leaves_out() -> None:
    reading = only("Opium in Afghanistan in 2018\n\nProduction came to 6,400 tons.")
    assert (first(reading.indicators), first(reading.areas), first(reading.years)) == ("opium-production", "AFG", 2018)
    assert reading.areas[0].witness == Witness.BEFORE


ABOUT = {
    # What is told of one kilogram or one hectare, wherever that stands.
    "A kilogram of opium cost 241 dollars in Afghanistan in 2011.": [("opium-price", "AFG", 2011, 241)],
    "Килограмм опия в Афганистане в 2018 году стоил 94 доллара.": [("opium-price", "AFG", 2018, 94)],
    "2018年阿富汗鸦片价格为每公斤94美元。": [("opium-price", "AFG", 2018, 94)],
    "Der Preis für ein Kilogramm Opium lag 2018 in Afghanistan bei 94 Dollar.": [("opium-price", "AFG", 2018, 94)],
    "Opium cost 241 dollars a kilogram in Afghanistan in 2011, as against 169 dollars in 2010.": [
        ("opium-price", "AFG", 2011, 241),
        ("opium-price", "AFG", 2010, 169),
    ],
    "Pro Hektar wurden 2022 in Afghanistan 26,7 Kilogramm Opium gewonnen.": [("opium-yield", "AFG", 2022, 26.7)],
    # What it rose or fell to is no end of a range.
    "緬甸的罌粟面積從去年的4.01萬公頃增至4.71萬公頃。": [
        ("opium-poppy-cultivation", "MMR", 2022, 40_100),
        ("opium-poppy-cultivation", "MMR", 2023, 47_100),
    ],
    # Years of the ends of a change, and of the same ends of the next.
    "Los cocales del Perú pasaron de 23.100 a 25.500 hectáreas entre 2018 y 2019.": [
        ("coca-bush-cultivation", "PER", 2018, 23_100),
        ("coca-bush-cultivation", "PER", 2019, 25_500),
    ],
    "Poppy fell from 9,000 hectares in 2001 to 2,000 in 2006 in Myanmar, that of Laos from 7,000 to 1,000 hectares.": [
        ("opium-poppy-cultivation", "MMR", 2001, 9_000),
        ("opium-poppy-cultivation", "MMR", 2006, 2_000),
        ("opium-poppy-cultivation", "LAO", 2001, 7_000),
        ("opium-poppy-cultivation", "LAO", 2006, 1_000),
    ],
    "In 2022 poppy grew on 90,000 hectares in Laos. It had been 30,000 a year earlier and 5,000 hectares in 2017.": [
        ("opium-poppy-cultivation", "LAO", 2022, 90_000),
        ("opium-poppy-cultivation", "LAO", 2021, 30_000),
        ("opium-poppy-cultivation", "LAO", 2017, 5_000),
    ],
    # Who is first is no place of the figure, nor is who another is second to.
    "Il Myanmar è il primo produttore di oppio al mondo: 1.080 tonnellate nel 2023.": [
        ("opium-production", "MMR", 2023, 1_080),
    ],
    "Myanmar, second only to Afghanistan, produced 1,080 tons of opium in 2018.": [
        ("opium-production", "MMR", 2018, 1_080)
    ],
    "Helmand grew two thirds of all Afghan poppy in 2008: 103,590 hectares.": [
        ("opium-poppy-cultivation", "AF-HEL", 2008, 66.66666666),
        ("opium-poppy-cultivation", "AF-HEL", 2008, 103_590),
    ],
    # A whole is of what is around its part; the world goes on where no place is named.
    "In 2016, 1,410 tons of cocaine were made, of which 866 tons in Colombia.": [
        ("cocaine-manufacture", "WLD", 2016, 1_410),
        ("cocaine-manufacture", "COL", 2016, 866),
    ],
    "World opium production was 4,850 tons in 2004 as against 4,800 tons in 2003.": [
        ("opium-production", "WLD", 2004, 4_850),
        ("opium-production", "WLD", 2003, 4_800),
    ],
    "World opium production was 4,850 tons in 2004. Poppy covered 196,000 hectares.": [
        ("opium-production", "WLD", 2004, 4_850),
        ("opium-poppy-cultivation", "WLD", 2004, 196_000),
    ],
    # After several provinces a text goes on to speak of their country.
    "In 2018 Helmand had 100,000 and Kabul province 200 hectares of poppy. The whole was 263,000 hectares.": [
        ("opium-poppy-cultivation", "AF-HEL", 2018, 100_000),
        ("opium-poppy-cultivation", "AF-KAB", 2018, 200),
        ("opium-poppy-cultivation", "AFG", 2018, 263_000),
    ],
    "In 2018 poppy covered 100,000 hectares in Helmand; Kabul province, 1,200, and Amazonas, 1,300.": [
        ("opium-poppy-cultivation", "AF-HEL", 2018, 100_000),
        ("opium-poppy-cultivation", "AF-KAB", 2018, 1_200),
        ("opium-poppy-cultivation", "CO-AMA", 2018, 1_300),
    ],
    # Destroyed in one sentence, grown in the next, of another crop.
    "En 2013 se erradicaron 9.205 hectáreas de coca en el Perú. La amapola de Colombia ocupaba 298 hectáreas.": [
        ("coca-eradication", "PER", 2013, 9_205),
        ("opium-poppy-cultivation", "COL", 2013, 298),
    ],
    # A measure that ends a longer word, and one that stands before the next value.
    "Урожайность мака в Лаосе в 2010 году составила 29,2 кг с гектара.": [("opium-yield", "LAO", 2010, 29.2)],
    "Laos had 24,100 hectares of poppy in 2019/2020 (21,500 in 2018/2019).": [
        ("opium-poppy-cultivation", "LAO", 2020, 24_100),
        ("opium-poppy-cultivation", "LAO", 2019, 21_500),
    ],
    "En 2023, 316 millones de personas consumieron opio en el mundo.": [("opium-users", "WLD", 2023, 316e6)],
    "In 2023 the number of people who use drugs in the world rose to 316 million.": [
        ("any-drug-users", "WLD", 2023, 316e6)
    ],
    # Where an authority did something is a place; what lies beyond a border, and what somebody is first in, is none.
    "Poppy grew in Laos. In Peru the government removed 25,526 hectares of coca bush in 2019.": [
        ("coca-eradication", "PER", 2019, 25_526)
    ],
    "Peru, on the border with Colombia, had 92,784 hectares of coca in 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784)
    ],
    "Helmand, the country's largest grower, had 144,018 hectares of poppy in 2017.": [
        ("opium-poppy-cultivation", "AF-HEL", 2017, 144_018)
    ],
    # A season has the name of the year in which it ends.
    "From July 2016 to June 2017 Laos had 5,000 hectares of poppy.": [("opium-poppy-cultivation", "LAO", 2017, 5_000)],
    "Laos had 5,000 hectares of poppy (October 2016 – May 2017).": [("opium-poppy-cultivation", "LAO", 2017, 5_000)],
    # Examples of a drug and exceptions to it are no drug of their own, unless they have a number of their own.
    "In Peru opioids such as heroin and methadone killed 46,802 people in 2018.": [
        ("opioids-deaths", "PER", 2018, 46_802)
    ],
    "In 2018 deaths in Peru from opioids such as heroin (15,000) and methadone (3,023) were fewer.": [
        ("heroin-deaths", "PER", 2018, 15_000),
        ("methadone-deaths", "PER", 2018, 3_023),
    ],
    "In 2018 deaths in Peru from synthetic opioids other than methadone were 31,335, and from heroin 15,000.": [
        ("synthetic-opioids-deaths", "PER", 2018, 31_335),
        ("heroin-deaths", "PER", 2018, 15_000),
    ],
    # The year of a sentence goes on to its end, and what a value is compared with is of the same drug.
    "World opium output grew between 2020 and 2021 to 7,930 tons, while the poppy area shrank to 246,800 hectares.": [
        ("opium-production", "WLD", 2021, 7_930),
        ("opium-poppy-cultivation", "WLD", 2021, 246_800),
    ],
    "Laos seized 23 tons of methamphetamine in 2022, up from 14 tons, and of heroin 1,345 kg, against 2,527 kg.": [
        ("methamphetamine-seizures", "LAO", 2022, 23),
        ("methamphetamine-seizures", "LAO", 2021, 14),
        ("heroin-seizures", "LAO", 2022, 1_345),
        ("heroin-seizures", "LAO", 2021, 2_527),
    ],
    # The year of a report is not that of its figures; "que" compares right before a year alone.
    "World Drug Report 2020: in 2018 poppy covered 5,000 hectares in Laos, and opium production was 44 tons.": [
        ("opium-poppy-cultivation", "LAO", 2018, 5_000),
        ("opium-production", "LAO", 2018, 44),
    ],
    "La ONU dijo que el Perú cerró 2018 con 54.134 hectáreas de coca.": [
        ("coca-bush-cultivation", "PER", 2018, 54_134)
    ],
    # A year before the start of a change is that of its end; one named last is what "that" means.
    "In Peru ging der Anbau von Koka 2023 von 95.008 auf 92.784 Hektar zurück.": [
        ("coca-bush-cultivation", "PER", 2022, 95_008),
        ("coca-bush-cultivation", "PER", 2023, 92_784),
    ],
    "Poppy covered 30,400 ha in Laos in 2019, below the 41,800 of 2018 and the 44,100 of the season before that.": [
        ("opium-poppy-cultivation", "LAO", 2019, 30_400),
        ("opium-poppy-cultivation", "LAO", 2018, 41_800),
        ("opium-poppy-cultivation", "LAO", 2017, 44_100),
    ],
    "In 2022 coca covered 95,000 hectares in Peru. Five years earlier it had been 49,900 hectares.": [
        ("coca-bush-cultivation", "PER", 2022, 95_000),
        ("coca-bush-cultivation", "PER", 2017, 49_900),
    ],
    # Over which time something changed is no year of the next value.
    "En 2023, l'opium du Laos a augmenté de 36 % sur un an, quand celui de Birmanie atteignait 1 080 tonnes.": [
        ("opium-production", "LAO", 2023, 36),
        ("opium-production", "MMR", 2023, 1_080),
    ],
    # What a neighbour is has none of the figures; what was only reported counts on.
    "Le Pérou, frontalier de la Colombie, avait 92 784 hectares de coca en 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784)
    ],
    "El Perú registró 92 784 hectáreas de coca en 2023, frente a las 95 008 reportadas en 2022.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784),
        ("coca-bush-cultivation", "PER", 2022, 95_008),
    ],
    # A price goes with the unit of the one to which it rose; one measure holds for its whole sentence.
    "The price of opium in Laos rose from $75 in 2022 to $750 per kilogram in 2024.": [
        ("opium-price", "LAO", 2022, 75),
        ("opium-price", "LAO", 2024, 750),
    ],
    "In 2021 Colombia seized 676 tons of opium, far more than ever before on its roads, at sea and in its ports, "
    "and Peru, where no such finds had been made for many a long year by either its police or its army, 511 "
    "tons.": [
        ("opium-seizures", "COL", 2021, 676),
        ("opium-seizures", "PER", 2021, 511),
    ],
    # Who takes drugs takes any, and deaths go on to be counted by their drugs.
    "Coca covers 376,000 hectares, and 316 million people took drugs in Peru in 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 376_000),
        ("any-drug-users", "PER", 2023, 316e6),
    ],
    "In 2017 cocaine deaths in Peru numbered 13,942. Those involving heroin went from 19,413 to 28,466.": [
        ("cocaine-deaths", "PER", 2017, 13_942),
        ("heroin-deaths", "PER", 2016, 19_413),
        ("heroin-deaths", "PER", 2017, 28_466),
    ],
    # A phrase before the first comma gives its year to all behind it; where money comes from is no comparison.
    "By the close of the year 2017, growers in Peru tended some 49,900 hectares of coca, as officials counted them.": [
        ("coca-bush-cultivation", "PER", 2017, 49_900)
    ],
    "In Laos the harvest from poppy in 2014 was 92 tons of opium.": [("opium-production", "LAO", 2014, 92)],
    # A year of which there is no figure yet, and one over which something is the most, are years of nothing.
    "No numbers for 2015 are out, as they are not yet available for 2015. Laos grew poppy on 6,200 hectares in 2014, "
    "the most in ten years.": [("opium-poppy-cultivation", "LAO", 2014, 6_200)],
    # A place that another has more than, or that is set against it, has no part in its figure.
    "In 2017 Colombia grew more coca than Peru, on 171,000 hectares.": [
        ("coca-bush-cultivation", "COL", 2017, 171_000)
    ],
    "In 2017 Colombia stood behind Peru (49,900 hectares of coca).": [("coca-bush-cultivation", "PER", 2017, 49_900)],
    "In 2023 a kilogram of opium cost 408 dollars in Laos against 356 dollars in Myanmar.": [
        ("opium-price", "LAO", 2023, 408),
        ("opium-price", "MMR", 2023, 356),
    ],
    "In 2007 stieg in Kolumbien der Koka-Anbau um 27 Prozent, in Peru wuchs er um 4 Prozent.": [
        ("coca-bush-cultivation", "COL", 2007, 27),
        ("coca-bush-cultivation", "PER", 2007, 4),
    ],
    # The name of an office names no drug.
    "Coca na Colômbia: segundo o Escritório das Nações Unidas sobre Drogas e Crime, a área foi de 169 mil hectares em "
    "2018.": [("coca-bush-cultivation", "COL", 2018, 169_000)],
    # What is South American is not American, and a third year is no third.
    "The South American country Peru grew 49,900 hectares of coca in 2017, for a third straight year of growth.": [
        ("coca-bush-cultivation", "PER", 2017, 49_900)
    ],
    # What "ya que" begins compares nothing.
    "En Perú la coca subió un 14 % en 2017, ya que en 2016 se sembraron 43 900 hectáreas.": [
        ("coca-bush-cultivation", "PER", 2017, 14),
        ("coca-bush-cultivation", "PER", 2016, 43_900),
    ],
    # A number goes on behind its thousands, and letters that Persian and Arabic write in two ways are one.
    "در سال 2006 افغانستان 6 هزار و 100 تن ترياك توليد كرد.": [("opium-production", "AFG", 2006, 6_100)],
    # A yield goes on in kilograms.
    "2015年阿富汗的罂粟单产从每公顷28.7公斤下降为18.3公斤。": [
        ("opium-yield", "AFG", 2014, 28.7),
        ("opium-yield", "AFG", 2015, 18.3),
    ],
}


@pytest.mark.parametrize("text", ABOUT)
def test_what_figures_are_about_is_read_as_the_language_says_it(text: str) -> None:
    readings = read(text, "2023-12-01" if "去年" in text else "")
    assert [
        (first(it.indicators), first(it.areas), first(it.years), pytest.approx(it.value)) for it in readings
    ] == ABOUT[text]


def test_what_is_said_of_places_together_is_of_none_of_them() -> None:
    readings = read("Poppy in Myanmar and Laos rose to 63,800 hectares in 2014, compared with 61,200 in 2013.")
    assert [(it.areas, it.is_part) for it in readings] == [((), True), ((), True)]
    (all_three,) = read("Laos, Myanmar and Peru together grew 245,400 hectares of coca in 2017.")
    assert [it.means for it in all_three.areas] == ["WLD"]
    apart = read("In 2017 Peru and Colombia had 49,900 and 171,000 hectares of coca, Peru the smaller part.")
    assert [first(it.areas) for it in apart] == ["PER", "COL"]
    assert first(only("Behind it come Laos and Myanmar (57,600 hectares of poppy) in 2014.").areas) == "MMR"


CHANGES = {
    "In 2025 poppy in Laos fell by 20 percent this year, which carried on a decline since 2023.": (-20, 2025, -1),
    "In 2005 poppy covered 104,000 ha in Laos (2004: 131,000 ha), that is minus 21 per cent.": (-21, 2005, -1),
    "In 2011 opium rose in Laos by 61 per cent on 2010 (3,600 tons), when it fell by 48 per cent.": (-48, 2010, -1),
    "Coca in Peru covered 96,000 hectares in 2015, 39 per cent more than the 69,000 hectares of 2014.": (
        39,
        2015,
        2014,
    ),
    "2010年哥伦比亚的古柯面积三年内减少了30%。": (-30, 2010, -3),
    "Poppy in Laos covered 183,000 hectares in 2015 (-19% from 2014).": (-19, 2015, 2014),
    "Poppy rose 20 percent to 38,100 hectares in Myanmar in 2010 and in Laos 58 percent, to 3,000.": (58, 2010, -1),
    "Производство опия в Лаосе упало на 48% — до 3600 тонн против 6900 тонн в 2009 году.": (-48, 2010, -1),
    "Between 2015 and 2017 coca in Colombia rose from 96,000 to 171,000 ha, all told an increase of 78 per cent.": (
        78,
        2017,
        2015,
    ),
}


@pytest.mark.parametrize("text", CHANGES)
def test_a_change_is_between_the_years_that_the_text_says(text: str) -> None:
    change = [it for it in read(text, "2010-09-30" if "против" in text else "") if it.kind == FigureKind.CHANGE][-1]
    bases = (first(change.base_years) or -1) if change.base_years else -1
    assert (change.value, first(change.years), bases) == CHANGES[text]


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [
        ("Opium in Laos was multiplied by almost five in 2018.", 5, "nearly"),
        ("La production d'opium du Laos a été divisée par quatre en 2018.", 0.25, "exact"),
        ("Opium in Laos fell more than ten times in 2018.", 0.1, "up-to"),
        ("Opium in Laos rose ten times in 2018.", 10, "exact"),
        ("Il papavero del Laos è più che triplicato nel 2018.", 3, "at-least"),
    ],
)
def test_a_multiple_says_how_many_times_as_much_is_left(text: str, value: float, about: str) -> None:
    reading = only(text)
    assert (reading.kind, reading.value, reading.about) == (FigureKind.MULTIPLE, pytest.approx(value), about)


def test_a_multiple_may_be_of_another_place() -> None:
    burma = only("Myanmar's poppy area was four times as large as that of Laos in 2009.")
    assert (first(burma.areas), burma.whole) == ("MMR", "LAO")
    more = read("Laos had 300 hectares of poppy in 2008. Myanmar had 100 times more.")[-1]
    assert (first(more.areas), more.whole) == ("MMR", "LAO")


def test_years_ago_are_counted_from_the_text_or_from_what_it_tells() -> None:
    reading = read("In 2023 coca in Colombia grew. Ten years ago there were 48,000 hectares.", "2024-10-18")[-1]
    assert {it.means for it in reading.years} >= {2014, 2013}


def test_now_is_the_year_that_a_text_tells_of() -> None:
    reading = read("Coca in Colombia was 64,000 hectares in 2011. Peru now has 62,500 hectares.", "2012-08-03")[-1]
    assert (first(reading.areas), first(reading.years)) == ("PER", 2011)


def test_what_is_compared_with_a_year_is_of_the_next_one() -> None:
    reading = read("Coca in Colombia rose by 17 per cent compared with 2016, to 171,000 hectares.", "2018-09-20")[0]
    assert (first(reading.years), first(reading.base_years)) == (2017, 2016)


def test_how_many_people_use_a_drug_is_a_share_by_itself() -> None:
    for text, indicator in {
        "In Peru 3 per cent of adults used opium in 2018.": "opium-prevalence",
        "In Peru 3 per cent used opium in 2018.": "opium-prevalence",
        "In Peru the prevalence of opium was 3 per cent in 2018.": "opium-prevalence",
        "In Peru 3 per cent of adults have ever used heroin in 2018.": "heroin-lifetime-use",
        "In Peru opium was used by 3 per cent in 2018.": "opium-prevalence",
        "In Peru use of opium was stable at 3 per cent in 2018.": "opium-prevalence",
        "El consumo de opio en el Perú se situó en el 3 % en 2018.": "opium-prevalence",
        "In Peru the prevalence of opium is lower: 3 per cent in 2018.": "opium-prevalence",
    }.items():
        reading = only(text)
        assert (reading.kind, first(reading.indicators), reading.whole) == (FigureKind.SHARE, indicator, ""), text


def test_who_made_an_estimate_is_read_where_the_text_says_so() -> None:
    assert only("The US Government puts coca in Colombia at 208,000 hectares in 2018.").producer == "usg"
    assert only("UNODC puts coca in Colombia at 169,000 hectares in 2018.").producer == "unodc"


def test_rows_of_a_table_on_one_line_are_read_by_year_and_unit() -> None:
    text = "Opium poppy in Afghanistan: Hectares Tonnes 1999 91,000 4,600 2000 82,000 3,300 2001 8,000 185"
    readings = read(text)
    assert [(first(it.indicators), first(it.years), it.value) for it in readings][:2] == [
        ("opium-poppy-cultivation", 1999, 91_000),
        ("opium-production", 1999, 4_600),
    ]
    assert len(readings) == 6


def test_places_of_figures_are_characters_of_the_text() -> None:
    text = "Titel\n\nÁrea: e\u0301l cultivo de coca en Colombia sumó 253.000 hectáreas en 2023."
    reading = only(text)
    assert text[reading.start : reading.end] == reading.as_printed == "253.000 hectáreas"


def test_paragraphs_are_known_by_their_place() -> None:
    found = paragraphs("Title\n\nFirst.\n\nSecond.")
    assert [(it.place, it.role) for it in found] == [
        ("title", NumberRole.TITLE),
        ("paragraph 1", NumberRole.TEXT),
        ("paragraph 2", NumberRole.TEXT),
    ]


def test_a_text_that_is_too_long_is_refused_with_a_sentence() -> None:
    with pytest.raises(TextTooLongError, match="no more than"):
        read("a" * (MOST_CHARACTERS + 1))
    with pytest.raises(TextTooLongError, match="numbers"):
        read("1 " * 5_000)
    with pytest.raises(TextTooLongError, match="numbers"):
        read("half " * 5_000)


def test_every_word_means_what_its_kind_may_mean() -> None:
    catalogue = reader().catalogue
    numeric = {"number", "scale", "article", "fraction", "fraction-of", "multiple"}
    others = {"persons", "length", "pieces", "percentage points", "EUR", "GBP", "square metres"}
    measures = {*Measure, "economy", "gdp-share", "tax", "exports", "trafficking", "surplus"}
    for word in words():
        told = f"{word.language} {word.kind} {word.word}"
        if word.kind in numeric:
            assert float(word.means) >= 0, told
        elif word.kind == "unit":
            assert word.means in {*catalogue.units, *others}, told
        elif word.kind == "approximate":
            assert word.means in {"about", "nearly", "at-least", "up-to"}, told
        elif word.kind == "measure":
            assert word.means in measures, told
        elif word.kind == "time":
            assert re.fullmatch(r"-?\d|now|before(-2|-that)?|after|over-a-year", word.means), told
        elif word.kind == "times-before":
            assert word.means in {"times", "divided"}, told
        elif word.kind == "recall":
            assert word.means in {*Recall}, told
        elif word.kind == "population":
            assert word.means in {"", "young", "young-adults", "men", "women"}, told
        elif word.kind == "cause":
            assert word.means in {"poisoning", "induced", "unintentional"}, told
        elif word.kind == "variant":
            assert len(word.word) == 1, told


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


def test_a_value_between_two_others_does_not_hide_what_a_change_starts_from() -> None:
    values = read(
        "Die Kokaflächen in Kolumbien wuchsen von 48.000 Hektar im Jahr 2013 über 69.000 im Jahr 2014 auf 96.000 2015."
    )
    assert [first(each.years) for each in values[:2]] == [2013, 2014]


def test_provinces_are_called_as_in_iso_3166_in_each_language() -> None:
    names = dict(province_names_of(["AF-HEL"]))
    assert {"Гильменд", "赫尔曼德"} <= names.keys() and set(names.values()) == {"AF-HEL"}


def test_an_office_on_drugs_is_no_drug_and_an_article_no_number() -> None:
    _, put = read("Coca in Colombia is counted at 9,000 ha. The drug agency put the crop of Peru at 72,000 ha in 2019.")
    assert first(put.indicators) == "coca-bush-cultivation"
    text = "En Colombie la coca est tombée de 154 000 à 143 000 hectares en 2020, soit une baisse de 7 %, alors que "
    change = read(text + "la production potentielle de cocaïne a atteint 1 228 tonnes.")[2]
    assert (change.kind, first(change.indicators)) == (FigureKind.CHANGE, "coca-bush-cultivation")
