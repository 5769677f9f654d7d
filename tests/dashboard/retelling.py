"""The figures of a view read straight from the tables of an edition, and what may be said of them.

Written from the published method, to compare sentences with: a superlative is of one producer; it is of the years or
areas that are shown; a range may reach its upper end, "over" a number is only a bound; what does not fit other figures
is no peak; a whole is not compared with its part, and no year with one on the other side of a break of its series.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.views.scene import Scene
from dashboard.views.view import View

Key = tuple[str, str, int]  # area, producer and year


class Row(NamedTuple):
    """What an observation shows, today or on a day."""

    id: int
    value: float | None
    low: float | None
    high: float | None
    flag: str
    estimator: str  # of the statement that is cited
    inferred: str  # what of its source is
    source: str


class Value(NamedTuple):
    """What is drawn for one area, producer and year: a printed or a computed value, or only a range."""

    value: float | None
    high: float | None  # of a range without a value
    is_bound: bool  # printed as "over" a number, or computed from one
    is_doubted: bool
    is_free: bool
    since: int = 0  # the last break up to its year in what it is made from; 0 where there is none
    digits: int = 0  # of a computed one: how many it may be shown with; 0: it is printed
    end: float | None = None  # of one with poppy-free areas in it: the other end
    is_amount: bool = False  # computed in the unit of the indicator

    def may_reach(self, value: float, *, bounds_count: bool) -> bool:
        """Whether this one may be as high as a value; a mere bound may be as high as anything, where it counts."""
        if self.value is None:
            return self.high is None or self.high >= value
        return self.value >= value or (self.is_bound and bounds_count)


def digits(printed: float) -> int:
    """How many digits a printed number has, of which two always count."""
    return max(2, len(f"{abs(printed):.8f}".replace(".", "").strip("0")))


def digits_of_sum(summands: Sequence[float]) -> int:
    """How many digits of a sum are known: down to the coarsest last digit of its parts."""
    coarsest = max(len(f"{int(abs(one))}") - digits(one) for one in summands if one >= 1)
    return max(2, len(f"{int(sum(summands))}") - coarsest)


def is_shown_as(text: str, exact: float, most: int, *, is_amount: bool = False) -> bool:
    """Whether a text is a computed number with that many digits at most.

    A percentage or an index has one decimal at most; an amount is whole from a thousand on, and has two below.
    """
    shown = float(text.replace(",", "").rstrip(" %"))
    height = len(f"{int(abs(exact))}") - 1 if abs(exact) >= 1 else -1
    finest = (0 if abs(exact) >= 1000 else -2) if is_amount else -1
    step = 10.0 ** max(height - most + 1, finest)
    return abs(shown - exact) <= step / 2 * 1.001 and abs(shown / step - round(shown / step)) < 1e-6


class Tables:
    """The tables of an edition that sentences are checked against."""

    def __init__(self, path: Path) -> None:
        self._path, self._days = path, dict[tuple[str, str], dict[Key, Row]]()
        areas = self._read("SELECT area, name, parent FROM area")
        self.areas: dict[str, tuple[str, str]] = {key: (name, parent) for key, name, parent in areas}
        producers = self._read("SELECT producer, name, short_name FROM producer")
        self.makers: dict[str, str] = {key: short or name for key, name, short in producers}
        estimators = self._read("SELECT estimator, name, short_name FROM estimator")
        self.estimators: dict[str, str] = {key: short or name for key, name, short in estimators}
        self.indicators: dict[str, str] = dict(self._read("SELECT indicator, name FROM indicator"))
        self.doubted = self._doubted()
        # By series: what changes at its breaks, by their year; those that part nothing are only told.
        self.breaks: dict[tuple[str, str, str], dict[int, list[str]]] = {}
        self.told_breaks: dict[tuple[str, str, str], dict[int, list[str]]] = {}
        query = "SELECT indicator, area, producer, first_year_after, kind, continued FROM series_break ORDER BY 4, 5"
        for indicator, area, maker, year, kind, continued in self._read(query):
            breaks = self.told_breaks if continued else self.breaks
            breaks.setdefault((indicator, area, maker), {}).setdefault(year, []).append(kind)

    def _read(self, query: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(query, values).fetchall()

    def _doubted(self) -> set[int]:
        """What other figures contradict; an odd yield contradicts nothing."""
        found = self._read("SELECT observation_id FROM consistency WHERE code NOT LIKE 'yield-%'")
        return {number for (number,) in found}

    def rows(self, indicator: str, day: str = "") -> dict[Key, Row]:
        """The observations of an indicator by area, producer and year, today or as known on a day."""
        if (indicator, day) not in self._days:
            self._days[indicator, day] = self._rows(indicator, day)
        return self._days[indicator, day]

    def _rows(self, indicator: str, day: str) -> dict[Key, Row]:
        if not day:
            query = (
                "SELECT o.area, o.producer, o.year, o.id, o.value, o.low, o.high, o.flag, named_estimator, inferred, "
                "s.source FROM observation o LEFT JOIN statement c ON c.id = o.statement_id LEFT JOIN source s "
                "ON s.source = c.source WHERE o.indicator = ?"
            )
            return {(area, maker, year): Row(*rest) for area, maker, year, *rest in self._read(query, indicator)}
        query = (
            "SELECT o.area, o.producer, o.year, o.id, v.value, v.low, v.high, v.flag, named_estimator, inferred, "
            "s.source FROM observation o JOIN vintage v ON v.observation_id = o.id "
            "LEFT JOIN statement c ON c.id = v.statement_id LEFT JOIN source s ON s.source = c.source "
            "WHERE o.indicator = ? AND o.year <= ? AND published_from <= ? ORDER BY published_from"
        )
        found = self._read(query, indicator, int(day[:4]), day)
        return {(area, maker, year): Row(*rest) for area, maker, year, *rest in found}  # the last one stays

    def since(self, indicator: str, area: str, maker: str, year: int) -> int:
        """The last break of a series up to a year; 0 where there is none."""
        return max((one for one in self.breaks.get((indicator, area, maker), ()) if one <= year), default=0)

    def changed(self, series: tuple[str, str, str], year: int) -> str:
        """What changed at the break of a series in a year, as sentences say it."""
        kinds = self.breaks.get(series, {}).get(year)
        if kinds is None:
            return "one of the series had a break"
        names = [{"coverage": "the area covered"}.get(kind, f"the {kind}") for kind in kinds]
        return f"{' and '.join(names)} changed"

    def label(self, maker: str, rows: Iterable[Row]) -> str:
        """Who made the estimates of a series, by its producer, and what is said of all of them."""
        cited = [row for row in rows if row.source]
        estimators = {row.estimator for row in cited}
        name = self.makers[maker]
        if len(estimators) == 1:
            name = self.estimators.get(estimators.pop(), name)
        inferred = bool(cited) and all("publisher" in row.inferred for row in cited)
        summed = bool(cited) and all(row.flag == "summed" for row in cited)
        marks = [word for word, holds in (("inferred", inferred), ("summed", summed)) if holds]
        return f"{name} ({', '.join(marks)})" if marks else name

    def superseded(self, indicator: str) -> set[tuple[str, str, int, float]]:
        """What was printed and revised later, by area, producer and year."""
        query = (
            "SELECT o.area, o.producer, o.year, s.value FROM statement s JOIN observation o ON o.id = s.observation_id "
            "WHERE o.indicator = ? AND s.verdict = 'superseded' AND s.value IS NOT NULL"
        )
        return {(area, maker, year, value) for area, maker, year, value in self._read(query, indicator)}

    def memberships(self, group: str) -> list[tuple[str, int, int]]:
        """The areas of a group, each from and to a year."""
        found = self._read('SELECT area, "from", "to" FROM area_group WHERE "group" = ?', group)
        return [(area, int(begin[:4] or 0), int(end[:4] or 9999)) for area, begin, end in found]

    def is_within(self, part: str, whole: str) -> bool:
        """Whether an area is a part of another one, however deep."""
        parent = self.areas[part][1]
        return bool(parent) and (parent == whole or self.is_within(parent, whole))

    def whole_of(self, areas: Sequence[str]) -> str:
        """The area among some that all others of them lie in; empty where there is none."""
        found = (one for one in areas if all(self.is_within(other, one) for other in areas if other != one))
        return next(found, "") if len(areas) > 1 else ""

    def has_several_makers(self, indicator: str, areas: Iterable[str]) -> bool:
        """Whether several producers have figures of one of these areas."""
        makers: dict[str, set[str]] = {}
        for area, maker, _ in self.rows(indicator):
            makers.setdefault(area, set()).add(maker)
        return any(len(makers.get(area, ())) > 1 for area in areas)


def is_figure(row: Row) -> bool:
    """Whether there is a value or a range; else all that is printed is set aside."""
    return row.value is not None or row.low is not None or row.high is not None


def is_drawn(row: Row) -> bool:
    """Whether a chart shows it: a value, or a range with both ends."""
    return row.value is not None or (row.low is not None and row.high is not None)


Shown = dict[Key, Value]


def shown_by(tables: Tables, view: View, scene: Scene) -> Shown:
    """What a chart of a view shows, by area, producer and year.

    Which areas, producers and years those are is the scene's to say; where nothing is left out for a reason of its own,
    they must be all that the view asks for. Every value is made here.
    """
    rows = tables.rows(view.indicator, view.asof)
    keys = [
        (line.series.area.area, line.series.producer.producer, point.year)
        for line in scene.lines
        for point in line.points
        if point.is_shown
    ]
    if view.measure == "value" and view.form in {"line", "panels", "bar"} and view.membership == "today":
        first, last = view.first or 0, view.last or 9999
        areas = set(view.areas)
        if view.form == "bar":
            first = last = scene.year or 0
            areas = {one for one in areas if not any(tables.is_within(part, one) for part in areas)}
        wanted = {
            (area, maker, year)
            for (area, maker, year), row in rows.items()
            if area in areas and maker in (view.producers or (maker,)) and first <= year <= last and is_drawn(row)
        }
        if view.form == "bar":
            wanted = _of_one_maker(wanted)
        assert set(keys) == wanted, view.query()
    return {key: _value(tables, view, scene, rows, key) for key in keys}


def _of_one_maker(keys: set[Key]) -> set[Key]:
    """Of several areas in one year only those of the producer who has the most; UNODC and the US come first."""
    makers = sorted({maker for _, maker, _ in keys}, key=lambda maker: (("unodc", "usg", maker).index(maker), maker))
    if len({area for area, _, _ in keys}) < 2 or not makers:
        return keys
    most = max(makers, key=lambda maker: sum(its == maker for _, its, _ in keys))
    return {key for key in keys if key[1] == most}


def _is_member(tables: Tables, view: View, area: str, year: int) -> bool:
    """Whether an area counts in a year: of a group with the members of each year, only the members."""
    spans = tables.memberships(view.group) if view.group and view.membership == "year" else []
    return not spans or any(one == area and begin <= year <= end for one, begin, end in spans)


def _value(tables: Tables, view: View, scene: Scene, rows: dict[Key, Row], key: Key) -> Value:
    area, maker, year = key
    row = rows[key]
    if view.measure == "value":
        is_bound, is_doubted = row.flag == "at-least", row.id in tables.doubted
        since = tables.since(view.indicator, area, maker, year)
        return Value(row.value, row.high, is_bound, is_doubted, row.flag == "p-f", since)
    if view.measure == "share":
        drawn = {line.series.area.area for line in scene.lines}
        whole = tables.whole_of(view.areas)
        summed = {whole}
        if not whole:
            wholes = {one for one in view.areas if any(tables.is_within(part, one) for part in view.areas)}
            summed = {one for one in view.areas if one not in wholes and _is_member(tables, view, one, year)}
        summed = {one for one in summed if (one, maker, year) in rows and rows[one, maker, year].value is not None}
        inputs = [rows[one, maker, year] for one in summed]
        since = max(tables.since(view.indicator, one, maker, year) for one in {area, *summed})
        assert whole or not any(tables.is_within(part, one) for one in drawn for part in drawn), view.query()
        parts = [one.value or 0.0 for one in inputs]
        value = (row.value or 0.0) / sum(parts) * 100
        most = sum(parts) + 100 * sum(one.flag == "p-f" for one in inputs)
        end = (row.value or 0.0) / most * 100 if most > sum(parts) else None
        known = min(digits(row.value), digits_of_sum(parts)) if row.value else digits_of_sum(parts)
    else:
        base = int(scene.unit.split(", ")[1].split(" = ")[0]) if view.measure == "index" else year - 1
        before = rows[area, maker, base]
        since = tables.since(view.indicator, area, maker, year)
        assert since == tables.since(view.indicator, area, maker, base), f"a break parts {key} from {base}"
        inputs = [row, before]
        now, then = row.value or 0.0, before.value or 0.0
        if view.measure == "increase":
            value = now - then
        else:
            value = now / then * 100 - (100 if view.measure == "change" else 0)
        known, end = min(digits(one) for one in (now, then) if one), None
    is_bound, is_doubted = (
        any(one.flag == "at-least" for one in inputs),
        any(one.id in tables.doubted for one in inputs),
    )
    return Value(value, None, is_bound, is_doubted, False, since, known, end, view.measure == "increase")
