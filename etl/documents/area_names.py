"""Finds the area that a name in an outside table means: ISO 3166, the data's own names, and its table of aliases.

A name that is not known is never taken for a similar one; the error proposes the nearest ones instead.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.documents.files.cells import without_footnote
from etl.figures.quoting import shown
from etl.package.contract import PLACE
from etl.package.simple_names import simple

PROPOSALS = 3
LIKENESS = 0.7  # of a name that is proposed, 1 is the same
SHORT = 3  # letters; codes are as short, and one is like any other
# Words of statistics, which resemble a name by chance only.
_NO_NAME = re.compile(
    r"\b(?:average|mean|median|combined|others?|overall|sum|share|change|difference|per cent|percent|percentage|all"
    r"|rest|remaining|unknown|unspecified|notes?|sources?)\b"
)
MOST_PROPOSALS = 50  # unknown names for which the nearest ones are looked up


class UnknownNameError(Exception):
    """A name that means no area, or several; the message is a clause for the maintainer."""


@dataclass(frozen=True)
class Named:
    """The area that a name means; `footnote` is the mark that was taken off the name."""

    area: str
    footnote: str = ""


class AreaNames:
    """All names of the areas of a data package.

    areas: the tables areas and aliases of the package, as `etl.package.extract` gives them.
    """

    def __init__(self, areas: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self.name_of: dict[str, str] = dict(zip(areas["area"], areas["name"], strict=True))
        self.parent_of: dict[str, str] = dict(zip(areas["area"], areas["parent"], strict=True))
        self.parents = set(self.parent_of.values())
        self._areas_of: dict[str, set[str]] = {}  # by simple name
        self._codes: dict[str, str] = {}  # keys and ISO codes, which are written in one way only
        self._found: dict[tuple[str, str], Named | str] = {}  # or what to tell instead
        self._looked_up = 0
        self._shown: dict[str, tuple[str, str]] = {}  # simple name: name and area, for proposals
        self._elsewhere: dict[str, tuple[str, str]] = {}  # ISO names of countries that are no areas here
        for area, name in self.name_of.items():
            self._codes[area] = area
            self._add(name, area)
        for alias, area in zip(aliases["alias"], aliases["area"], strict=True):
            self._add(alias, area)
        self._add_iso_names()
        countries = [area for area in self.name_of if "-" not in area and self.parent_of[area]]
        levels = Counter(areas[areas["area"].isin(countries)][["level", "parent"]].itertuples(index=False, name=None))
        self._columns = [column for column in areas.columns if column not in PLACE]
        self._usual = levels.most_common(1)[0][0] if levels else ("country", "WLD")

    def _add(self, name: str, area: str) -> None:
        key = simple(name)
        if key:
            self._areas_of.setdefault(key, set()).add(area)
            self._shown.setdefault(key, (name, area))

    def _add_iso_names(self) -> None:
        import pycountry

        for country in pycountry.countries:
            known = country.alpha_3 in self.name_of
            if known:
                self._codes[country.alpha_2] = country.alpha_3
            for name in (country.alpha_3, *_variants(country)):
                if not known:
                    self._elsewhere.setdefault(simple(name), (country.name, country.alpha_3))
                elif name != country.alpha_3:
                    self._add(name, country.alpha_3)
        subdivisions: Any = pycountry.subdivisions
        for area in self.name_of:
            if "-" in area and (part := subdivisions.get(code=area)):
                self._add(part.name, area)

    def find(self, name: str, within: str = "") -> Named:
        """The area that a name means; of several, the one within an area. UnknownNameError tells the nearest ones."""
        key = (name, within)
        if key not in self._found:
            self._found[key] = self._find(name, within)
        found = self._found[key]
        if isinstance(found, str):
            raise UnknownNameError(found)
        return found

    def _find(self, name: str, within: str) -> Named | str:
        """The area, or what to tell of a name that means none or several."""
        several: set[str] = set()
        for bare, footnote in _readings(name):
            found = self._meant(bare)
            inside = {area for area in found if within in self.ancestors(area)} if within else set()
            if len(found) == 1 or len(inside) == 1:
                return Named(min(inside if len(inside) == 1 else found), footnote)
            several = several or found
        if several:
            choice = ", ".join(f"{self.name_of[area]} ({area})" for area in sorted(several))
            return f"{shown(name)} can mean {choice}; say where it is with --within"
        return f"{shown(name)} {self._advice(name)}"

    def knows(self, name: str) -> bool:
        """Whether a name means an area or several."""
        return any(self._meant(bare) for bare, _ in _readings(name))

    def _meant(self, name: str) -> set[str]:
        """The areas that a name means as it stands."""
        code = self._codes.get(name.strip())
        return {code} if code else self._areas_of.get(simple(name), set())

    def ancestors(self, area: str) -> list[str]:
        """The areas that an area lies in, the nearest first."""
        found = []
        while (area := self.parent_of.get(area, "")) and area not in found:
            found.append(area)
        return found

    def _row(self, area: str, name: str) -> str:
        """The row of areas.csv that adds a country of ISO 3166."""
        level, parent = self._usual
        known = {"area": area, "name": _quoted(name), "level": level, "parent": parent}
        return ",".join(known.get(column, "") for column in self._columns)

    def _advice(self, name: str) -> str:
        for bare, _ in _readings(name):
            if iso := self._elsewhere.get(simple(bare)):
                line = self._row(iso[1], iso[0])
                return f"is {iso[1]} in ISO 3166, which areas.csv does not have; add the line {line}"
        self._looked_up += 1
        nearest = self._nearest(simple(name)) if self._looked_up <= MOST_PROPOSALS else []
        if not nearest:
            return "is no area here; add it to aliases.csv with the key of its area, or leave its row out with --skip"
        proposals = " or ".join(f"{shown(found)} ({area})" for found, area in nearest)
        missing = [self._row(area, found) for found, area in nearest if area not in self.name_of]
        if_meant = " if it is that one" if len(nearest) > 1 else ""
        lines = f"the line {' or '.join(missing)} to areas.csv{if_meant}, and " if missing else ""
        advice = f"did you mean {proposals}? Then add {lines}{shown(name)} to aliases.csv"
        return f"is no area here; {advice}, or leave its row out with --skip"

    def _nearest(self, name: str) -> list[tuple[str, str]]:
        """Name and area of what a simple name is most like, also of countries that are no areas here yet."""
        if _NO_NAME.search(name):
            return []
        known = {key: found for key, found in (self._elsewhere | self._shown).items() if len(key) > SHORT}
        close = difflib.get_close_matches(name, known, PROPOSALS, LIKENESS)
        by_area: dict[str, tuple[str, str]] = {}
        for key in close:
            by_area.setdefault(known[key][1], known[key])
        return list(by_area.values())


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _variants(country: object) -> Iterator[str]:
    """The names of a country in ISO 3166, also with "Bolivia, Plurinational State of" turned round."""
    for kind in ("name", "official_name", "common_name"):
        name = getattr(country, kind, "")
        if not name:
            continue
        yield name
        first, comma, rest = name.partition(", ")
        if comma:
            yield f"{rest} {first}"


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """A name with less and less at its end taken for a footnote mark."""
    yield name, ""
    bare, marks = name, ""
    while True:
        bare, mark = without_footnote(bare)
        if not mark:
            break
        marks = f"{mark} {marks}".strip()
        yield bare, marks
    # A raised letter loses its place above the line when a cell is read as plain text: "Perub".
    if len(bare) > 4 and re.fullmatch(r"[a-z0-9]", bare[-1]) and not bare[-2].isspace():
        yield bare[:-1], f"{bare[-1]} {marks}".strip()
