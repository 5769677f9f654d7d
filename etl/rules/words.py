"""Rules about the words of the field.

Substances are a tree, and each of their names means one of them. Words by which texts are read are of a kind, which
says what they can mean (`word_kinds.csv` beside this file).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from etl.figures.beside import rows_beside
from etl.figures.quoting import nearest_of, shown
from etl.figures.vocabulary.indicators import Measure
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.found import numbers_of, problems_at, problems_in
from etl.rules.references import about_key, circles

FEW = 2  # meanings of a kind that are no keys: more than anybody mistypes at once, so that the package lacks the rows

_KINDS = {row["kind"]: row for row in rows_beside("etl.rules", "word_kinds.csv")}
_KEY_OF = {"units": "unit", "substances": "substance", "areas": "area", "producers": "producer"}
_KEY = re.compile("[A-Za-z0-9][A-Za-z0-9-]*")  # one of another form is told as that
_NUMBER = re.compile(r"\d+(\.\d+)?")


def check(package: Package) -> list[Problem]:
    """Substances that are inside themselves, aliases that mean two of them, and words that mean nothing."""
    return [
        *problems_in(package, "substances", "parent-wrong", _circles(package)),
        *problems_in(package, "substance-aliases", "alias-ambiguous", _aliases(package)),
        *problems_in(package, "words", "value-not-in-list", _kinds(package)),
        *(
            problem
            for code, row, text, about in _meanings(package)
            for problem in problems_at(package, "words", [row], code, [text], about)
        ),
    ]


def _kinds(package: Package) -> Iterator[tuple[int, str]]:
    """Words of a kind that no text is read by."""
    for row, kind in enumerate(package.tables["words"]["kind"].tolist()):
        if kind and kind not in _KINDS and _KEY.fullmatch(kind):
            nearest = nearest_of(kind, _KINDS)
            advice = f"did you mean {shown(nearest)}?" if nearest else "data/README.md lists the kinds"
            yield row, f"kind is {shown(kind)}, which is none of words; {advice}"


def _meanings(package: Package) -> Iterator[tuple[str, int, str, str]]:
    """Code, row, text and cause of words that mean something which words of their kind cannot mean."""
    table = package.tables["words"]
    for row, (kind, means) in enumerate(zip(table["kind"].tolist(), table["means"].tolist(), strict=True)):
        if kind in _KINDS and (advice := _advice(kind, means)):
            yield "value-not-in-list", row, f"means is {shown(means)} for a {kind}; {advice}", ""
    for kind, row, means, resource, keys in _strange_keys(package):
        nearest = nearest_of(means, keys)
        advice = f"did you mean {shown(nearest)}?" if nearest else f"correct the {kind}, or add the row there"
        text = f"means is {shown(means)}, which {resource}.csv does not have; {advice}"
        yield "key-unknown", row, text, about_key(resource, means)


@lru_cache(10_000)  # many words mean the same
def _advice(kind: str, means: str) -> str:
    """What to write instead of a meaning; empty where it is one of the words of its kind, or may be right."""
    takes, words = _KINDS[kind]["takes"], _KINDS[kind]["words"]
    if means in words.split("|"):
        return ""
    if takes == "nothing":
        if not means:
            return ""
        return f"use one of: {words.replace('|', ', ')}, or empty it" if words else "empty it"
    if takes == "number":
        return "" if _NUMBER.fullmatch(means) else "write a number in plain digits, such as 12 or 0.5"
    if takes == "words" or (takes == "measures" and means not in set(Measure)):
        return f"use one of: {', '.join([*(Measure if takes == 'measures' else ()), *words.split('|')])}"
    return ""


def _strange_keys(package: Package) -> Iterator[tuple[str, int, str, str, set[str]]]:
    """Kind, row, meaning, table and its keys, where a kind has few meanings that are no keys of its table.

    A package may lack many of them: nothing is wrong then with words for what it has no figures of.
    """
    table = package.tables["words"]
    for kind, rule in _KINDS.items():
        resource = rule["takes"]
        if resource not in _KEY_OF or resource in package.unreadable:
            continue
        keys = set(package.tables[resource][_KEY_OF[resource]])
        rows = numbers_of((table["kind"] == kind) & ~table["means"].isin([*keys, *rule["words"].split("|")]))
        if len(rows) <= FEW:
            yield from ((kind, int(row), table["means"].iloc[row], resource, keys) for row in rows)


def _circles(package: Package) -> Iterator[tuple[int, str]]:
    table = package.tables["substances"]
    rings = circles(dict(zip(table["substance"], table["parent"], strict=True)))
    for row, substance in enumerate(table["substance"]):
        if substance in rings:
            yield row, f"{shown(substance)} is {' in '.join(map(shown, rings.pop(substance)))}; empty one parent"


def _aliases(package: Package) -> Iterator[tuple[int, str]]:
    """An alias means one substance, in the form in which names are compared."""
    table, aliases = package.tables["substances"], package.tables["substance-aliases"]
    meant: dict[str, set[str]] = {}
    for names, keys in (
        (table["substance"], table["substance"]),
        (table["name"], table["substance"]),
        (aliases["alias"], aliases["substance"]),
    ):
        for name, key in zip(names, keys, strict=True):
            meant.setdefault(simple(name), set()).add(key)
    for row, (alias, key) in enumerate(zip(aliases["alias"], aliases["substance"], strict=True)):
        if others := sorted(meant[simple(alias)] - {key}):
            yield row, f"{shown(alias)} means {shown(key)} here, but also {shown(others[0])}; delete or correct it"
