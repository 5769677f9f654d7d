"""Records out of rows: each is made of the cells that have the names of its fields."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from operator import itemgetter
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def by_name(record: type[Record], names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
    """A function that makes a record from a row whose cells have these names, whatever their order.

    A field that is a tuple with names, such as the key of an observation, is made of the cells that have those; a
    field with a default may have no cell. Raises TypeError where another has none, so that a query that does not fit
    its record never runs.
    """
    places = {name: place for place, name in enumerate(names)}
    order: list[int] = []
    tuples: list[tuple[int, int, Callable[..., Any]]] = []  # its first cell, the one after its last, and what makes it
    for item in _with_cells(record, places):
        if names_inside := _names_inside(item):
            tuples.append((len(order), len(order) + len(names_inside), cast("Callable[..., Any]", item.type)))
        order += [places[name] for name in names_inside or (item.name,)]
    cells = itemgetter(*order)
    make = cast("Callable[..., Record]", record)
    if not tuples:
        return lambda row: make(*cells(row))
    tuples.reverse()  # so that the places of those before it stay

    def made(row: Sequence[Any]) -> Record:
        values = [*cells(row)]
        for first, last, inner in tuples:
            values[first:last] = [inner(*values[first:last])]
        return make(*values)

    return made


def _with_cells(record: type[Any], places: dict[str, int]) -> "Iterator[Field[Any]]":
    """The fields of a record up to the first that has no cell, which has a default as those after it have."""
    for item in fields(record):
        absent = [name for name in _names_inside(item) or (item.name,) if name not in places]
        if absent and item.default is MISSING:
            raise TypeError(f"{record.__name__}.{item.name} has no cell {', '.join(absent)}")
        if absent:
            return
        yield item


def _names_inside(item: "Field[Any]") -> tuple[str, ...]:
    """The names of the cells of a field that is a tuple with names; none for any other."""
    return getattr(item.type, "_fields", ())
