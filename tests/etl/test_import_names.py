"""Names in outside tables are found whatever their spelling, and an unknown one is never taken for another."""

from collections.abc import Callable

import pandas as pd
import pytest
from outside_tables import area_names
from sample_data import BUNDLED

from etl.documents.area_names import AreaNames, UnknownNameError
from etl.package.extract import extract


@pytest.fixture
def names() -> AreaNames:
    return area_names()


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Bolivia, Plurinational State of", "BOL"),
        ("Plurinational State of Bolivia", "BOL"),
        ("  BOLIVIA  ", "BOL"),
        ("Bolivia (Plurinational State of) a", "BOL"),
        ("Bolivia (Plurinational State of)a", "BOL"),
        ("Lao PDR", "LAO"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("Lao People's Democratic Republicᵇ", "LAO"),
        ("Viet Nam", "VNM"),
        ("Viet Nam 1/", "VNM"),
        ("Iran (Islamic Republic of)*", "IRN"),
        ("Peru", "PER"),
        ("Peru a, b", "PER"),
        ("Peru (c)", "PER"),
        ("Peru¹,²", "PER"),
        ("Perub", "PER"),
        ("Colombia\n", "COL"),
        ("Colombia", "COL"),
        ("COL", "COL"),
        ("CO", "COL"),
        ("Hilmand", "AF-HEL"),
        ("Helmand", "AF-HEL"),
        ("Narino", "CO-NAR"),
        ("Nariño", "CO-NAR"),
        ("AF-HEL", "AF-HEL"),
        ("Sar-e Pul", "AF-SAR"),
        ("The Russian Federation", "RUS"),
    ],
)
def test_names_are_found_whatever_their_spelling(names: AreaNames, name: str, area: str) -> None:
    assert names.find(name).area == area


def test_an_unknown_name_proposes_the_nearest_and_is_never_taken_for_them(names: AreaNames) -> None:
    with pytest.raises(UnknownNameError, match=r'"Helmnad" is no area here; did you mean "Helmand" \(AF-HEL\)'):
        names.find("Helmnad")
    with pytest.raises(UnknownNameError, match=r"add it to aliases.csv"):
        names.find("Qwertz")


@pytest.fixture
def without() -> Callable[[str], AreaNames]:
    """The names of a package that lacks one area."""
    tables = extract(BUNDLED).tables

    def made(area: str) -> AreaNames:
        areas, aliases = tables["areas"], tables["aliases"]
        return AreaNames(areas[areas["area"] != area], aliases[aliases["area"] != area])

    return made


@pytest.mark.many
def test_a_country_of_iso_3166_that_is_no_area_yet_comes_with_the_line_to_add(
    without: Callable[[str], AreaNames],
) -> None:
    with pytest.raises(UnknownNameError, match=r"is ECU in ISO 3166, .* add the line ECU,Ecuador,country,WLD,,,,,,,,"):
        without("ECU").find("Ecuador b")


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("China, Hong Kong SAR", "HKG"),
        ("Turkey", "TUR"),
        ("United Kingdom (Scotland)", "GB-SCT"),
        ("USSR", "SUN"),
        ("Czechoslovakia", "CSK"),
        ("German Democratic Republic", "DDR"),
        ("Federal Republic of Germany", "XWG"),
        ("Germany", "DEU"),
        ("Kosovo under UNSCR 1244", "XKX"),
        ("Netherlands Antilles", "ANT"),
        ("District of Columbia1", "US-DC"),
    ],
)
def test_names_of_the_tables_of_the_field_mean_the_area_of_that_time(names: AreaNames, name: str, area: str) -> None:
    assert names.find(name).area == area


def test_a_country_and_a_state_of_one_name_are_told_apart_by_where_they_are(names: AreaNames) -> None:
    assert names.find("Georgia").area == "GEO"
    assert names.find("Georgia", within="USA").area == "US-GA"


