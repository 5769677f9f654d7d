"""Rules about annotations: each points at a number, and its text can be filled in."""

from collections.abc import Iterator
from datetime import date
from string import Formatter

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.quoting import shown
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.cells import year_fits
from etl.rules.found import numbers_of, problems_at, problems_in

PLACEHOLDERS = ("value", "unit", "year", "low", "high")


def check(package: Package, today: date) -> list[Problem]:
    """Annotations of nothing and texts that cannot be filled."""
    broken = problems_in(package, "annotations", "annotation-text-broken", _broken_texts(package))
    return [*_without_number(package, today), *broken]


def _without_number(package: Package, today: date) -> list[Problem]:
    """Not judged where a key is wrong in itself, which has been told."""
    annotations, statements = package.tables["annotations"], package.tables["statements"]
    if "statements" in package.unreadable or package.is_untyped("statements", "year").any():
        return []
    sound = annotations["year"].notna().to_numpy() & year_fits(annotations["year"], today)
    near = statements["year"].isin(annotations["year"]).to_numpy()
    for name, resource in (("indicator", "indicators"), ("area", "areas"), ("producer", "producers")):
        sound &= annotations[name].isin(package.tables[resource][name]).to_numpy()
        near &= statements[name].isin(annotations[name]).to_numpy()
    stated = set(statements.loc[near, list(OBSERVATION_KEY)].itertuples(index=False, name=None))
    keys = list(annotations[list(OBSERVATION_KEY)].itertuples(index=False, name=None))
    rows = [row for row in numbers_of(sound) if keys[row] not in stated]
    texts = [
        f"no statement is about {', '.join(str(part) for part in keys[row])}; correct it or add the statement"
        for row in rows
    ]
    return problems_at(package, "annotations", rows, "annotation-without-number", texts)


def _broken_texts(package: Package) -> Iterator[tuple[int, str]]:
    for row, template in enumerate(package.tables["annotations"]["text"]):
        if flaw := template_flaw(template):
            yield row, f"text is {shown(template)}; {flaw}"


def template_flaw(template: str) -> str:
    """What keeps a text from being filled in; empty if nothing does."""
    allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return "a brace has no partner; close it, or double it to show one"
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            return f"{shown('{' + name + '}')} cannot be filled in; use only {allowed}"
    return ""
