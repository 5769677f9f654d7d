"""The words of the field in the bundled data say what tables of the field need."""

import pytest
from sample_data import BUNDLED

from etl.package.extract import Package, extract
from etl.package.simple_names import simple


@pytest.fixture(scope="module")
def package() -> Package:
    return extract(BUNDLED)


def _chain(package: Package, substance: str) -> list[str]:
    """A substance and everything that it is one of."""
    table = package.tables["substances"]
    parent = dict(zip(table["substance"], table["parent"], strict=True))
    found = [substance]
    while parent[found[-1]]:
        found.append(parent[found[-1]])
    return found


def _meant(package: Package, name: str) -> set[str]:
    substances, aliases = package.tables["substances"], package.tables["substance-aliases"]
    pairs = [*zip(substances["name"], substances["substance"], strict=True)]
    pairs += zip(aliases["alias"], aliases["substance"], strict=True)
    return {key for said, key in pairs if simple(said) == simple(name)}


@pytest.mark.parametrize(
    ("substance", "wider"),
    [
        ("heroin", ["opiates", "opioids", "any-drug"]),
        ("crack", ["cocaine", "cocaine-type", "any-drug"]),
        ("methamphetamine", ["amphetamines", "ats-without-ecstasy", "amphetamine-type-stimulants", "any-drug"]),
        ("cannabis-resin", ["cannabis", "any-drug"]),
        ("acetic-anhydride", ["precursors"]),
    ],
)
def test_a_substance_is_one_of_wider_ones(package: Package, substance: str, wider: list[str]) -> None:
    assert _chain(package, substance)[1:] == wider


@pytest.mark.parametrize(
    ("name", "substance"),
    [
        ("Marijuana (herb)", "cannabis-herb"),
        ("“Ecstasy”-type substances", "ecstasy"),
        ("Illicit morphine", "morphine"),
        ("Non-specified opioids", "unspecified-opioids"),
        ("Other illicit opioids", "other-opioids"),
        ("Lysergic acid diethylamide (LSD)", "lsd"),
        ("Acetic anhydride", "acetic-anhydride"),
    ],
)
def test_names_of_tables_mean_one_substance(package: Package, name: str, substance: str) -> None:
    assert _meant(package, name) == {substance}


def test_all_of_iso_3166_and_states_that_are_gone_are_areas(package: Package) -> None:
    areas = package.tables["areas"].set_index("area")
    countries = areas[areas["level"] == "country"]
    assert countries["to_year"].isna().sum() == 249 + 1  # and Kosovo
    gone = countries[countries["to_year"].notna()]["to_year"].astype(int).to_dict()
    assert gone == {"ANT": 2010, "CSK": 1992, "DDR": 1990, "SCG": 2006, "SUN": 1991, "XWG": 1990, "YUG": 1992}
    assert (areas.index[areas["parent"] == "USA"].str.startswith("US-")).sum() == 51


def test_every_country_of_the_un_is_in_one_region_and_no_state_that_is_gone_is_in_any(package: Package) -> None:
    groups, areas = package.tables["groups"], package.tables["areas"]
    regions = groups[groups["name"].str.endswith("(UN region)")]
    assert not regions["area"].duplicated().any()
    outside = set(areas.loc[areas["level"] == "country", "area"]) - set(regions["area"])
    gone = set(areas.loc[areas["to_year"].notna(), "area"])
    assert outside == {"ATA", "TWN", "XKX"} | gone
