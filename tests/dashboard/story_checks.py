"""What must be so where the story of a figure is told, what was known of it, and how it is summed up."""

from itertools import pairwise

from retelling import Row, Tables, is_drawn
from sentence_case import amount, is_printed_as
from shown_digits import digits, is_shown_as
from then_and_now_checks import as_seen

from etl.figures.keys import Key as FigureKey


def _series(tables: Tables, key: FigureKey) -> dict[int, Row]:
    """The years of the series of a figure of which the value is known, a mere bound left out."""
    found = tables.series(key.indicator).get((key.area, key.producer), {})
    return {year: found[year] for year in sorted(found) if found[year].value is not None}


def _shows(tables: Tables, key: FigureKey, text: str, year: str) -> float:
    row = _series(tables, key)[int(year)]
    shown = amount(text)
    assert row.value is not None and shown is not None and is_printed_as(shown, row.value)
    return row.value


def _since(tables: Tables, key: FigureKey, year: int) -> int:
    return tables.since((key.indicator, key.area, key.producer), year)


def _are_apart(tables: Tables, key: FigureKey, one: int, other: int) -> bool:
    """Whether two years of the series of a figure are not compared."""
    return tables.are_apart(key.indicator, (key.area, key.producer), (one, other))


def is_record(
    tables: Tables,
    key: FigureKey,
    count: str,
    first: str | None,
    last: str | None,
    label: str,
    text: str = "",
    year: str = "",
    *rest: str,
) -> None:
    """The highest of all years known that can be compared, by whom; no range reaches it, and it fits other figures."""
    every = tables.series(key.indicator)[key.area, key.producer]
    assert tables.said(tables.label(key.producer, every.values())) == label
    compared = {its: row for its, row in every.items() if _since(tables, key, its) == _since(tables, key, key.year)}
    assert bool(first) == (len(compared) < len(every))
    assert not first or [int(first), int(last or 0)] == [min(compared), max(compared)]
    rows = [row for row in compared.values() if is_drawn(row)]
    assert len([row for row in rows if row.flag != "at-least"]) == int(count)
    top = _series(tables, key)[int(year or key.year)]
    assert top.value is not None and top.id not in tables.doubted
    assert [row for row in rows if (row.value if row.value is not None else row.high or 0) >= top.value] == [top]
    if rest:
        own, share = rest
        value = _series(tables, key)[int(own)].value or 0.0
        assert is_printed_as(amount(text) or 0.0, top.value) and int(own) == key.year
        assert is_shown_as(share, value / top.value * 100, _digits(value, top.value))


def _digits(*printed: float) -> int:
    return min(digits(one) for one in printed if one)


def _overlap(one: Row, other: Row) -> bool:
    """Whether the ranges of two figures have numbers in common."""
    ends = (one.low, one.high, other.low, other.high)
    low, high, begin, end = (0.0 if item is None else item for item in ends)
    return None not in ends and low <= end and begin <= high


def is_free_in_both(later: Row, earlier: Row, years: tuple[int, int]) -> bool:
    """Whether two figures are poppy-free in one sense: until 2006 that means no poppy, and then less than 100 ha."""
    return later.flag == earlier.flag == "p-f" and not years[1] < 2007 <= years[0]


def is_next(tables: Tables, key: FigureKey, text: str, year: str, moved: str, before: str) -> None:
    later = [other for other in _series(tables, key) if other > key.year]
    assert int(year) == later[0] and int(before) == key.year
    is_broken = _are_apart(tables, key, later[0], key.year)
    assert is_broken == (moved == "not comparable with")
    if is_broken:
        return
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    later, earlier = _series(tables, key)[int(year)], _series(tables, key)[key.year]
    assert (moved == "as") == is_free_in_both(later, earlier, (int(year), key.year))
    if moved.endswith("unchanged"):
        assert (moved == "unchanged") == (now == then) and abs(now / then - 1) < 0.01
    elif moved not in {"the change", "as"}:
        word, share, *within = moved.split(" ", 1)[0], *moved.split(" ", 1)[1].split("» (")
        change = (now / then - 1) * 100
        assert word == ("up" if change > 0 else "down")
        assert is_shown_as(share.strip("«»"), abs(change), _digits(now, then))
        assert bool(within) == _overlap(_series(tables, key)[int(year)], _series(tables, key)[key.year])


