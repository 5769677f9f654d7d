"""Rules about keys: each is there once, each reference leads somewhere, and each source is used."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from etl.figures.columns import SOURCE
from etl.figures.quoting import nearest_of, shown
from etl.package.contract import Resource
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.found import not_empty, numbers_of, problems_at, problems_in

_WELL_FORMED = re.compile(SOURCE["source"].pattern)  # as every key that others name is written
MOST_PROPOSALS = 50  # unknown keys of a column for which the nearest one is looked up
SCATTERED = 10  # cells that name a key which is not there: more than anybody mistypes, so that its row is gone


_LABELLED = ("producers", "estimators")  # tables whose rows have short names


@dataclass(frozen=True)
class _Reference:
    """A column whose cells name rows of another table; `otherwise` is what to do where no key is near."""

    resource: str
    column: str
    target: str
    key: str
    otherwise: str = "correct it, or add the row there"

    def unknown(self, package: Package) -> set[str]:
        """The cells that are no key."""
        return {*package.texts[self.resource, self.column]} - {"", *package.texts[self.target, self.key]}


# One word with a hyphen is the key of a source; everything else names a person or a role.
_CONFIRMED = _Reference("corrections", "confirmed_by", "sources", "source", "correct it, or say who confirms it")
_LIKE_A_KEY = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)+")


def check(package: Package) -> list[Problem]:
    """Keys used twice, unknown keys, unused sources and sources that rest on each other."""
    resources = package.contract.tables.values()
    problems = [problem for resource in resources for problem in _keys_twice(package, resource)]
    for labelled in _LABELLED:
        problems += problems_in(package, labelled, "key-twice", _labels_twice(package.tables[labelled]))
    references = [
        *(
            _Reference(table.name, key.field, key.resource, key.reference)
            for table in resources
            for key in table.foreign_keys
        ),
        _CONFIRMED,
    ]
    unused = _unused_sources(package)
    for target in package.contract.tables.keys() - package.unreadable:
        leading = [reference for reference in references if reference.target == target]
        found, meant = _unknown_keys(package, leading, unused if target == "sources" else [])
        problems += found
        unused = [source for source in unused if source not in meant]
    return (
        problems + _told_as_unused(package, unused) + _circles_of_sources(package) + _addresses_twice(package, unused)
    )


def _keys_twice(package: Package, resource: Resource) -> list[Problem]:
    """Rows whose key, or another cell that is unique, is there already; of a row that is there whole, its key alone."""
    unique = sorted({(column.name,) for column in resource.fields if column.unique} - {resource.primary_key})
    problems: list[Problem] = []
    told: set[int] = set()
    for columns in [*filter(None, [resource.primary_key]), *unique]:
        table = package.tables[resource.name]
        if not table.duplicated(list(columns)).any():
            continue
        whole = ~package.is_untyped(resource.name, *columns)
        for column in columns:
            cells = table[column]
            whole &= ~cells.isna().to_numpy(dtype=bool) & (not_empty(cells) if cells.dtype == "str" else True)
        judged = table[whole]
        again = judged.loc[judged.duplicated(list(columns)) & ~judged.index.isin(list(told)), list(columns)]
        told |= set(again.index)
        firsts = judged.groupby(list(columns))[["file", "line"]].transform("first").loc[again.index]
        places = [
            f"line {line}" if file == first else f"{package.path(first)}:{line}"
            for file, first, line in zip(judged["file"][again.index], firsts["file"], firsts["line"], strict=True)
        ]
        texts = [
            f"{' and '.join(columns)} {' and '.join(map(shown, key))} is already in {place}; "
            "delete one of them, or give it another"
            for key, place in zip(again.itertuples(index=False, name=None), places, strict=True)
        ]
        problems += problems_at(package, resource.name, again.index, "key-twice", texts)
    return problems


def _labels_twice(table: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Rows with the short name, or a short name that is the name, of another row: readers could not tell them apart."""
    names = [*zip(table["line"], table["name"], strict=True), *zip(table["line"], table["short_name"], strict=True)]
    lines: dict[str, int] = {}
    for line, name in names[: len(table)]:
        lines.setdefault(simple(name), line)
    for row, (line, name) in enumerate(names[len(table) :]):
        if name and (first := lines.setdefault(simple(name), line)) != line:
            yield row, f"short_name {shown(name)} is already in line {first}; correct one"


