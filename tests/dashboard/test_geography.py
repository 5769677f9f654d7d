"""Outlines are those of the areas whose code they carry."""

from itertools import pairwise

import pytest

from etl.editions.reading import Edition

COUNTRIES = ("AFG", "COL", "MMR", "PER")


def _is_inside(longitude: float, latitude: float, rings: list[list[list[float]]]) -> bool:
    """Whether a ray from the point crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_an_outline_holds_the_point_of_its_area(edition: Edition, country: str) -> None:
    outlines = edition.outlines(country)
    known = [area for area in edition.areas.values() if area.area in outlines and area.longitude is not None]
    assert known
    for area in known:
        assert _is_inside(area.longitude or 0.0, area.latitude or 0.0, outlines[area.area]), area.name


@pytest.mark.parametrize("country", ["AFG", "COL", "PER"])
def test_every_part_with_figures_has_an_outline(edition: Edition, country: str) -> None:
    parts = {area.area for area in edition.areas.values() if area.parent == country}
    assert parts <= set(edition.outlines(country))


def test_an_outline_without_figures_has_its_name_in_iso_3166(edition: Edition) -> None:
    assert edition.outline_names["CO-TOL"] == "Tolima"
    assert edition.outline_names["PE-ARE"] == "Arequipa"
