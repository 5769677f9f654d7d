"""A name is of one place: within an area, never of its whole or of a state that came after."""

from pathlib import Path

import pytest
from importing import POPPY, numbers, of_text


@pytest.mark.parametrize("name", ["Bolívar", "Colombia", "CO-NAR", "Nariño", "Myanmar"])
def test_nothing_outside_the_area_of_within_is_meant(tmp_path: Path, name: str) -> None:
    text = f"Province,2022\n{name},300\nCusco,16009\n"
    output = of_text(tmp_path, text, within="PER", indicator="coca-bush-cultivation", unit="hectares")
    assert numbers(output) == ["B3 PE-CUS 2022 16,009 hectares"]
    assert f'error: A2: "{name}" means ' in output and "which is not within Peru (PER)" in output


@pytest.mark.parametrize(
    ("name", "others", "area", "told"),
    [
        ("Georgia", ["Texas", "Utah", "Ohio"], "US-GA", "where it means US-GA"),
        ("Putumayo", ["Cusco", "Puno", "Loreto"], "", "most others are parts of Peru (PER)"),
        ("Amazonas", ["Nariño", "Cauca", "Caquetá"], "CO-AMA", '"Amazonas" can mean'),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_is_of_a_place_where_the_others_are_or_stops_the_import(
    tmp_path: Path, name: str, others: list[str], area: str, told: str, is_first: bool
) -> None:
    rows = "".join(f"{each},5\n" for each in ([name, *others] if is_first else [*others, name]))
    output = of_text(tmp_path, f"Area,2022\n{rows}", indicator="coca-bush-cultivation", unit="hectares")
    found = [line.split()[1] for line in numbers(output)]
    assert told in output or (area in found and "no errors" in output)


@pytest.mark.parametrize(
    ("others", "is_asked"),
    [
        (["California"], True),
        (["Albania", "Texas"], True),
        (["Armenia", "Turkey", "Utah"], True),
        (["Armenia", "Turkey"], False),
        (["United States", "Armenia"], False),
        (["Nariño", "Cauca", "Ohio"], True),
    ],
)
def test_a_name_of_two_places_beside_a_part_of_either_is_asked_for(
    tmp_path: Path, others: list[str], is_asked: bool
) -> None:
    rows = "".join(f"{each},5\n" for each in ["Georgia", *others])
    output = of_text(tmp_path, f"Area,2022\n{rows}", indicator="coca-bush-cultivation", unit="hectares")
    assert is_asked == ('"Georgia" is taken for Georgia (GEO), but' in output) == ("--within" in output)


@pytest.mark.parametrize("name", ["South Africa", "Central African Republic", "American Samoa", "South Sudan", "Oman"])
def test_a_country_is_a_country_whatever_words_its_name_has(tmp_path: Path, name: str) -> None:
    output = of_text(tmp_path, f"Country,2022\nAfghanistan,233000\n{name},120\nAsia,5\n", **POPPY)
    assert len(numbers(output)) == 2 and f'"{name}"' not in output
    assert '"Asia" is a total; not imported' in output


@pytest.mark.parametrize(
    "gone", ["Soviet Union", "East Germany", "Yugoslavia (former)", "Former Czechoslovakia", "USSR"]
)
def test_a_state_that_is_gone_never_becomes_its_successor(tmp_path: Path, gone: str) -> None:
    output = of_text(tmp_path, f"Country,1990,2001\n{gone},10,20\n", **POPPY)
    [number] = numbers(output)
    assert number.split()[1] in ("SUN", "DDR", "YUG", "CSK") and number.split()[2] == "1990"
    assert "so no number of 2001 is of it" in output and "(then " in output


def test_an_unknown_state_of_the_past_is_not_proposed_to_be_another(tmp_path: Path) -> None:
    assert "did you mean" not in of_text(tmp_path, "Country,1990\nFormer Germanie,10\n", **POPPY)
