"""Finds the area that a name in an outside table means: ISO 3166, the data's own names, and its table of aliases.

A name that is not known is never taken for a similar one; the error proposes the nearest ones instead.
"""

import difflib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from etl.documents.files.cells import without_footnote
from etl.documents.prose.country_names import listed_names
from etl.figures.areas import COUNTRY, before
from etl.figures.quoting import shown
from etl.package.contract import PLACE
from etl.package.simple_names import simple

PROPOSALS = 3
LIKENESS = 0.83  # of a name that is proposed, where 1 is the same: Brasil is nearly Brazil, Tumaco in no way Putumayo
SHORT = 3  # letters; codes are as short, and one is like any other
# Words of statistics, which resemble a name by chance only, and of states that are gone: East Germany is not Germany.
_NO_NAME = re.compile(
    r"\b(?:average|mean|median|combined|others?|overall|sum|share|change|difference|per cent|percent|percentage|all"
    r"|rest|remaining|unknown|unspecified|notes?|sources?|former|formerly|ex|east|west)\b"
)
_EU_CODES = {"EL": "GRC", "UK": "GBR"}  # where the European Union writes others than ISO 3166
LONGEST_NAME = 5  # words of a name of a country that is looked for in a text
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

    areas, aliases: these tables of the package, as `etl.package.extract` gives them. only_within: an area outside which
    nothing is meant. leaving_out, telling_apart: how
    the maintainer leaves a row out, and says which of several areas a name means.
    """

    def __init__(
        self,
        areas: pd.DataFrame,
        aliases: pd.DataFrame,
        leaving_out: str = "with --skip",
        telling_apart: str = "where it is with --within",
        only_within: str = "",
    ) -> None:
        self._leave, self._tell_apart = f"leave its row out {leaving_out}", f"say {telling_apart}"
        self._alias_or_leave = f"add it to aliases.csv with the key of its area, or {self._leave}"
        self.name_of: dict[str, str] = dict(zip(areas["area"], areas["name"], strict=True))
        self.parent_of: dict[str, str] = dict(zip(areas["area"], areas["parent"], strict=True))
        self._years: dict[str, tuple[float, float]] = {}  # of areas that are gone, or are new
        if {"from_year", "to_year"} <= set(areas.columns):
            for area, first, last in zip(areas["area"], areas["from_year"], areas["to_year"], strict=True):
                if not (pd.isna(first) and pd.isna(last)):
                    ends = (-math.inf if pd.isna(first) else float(first), math.inf if pd.isna(last) else float(last))
                    self._years[area] = ends
        became = areas["became"] if "became" in areas.columns else [""] * len(areas)
        self._became = {area: keys.split() for area, keys in zip(areas["area"], became, strict=True) if keys}
        self._countries = set(areas["area"][areas["level"] == COUNTRY])
        self.parents = set(self.parent_of.values())
        self._areas_of: dict[str, set[str]] = {}  # by simple name
        self._own_names: dict[str, set[str]] = {}  # those of them that the data themselves say
        self._codes: dict[str, str] = {}  # keys and ISO codes, which are written in one way only
        self._only = only_within
        self._found: dict[tuple[str, str], Named | str] = {}  # or what to tell instead
        self._by_name: dict[str, tuple[str, set[str]]] = {}  # area that a name meant anywhere: it, and all it can mean
        self._looked_up = 0
        self._shown: dict[str, tuple[str, str]] = {}  # simple name: name and area, for proposals
        self._elsewhere: dict[str, tuple[str, str]] = {}  # ISO names of countries that are no areas here
        for area, name in self.name_of.items():
            self._codes[area] = area
            self._add(name, area)
        for alias, area in zip(aliases["alias"], aliases["area"], strict=True):
            self._add(alias, area)
        self._own_names = {name: set(meant) for name, meant in self._areas_of.items()}
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
                self._codes |= {code: area for code, area in _EU_CODES.items() if area == country.alpha_3}
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
        """The area that a name means; UnknownNameError tells the nearest ones.

        Of several it is the one within an area, else the one that the data themselves call so: Georgia is the country,
        and within the United States the state.
        """
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
            own = found & self._own_names.get(simple(bare), set())
            one = next((meant for meant in (inside, found, own) if len(meant) == 1), None)
            if one:
                if one is not inside and bare.strip() not in self._codes:
                    self._by_name.setdefault(min(one), (bare, self._named(bare)))
                return Named(min(one), footnote)
            several = several or found
        outside = {} if several else dict.fromkeys(each for bare, _ in _readings(name) for each in self._named(bare))
        if outside:
            meant = ", ".join(f"{self.name_of[area]} ({area})" for area in outside)
            within = f"{self.name_of[self._only]} ({self._only})"
            return f"{shown(name)} means {meant}, which is not within {within}; {self._alias_or_leave}"
        if several:
            choice = ", ".join(f"{self.name_of[area]} ({area})" for area in sorted(several))
            return f"{shown(name)} can mean {choice}; {self._tell_apart}"
        return f"{shown(name)} {self._advice(name)}"

    def odd_ones(self, areas: Collection[str]) -> Iterator[tuple[str, str]]:
        """Those of some areas, found by their names, that lie elsewhere than nearly all others, each with the reason.

        Among states of the United States "Georgia" is none of the country Georgia; among regions of Peru "Putumayo" is
        none of Colombia. Of a name of two places, one beside others of its own is enough to ask which is meant.
        """
        told = dict(self._odd_among_most(areas))
        for area in sorted(set(areas) & self._by_name.keys() - told.keys()):
            name, meant = self._by_name[area]
            for other in sorted(meant - {area}):
                beside = [each for each in areas if each != area and self._is_beside(each, other)]
                if beside:
                    there = (
                        f"but {self.name_of[beside[0]]} ({beside[0]}) is beside it, and {shown(name)} can mean {other}"
                    )
                    found = f"{shown(name)} is taken for {self.name_of[area]} ({area}), {there}"
                    told[area] = f"{found}; {self._tell_apart}, or {self._leave}"
        yield from sorted(told.items())

    def _is_beside(self, area: str, other: str) -> bool:
        """Whether two areas are parts of one country."""
        parent = self.parent_of.get(other, "")
        return bool(self.ancestors(parent)) and parent in self.ancestors(area)

    def _odd_among_most(self, areas: Collection[str]) -> Iterator[tuple[str, str]]:
        """Those that lie elsewhere than nearly all others, each with the reason."""
        parts = [area for area in areas if len(self.ancestors(area)) > 1]
        [(usual, count)] = Counter(map(self.parent_of.__getitem__, parts)).most_common(1) or [("", 0)]
        if count < 2 or count * 3 < len(parts) * 2:
            return
        for area in sorted(set(areas) & self._by_name.keys()):
            if usual in (area, *self.ancestors(area)) or area in self.ancestors(usual):
                continue
            name, meant = self._by_name[area]
            there = sorted(each for each in meant if usual in self.ancestors(each))
            found = f"{shown(name)} is taken for {self.name_of[area]} ({area}), but most others are parts of "
            of_it = f"{self.name_of[usual]} ({usual})"
            if there:
                found += f"{of_it}, where it means {there[0]}"
            elif area in parts:
                found += of_it
            else:
                continue
            yield area, f"{found}; {self._tell_apart}, or {self._leave}"

    def knows(self, name: str) -> bool:
        """Whether a name means an area or several."""
        return any(self._named(bare) for bare, _ in _readings(name))

    def _meant(self, name: str) -> set[str]:
        """The areas that a name means as it stands, of those that can be meant."""
        return {area for area in self._named(name) if not self._only or self._only in (area, *self.ancestors(area))}

    def _named(self, name: str) -> set[str]:
        """All areas that are called so."""
        code = self._codes.get(name.strip())
        key = simple(name)
        if code or key in self._areas_of or key in self._elsewhere:
            return {code} if code else self._areas_of.get(key, set())
        return {area for area in _countries_called().get(_key_of(key), ()) if area in self.name_of}

    def ancestors(self, area: str) -> list[str]:
        """The areas that an area lies in, the nearest first."""
        found = []
        while (area := self.parent_of.get(area, "")) and area not in found:
            found.append(area)
        return found

    def countries_in(self, text: str) -> set[str]:
        """The countries that a text names, be it among other words."""
        words = re.findall(r"[^\W\d_]+", text)
        spans = (words[first : first + length] for first in range(len(words)) for length in range(1, LONGEST_NAME + 1))
        names = {" ".join(span) for span in spans}
        named = (area for name in names if len(name) > SHORT for area in self._named(name))
        return {area for area in named if "-" not in area and self.parent_of.get(area)}

    def not_of(self, area: str, year: int) -> str:
        """Why a number of a year cannot be of an area, as a clause; empty where it can."""
        first, last = self._years.get(area, (-math.inf, math.inf))
        if first <= year <= last or self.not_yet(area, year):
            return ""
        ends = [f"from {first:.0f}" if first > -math.inf else "", f"to {last:.0f}" if last < math.inf else ""]
        later = " or ".join(self._became.get(area, ())) if year > last else ""
        told = f" (then {later})" if later else ""
        return f"{self.name_of[area]} ({area}) is an area only {' '.join(filter(None, ends))}{told}"

    def not_yet(self, area: str, year: int) -> str:
        """What is doubtful of a number of a year before a state of today came to be, as a sentence; else empty.

        It can be of the land, as tables have it that are made afterwards, or of the state to which that belonged.
        """
        first, last = self._years.get(area, (-math.inf, math.inf))
        if area not in self._countries or last < math.inf or year >= first:
            return ""
        older = [f"{self.name_of[key]} ({key})" for key in before(area, self._became) if not self.not_of(key, year)]
        of_it = f", and its land was part of {' or '.join(older)}" if older else ""
        of_today = f"{self.name_of[area]} ({area}) is a state only from {first:.0f}{of_it}"
        return f"{of_today}; look up whether numbers before are of the land as it is today, or leave them out"

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
            return f"is no area here; {self._alias_or_leave}"
        proposals = " or ".join(f"{shown(found)} ({area})" for found, area in nearest)
        missing = [self._row(area, found) for found, area in nearest if area not in self.name_of]
        if_meant = " if it is that one" if len(nearest) > 1 else ""
        lines = f"the line {' or '.join(missing)} to areas.csv{if_meant}, and " if missing else ""
        advice = f"did you mean {proposals}? Then add {lines}{shown(name)} to aliases.csv"
        return f"is no area here; {advice}, or {self._leave}"

    def _nearest(self, name: str) -> list[tuple[str, str]]:
        """Name and area of what a simple name is most like, also of countries that are no areas here yet."""
        if _NO_NAME.search(name):
            return []
        known = {
            key: found
            for key, found in (self._elsewhere | self._shown).items()
            if len(key) > SHORT and (not self._only or self._only in (found[1], *self.ancestors(found[1])))
        }
        close = difflib.get_close_matches(name, known, PROPOSALS, LIKENESS)
        by_area: dict[str, tuple[str, str]] = {}
        for key in close:
            by_area.setdefault(known[key][1], known[key])
        return list(by_area.values())


_SMALL_WORDS = frozenset(
    (
        *("of", "and", "the", "de", "del", "la", "las", "los", "el", "y", "et", "du", "des", "le", "les", "d", "l"),
        *("do", "da", "dos", "das", "und", "der", "die", "e"),
    )
)


def _key_of(name: str) -> str:
    """A simple name in one word, without the small ones that are put in or left out: of, de, du."""
    return "".join(word for word in name.split() if word not in _SMALL_WORDS)


@cache
def _countries_called() -> dict[str, frozenset[str]]:
    """The countries that a name means in any of the languages that are read."""
    found: dict[str, set[str]] = {}
    for name, area in listed_names():
        found.setdefault(_key_of(simple(name)), set()).add(area)
    return {name: frozenset(areas) for name, areas in found.items() if name}


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
