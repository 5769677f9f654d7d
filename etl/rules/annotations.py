"""Rules about annotations, doubts and notes: each is of a number or series, and a text can be filled in."""

from collections.abc import Iterator
from datetime import date
from string import Formatter

from etl.figures.columns import OBSERVATION_KEY, SERIES_KEY
from etl.figures.quoting import shown
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.cells import year_fits
from etl.rules.found import numbers_of, problems_at, problems_in

_KEYS = (("indicator", "indicators"), ("area", "areas"), ("producer", "producers"))
PLACEHOLDERS = ("value", "unit", "year", "low", "high")


def check(package: Package, today: date) -> list[Problem]:
    """Annotations, doubts and notes of nothing, and texts that cannot be filled."""
    broken = problems_in(package, "annotations", "annotation-text-broken", _broken_texts(package))
    if "statements" in package.unreadable or package.is_untyped("statements", "year").any():
        return broken
    return [
        *broken,
        *_without_number(package, "annotations", "annotation-without-number", today),
        *_without_number(package, "doubts", "definition-idle", today),
        *problems_in(package, "series-notes", "definition-idle", _without_series(package)),
    ]


def _without_series(package: Package) -> Iterator[tuple[int, str]]:
    """Notes on no series; one that leaves a part of its key empty is of all series with the others."""
    notes, statements = package.tables["series-notes"], package.tables["statements"]
    some = statements[statements["indicator"].isin(notes["indicator"])]
    series = set(some[list(SERIES_KEY)].drop_duplicates().itertuples(index=False, name=None))
    known_keys = [{"", *package.tables[name][key]} for key, name in _KEYS]
    for row, key in enumerate(notes[list(SERIES_KEY)].itertuples(index=False, name=None)):
        known = all(part in keys for part, keys in zip(key, known_keys, strict=True))
        if known and not any(all(a in ("", b) for a, b in zip(key, each, strict=True)) for each in series):
            yield row, f"no statement is of the series {', '.join(filter(None, key))}; correct it or add the statement"


def _without_number(package: Package, resource: str, code: str, today: date) -> list[Problem]:
    """Not judged where a key is wrong in itself, which has been told."""
    annotations, statements = package.tables[resource], package.tables["statements"]
    sound = annotations["year"].notna().to_numpy() & year_fits(annotations["year"], today)
    near = statements["year"].isin(annotations["year"]).to_numpy()
    for name, target in _KEYS:
        sound &= annotations[name].isin(package.tables[target][name]).to_numpy()
        near &= statements[name].isin(annotations[name]).to_numpy()
    stated = set(statements.loc[near, list(OBSERVATION_KEY)].itertuples(index=False, name=None))
    keys = list(annotations[list(OBSERVATION_KEY)].itertuples(index=False, name=None))
    rows = [row for row in numbers_of(sound) if keys[row] not in stated]
    texts = [
        f"no statement is about {', '.join(str(part) for part in keys[row])}; correct it or add the statement"
        for row in rows
    ]
    return problems_at(package, resource, rows, code, texts)


def _broken_texts(package: Package) -> Iterator[tuple[int, str]]:
    for row, template in enumerate(package.tables["annotations"]["text"]):
        if template and (flaw := template_flaw(template)):
            yield row, f"text is {shown(template)}; {flaw}"


def template_flaw(template: str) -> str:
    """What keeps a text from being filled in; empty if nothing does."""
    allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return "a brace has no partner; close it, or double it to show one"
    names = [name for _, name, _, _ in parts if name is not None]
    if all(name in ("unit", "year") for name in names):
        return "it does not say its number; write {value} in it, or {low} and {high}"
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            return f"{shown('{' + name + '}')} cannot be filled in; use only {allowed}"
    return ""
