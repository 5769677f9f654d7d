"""The figures of a view read straight from the tables of an edition, and what may be said of them.

Written from the published method, to compare sentences with: a superlative is of one producer; it is of the years or
areas that are shown; a range may reach its upper end, "over" a number is only a bound; what does not fit other figures
is no peak; a whole is not compared with its part, and no year with one on the other side of a break of its series, of
another definition, or of another release; where each country counts by rules of its own, only parts of one country are
compared.
"""

import math
import sqlite3
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from shown_digits import step_shown

from etl.figures.keys import Key as FigureKey

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
    revised_from: str  # the day from which the number replaced another one; empty: it never did
    printed_on: str  # the days on which publications that print it came out
    measured: tuple[str, ...]  # what is known of what it measures, in the order of MEASURED, days as seen from its year


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
    rests_on: tuple[str, ...] = ()  # the areas that a share is made from
    is_within: bool = False  # a change between two figures whose ranges overlap

    @property
    def seen(self) -> float:
        """The value with the digits that it is shown with."""
        exact = self.value or 0.0
        if not self.digits:
            return round(exact, 0 if abs(exact) >= 1000 else 2 if abs(exact) >= 1 else 6)
        step = step_shown(exact, self.digits, is_amount=self.is_amount)
        never = () if self.is_amount else (-100.0, 0.0, 100.0)
        if exact not in never:  # nearly all or nothing is never told as all or nothing
            while step > 1e-6 and any(abs(round(exact / step) * step - one) < 1e-9 for one in never):
                step /= 10
        return round(exact / step) * step

    def may_reach(self, value: float, *, bounds_count: bool) -> bool:
        """Whether this one may be as high as a value is shown; a mere bound may be anything, where it counts."""
        if self.value is None:
            return self.high is None or self.high >= value
        return self.seen >= value - 1e-9 or (self.is_bound and bounds_count)


def overlap(one: Row, other: Row) -> bool:
    """Whether two figures are printed with ranges that have numbers in common."""
    ends = (one.low, one.high, other.low, other.high)
    return None not in ends and max(one.low or 0.0, other.low or 0.0) <= min(one.high or 0.0, other.high or 0.0)


# What is known of what a figure measures: first of people, prices and records, which count between all figures; the
# rest counts between the years of a series only.
_OF_PEOPLE = (
    *("recall", "age_from", "age_to", "sex", "population", "grades", "kinds", "method"),
    *("sale_level", "amount", "definition", "register"),
)
MEASURED = (
    *_OF_PEOPLE,
    *("basis", "form", "purity_basis", "conversion", "coverage", "price_point", "removal", "ref_start", "ref_end"),
)
_SHOWN = "value, {0}.low, {0}.high, {0}.flag, named_estimator, inferred, s.source, {0}.revised_from, {0}.printed_on, "


