"""Which areas are countries and which lie in one, told by their levels: between and below, any level may be added."""

from collections.abc import Iterable, Mapping

from etl.figures.records import Area

COUNTRY = "country"  # the level of area_levels.csv that maps, rankings and groups are about


def is_country(area: Area) -> bool:
    """Whether an area is a country, whatever it is part of."""
    return area.level == COUNTRY


def country_of(area: Area, areas: Mapping[str, Area]) -> Area | None:
    """The country that an area is or lies in; None for the world and everything else that is wider."""
    found: Area | None = area
    while found is not None and not is_country(found):
        found = areas.get(found.parent)
    return found


def wholes_of(area: Area, areas: Mapping[str, Area]) -> list[str]:
    """The keys of all areas that an area is a part of, the next wider one first."""
    found: list[str] = []
    while area.parent and area.parent not in found:
        found.append(area.parent)
        area = areas[area.parent]
    return found


def is_within_country(area: Area, areas: Mapping[str, Area]) -> bool:
    """Whether an area is a part of a country, however deep."""
    return not is_country(area) and country_of(area, areas) is not None


def parts_by_whole(areas: Iterable[Area]) -> dict[str, list[Area]]:
    """The areas by the one that they are part of."""
    found: dict[str, list[Area]] = {}
    for area in areas:
        if area.parent:
            found.setdefault(area.parent, []).append(area)
    return found
