"""The places, producers and substances of figures of running text are those that it says."""

import pytest
from prose_words import first, only, read, words

from etl.documents.prose.country_names import names_of_groups, province_names_of
from etl.documents.prose.records import FigureKind, Witness


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


def test_a_place_of_which_a_clause_tells_a_figure_is_not_that_of_the_one_before() -> None:
    text = (
        "Opium poppy covered 9,000 hectares in Myanmar in 2010.\nProduction fell to 860 tons after a blight in Laos, "
    )
    _, tons, hectares = read(text + "where 123 hectares were sown.")
    assert (first(tons.areas), first(hectares.areas)) == ("MMR", "LAO")


def test_a_drug_in_a_bracket_only_explains_the_one_before_it() -> None:
    found = only("In 2016 deaths involving synthetic opioids (mostly fentanyl) rose to 19,413 in the United States.")
    assert "fentanyl" not in (first(found.indicators) or "")


def test_a_place_between_a_value_and_what_it_is_compared_with_is_that_of_both() -> None:
    found = read("In 2020, 61,777 hectares of coca were grown in Peru, up from 54,655 hectares in 2019.")
    assert [(first(it.areas), it.areas[0].witness in {Witness.HERE, Witness.SENTENCE}) for it in found] == [
        ("PER", True)
    ] * 2


def test_who_counts_the_fields_of_others_has_none() -> None:
    reading = only("Washington counted 80,500 hectares of coca in Colombia in 2013.")
    assert (reading.producer, first(reading.areas)) == ("usg", "COL")


def test_the_whole_of_which_a_country_has_a_part_is_that_of_the_world() -> None:
    part, whole = read("In 2017 Colombia had 171,000 hectares of coca out of 245,400 hectares.")
    assert (first(part.areas), first(whole.areas)) == ("COL", "WLD")


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


def test_what_is_said_of_places_together_is_of_none_of_them() -> None:
    readings = read("Poppy in Myanmar and Laos rose to 63,800 hectares in 2014, compared with 61,200 in 2013.")
    assert [(it.areas, it.is_part) for it in readings] == [((), True), ((), True)]
    (all_three,) = read("Laos, Myanmar and Peru together grew 245,400 hectares of coca in 2017.")
    assert [it.means for it in all_three.areas] == ["WLD"]
    apart = read("In 2017 Peru and Colombia had 49,900 and 171,000 hectares of coca, Peru the smaller part.")
    assert [first(it.areas) for it in apart] == ["PER", "COL"]
    assert first(only("Behind it come Laos and Myanmar (57,600 hectares of poppy) in 2014.").areas) == "MMR"


def test_who_made_an_estimate_is_read_where_the_text_says_so() -> None:
    assert only("The US Government puts coca in Colombia at 208,000 hectares in 2018.").producer == "usg"
    assert only("UNODC puts coca in Colombia at 169,000 hectares in 2018.").producer == "unodc"


def test_provinces_are_called_as_in_iso_3166_in_each_language() -> None:
    names = dict(province_names_of(["AF-HEL"]))
    assert {"Гильменд", "赫尔曼德"} <= names.keys() and set(names.values()) == {"AF-HEL"}


def test_an_office_on_drugs_is_no_drug_and_an_article_no_number() -> None:
    _, put = read("Coca in Colombia is counted at 9,000 ha. The drug agency put the crop of Peru at 72,000 ha in 2019.")
    assert first(put.indicators) == "coca-bush-cultivation"
    text = "En Colombie la coca est tombée de 154 000 à 143 000 hectares en 2020, soit une baisse de 7 %, alors que "
    change = read(text + "la production potentielle de cocaïne a atteint 1 228 tonnes.")[2]
    assert (change.kind, first(change.indicators)) == (FigureKind.CHANGE, "coca-bush-cultivation")


def names_of_several() -> list[str]:
    """Every English name of several countries together, as CLDR and our words have them."""
    of_words = [it.word for it in words() if it.language == "en" and it.kind == "group"]
    return sorted({*names_of_groups(["en"]), *of_words})


