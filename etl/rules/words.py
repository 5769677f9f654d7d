"""Rules about the words of the field: substances are a tree, and each of their names means one of them."""

from collections.abc import Iterator

from etl.figures.quoting import nearest_of, shown
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.found import problems_in
from etl.rules.references import circles


def check(package: Package) -> list[Problem]:
    """Substances that are inside themselves, and aliases that mean two of them."""
    return [
        *problems_in(package, "substances", "parent-wrong", _circles(package)),
        *problems_in(package, "substance-aliases", "alias-ambiguous", _aliases(package)),
        *problems_in(package, "words", "key-unknown", _meanings(package)),
    ]


def _meanings(package: Package) -> Iterator[tuple[int, str]]:
    """Words that mean a unit or substance which is not there, but nearly; others mean what no row is needed for."""
    table = package.tables["words"]
    for kind, resource, column in (("unit", "units", "unit"), ("substance", "substances", "substance")):
        if resource in package.unreadable:
            continue
        keys = set(package.tables[resource][column])
        means = table["means"].where((table["kind"] == kind).to_numpy(bool), "")
        once = means[~means.duplicated(keep=False) & ~means.isin([*keys, ""]).to_numpy(bool)]
        for row, meant in once.items():
            if nearest := nearest_of(meant, keys):
                yield (
                    int(str(row)),
                    f"means is {shown(meant)}, which {resource}.csv does not have; did you mean {shown(nearest)}?",
                )


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