def is_steepest(
    tables: Tables,
    key: FigureKey,
    known_years: str | None,
    between: str | None,
    went: str,
    share: str,
    a: str,
    first: str,
    b: str,
    second: str,
    span: str | None,
) -> None:
    """Of all changes in per cent between years that follow each other in the series, this one is the largest."""
    series = {year: row for year, row in _series(tables, key).items() if year >= key.year and row.flag != "at-least"}
    neighbours = list(pairwise(series))
    pairs = [(one, two) for one, two in neighbours if _since(tables, key, one) == _since(tables, key, two)]
    assert bool(between) == (len(pairs) < len(neighbours))
    changes = {pair: (series[pair[1]].value or 0.0) / (series[pair[0]].value or 0.0) * 100 - 100 for pair in pairs}
    pair = (int(first), int(second))
    assert not any(_are_apart(tables, key, *its) for its in pairs)
    assert len(pairs) > 1 and all(abs(other) < abs(changes[pair]) for its, other in changes.items() if its != pair)
    assert (went == "rose") == (changes[pair] > 0)
    ends = [series[year].value or 0.0 for year in pair]
    assert is_shown_as(share, abs(changes[pair]), _digits(*ends))
    assert not {series[year].id for year in pair} & tables.doubted
    _shows(tables, key, a, first)
    _shows(tables, key, b, second)
    assert int(span or 1) == pair[1] - pair[0]
    assert bool(known_years) == (len(series) < max(series) - key.year + 1)


def is_newest(tables: Tables, key: FigureKey, text: str, year: str, moved: str | None, before: str | None) -> None:
    assert int(year) == max(_series(tables, key)) and int(before or key.year) == key.year
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    assert not (moved and _are_apart(tables, key, int(year), key.year))
    assert not moved or is_shown_as(moved, (now / then - 1) * 100, _digits(now, then))


def is_last(tables: Tables, key: FigureKey) -> None:
    assert key.year == max(_series(tables, key))


def is_as_known(tables: Tables, key: FigureKey, day: str, *said: str | None) -> None:
    """What was current on the day, and today; said are the number and range then, and those of today, or nothing."""
    then = tables.rows(key.indicator, day).get((key.area, key.producer, key.year))
    now = tables.rows(key.indicator)[key.area, key.producer, key.year]
    if not said:
        assert then is None
        return
    assert then is not None
    _is_shown(then, said[0])
    if len(said) == 1:
        assert [*map(as_seen, then[1:4])] == [*map(as_seen, now[1:4])]
        return
    _is_shown(now, said[2])
    assert said[:2] != said[2:]


def _is_shown(row: Row, text: str | None) -> None:
    shown = amount(text or "")
    assert (shown is None) == (row.value is None), (text, row)
    assert shown is None or row.value is None or is_printed_as(shown, row.value), (text, row)


def sums_up(
    tables: Tables,
    key: FigureKey,
    text: str,
    between: str | None,
    none: str | None,
    moved: str | None = None,
    before: str | None = None,
) -> None:
    row = tables.rows(key.indicator)[key.area, key.producer, key.year]
    _is_shown(row, text)
    has_range = row.low is not None or row.high is not None
    assert bool(between) == (has_range and row.value is not None)
    is_alone = row.value is not None and not has_range and row.flag != "p-f"
    assert (none == "; range not recorded here") == (is_alone and key.indicator not in tables.counted)
    assert (none == ", without a best value") == (row.value is None and has_range)
    if moved is not None:
        earlier = tables.rows(key.indicator)[key.area, key.producer, key.year - 1]
        _is_shown(earlier, before)
        assert _are_apart(tables, key, key.year, key.year - 1) == moved.startswith("not comparable")
