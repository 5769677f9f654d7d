"""Tells what the numbers of a sheet measure: indicator, unit and producer, and from where that is known.

Each answer names its place, because the maintainer has to be able to see it; what is not clear is an error that says
which option settles it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from etl.figures.quoting import shown
from etl.method.units import UnitError, factor, is_unit
from etl.package.simple_names import simple

_FILLING = frozenset(["of", "the", "in", "and", "for"])
_THOUSANDS = re.compile(r"(?:['’]000s?|1[,. ]?000s?|thousands?(?: of)?)\s+(?=\D)", re.IGNORECASE)
_DOLLARS = re.compile(r"US\s?\$|\$\s?US|US dollars?|USD", re.IGNORECASE)

Texts = list[tuple[str, str]]  # place and text


class UnclearError(Exception):
    """What a sheet measures cannot be told; the message is a sentence with the option that settles it."""


class Understood(NamedTuple):
    """A key or unit and how it is known."""

    word: str
    origin: str


def indicator_of(given: str, texts: Texts, source_title: str, indicators: pd.DataFrame) -> Understood:
    """The indicator: as given, or the one that the sheet's or else the source's title names."""
    keys = indicators["indicator"].tolist()
    if given:
        if given not in keys:
            raise UnclearError(f"--indicator {given} is not in indicators.csv; use one of {', '.join(keys)}, or add it")
        return Understood(given, "--indicator")
    phrases = {key: _words(name) for key, name in zip(keys, indicators["name"], strict=True)}
    places = [*texts, ("the title of the source", source_title)]
    for place, text in places:
        named = _named_in(_words(text), phrases)
        if len(named) == 1:
            return Understood(named[0], f"{place} {shown(text)}")
        if named:
            raise UnclearError(f"{place} {shown(text)} can mean {' or '.join(named)}; say which with --indicator")
    raise UnclearError(f"no title says what is measured; say it with --indicator, one of {', '.join(keys)}")


def _words(text: str) -> frozenset[str]:
    return frozenset(simple(text).split()) - _FILLING


def _named_in(words: frozenset[str], phrases: dict[str, frozenset[str]]) -> list[str]:
    """The indicators of which all words are there, by the name or by the key, those with most words."""
    scores = {}
    for key, name in phrases.items():
        sizes = [len(phrase) for phrase in (name, _words(key)) if phrase and phrase <= words]
        if sizes:
            scores[key] = max(sizes)
    return [key for key, size in scores.items() if size == max(scores.values())]


def producer_of(given: str, source: str, publisher: str, stated: list[str], producers: pd.DataFrame) -> Understood:
    """The producer: as given, or that of all statements of the source, or the one that the source is called after."""
    keys = producers["producer"].tolist()
    if given:
        if given not in keys:
            raise UnclearError(f"--producer {given} is not in producers.csv; use one of {', '.join(keys)}, or add it")
        return Understood(given, "--producer")
    if len(stated) == 1:
        return Understood(stated[0], "as all statements of the source")
    named = [
        key
        for key, name, short in zip(keys, producers["name"], producers["short_name"], strict=True)
        if simple(publisher) in {simple(name), simple(short)} - {""}
    ]
    if not stated and len(named) == 1:
        return Understood(named[0], f"the publisher of the source, {shown(publisher)}")
    parts = [key for key in keys if key in source.split("-")]
    if not stated and len(parts) == 1:
        return Understood(parts[0], "the key of the source")
    raise UnclearError(f"nothing says who made the estimates; say it with --producer, one of {', '.join(keys)}")


def unit_of(given: str, texts: Texts, wanted: str) -> Understood | None:
    """The unit of all numbers: as given, or the one that the sheet names and that converts to the wanted one."""
    if given:
        try:
            return Understood(_canonical(given, wanted), "--unit")
        except UnitError as error:
            raise UnclearError(f"--unit {given} is not usable: {error}") from None
    found = [(place, text, unit) for place, text in texts if (unit := _unit_in(text, wanted))]
    others = [(place, unit) for place, _, unit in found if factor(unit, wanted) != factor(found[0][2], wanted)]
    if others:
        places = f"{found[0][2]} in {found[0][0]} and {others[0][1]} in {others[0][0]}"
        raise UnclearError(f"the sheet names two units ({places}); say which with --unit")
    return Understood(found[0][2], f"{found[0][0]} {shown(found[0][1])}") if found else None


def unit_in_cell(text: str, wanted: str) -> str:
    """The unit that a cell of a unit column names; empty where it names none that converts to the wanted one."""
    return _usable(text, wanted, shortest=1)


def _unit_in(text: str, wanted: str) -> str:
    """The unit in brackets, after "in", after a comma or alone; empty if there is none."""
    pieces = re.findall(r"[(\[]([^()\[\]]+)[)\]]", text)
    pieces += re.findall(r"\bin ([^,;()]+)", text)
    pieces += [text, *re.split(r"[,;:–—]\s", text)[1:]]
    return next((unit for piece in pieces if (unit := _usable(piece, wanted))), "")


def _usable(piece: str, wanted: str, shortest: int = 2) -> str:
    """The longest beginning of a text that is a unit which converts to the wanted one."""
    for unit in _beginnings(piece):
        # One letter in brackets is rather a footnote; only the ton is written so in titles.
        if len(unit) < shortest and unit != "t":
            continue
        try:
            return _canonical(unit, wanted)
        except UnitError:
            continue
    return ""


def _beginnings(piece: str) -> Iterator[str]:
    """The first words of a text in the form of units, the longest beginning first."""
    text = re.sub(r"\bper\b", "/", _DOLLARS.sub("USD", _THOUSANDS.sub("thousand ", piece.strip())))
    words = re.sub(r"\s*/\s*", "/", text).removeprefix("in ").removeprefix("In ").split()
    for length in range(min(len(words), 4), 0, -1):
        yield " ".join(words[:length]).strip(".,:;").lower()


@lru_cache(maxsize=4096)
def conversion(text: str, other: str) -> float | None:
    """What a number in the unit of one cell is multiplied by to be in that of another; None where it does not convert.

    The same words convert whatever they mean.
    """
    if text == other:
        return 1.0
    wanted = next((unit for unit in _beginnings(other) if is_unit(unit)), "")
    given = unit_in_cell(text, wanted) if wanted else ""
    return factor(given, wanted) if given else None


def _canonical(unit: str, wanted: str) -> str:
    """The wanted unit itself where the two are the same; UnitError where one does not convert."""
    return wanted if factor(unit, wanted) == 1.0 else unit