def _unknown_keys(package: Package, leading: list[_Reference], unused: list[str]) -> tuple[list[Problem], set[str]]:
    """Problems of all references to one table, those of one unknown key about the same, and the keys proposed in them.

    unused: keys of that table that nothing names, although each should be named.
    """
    places: dict[str, list[tuple[_Reference, int]]] = defaultdict(list)
    for reference in leading:
        unknown = reference.unknown(package)
        if reference is _CONFIRMED:
            unknown = {cell for cell in unknown if _LIKE_A_KEY.fullmatch(cell)}
        if unknown:
            cells = package.tables[reference.resource][reference.column]
            for row in numbers_of(cells.isin(list(unknown))):
                places[cells.iloc[row]].append((reference, row))
    if not places:
        return [], set()
    target = leading[0].target
    keys = package.tables[target][leading[0].key]
    mistyped = mistyped_keys(keys)
    unnamed = unused or _unnamed(package, leading, keys)
    proposals = nearest_keys(pd.Series([*places]), keys)
    named = _areas_by_name(package) if target == "areas" else {}
    problems: list[Problem] = []
    meant: set[str] = set()
    for cell, found in places.items():
        is_gone = len(found) >= SCATTERED or len({reference.resource for reference, _ in found}) > 1
        if defined := nearest_of(cell, mistyped):
            meant.add(defined)
            continue  # the key that is meant is mistyped where it is defined, which is told there
        nearest = named.get(simple(cell)) or proposals.get(cell, "")
        if not nearest and named:
            nearest = named.get(nearest_of(simple(cell), named), "")
        is_another = is_gone and simple(cell) not in {simple(nearest), *named}
        renamed = nearest_of(cell, unnamed) or (unused[0] if is_gone and len(unused) == 1 else "")
        meant |= {renamed if renamed and is_gone else nearest}
        rows_of: dict[_Reference, list[int]] = defaultdict(list)
        for reference, row in found:
            rows_of[reference].append(row)
        for reference, rows in rows_of.items():
            if is_another and renamed:
                advice = (
                    f"if that is {shown(renamed)} now, give it its old key again and run "
                    f"`python -m etl rename {cell} {renamed}`"
                )
            elif is_another:
                advice = "restore its row there"
            else:
                advice = f"did you mean {shown(nearest)}?" if nearest else reference.otherwise
            file = package.contract.tables[target].paths[0]
            text = f"{reference.column} is {shown(cell)}, which {file} does not have; {advice}"
            texts = [text] * len(rows)
            problems += problems_at(package, reference.resource, rows, "key-unknown", texts, about_key(target, cell))
    return problems, meant


def _unnamed(package: Package, leading: list[_Reference], keys: "pd.Series[str]") -> list[str]:
    """The keys of a table that no reference leads to: one of them may be the new name of a key that is gone."""
    named = {cell for each in leading for cell in package.texts[each.resource, each.column]}
    return [key for key in keys.unique() if key and key not in named]


def _areas_by_name(package: Package) -> dict[str, str]:
    """The areas by the plain forms of their names and aliases."""
    areas, aliases = package.tables["areas"], package.tables["aliases"]
    named = dict(zip(map(simple, aliases["alias"]), aliases["area"], strict=True))
    named |= dict(zip(map(simple, areas["name"]), areas["area"], strict=True))
    return {name: area for name, area in named.items() if name}


def about_key(target: str, key: str) -> str:
    """What all problems are about that come from one key which a table does not have."""
    return f"{target} {key}"


def mistyped_keys(keys: "pd.Series[str]") -> list[str]:
    """The keys that are not written as keys are: that is told there, and of none that was meant to name one of them."""
    return [key for key in keys.unique() if key and not _WELL_FORMED.fullmatch(key)]


def nearest_keys(unknown: "pd.Series[str]", keys: "pd.Series[str]") -> dict[str, str]:
    """The key that each unknown one is most like; empty where none is near."""
    known = [key for key in keys.unique() if key]
    some = unknown.unique()[:MOST_PROPOSALS]
    return {cell: nearest_of(cell, known) for cell in some}


def _unused_sources(package: Package) -> list[str]:
    """The sources that nothing names; none where tables that may name them lack rows."""
    referring = [
        (resource.name, key.field)
        for resource in package.contract.tables.values()
        for key in resource.foreign_keys
        if key.resource == "sources"
    ]
    required = {
        (table.name, field.name)
        for table in package.contract.tables.values()
        for field in table.fields
        if field.required
    }
    # Where a row has lost its source, that is told, and which one it was is not known.
    if package.unreadable & {name for name, _ in referring} or any(
        each in required and "" in package.texts[each] for each in referring
    ):
        return []
    used = set(package.tables["corrections"]["confirmed_by"])
    for name, column in referring:
        table = package.tables[name]
        others = table if name != "sources" else table[table[column] != table["source"]]
        used |= set(others[column].unique())
    return [source for source in package.tables["sources"]["source"].unique() if source and source not in used]


def _told_as_unused(package: Package, unused: list[str]) -> list[Problem]:
    sources = package.tables["sources"]["source"]
    rows = numbers_of(sources.isin(unused))
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


def _addresses_twice(package: Package, unused: list[str]) -> list[Problem]:
    """Two publications at one address: one was copied with the row, or the two are one; not of unused ones."""
    sources = package.tables["sources"]
    plain = sources["url"].str.replace(r"^https?://(www\.)?|/$", "", regex=True)
    firsts: dict[str, tuple[str, int]] = {}
    found = []
    for row, (address, source, line) in enumerate(zip(plain, sources["source"], sources["line"], strict=True)):
        first, at = firsts.setdefault(address, (source, line))
        if address and first != source and source not in unused:
            found.append(
                (row, f"url is that of {shown(first)} in line {at}, too; correct one, or delete one of the two")
            )
    return problems_in(package, "sources", "address-twice", found)


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
