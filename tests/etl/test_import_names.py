"""Names in outside tables are found whatever their spelling, and an unknown one is never taken for another."""

import pandas as pd
import pytest
from data_folder import BUNDLED
from outside_tables import area_names

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


def test_a_country_of_iso_3166_that_is_no_area_yet_comes_with_the_line_to_add(names: AreaNames) -> None:
    with pytest.raises(UnknownNameError, match=r"is ECU in ISO 3166, .* add the line ECU,Ecuador,country,WLD,,,,"):
        names.find("Ecuador b")


def test_a_name_of_two_provinces_needs_its_country(names: AreaNames) -> None:
    with pytest.raises(UnknownNameError, match=r"can mean Amazonas \(CO-AMA\), Amazonas \(PE-AMA\).*--within"):
        names.find("Amazonas")
    assert names.find("Amazonas", within="PER").area == "PE-AMA"


def test_every_area_and_alias_of_the_data_is_found_and_means_one_area(names: AreaNames) -> None:
    package = extract(BUNDLED)
    aliases: pd.DataFrame = package.tables["aliases"]
    assert len(aliases)
    for alias, area in zip(aliases["alias"], aliases["area"], strict=True):
        assert names.find(alias).area == area
    for area, name in names.name_of.items():
        assert names.find(area).area == area
        assert names.find(name, within=names.parent_of[area]).area == area


def test_a_misspelt_country_that_is_no_area_yet_is_proposed_with_the_line_to_add(names: AreaNames) -> None:
    with pytest.raises(UnknownNameError) as told:
        names.find("Brasil")
    assert str(told.value) == (
        '"Brasil" is no area here; did you mean "Brazil" (BRA)? Then add the line BRA,Brazil,country,WLD,,,, to '
        'areas.csv, and "Brasil" to aliases.csv, or leave its row out with --skip'
    )


@pytest.mark.parametrize("word", ["Average", "Combined", "Other", "Overall", "Average of all countries", "Mean"])
def test_a_word_of_statistics_is_like_no_area(names: AreaNames, word: str) -> None:
    with pytest.raises(UnknownNameError) as told:
        names.find(word)
    assert "did you mean" not in str(told.value) and "--skip" in str(told.value)
