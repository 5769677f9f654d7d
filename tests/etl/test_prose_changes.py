"""Changes, shares and multiples of running text are told apart, each with its years."""

import pytest
from prose_words import first, only, read

from etl.documents.prose.records import FigureKind


def test_one_in_so_many_is_a_share() -> None:
    reading = only("One in nine adults in France used cannabis in 2017.")
    assert (reading.kind, round(reading.value, 1), reading.unit) == (FigureKind.SHARE, 11.1, "percent")


def test_a_part_of_what_was_in_another_year_is_how_many_times_as_much_is_left() -> None:
    _, part = read("Coca cultivation in Colombia fell to 48,000 hectares in 2012, a third of that in 2001.")
    assert (part.kind, first(part.years), first(part.base_years)) == (FigureKind.MULTIPLE, 2012, 2001)


def test_shares_without_a_name_are_of_what_as_many_before_them_were() -> None:
    text = "In 2019 Australians took cannabis (11.6%) and 4.2% of them used cocaine. "
    found = read(text + "In 2016 the shares were 10.4% and 2.5%.")
    before, after = found[:2], found[2:]
    assert [it.indicators for it in before] == [it.indicators for it in after]


def test_ends_of_a_change_are_of_the_two_years_that_the_text_tells_of() -> None:
    text = "Deaths in the United States, 2013 and 2016\n- Heroin: from 8,260 to 15,469\n- Cocaine: from 4,944 to 10,375"
    assert [first(it.years) for it in read(text, published="2018-08-16")] == [2013, 2016, 2013, 2016]


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
    "In 2022 opium was dear. Production in Laos fell 95 per cent in 2023, from 6,200 tons to 333 tons.": (
        -95,
        2023,
        -1,
    ),
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


def test_how_pure_a_drug_is_is_a_share_by_itself_unless_it_moved() -> None:
    told = "Heroin purity in Peru keeps rising. "
    for text, kind in {
        "It averaged 60 per cent in 2017, up from 54 per cent in 2016.": FigureKind.SHARE,
        "In 2017 police there took heroin of 60 per cent purity.": FigureKind.SHARE,
        "In 2017 it rose by 10 per cent.": FigureKind.CHANGE,
    }.items():
        for reading in read(told + text):
            assert (reading.kind, reading.whole) == (kind, ""), text
            assert first(reading.indicators) == "heroin-purity" and first(reading.areas) == "PER", text
    levels = read(told + "It averaged 60 per cent in 2017, up from 54 per cent in 2016.")
    assert [first(each.years) for each in levels] == [2017, 2016]


def test_the_drug_is_the_one_that_was_spoken_of_or_what_its_crop_gives() -> None:
    for told, substance in {"Coca bush": "cocaine", "Heroin": "heroin", "Cannabis": "cannabis"}.items():
        text = f"{told} is common in Peru. In 2018, 3 per cent of adults used the drug and 5 per cent used opium."
        assert [first(it.indicators).split("-")[0] for it in read(text)] == [substance, "opium"], text


def test_a_value_between_two_others_does_not_hide_what_a_change_starts_from() -> None:
    values = read(
        "Die Kokaflächen in Kolumbien wuchsen von 48.000 Hektar im Jahr 2013 über 69.000 im Jahr 2014 auf 96.000 2015."
    )
    assert [first(each.years) for each in values[:2]] == [2013, 2014]
