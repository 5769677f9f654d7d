"""Rules about keys: each is there once, each reference leads somewhere, and each source is used."""

import pandas as pd

from etl.figures.quoting import nearest_of, shown
from etl.package.contract import ForeignKey, Resource
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import not_empty, numbers_of, problems_at

MOST_PROPOSALS = 50  # unknown keys of a column for which the nearest one is looked up


def check(package: Package) -> list[Problem]:
    """Keys used twice, unknown keys, unused sources and sources that rest on each other."""
    problems: list[Problem] = []
    meant: set[str] = set()  # sources that an unknown key probably means
    for resource in package.contract.tables.values():
        problems += _keys_twice(package, resource)
        for key in resource.foreign_keys:
            if key.resource not in package.unreadable:
                found, nearest = _unknown_keys(package, resource.name, key)
                problems += found
                meant |= nearest if key.resource == "sources" else set()
    return problems + _unused_sources(package, meant) + _circles_of_sources(package)


def _keys_twice(package: Package, resource: Resource) -> list[Problem]:
    unique = {(column.name,) for column in resource.fields if column.unique}
    problems: list[Problem] = []
    for columns in sorted(unique | ({resource.primary_key} if resource.primary_key else set())):
        table = package.tables[resource.name]
        if not table.duplicated(list(columns)).any():
            continue
        whole = ~package.is_untyped(resource.name, *columns)
        for column in columns:
            cells = table[column]
            whole &= ~cells.isna().to_numpy(dtype=bool) & (not_empty(cells) if cells.dtype == "str" else True)
        judged = table[whole]
        again = judged.loc[judged.duplicated(list(columns)), list(columns)]
        first_lines = judged.groupby(list(columns))["line"].transform("first")[again.index]
        texts = [
            f"{' and '.join(columns)} {' and '.join(map(shown, key))} is already in line {line}; "
            "delete or rename one of them"
            for key, line in zip(again.itertuples(index=False, name=None), first_lines, strict=True)
        ]
        problems += problems_at(package, resource.name, again.index, "key-twice", texts)
    return problems


def _unknown_keys(package: Package, resource: str, key: ForeignKey) -> tuple[list[Problem], set[str]]:
    """Problems of one reference, and the keys proposed in them."""
    cells = package.tables[resource][key.field]
    keys = package.tables[key.resource][key.reference]
    rows = numbers_of(not_empty(cells) & ~cells.isin(keys).to_numpy())
    if not len(rows):
        return [], set()
    unknown = cells.iloc[rows]
    proposals = nearest_keys(unknown, keys)
    if key.resource == "areas":
        proposals = _areas_by_name(package, proposals)
    target = package.contract.tables[key.resource].paths[0]
    texts = []
    for cell in unknown:
        nearest = proposals.get(cell)
        advice = f"did you mean {shown(nearest)}?" if nearest else "correct it, or add the row there"
        texts.append(f"{key.field} is {shown(cell)}, which {target} does not have; {advice}")
    problems = problems_at(package, resource, rows, "key-unknown", texts)
    return problems, {nearest for nearest in proposals.values() if nearest}


def _areas_by_name(package: Package, proposals: dict[str, str]) -> dict[str, str]:
    """For each unknown area the one of that name or alias, or else the nearest key, or else the nearest name."""
    areas, aliases = package.tables["areas"], package.tables["aliases"]
    named = dict(zip(aliases["alias"].str.casefold(), aliases["area"], strict=True))
    named |= dict(zip(areas["name"].str.casefold(), areas["area"], strict=True))
    named.pop("", None)
    found = {}
    for cell, nearest in proposals.items():
        name = cell.casefold()
        found[cell] = named.get(name) or nearest or named.get(nearest_of(name, named), "")
    return found


def nearest_keys(unknown: "pd.Series[str]", keys: "pd.Series[str]") -> dict[str, str]:
    """The key that each unknown one is most like; empty where none is near."""
    known = [key for key in keys.unique() if key]
    some = unknown.unique()[:MOST_PROPOSALS]
    return {cell: nearest_of(cell, known) for cell in some}


def _unused_sources(package: Package, meant: set[str]) -> list[Problem]:
    referring = [
        (resource.name, key.field)
        for resource in package.contract.tables.values()
        for key in resource.foreign_keys
        if key.resource == "sources"
    ]
    if package.unreadable & {name for name, _ in referring}:
        return []
    used = {*meant, *package.tables["corrections"]["confirmed_by"]}
    for name, column in referring:
        table = package.tables[name]
        others = table if name != "sources" else table[table[column] != table["source"]]
        used |= set(others[column].unique())
    sources = package.tables["sources"]["source"]
    rows = numbers_of(not_empty(sources) & ~sources.isin(list(used)).to_numpy())
    texts = [
        f"nothing uses the source {shown(source)}; delete it, or add the statements that it makes"
        for source in sources.iloc[rows]
    ]
    return problems_at(package, "sources", rows, "source-unused", texts)


def _circles_of_sources(package: Package) -> list[Problem]:
    """Follow rests_on from every source; a circle is told once, at its first line."""
    sources = package.tables["sources"].drop_duplicates("source")
    rings = circles(dict(zip(sources["source"], sources["rests_on"], strict=True)))
    rows = sources.index[sources["source"].isin(list(rings))]
    texts = [
        f"{' rests on '.join(map(shown, rings[source]))}; empty one rests_on" for source in sources.loc[rows, "source"]
    ]
    return problems_at(package, "sources", rows, "rests-on-circle", texts)


def circles(next_of: dict[str, str]) -> dict[str, list[str]]:
    """The circles of a chain of keys, each under its first key in the order of the table, closed by that key."""
    order = {key: place for place, key in enumerate(next_of)}
    done: set[str] = set()
    found = {}
    for start in next_of:
        way: list[str] = []
        key = start
        while key in next_of and key not in done:
            done.add(key)
            way.append(key)
            key = next_of[key]
        if key in way:
            circle = way[way.index(key) :]
            place = circle.index(min(circle, key=order.__getitem__))
            ring = circle[place:] + circle[:place]
            found[ring[0]] = [*ring, ring[0]]
    return found
