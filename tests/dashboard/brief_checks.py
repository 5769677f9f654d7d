"""What must be so where a brief tells of its figures: one or two, the second as the path of its key."""

import re

from retelling import Row, Tables
from sentence_case import amount, is_printed_as
from shown_digits import digits, is_shown_as
from story_checks import is_free_in_both, is_last, is_newest

from etl.figures.keys import Key

_PRINTED = re.compile(r"«([^»]*)» \(([^()]*(?:\([^()]*\))?)\)")
_TOLD = {"differs", "superseded", "misprint", "wrong-scope"}


def _keys(key: Key, second: str) -> list[Key]:
    indicator, area, year, maker = second.split("/") if second else ("", "", "", "")
    return [key, *([Key(indicator, area, int(year), maker)] if second else [])]


def _row(tables: Tables, key: Key) -> Row:
    return tables.rows(key.indicator)[key.area, key.producer, key.year]


def _name(tables: Tables, key: Key) -> str:
    return tables.indicators[key.indicator].lower()


def _is_shown(row: Row, text: str) -> None:
    shown = amount(text)
    assert (shown is None) == (row.value is None), (text, row)
    assert shown is None or row.value is None or is_printed_as(shown, row.value), (text, row)


def is_headline(tables: Tables, key: Key, second: str, area: str, year: str, *figures: str) -> None:
    """Place and year, and each number with the name of its indicator."""
    keys = _keys(key, second)
    assert area == tables.areas[key.area][0] and int(year) == key.year and len(figures) == 2 * len(keys)
    for its, text, name in zip(keys, figures[::2], figures[1::2], strict=True):
        _is_shown(_row(tables, its), text)
        assert name == _name(tables, its)


def leads(tables: Tables, key: Key, second: str, *told: str | None) -> None:
    """How each figure moved on the year before, where there is one, and where the first stands now."""
    keys = [its for its in _keys(key, second) if (its.area, its.producer, its.year - 1) in tables.rows(its.indicator)]
    names, moves, newest = told[:4:2], told[1:4:2], told[4:]
    assert [name.lower() for name in names if name] == [_name(tables, its) for its in keys]
    for its, moved in zip(keys, filter(None, moves), strict=True):
        _has_moved(tables, its, moved)
    assert newest[0] == _name(tables, key)
    if _row(tables, key).value is None:
        assert len(newest) == 1 or newest[3] is None  # nothing is compared with what has no value
    elif len(newest) == 1:
        is_last(tables, key)
    else:
        is_newest(tables, key, newest[1] or "", newest[2] or "", newest[3], newest[4])


def leads_to_poppy_free(tables: Tables, key: Key, second: str, *told: str | None) -> None:
    """The same where the newest figure is that there is no poppy, which nothing is compared with."""
    *moves, year, name, text = told
    leads(tables, key, second, *moves, name, text, year, None, None)


def _has_moved(tables: Tables, key: Key, moved: str) -> None:
    is_broken = tables.are_apart(key.indicator, (key.area, key.producer), (key.year, key.year - 1))
    assert is_broken == moved.startswith("not comparable")
    later, earlier = _row(tables, key), _row(tables, key._replace(year=key.year - 1))
    now, then = later.value, earlier.value
    is_free = not is_broken and is_free_in_both(later, earlier, (key.year, key.year - 1))
    assert is_free == moved.startswith("as in")
    if is_free or is_broken or moved.startswith("the change"):
        assert is_broken or not then or now is None or 0 in {now, then}
        return
    assert now is not None and then
    change = (now / then - 1) * 100
    if "unchanged" in moved:
        assert (not moved.startswith("nearly")) == (now == then) and abs(change) < 1
        return
    assert moved.startswith("up" if change > 0 else "down")
    assert is_shown_as(moved.split("«")[1].split("»")[0], abs(change), min(digits(now), digits(then)))


def _others(tables: Tables, key: Key) -> list[float]:
    """The values of other producers for the same, and what sources print instead of the figure."""
    rivals = [
        row.value
        for (area, maker, year), row in tables.rows(key.indicator).items()
        if (area, year) == (key.area, key.year) and maker != key.producer and row.value is not None
    ]
    return [*rivals, *(value for value, verdict in tables.printed(key) if verdict in _TOLD)]


def has_no_other_number(tables: Tables, key: Key, second: str, names: str) -> None:
    keys = _keys(key, second)
    assert names == " or ".join(_name(tables, its) for its in keys)
    assert not any(_others(tables, its) for its in keys)


def are_other_numbers(
    tables: Tables,
    key: Key,
    second: str,
    name: str,
    numbers: str,
    other_name: str | None,
    other_numbers: str | None,
    none: str | None,
) -> None:
    """Every number of another producer and every contradiction is told, and nothing else."""
    told = {name: numbers, other_name: other_numbers}
    for its in _keys(key, second):
        found, own = told.get(_name(tables, its)), _others(tables, its)
        assert (found is None) == (none == _name(tables, its))
        shown = [amount(text) for text, _ in _PRINTED.findall(found or "")]
        figure = _row(tables, its).value
        for text, whose in _PRINTED.findall(found or ""):
            value = amount(text)
            is_same = value is not None and figure is not None and is_printed_as(value, figure)
            assert is_same or not whose.endswith(", the same"), found
        amounts = [one for one in shown if one is not None]
        assert all(any(is_printed_as(one, value) for one in amounts) for value in own), (shown, own)
        assert all(any(is_printed_as(one, value) for value in own) for one in amounts), (shown, own)
