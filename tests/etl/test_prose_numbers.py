"""Numbers of running text are read in every way of writing them, with their unit, exactness and range."""

import pytest
from prose_words import first, only, read

from etl.documents.prose.records import FigureKind

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


@pytest.mark.parametrize("whom", ["Ohioans", "people", "in Ohio"])
def test_who_was_killed_is_counted_whatever_they_are_called(whom: str) -> None:
    assert only(f"In 2017 heroin killed 3,523 {whom} in the United States.").unit == "deaths"


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


def test_a_yield_is_told_to_the_hectare() -> None:
    text = "The opium yield in Afghanistan was 29.2 kilograms to the hectare in 2010 instead of 56.1 last year."
    assert [it.unit for it in read(text, published="2010-09-30")] == ["kg/ha", "kg/ha"]


@pytest.mark.parametrize("text", ["183,000 (163,000-202,000) hectares", "183,000 (±10 %) hectares"])
def test_a_unit_behind_a_bracket_holds_for_the_number_before_it_too(text: str) -> None:
    found = read(f"In 2015 opium poppy in Afghanistan covered {text}.")
    assert [(it.kind, it.unit) for it in found] == [(FigureKind.VALUE, "hectares"), (FigureKind.RANGE, "hectares")]


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


def test_rows_of_a_table_on_one_line_are_read_by_year_and_unit() -> None:
    text = "Opium poppy in Afghanistan: Hectares Tonnes 1999 91,000 4,600 2000 82,000 3,300 2001 8,000 185"
    readings = read(text)
    assert [(first(it.indicators), first(it.years), it.value) for it in readings][:2] == [
        ("opium-poppy-cultivation", 1999, 91_000),
        ("opium-production", 1999, 4_600),
    ]
    assert len(readings) == 6


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Coca in Colombia in 2022 fell to 74,000 hectares, compared with 82,000 before the ban.", [74_000, 82_000]),
        ("154,000. That is how many hectares of coca Colombia had in 2019.", [154_000]),
        ("Hectares of coca in 2019\nColombia: 154,000\nPeru: 54,700", [154_000, 54_700]),
        ("Coca cultivation 2019 (thousand hectares): Colombia 154\nPeru 54.7", [154_000, 54_700]),
    ],
)
def test_a_unit_is_known_wherever_the_text_gives_it(text: str, values: list[float]) -> None:
    assert [(it.value, it.unit) for it in read(text)] == [(value, "hectares") for value in values]


def test_figures_of_both_years_are_of_those_named_before() -> None:
    found = read("Opium production in Myanmar was measured in 2012 and 2013. For both years: 690 and 870 tons.")
    assert [(it.value, first(it.years)) for it in found] == [(690, 2012), (870, 2013)]


@pytest.mark.parametrize(
    "text",
    [
        "The blast killed 30 in Kabul.",
        "Afghanistan grows poppy. The stampede killed 1,500 in Kabul.",
        "Cocaine was found on the plane whose crash killed 71 in Colombia in 2016.",
        "The war on drugs has killed 12,000 in Peru since 2016.",
        "Some 1,234 deaths were counted in the floods in Peru.",
        "In 2017, 72,000 Colombians died by gunshot or in cars.",
        "Traffic deaths in Peru fell to 19,000 in 2017.",
        "Farmers in Myanmar harvested 28 million tons of rice in 2017.",
        "Afghanistan exported 500 tons of raisins.",
        "The fire burned 12,000 hectares of forest in Peru.",
        "Coca covered many hectares in Peru. The dam irrigates 75,000 hectares.",
        "Coca covered many hectares in Peru. Locusts ate 150,000 hectares of crops.",
        "Wheat prices rose to 210 dollars a ton in Peru.",
        "The price of bread rose by 12 per cent in Peru last year.",
        "Unemployment in Peru fell to 14.5 per cent in 2018.",
        "The economy of Peru grew by 4 per cent in 2018.",
        "The murder rate in Colombia has doubled.",
        "Police arrested 1,450 demonstrators in Colombia.",
    ],
)
def test_what_is_of_no_drug_is_no_figure(text: str) -> None:
    assert read(text) == []