def test_a_name_of_two_provinces_needs_its_country(names: AreaNames) -> None:
    with pytest.raises(UnknownNameError, match=r"can mean Amazonas \(CO-AMA\), Amazonas \(PE-AMA\).*--within"):
        names.find("Amazonas")
    assert names.find("Amazonas", within="PER").area == "PE-AMA"


@pytest.mark.many
def test_every_area_and_alias_of_the_data_is_found_and_means_one_area(names: AreaNames) -> None:
    package = extract(BUNDLED)
    aliases: pd.DataFrame = package.tables["aliases"]
    assert len(aliases)
    for alias, area in zip(aliases["alias"], aliases["area"], strict=True):
        assert names.find(alias).area == area
    for area, name in names.name_of.items():
        assert names.find(area).area == area
        assert names.find(name, within=names.parent_of[area]).area == area


@pytest.mark.many
def test_a_misspelt_country_that_is_no_area_yet_is_proposed_with_the_line_to_add(
    without: Callable[[str], AreaNames],
) -> None:
    with pytest.raises(UnknownNameError) as told:
        without("BRA").find("Brasil")
    assert str(told.value) == (
        '"Brasil" is no area here; did you mean "Brazil" (BRA)? Then add the line BRA,Brazil,country,WLD,,,,,,,, to '
        'areas.csv, and "Brasil" to aliases.csv, or leave its row out with --skip'
    )


@pytest.mark.parametrize("town", ["Tumaco", "Puerto Caicedo", "Barbacoas", "Maywand", "Callería", "El Charco"])
def test_a_town_whose_name_only_sounds_like_that_of_an_area_gets_no_proposal(names: AreaNames, town: str) -> None:
    with pytest.raises(UnknownNameError, match=r"is no area here; add it to aliases\.csv"):
        names.find(town)


@pytest.mark.parametrize("word", ["Average", "Combined", "Other", "Overall", "Average of all countries", "Mean"])
def test_a_word_of_statistics_is_like_no_area(names: AreaNames, word: str) -> None:
    with pytest.raises(UnknownNameError) as told:
        names.find(word)
    assert "did you mean" not in str(told.value) and "--skip" in str(told.value)


@pytest.mark.parametrize(
    ("area", "called"),
    [
        ("RUS", "Российская Федерация; Fédération de Russie; Federación de Rusia; Federação Russa; 俄罗斯联邦"),
        ("BOL", "Bolivia (Estado Plurinacional de); Bolivie (État plurinational de); Bolivien; Bolívia; Боливия"),
        ("LAO", "República Democrática Popular Lao; République démocratique populaire lao; 老挝人民民主共和国"),
        ("MMR", "Birmania; Birmanie; Birmânia; Мьянма; 缅甸; ميانمار"),
        ("DEU", "Deutschland; Allemagne; Alemania; Alemanha; Германия; 德国; ألمانيا"),
        ("IRN", "Irán (República Islámica del); Iran (République islamique d'); 伊朗（伊斯兰共和国）; Irã"),
        ("UZB", "Usbekistan; Ouzbékistan; Usbequistão; Uzbequistão; Узбекистан; 乌兹别克斯坦"),
        ("SGP", "Cingapura; Singapura; Singapur; Singapour; Сингапур; 新加坡"),
        ("PAK", "República Islâmica do Paquistão; Paquistão; Пакистан; 巴基斯坦; باكستان"),
        ("PSE", "Palestine; Palästina; Palestina; فلسطين; 巴勒斯坦国"),
        ("USA", "U.S.; U.S.A.; EE.UU.; EEUU; EUA; США; 美国"),
    ],
)  # fmt: skip
def test_countries_are_found_in_the_languages_of_the_united_nations_german_and_portuguese(
    names: AreaNames, area: str, called: str
) -> None:
    for name in called.split("; "):
        assert names.find(name).area == area, name


@pytest.mark.parametrize("name", ["Asie", "Monde", "Всего", "Südliches Afrika", "其他"])
def test_what_is_no_country_in_another_language_is_none_here(names: AreaNames, name: str) -> None:
    with pytest.raises(UnknownNameError):
        names.find(name)