@pytest.mark.parametrize("several", names_of_several())
def test_a_figure_of_several_countries_is_given_to_no_single_one(several: str) -> None:
    named = "Myanmar had 29,500 hectares of opium poppy in 2020."
    for text in (
        f"{named} In {several} poppy covered 29,500 hectares.",
        f"Poppy cultivation in {several} has doubled to 29,500 hectares. Myanmar remains the largest producer.",
        f"{named} The area under poppy in {several} was measured too. It came to 29,500 hectares.",
        f"{several}\n\nPoppy covered 29,500 hectares in 2020. Myanmar was first.",
        f"In {several}, mainly in Myanmar, poppy covered 29,500 hectares in 2020.",
    ):
        assert all(not it.areas and it.is_part for it in read(text) if it.start >= text.index(several)), text
    # Where it only says where a country is, or to where something goes, the country keeps its figure.
    for text in (
        f"Myanmar, the largest producer in {several}, had 29,500 hectares of poppy in 2020.",
        f"Much of it goes to {several}. Myanmar had 29,500 hectares of poppy in 2020.",
        f"In {several}, poppy covered 29,500 hectares in Myanmar in 2020.",
    ):
        assert first(only(text).areas) == "MMR", text


@pytest.mark.parametrize(
    "text",
    [
        "Le Triangle d'or comptait 29 500 hectares de pavot à opium en 2020. Le Myanmar reste premier.",
        "El Triángulo de Oro tenía 29.500 hectáreas de adormidera en 2020. Myanmar es el mayor productor.",
        "Im Goldenen Dreieck wurde 2020 auf 29.500 Hektar Schlafmohn angebaut. Myanmar bleibt der größte Produzent.",
        "В Юго-Восточной Азии посевы опийного мака занимали в 2020 году 29 500 га. Мьянма остается первой.",
        "2020年,东南亚罂粟种植面积为29500公顷。缅甸仍是最大生产国。",
        "Myanmar had 29,500 hectares of opium poppy in 2020. Both countries had 29,500 hectares.",
    ],
)
def test_several_countries_are_known_in_each_language(text: str) -> None:
    assert "MMR" not in [it.means for it in read(text)[-1].areas]


def test_a_place_keeps_its_figures_from_those_of_other_sentences() -> None:
    named = "Myanmar had 29,500 hectares of opium poppy in 2020."
    for text in (
        f"{named} Laos, where few had looked for it before, had 29,500 hectares.",
        f"{named} The area under poppy in Laos was measured too. It came to 29,500 hectares.",
    ):
        assert [it.means for it in read(text)[-1].areas] == ["LAO"], text


@pytest.mark.parametrize(
    "text",
    [
        "Poppy is grown in Myanmar and Laos. The two countries produced 670 and 92 tons of opium in 2014.",
        "Poppy is grown in Myanmar and Laos. Both countries: 670 tons and 92 tons of opium respectively.",
        "Poppy is grown in Myanmar and Laos. The former produced 670 tons of opium and the latter 92 tons.",
        "Laos and Myanmar grow poppy, and the latter produced 670 tons of opium, the former 92 tons.",
    ],
)
def test_places_that_are_not_named_again_are_those_before(text: str) -> None:
    assert {it.value: first(it.areas) for it in read(text)} == {670: "MMR", 92: "LAO"}


def test_a_country_that_counts_behind_all_others_counts_for_itself() -> None:
    lao, thai = read("Lao fields grew to 6,800 hectares of opium poppy, whereas Peru counted only 209 hectares.")
    assert (first(lao.areas), first(thai.areas)) == ("LAO", "PER")
    assert first(read("It was Colombia, not Peru, that had 204,000 hectares of coca in 2021.")[0].areas) == "COL"


def test_the_drug_is_the_one_named_last() -> None:
    text = (
        "Seizures of opioids, mostly fentanyl, rose to 12 tons in Peru. In 2019 Colombia produced 9 tons of the drug."
    )
    assert "fentanyl" in (first(read(text)[-1].indicators) or "")


def test_a_part_behind_its_whole_has_its_own_place() -> None:
    text = "In Asia poppy covered 52,100 hectares in 2023, 5,000 hectares of them in Laos."
    assert [[area.means for area in it.areas][:1] for it in read(text)] == [[], ["LAO"]]
