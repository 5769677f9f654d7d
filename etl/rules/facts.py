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
        stated.setdefault((one.source, one.locator, one.year, one.area), []).append(one)
    for row, fact in enumerate(facts.itertuples()):
        there = stated.get((fact.source, fact.locator, fact.year, area_of.get(simple(fact.subject))), [])
        same = [one for one in there if one.unit == fact.unit]
        equal = [one for one in there if _is_number(fact.value) and one.value == float(fact.value)]
        if equal and not same:
            found = f"{package.path(equal[0].file)}:{equal[0].line} has that number of the same place, area and year"
            yield row, f"unit is {shown(fact.unit)}, but {found} in {equal[0].unit}; correct the one that is mistyped"
        numbers = {number for one in same for number in (one.value, *_printed(one))}
        if same and _is_number(fact.value) and float(fact.value) not in numbers:
            first = same[0]
            printed = shown(first.as_printed or f"{first.value:.10g} {fact.unit}")
            yield (
                row,
                f"value is {fact.value} {fact.unit}, but {package.path(first.file)}:{first.line} has {printed} of the "
                "same place, area and year; correct the one that is mistyped",
            )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _printed(statement: Any) -> list[float]:
    """The numbers that the printed text of a statement may be, but for other readings of its value."""
    printed = (readings_of(token) for token in re.findall(PRINTED_NUMBER, statement.as_printed))
    return [number for numbers in printed if statement.value not in numbers for number in numbers]
