"""Reads the text of a cell as what a recipe says that it is: an area, a year, a unit, a substance, ages, a word."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from etl.documents.area_names import AreaNames, UnknownNameError
from etl.documents.files.cells import SheetCell, without_footnote, year_of
from etl.figures import columns
from etl.figures.quoting import nearest_of, shown
from etl.method.units_in_use import is_unit
from etl.package.recipe import RecipeSettings
from etl.package.simple_names import simple

_AGES = re.compile(r"(?:aged? )?(\d{1,3})\s*(?:[-–—]|to)\s*(\d{1,3})(?: years?)?", re.IGNORECASE)
_AND_OVER = r"(?:\+|and (?:over|older|above))"
_FROM_AGE = re.compile(rf"(?:aged? )?(?:≥\s*(\d{{1,3}})|(\d{{1,3}})\s*{_AND_OVER})(?: years?)?", re.IGNORECASE)


class NoMeaningError(Exception):
    """A text that is not what a recipe says; the message is a clause with the remedy."""


class Meanings:
    """What texts mean, by the names of a data package."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], within: str = "") -> None:
        """within: the area outside which nothing is meant; empty where anything can be."""
        tell_apart = 'where it is with "within" in the recipe'
        self.areas = AreaNames(tables["areas"], tables["aliases"], "in the recipe", tell_apart, within)
        self._within = within
        self._substances = {simple(key): key for key in tables["substances"]["substance"]}
        self._substances |= _by_name(tables["substances"], "name") | _by_name(tables["substance-aliases"], "alias")
        self._cache: dict[tuple[str, SheetCell], RecipeSettings | str] = {}

    def read(self, holds: str, cell: SheetCell, text: str, words: Mapping[str, RecipeSettings]) -> RecipeSettings:
        """What a cell says when it holds something; its own words in the recipe come first.

        An empty text says nothing, unless the recipe has a word for it. Raises NoMeaningError.
        """
        for bare in _without_footnotes(text):
            if bare in words:
                return words[bare]
        if not text:
            return {}
        key = (holds, cell)
        if key not in self._cache:
            self._cache[key] = self._read(holds, cell, text)
        found = self._cache[key]
        if isinstance(found, str):
            raise NoMeaningError(found)
        return found

    def _read(self, holds: str, cell: SheetCell, text: str) -> RecipeSettings | str:
        """What the text says, or why it says nothing."""
        match holds:
            case "area":
                return self._area(text)
            case "year":
                year = year_of(cell)
                return f"{shown(text)} is no year" if year is None else {"year": str(year)}
            case "unit":
                return {"unit": text} if is_unit(text) else f"{shown(text)} is no unit of units.csv"
            case "substance":
                return self._substance(text)
            case "ages":
                return _ages(text)
            case "text":
                return {}
            case "words":
                return f"{shown(text)} is a word that the recipe does not have"
        known = columns.STATEMENT[holds].words
        if known and text not in known:
            return f"{shown(text)} is no word of {holds}; say in the recipe what it means"
        return {holds: text}

    def _area(self, text: str) -> RecipeSettings | str:
        try:
            return {"area": self.areas.find(text, self._within).area}
        except UnknownNameError as error:
            return str(error)

    def _substance(self, text: str) -> RecipeSettings | str:
        for bare in _without_footnotes(text):
            if found := self._substances.get(simple(bare)):
                return {"substance": found}
        nearest = nearest_of(simple(text), self._substances)
        advice = f"if it means {self._substances[nearest]}, add" if nearest else "add"
        return f"{shown(text)} is no substance here; {advice} it to substance_aliases.csv"


def _by_name(table: pd.DataFrame, column: str) -> dict[str, str]:
    return {simple(name): key for name, key in zip(table[column], table["substance"], strict=True)}


def _without_footnotes(text: str) -> Iterator[str]:
    """A text, then without the footnote marks at its end."""
    yield text
    while True:
        text, mark = without_footnote(text)
        if not mark:
            return
        yield text.strip()


def _ages(text: str) -> RecipeSettings | str:
    for bare in _without_footnotes(text):
        if found := _AGES.fullmatch(bare):
            return {"age_from": str(int(found[1])), "age_to": str(int(found[2]))}
        if found := _FROM_AGE.fullmatch(bare):
            return {"age_from": str(int(found[1] or found[2])), "age_to": "open"}
    return f"{shown(text)} is no span of ages, such as 15-64 or 12+"