def _measured(year: int, known: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(
        f"{int(text[:4]) - year}{text[4:]}" if name.startswith("ref_") and text else text or ""
        for name, text in zip(MEASURED, known, strict=True)
    )


def as_one(name: str) -> str:
    """A name without what sentences put between names or around them: Antigua & Barbuda, Georgia [US state]."""
    return name.replace(" and ", " & ").replace(", ", "; ").replace("(", "[").replace(")", "]")


COUNTED = {
    *("eradication", "seizures", "seizure-cases", "price", "purity", "treatment", "deaths", "death-rate", "mean-age"),
    *("arrests", "offences", "offenders", "population"),
}


class Tables:
    """The tables of an edition that sentences are checked against."""

    def __init__(self, path: Path) -> None:
        # One for all questions: to open a file, and read what tables it has, takes longer than most answers.
        self._connection, self._days = sqlite3.connect(path), dict[tuple[str, str], dict[Key, Row]]()
        self._series = dict[tuple[str, str], dict[tuple[str, str], dict[int, Row]]]()
        areas = self._read("SELECT area, name, parent FROM area")
        self.areas: dict[str, tuple[str, str]] = {key: (as_one(name), parent) for key, name, parent in areas}
        self._above = {key: set(self._wholes_above(key)) for key in self.areas}
        self.memberships = self._memberships()
        producers = self._read("SELECT producer, name, short_name, in_sentences FROM producer")
        self.makers: dict[str, str] = {key: short or name for key, name, short, _ in producers}
        estimators = self._read("SELECT estimator, name, short_name, in_sentences FROM estimator")
        self.estimators: dict[str, str] = {key: short or name for key, name, short, _ in estimators}
        self._said = {short or name: said for _, name, short, said in (*producers, *estimators) if said}
        self.indicators: dict[str, str] = dict(self._read("SELECT indicator, name FROM indicator"))
        self.of_own_rules: set[str] = {
            key for (key,) in self._read("SELECT indicator FROM indicator WHERE comparable = 'within-countries'")
        }
        # What is counted, weighed or asked for has no range that anybody would look for; estimates have.
        self.counted: set[str] = {
            key for key, measure in self._read("SELECT indicator, measure FROM indicator") if measure in COUNTED
        }
        self._topics: dict[str, str] = dict(self._read("SELECT indicator, topic FROM indicator"))
        self._with_article = {key for (key,) in self._read("SELECT area FROM area WHERE article = 'the'")}
        self._having = {key for (key,) in self._read("SELECT DISTINCT area FROM series")}
        self._levels: dict[str, str] = dict(self._read("SELECT area, level FROM area"))
        self._spans: dict[str, tuple[int | None, int | None]] = {
            key: (first, last) for key, first, last in self._read("SELECT area, from_year, to_year FROM area")
        }
        self.placed: set[str] = {key for (key,) in self._read("SELECT area FROM area WHERE latitude IS NOT NULL")}
        self.doubted = self._doubted()
        self._notes: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for indicator, area, maker, note in self._read("SELECT indicator, area, producer, note FROM series_note"):
            self._notes.setdefault((indicator, area), []).append((maker, note))
        self._breaks_on = dict[tuple[str, bool], dict[tuple[str, str, str], dict[int, list[str]]]]()
        self._breaks = self._read(
            "SELECT indicator, area, producer, first_year_after, b.kind, continued <> '', known_from "
            "FROM series_break b JOIN source USING (source) ORDER BY 4, 5"
        )

    def _read(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _doubted(self) -> set[int]:
        """What other figures contradict; an odd yield contradicts nothing, nor does another number of the same day."""
        found = self._read(
            "SELECT observation_id FROM consistency "
            "WHERE code NOT LIKE 'yield-%' AND code <> 'tied-with-another-number'"
        )
        return {number for (number,) in found}

    def rows(self, indicator: str, day: str = "") -> dict[Key, Row]:
        """The observations of an indicator by area, producer and year, today or as known on a day."""
        if (indicator, day) not in self._days:
            self._days[indicator, day] = self._rows(indicator, day)
        return self._days[indicator, day]

    def series(self, indicator: str, day: str = "") -> dict[tuple[str, str], dict[int, Row]]:
        """The same observations by area and producer, each with its years."""
        if (indicator, day) not in self._series:
            found = self._series[indicator, day] = dict[tuple[str, str], dict[int, Row]]()
            for (area, maker, year), row in self.rows(indicator, day).items():
                found.setdefault((area, maker), {})[year] = row
        return self._series[indicator, day]

    def _rows(self, indicator: str, day: str) -> dict[Key, Row]:
        of = "v" if day else "o"
        columns = (
            f"o.area, o.producer, o.year, o.id, {of}.{_SHOWN.format(of)}{', '.join(f'c.{name}' for name in MEASURED)}"
        )
        query = (
            f"SELECT {columns} FROM observation o {'JOIN vintage v ON v.observation_id = o.id' if day else ''} "
            f"LEFT JOIN statement c ON c.id = {of}.statement_id LEFT JOIN source s ON s.source = c.source "
            f"WHERE o.indicator = ? {'AND o.year <= ? AND published_from <= ? ORDER BY published_from' if day else ''}"
        )
        found = self._read(query, indicator, *([int(day[:4]), day] if day else []))
        known = len(Row._fields) - 1
        return {  # the last one of a day stays
            (area, maker, year): Row(*rest[:known], _measured(year, rest[known:])) for area, maker, year, *rest in found
        }

    def are_unlike(self, indicator: str, one: Key, other: Key, day: str = "") -> bool:
        """Whether two figures are known to measure different things, across which their series does not go on."""
        rows = self.rows(indicator, day)
        if one not in rows or other not in rows:
            return False
        is_one_series = one[:2] == other[:2]
        counting = len(MEASURED) if is_one_series else len(_OF_PEOPLE)
        mine, theirs = (rows[key].measured[:counting] for key in (one, other))
        apart = [a != b and bool(a and b) for a, b in zip(mine, theirs, strict=True)]
        if is_one_series and not any(apart[: len(_OF_PEOPLE)]):
            series, years = (indicator, *one[:2]), sorted((one[2], other[2]))
            goes_on = self.breaks(day, goes_on=True).get(series, ())
            return any(apart) and not any(years[0] < year <= years[1] for year in goes_on)
        return any(apart)

    def never_stood_together(self, indicator: str, one: Key, other: Key, day: str = "", of_the_other: str = "") -> bool:
        """Whether one of two figures, of one indicator or of two, was revised after the last print of the other.

        Only prints that are known on a day count.
        """
        mine, theirs = self.rows(indicator, day)[one], self.rows(of_the_other or indicator, day)[other]
        return mine.id != theirs.id and any(
            revised.revised_from
            and not any(
                printed >= revised.revised_from and (not day or printed <= day) for printed in kept.printed_on.split()
            )
            for revised, kept in ((mine, theirs), (theirs, mine))
        )

    def are_apart(self, indicator: str, place: tuple[str, str], years: tuple[int, int], day: str = "") -> bool:
        """Whether two years of the series of an area by a producer are not compared, for whatever reason."""
        one, other = ((*place, year) for year in years)
        return (
            self.since((indicator, *place), years[0], day) != self.since((indicator, *place), years[1], day)
            or self.are_unlike(indicator, one, other, day)
            or self.never_stood_together(indicator, one, other, day)
        )

    def breaks(self, day: str = "", *, goes_on: bool = False) -> dict[tuple[str, str, str], dict[int, list[str]]]:
        """By series: what changes at its breaks, by their year, as far as a source told of them by a day.

        Those across which a series goes on part nothing.
        """
        if (day, goes_on) not in self._breaks_on:
            found = self._breaks_on[day, goes_on] = dict[tuple[str, str, str], dict[int, list[str]]]()
            for indicator, area, maker, year, kind, continued, known in self._breaks:
                if continued == goes_on and (not day or known <= day):
                    found.setdefault((indicator, area, maker), {}).setdefault(year, []).append(kind)
        return self._breaks_on[day, goes_on]

    def since(self, series: tuple[str, str, str], year: int, day: str = "") -> int:
        """The last break of a series up to a year; 0 where there is none."""
        return max((one for one in self.breaks(day).get(series, ()) if one <= year), default=0)

    def changed(self, series: tuple[str, str, str], year: int, others: Iterable[str], day: str = "") -> str:
        """What changed at the breaks of a series and of those of other areas in a year, as sentences say it."""
        indicator, own, maker = series
        areas: dict[str, list[str]] = {}
        for area in dict.fromkeys((own, *others)):
            if kinds := self.breaks(day).get((indicator, area, maker), {}).get(year):
                names = [{"coverage": "the area covered"}.get(kind, f"the {kind}") for kind in kinds]
                areas.setdefault(f"{' and '.join(names)} changed", []).append(area)
        if [*areas.values()] == [[own]]:
            return next(iter(areas))
        if not areas:
            return ""
        told = [f"{changed} for {listed([self.inside(one) for one in its])}" for changed, its in areas.items()]
        return listed(told)

    def inside(self, area: str) -> str:
        """The name of an area as it stands inside a sentence."""
        name, parent = self.areas[area]
        return f"the {name}" if area in self._with_article else name if parent else f"the {name.lower()}"

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
        # Two marks of a label stand in sentences as those of an estimator do, the second one in brackets of its own.
        return f"{name} ({' ('.join(marks)}{')' * len(marks)}" if marks else name

    def said(self, label: str) -> str:
        """A label of who made estimates as it stands inside a sentence: the US."""
        name = next((name for name in self._said if label == name or label.startswith(f"{name} (")), "")
        return self._said[name] + label.removeprefix(name) if name else label

    def printed(self, key: FigureKey) -> list[tuple[float, str]]:
        """The values that sources print for a figure, each with its verdict."""
        query = (
            "SELECT s.value, s.verdict FROM statement s JOIN observation o ON o.id = s.observation_id "
            "WHERE o.indicator = ? AND o.area = ? AND o.year = ? AND o.producer = ? AND s.value IS NOT NULL"
        )
        return [(value, verdict) for value, verdict in self._read(query, *key)]

    def disputed(self, verdicts: Collection[str]) -> set[FigureKey]:
        """The figures for which a source prints another number, with a verdict that is one of some."""
        found = self._read(
            "SELECT o.indicator, o.area, o.year, o.producer, o.value, o.flag, s.value, s.low, s.high, s.verdict "
            "FROM statement s JOIN observation o ON o.id = s.observation_id WHERE s.verdict <> 'cited'"
        )
        return {
            FigureKey(*key)
            for *key, shown, flag, value, low, high, verdict in found
            if verdict in verdicts
            and (verdict not in {"agrees", "rounded"} or _is_another(shown, flag, value, low, high))
        }

    def estimated_twice(self) -> dict[tuple[str, str, int], list[float]]:
        """The values of those figures of which several producers have one that is not zero."""
        found: dict[tuple[str, str, int], list[float]] = {}
        for indicator, area, year, value in self._read("SELECT indicator, area, year, value FROM observation"):
            if value:
                found.setdefault((indicator, area, year), []).append(value)
        return {place: values for place, values in found.items() if len(values) > 1}

    def superseded(self, indicator: str) -> set[tuple[str, str, int, float]]:
        """What was printed and revised later, by area, producer and year."""
        query = (
            "SELECT o.area, o.producer, o.year, s.value FROM statement s JOIN observation o ON o.id = s.observation_id "
            "WHERE o.indicator = ? AND s.verdict = 'superseded' AND s.value IS NOT NULL"
        )
        return {(area, maker, year, value) for area, maker, year, value in self._read(query, indicator)}

    def notes(self, indicator: str, area: str, makers: Container[str]) -> list[str]:
        """What the package tells of the series of an area by some producers; of none: of all of them."""
        return list(dict.fromkeys(note for maker, note in self._notes.get((indicator, area), ()) if maker in makers))

    def _memberships(self) -> dict[str, list[tuple[str, int, int]]]:
        """By group: its areas, each from and to a year."""
        found: dict[str, list[tuple[str, int, int]]] = {}
        for group, area, begin, end in self._read('SELECT "group", area, "from", "to" FROM area_group'):
            found.setdefault(group, []).append((area, int(begin[:4] or 0), int(end[:4] or 9999)))
        return found

    def members(self, group: str) -> set[str]:
        """The areas of a group, whenever they were in it; of one that is all parts of an area those with figures."""
        if group in self.memberships:
            return {area for area, _, _ in self.memberships[group]}
        whole = group.removeprefix("parts-of-")
        if not self.areas[whole][1]:
            return {area for area in self._having if self._levels[area] == "country"}
        return {area for area in self._having if self.areas[area][1] == whole}

    def was_member(self, group: str, area: str, year: int) -> bool:
        """Whether an area was in a group in a year; every area is in no group."""
        spans = self.memberships.get(group)
        return not spans or any(one == area and begin <= year <= end for one, begin, end in spans)

    def of_topic(self, topic: str) -> set[str]:
        """The indicators of a topic."""
        return {indicator for indicator, its in self._topics.items() if its == topic}

    def is_country(self, area: str) -> bool:
        return self._levels[area] == "country"

    def is_within_country(self, area: str) -> bool:
        return any(self.is_country(whole) for whole in self._above[area])

    def sources_of(self, indicators: Collection[str]) -> set[str]:
        """The sources of all statements on some indicators."""
        found = self._read(
            "SELECT DISTINCT o.indicator, s.source FROM statement s JOIN observation o ON o.id = s.observation_id"
        )
        return {source for indicator, source in found if indicator in indicators}

    @cached_property
    def newest_year(self) -> int:
        """The year of the newest publication."""
        ((day,),) = self._read("SELECT data_as_of FROM edition")
        return int(day[:4])

    def was_there(self, area: str, year: int) -> bool:
        """Whether there was such an area in a year: states that are gone or new have their own years."""
        first, last = self._spans[area]
        return (first or year) <= year <= (last or year)

    def _wholes_above(self, area: str) -> Iterator[str]:
        while area := self.areas[area][1]:
            yield area

    def is_within(self, part: str, whole: str) -> bool:
        """Whether an area is a part of another one, however deep."""
        return whole in self._above[part]

    def can_be_ranked(self, indicator: str, areas: Collection[str]) -> bool:
        """Whether areas may be set in an order: not different countries, where each counts by rules of its own."""
        if indicator not in self.of_own_rules or len(areas) < 2:
            return True
        parents = {self.areas[area][1] for area in areas}
        return len(parents) == 1 and all(self._levels[area] == "province" for area in areas)

    def whole_of(self, areas: Sequence[str]) -> str:
        """The area among some that all others of them lie in; empty where there is none."""
        found = (one for one in areas if all(self.is_within(other, one) for other in areas if other != one))
        return next(found, "") if len(areas) > 1 else ""

    def divisor(self, indicator: str, key: Key, day: str = "") -> Key | None:
        """Whose figure of an indicator another figure is divided by: that of the same area, year and producer.

        Of a producer who has none of the area at all, it is that of the first one who has; UNODC and the US come first.
        None where that one has none of the year, or it is nothing.
        """
        area, maker, year = key
        rows = self.rows(indicator, day)
        makers = {its for (one, its, _), row in rows.items() if one == area and row.value}
        if maker not in makers:
            maker = min(makers, key=lambda its: (("unodc", "usg", its).index(its), its), default="")
        return (area, maker, year) if (area, maker, year) in rows and rows[area, maker, year].value else None

    def per_each(self, first: str, second: str, unit: str) -> float:
        """How many of a unit of ratios the values of two indicators give, the first divided by the second."""
        query = (
            "SELECT unit, CASE i.symbol WHEN '' THEN unit ELSE i.symbol END, quantity, factor FROM indicator i "
            "JOIN unit USING (unit) WHERE indicator = ?"
        )
        ((own, mine, quantity, factor),), ((_, theirs, of_other, factor_of_other),) = (
            self._read(query, key) for key in (first, second)
        )
        of_what = within(self.indicators[second])
        are_of_one_kind = quantity == of_other
        factors = (factor or 1.0) / (factor_of_other or 1.0)
        if unit == f"% of {of_what}":
            assert are_of_one_kind, unit
            return 100 * factors
        if unit == f"{theirs} per {theirs} of {of_what}" and are_of_one_kind:
            return factors
        assert not are_of_one_kind, unit
        assert unit == f"{'kg' if own == 'tons' else mine} per {theirs} of {of_what}", unit
        return 1000.0 if own == "tons" else 1.0

    def has_several_makers(self, indicator: str, areas: Iterable[str]) -> bool:
        """Whether several producers have figures of one of these areas."""
        makers: dict[str, set[str]] = {}
        for area, maker, _ in self.rows(indicator):
            makers.setdefault(area, set()).add(maker)
        return any(len(makers.get(area, ())) > 1 for area in areas)


def _is_another(shown: float | None, flag: str, value: float | None, low: float | None, high: float | None) -> bool:
    """Whether a source that agrees prints another number all the same, or a range without the number in it."""
    if flag == "p-f":
        return False
    if not shown:
        return value is not None and value != shown
    if value is not None:
        return not math.isclose(value, shown, rel_tol=1e-9)
    return (low is not None and low > shown) or (high is not None and high < shown)


def within(name: str) -> str:
    """A name inside a sentence; one that begins with capitals stays as it is: MDMA seizures."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def is_figure(row: Row) -> bool:
    """Whether there is a value or a range; else all that is printed is set aside."""
    return row.value is not None or row.low is not None or row.high is not None


def is_drawn(row: Row) -> bool:
    """Whether a chart shows it: a value, or a range with both ends."""
    return row.value is not None or (row.low is not None and row.high is not None)
