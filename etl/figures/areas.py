"""Areas: which are countries and which lie in one is told by their levels, of which any may be added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    area: str
    name: str
    level: str
    parent: str
    latitude: float | None
    longitude: float | None
    note: str
    parts: str = ""  # what its parts are called, in the plural; empty: as their level is
    from_year: int | None = None  # of a state that is gone, or came out of another; None: from the beginning
    to_year: int | None = None  # of a state that is gone; None: it exists
    became: str = ""  # keys of the areas that it was divided into or joined to, separated by blanks
    article: str = ""  # the, where its name takes that inside a sentence


@dataclass(frozen=True, slots=True)
class Level:
    level: str
    name: str
    plural: str
    rank: int


@dataclass(frozen=True, slots=True)
class Membership:
    """One area in one group, from and to a day (partial dates; empty: no date, or still a member)."""

    group: str
    name: str
    area: str
    begin: str
    end: str
    source: str


COUNTRY = "country"  # the level of area_levels.csv that maps, rankings and groups are about


def is_country(area: Area) -> bool:
    """Whether an area is a country, whatever it is part of."""
    return area.level == COUNTRY


def existed_in(area: Area, year: int) -> bool:
    """Whether there was such an area in a year: a state that is gone has its own years."""
    return (area.from_year or year) <= year <= (area.to_year or year)


def before(area: str, became: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of the areas out of which one came, with those out of which they came; `became` is what each became."""
    direct = [key for key, keys in became.items() if area in keys]
    return [*direct, *(older for key in direct for older in before(key, became) if older not in direct)]


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
