"""Rules about facts: what an article says stands in the statements of the same article with the same number."""

import re
from collections.abc import Iterator
from typing import Any

from etl.figures.quoting import shown
from etl.method.printed_step import PRINTED_NUMBER
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.as_printed import readings_of
from etl.rules.found import problems_in


def check(package: Package) -> list[Problem]:
    """Facts whose number is another one than that of the statement which they speak of."""
    if {"statements", "areas"} & package.unreadable:
        return []
    return problems_in(package, "facts", "fact-unlike-statement", _unlike_statements(package))


def _unlike_statements(package: Package) -> Iterator[tuple[int, str]]:
    """Of the same area, year and unit at the same place of a source; what is printed there says which one is right."""
    facts, areas, statements = (package.tables[name] for name in ("facts", "areas", "statements"))
    area_of = dict(zip(map(simple, areas["name"]), areas["area"], strict=True))
    stated: dict[tuple[Any, ...], list[Any]] = {}
    for one in statements[statements["source"].isin(facts["source"])].itertuples():
        stated.setdefault((one.source, one.locator, one.year, one.unit, one.area), []).append(one)
    for row, fact in enumerate(facts.itertuples()):
        same = stated.get((fact.source, fact.locator, fact.year, fact.unit, area_of.get(simple(fact.subject))), [])
        numbers = {one.value for one in same} | {number for one in same for number in _printed(one.as_printed)}
        if same and re.fullmatch(r"\d+(\.\d+)?", fact.value) and float(fact.value) not in numbers:
            first = same[0]
            printed = shown(first.as_printed or f"{first.value:.10g} {fact.unit}")
            yield (
                row,
                f"value is {fact.value} {fact.unit}, but {package.path(first.file)}:{first.line} has {printed} of the "
                "same place, area and year; correct the one that is mistyped",
            )


def _printed(text: str) -> list[float]:
    """The numbers that a printed text may be."""
    return [number for token in re.findall(PRINTED_NUMBER, text) for number in readings_of(token)]
