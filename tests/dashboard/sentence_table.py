"""Every wording of titles, findings and stories: how it is recognised, and what must hold where it is printed.

Numbers stand between « and ». A wording that says more than what it shows has a check; `appears` names a case in which
it must be printed, `absent` one in which it must not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from retelling import Key, Row, Shown, Tables, Value, is_drawn, is_figure

from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.sentences import Sentence
from etl.figures.records import Key as FigureKey

NUMBER = "«([^»]*)»"
MARK = r"( \(does not fit other figures\))?"
YEAR = r"(\d{4})"
NOWHERE = ""  # a wording for which the bundled figures have no case; `test_new_things` has one
ROUNDED = 0.051  # of numbers that are shown with one decimal


@dataclass(frozen=True)
class Case:
    """A view with what it shows, as the tables have it."""

    tables: Tables
    view: View
    scene: Scene
    shown: Shown

    @cached_property
    def rows(self) -> dict[Key, Row]:
        return self.tables.rows(self.view.indicator, self.view.asof)

    @cached_property
    def areas(self) -> set[str]:
        return {area for area, _, _ in self.shown}

    @cached_property
    def apart(self) -> set[str]:
        """The areas that are no whole of another one that is shown."""
        return {
            area for area in self.areas if not any(self.tables.is_within(other, area) for other in self.areas - {area})
        }

    def area(self, name: str) -> str:
        return next(key for key in self.areas if self.tables.areas[key][0] == name)

    def label(self, area: str, maker: str) -> str:
        """Who made the estimates of a series, as far as the view has it."""
        is_of_years = self.view.form not in {"bar", "map"}
        first = (self.view.first or 1) - 1 if is_of_years else 0
        last = (self.view.last or 9999) if is_of_years else 9999
        rows = [
            row
            for (one, its, year), row in self.rows.items()
            if (one, its) == (area, maker)
            and first <= year <= last
            and (self.view.membership != "year" or self._was_member(one, its, year))
        ]
        return self.tables.label(maker, rows)

    @cached_property
    def _makers(self) -> dict[str, str]:
        """The producers by every name that a sentence may have for them."""
        lines = {(area, maker) for area, maker, _ in self.rows if area in {*self.view.areas, *self.areas}}
        return {its: key for key, its in self.tables.makers.items()} | {self.label(*line): line[1] for line in lines}

    def maker(self, label: str) -> str:
        return self._makers[label]

    def line(self, area: str, maker: str) -> dict[int, Value]:
        return {year: value for (one, its, year), value in self.shown.items() if (one, its) == (area, maker)}

    def of_year(self, year: int, maker: str) -> dict[str, Value]:
        """What is shown of a year, of areas that can be compared."""
        return {
            area: value
            for (area, its, when), value in self.shown.items()
            if (its, when) == (maker, year) and area in self.apart
        }

    @cached_property
    def sums(self) -> dict[tuple[str, int], set[str]]:
        """By producer and year: the areas with a value, where values are parts of one sum; a single one is no sum."""
        if self.view.measure != "share" and self.view.form != "stack":
            return {}
        having: dict[tuple[str, int], set[str]] = {}
        makers = {maker for _, maker, _ in self.shown} if self.view.form == "stack" else self.view.producers
        for (area, maker, year), row in self.rows.items():
            is_asked = area in self.view.areas and maker in (makers or (maker,))
            is_member = self.view.membership != "year" or self._was_member(area, maker, year)
            if is_asked and is_member and row.value is not None:
                having.setdefault((maker, year), set()).add(area)
        return {place: areas for place, areas in having.items() if len(areas) > 1 or self.view.measure != "share"}

    def lacking(self, maker: str, year: int) -> set[str]:
        """The areas that have a share or a layer in any year that is shown, and no value in this one."""
        if (maker, year) not in self.sums:
            return set()
        if self.view.form not in {"bar", "map"}:
            return self.areas - self.sums[maker, year]
        every = {
            area
            for (its, when), areas in self.sums.items()
            for area in areas
            if self.rows[area, its, when].flag != "p-f"
        }
        return every - self.sums[maker, year]

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether the series that are shown have figures in years that are not."""
        lines = {(area, maker) for area, maker, _ in self.shown}
        first, last = self.view.first or 0, self.view.last or 9999
        return any(
            is_figure(row)
            and key[:2] in lines
            and (not first <= key[2] <= last or (self.view.membership == "year" and not self._was_member(*key)))
            for key, row in self.rows.items()
        )

    def _was_member(self, area: str, _: str, year: int) -> bool:
        spans = self.tables.memberships(self.view.group)
        return not spans or any(begin <= year <= end for one, begin, end in spans if one == area)


Check = Callable[..., None]


@dataclass(frozen=True)
class Wording:
    """One template. `check` is given the case, then the groups of the pattern."""

    name: str
    pattern: str
    check: Check
    appears: str
    absent: str

    def match(self, text: str) -> re.Match[str] | None:
        return re.fullmatch(self.pattern, text)


def with_numbers_marked(sentence: Sentence) -> str:
    return "".join(part if isinstance(part, str) else f"«{part.text}»" for part in sentence)


def amount(text: str) -> float | None:
    """The value that a number shows; None for a range; zero where it is poppy-free."""
    if text == "poppy-free":
        return 0.0
    found = re.fullmatch(r"(?:over |about |Σ )?([-+]?[\d,]+(?:\.\d+)?)(?: .*)?", text)
    return float(found[1].replace(",", "")) if found else None


def is_same(text: str, value: Value) -> None:
    """The number is the value, to the decimals that it shows; a range stands only where there is no value."""
    shown = amount(text)
    if shown is None:
        assert value.value is None, text
        return
    assert value.value is not None and abs(shown - value.value) <= max(ROUNDED, 1e-9 * abs(shown)), (text, value)


def is_right(case: Case, text: str, mark: str | None, value: Value) -> None:
    is_same(text, value)
    assert bool(mark) == (value.is_doubted and not case.view.asof), (text, value)


def is_highest(value: Value, others: Sequence[Value], *, bounds_count: bool) -> None:
    """No other one may be as high, and the value itself fits other figures."""
    assert value.value is not None and not value.is_doubted
    assert bounds_count or not value.is_bound  # a mere bound is none of the years known
    assert not any(other.may_reach(value.value, bounds_count=bounds_count) for other in others)


def is_lowest(value: Value, others: Sequence[Value]) -> None:
    assert value.value is not None and not value.is_doubted and not value.is_bound
    assert all(other.value is not None and other.value > value.value for other in others)


def has_scope(case: Case, line: dict[int, Value], scope: str | None) -> None:
    """A superlative over years says of how many, where any is missing, and which, where only some are shown."""
    first, last = min(line), max(line)
    known = sum(not value.is_bound for value in line.values())
    has_gaps = known < last - first + 1
    if has_gaps:
        expected = f"of {known} years known" + (f" from {first} to {last}" if case.is_narrowed else "")
    else:
        expected = f"of {first}–{last}" if case.is_narrowed else ""
    assert (scope or "") == expected, (scope, expected)


def names_maker(case: Case, areas: set[str], label: str | None) -> None:
    """Whose figures they are is said wherever another producer has any of the same areas."""
    assert bool(label) == case.tables.has_several_makers(case.view.indicator, areas), label


def subject_of(case: Case, words: str) -> tuple[str, str, dict[int, Value]]:
    """Area and producer that a title over years is about, and their values."""
    found = re.fullmatch(r"(?:.*?: |.*? in |World .*?)?(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))?", words)
    assert found
    name = next((name for name in (case.tables.areas[key][0] for key in case.areas) if name in words), "")
    label = re.search(r" \(((?:[^()]|\([^()]*\))*)\)$", words)
    area = case.area(name)
    names_maker(case, {area}, label and label[1])
    makers = [case.maker(label[1])] if label else [maker for one, maker, _ in case.shown if one == area]
    line = case.line(area, makers[0])
    assert len(case.areas) == 1
    return area, makers[0], line


def known(line: dict[int, Value]) -> list[int]:
    return sorted(year for year, value in line.items() if value.value is not None)


def goes(case: Case, words: str, a: str, mark_a: str, first: str, b: str, mark_b: str, last: str) -> None:
    _, _, line = subject_of(case, words)
    assert [int(first), int(last)] == [known(line)[0], known(line)[-1]]
    is_right(case, a, mark_a, line[int(first)])
    is_right(case, b, mark_b, line[int(last)])


def reaches(case: Case, words: str, a: str, mark: str, year: str, ending: str, scope: str | None) -> None:
    _, _, line = subject_of(case, words)
    value = line[int(year)]
    assert int(year) == known(line)[-1]
    is_right(case, a, mark, value)
    is_highest(value, [other for when, other in line.items() if when != int(year)], bounds_count=False)
    has_scope(case, line, scope)


def peaks(
    case: Case, words: str, a: str, mark_a: str, year: str, scope: str | None, b: str, mark_b: str, last: str
) -> None:
    reaches_peak = subject_of(case, words)[2]
    value = reaches_peak[int(year)]
    is_right(case, a, mark_a, value)
    is_highest(value, [other for when, other in reaches_peak.items() if when != int(year)], bounds_count=False)
    has_scope(case, reaches_peak, scope)
    assert int(last) == known(reaches_peak)[-1]
    is_right(case, b, mark_b, reaches_peak[int(last)])


def is_alone(case: Case, words: str, a: str, mark: str, year: str) -> None:
    _, _, line = subject_of(case, words)
    assert known(line) == [int(year)]
    is_right(case, a, mark, line[int(year)])


def maker_of(case: Case, label: str | None) -> str:
    names_maker(case, case.apart, label)
    makers = {maker for _, maker, _ in case.shown}
    return case.maker(label) if label else makers.pop()


def stands_highest(
    case: Case,
    label: str | None,
    every: str | None,
    some: str | None,
    of_every: str | None,
    for_year: str | None,
    name: str,
    in_year: str | None,
    is_last: str | None,
    a: str,
    mark: str,
) -> None:
    maker, area = maker_of(case, label), case.area(name)
    year = int(for_year or in_year or 0)
    values = case.of_year(year, maker)
    counts = {when: len(case.of_year(when, maker)) for _, its, when in case.shown if its == maker}
    assert int(every or of_every or 0) == len(case.apart)
    assert len(values) == int(every or some or 0)
    # The latest year that all have, else the latest of those that most have.
    assert year == max(when for when, count in counts.items() if count == max(counts.values()))
    newest = max(when for (one, _, when), value in case.shown.items() if value.value is not None and one in case.apart)
    assert for_year or bool(is_last) == (year < newest)
    is_right(case, a, mark, values[area])
    is_highest(values[area], [other for one, other in values.items() if one != area], bounds_count=True)


def describes(case: Case, words: str, names: str, first: str, last: str | None) -> None:
    years = sorted(year for _, _, year in case.shown)
    assert (int(first), int(last or first)) == (years[0], years[-1])
    named = [name for name in re.split(r", | and ", re.sub(r" and \d+ more areas$", "", names)) if name]
    assert named and all(any(name in case.tables.areas[key][0] for key in case.areas) for name in named)
    more = re.search(r" and (\d+) more areas$", names)
    assert not more or int(more[1]) + len(named) == len(case.areas)


def is_the_only_bar(case: Case, name: str, label: str | None, year: str, a: str, mark: str) -> None:
    area = case.area(name)
    names_maker(case, {area}, label)
    assert case.areas == {area} and int(year) == case.scene.year
    maker = case.maker(label) if label else next(iter(case.shown))[1]
    is_right(case, a, mark, case.shown[area, maker, int(year)])


def is_largest(
    case: Case,
    name: str,
    count: str,
    place: str | None,
    year: str,
    label: str | None,
    a: str,
    mark: str,
    *rest: str | None,
) -> None:
    maker, area = maker_of(case, label), case.area(name)
    values = case.of_year(int(year), maker)
    assert len(values) == int(count) > 1
    is_right(case, a, mark, values[area])
    is_highest(values[area], [other for one, other in values.items() if one != area], bounds_count=True)
    parents = {case.tables.areas[one][1] for one in case.areas}
    if place:
        assert [case.tables.areas[parent][0] for parent in parents] == [place]
    if rest and rest[0]:
        whole = case.rows[parents.pop(), maker, int(year)]
        share, value = float(rest[0].rstrip(" %").replace(",", "")), values[area].value
        assert whole.value and value is not None and abs(share - value / whole.value * 100) <= ROUNDED


def tells_course(
    case: Case,
    name: str,
    label: str,
    a: str,
    mark_a: str,
    first: str,
    b: str | None,
    mark_b: str | None,
    peak: str | None,
    scope: str | None,
    c: str | None,
    mark_c: str | None,
    last: str | None,
    moved: str | None,
    since: str | None,
) -> None:
    line = case.line(case.area(name), case.maker(label))
    years = known(line)
    if case.view.measure == "value":
        assert [int(first), int(last or first)] == [years[0], years[-1]]
    else:  # of computed numbers that cannot be compared only the last is told
        assert last is None and int(first) == years[-1]
    is_right(case, a, mark_a, line[int(first)])
    if c is not None and last is not None:
        is_right(case, c, mark_c, line[int(last)])
    if b is not None and peak is not None:
        value = line[int(peak)]
        is_right(case, b, mark_b, value)
        is_highest(value, [other for year, other in line.items() if year != int(peak)], bounds_count=False)
        has_scope(case, line, scope)
    assert moved is None or case.view.measure == "value"
    if moved is not None:
        start, end = line[int(first)].value, line[years[-1]].value
        assert start and end is not None and since == first
        assert abs(float(moved.rstrip(" %").replace(",", "")) - (end / start - 1) * 100) <= ROUNDED


PART = rf"((?:lowest |highest )?){NUMBER}{MARK} in {YEAR}( \(of fewer areas\))?"


def tells_computed(case: Case, name: str, label: str, scope: str | None, parts: str) -> None:
    maker = case.maker(label)
    line = case.line(case.area(name), maker)
    complete = {year: value for year, value in line.items() if not case.lacking(maker, year)}
    for word, shown, mark, year, fewer in re.findall(PART, parts):
        value = line[int(year)]
        is_right(case, shown, mark, value)
        assert bool(fewer) == (int(year) not in complete)
        others = [other for when, other in complete.items() if when != int(year)]
        if word == "highest ":
            is_highest(value, others, bounds_count=False)
        elif word == "lowest ":
            is_lowest(value, others)
        else:
            assert int(year) == known(line)[-1]
            continue
        if len(complete) < len(line):
            assert scope == f"of {len(complete)} years with a value for every area"
        else:
            has_scope(case, line, scope)


def tells_largest(case: Case, count: str, year: str, parts: str, unit: str) -> None:
    assert unit == case.scene.unit
    compared = {key: value for key, value in case.shown.items() if key[0] in case.apart}
    assert len(compared) == int(count) > 1
    told = _told_of(case, year, parts)
    smallest = min(value.value for value in told.values() if value.value is not None)
    assert not any(value.is_doubted for value in told.values())
    others = [value for key, value in compared.items() if key not in told]
    assert not any(value.may_reach(smallest, bounds_count=True) for value in others)
    values = [value.value or 0.0 for value in told.values()]
    assert values == sorted(values, reverse=True)


def _told_of(case: Case, year: str, parts: str) -> dict[Key, Value]:
    found: dict[Key, Value] = {}
    makers = {maker for _, maker, _ in case.shown}
    for part in re.split(r"(?<=»), |(?<=figures\)), ", parts):
        match = re.fullmatch(rf"(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))? {NUMBER}{MARK}", part)
        assert match, part
        maker = case.maker(match[2]) if match[2] else next(iter(makers))
        assert bool(match[2]) == (len(makers) > 1)
        key = (case.area(match[1]), maker, int(year))
        is_right(case, match[3], match[4], case.shown[key])
        found[key] = case.shown[key]
    return found


def tells_only(case: Case, year: str, parts: str, unit: str) -> None:
    assert len(_told_of(case, year, parts)) == 1 and unit == case.scene.unit
    assert len({key for key in case.shown if key[0] in case.apart}) == 1


def have_largest_values(case: Case, rest: str, told: Sequence[str]) -> None:
    """No series that is left to the table has a larger value than one that is told of."""
    highest: dict[tuple[str, str], float] = {}
    for (area, maker, _), value in case.shown.items():
        if value.value is not None:
            highest[area, maker] = max(highest.get((area, maker), value.value), value.value)
    labels = {f"{case.tables.areas[area][0]}, {case.label(area, maker)}": top for (area, maker), top in highest.items()}
    said = {label for label in labels if any(re.match(rf"{re.escape(label)}(?: \(|:)", text) for text in told)}
    assert int(rest) == len(labels) - len(said)
    assert min(labels[label] for label in said) >= max(top for label, top in labels.items() if label not in said)


def _both(case: Case, second: str, first: str, label: str) -> tuple[list[int], list[int]]:
    """The years with figures of both areas, and those in which the second stands above the first."""
    one, other, maker = case.area(second), case.area(first), case.maker(label)
    assert not case.tables.is_within(one, other) and not case.tables.is_within(other, one)
    ours, theirs = case.line(one, maker), case.line(other, maker)
    years = [year for year in known(ours) if year in known(theirs)]
    above = [year for year in years if (ours[year].value or 0.0) > (theirs[year].value or 0.0)]
    for year in years:
        lower = theirs[year] if year in above else ours[year]
        assert not lower.is_bound  # nobody knows how high that is
    return years, above


def never_above(case: Case, second: str, first: str, count: str | None, only: str | None, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert not above and (len(years) == int(count) > 1 if count else years == [int(only or 0)])


def above_in_one(case: Case, second: str, first: str, year: str, label: str) -> None:
    assert _both(case, second, first, label) == ([int(year)], [int(year)])


def above_in_all(case: Case, second: str, first: str, count: str, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert years == above and len(years) == int(count) > 1


def above_in(case: Case, second: str, first: str, spans: str, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert 0 < len(above) < len(years)
    runs = [[int(year) for year in run.split("–")] for run in re.split(r", | and ", spans)]
    assert above == [year for run in runs for year in years if run[0] <= year <= run[-1]]


def years_in(text: str) -> list[int]:
    runs = [[int(year) for year in run.split("–")] for run in re.split(r", | and ", text)]
    return [year for run in runs for year in range(run[0], run[-1] + 1)]


def lacks(case: Case, label: str, parts: str) -> None:
    """Who lacks a value, in which years of the sum, and nothing else."""
    maker = case.maker(label)
    said: set[tuple[str, int]] = set()
    for part in parts.split("; "):
        names, when = re.fullmatch(r"(.*?) in (\d.*)", part).groups()  # type: ignore[union-attr]
        if " more" in names:
            return  # too many to name
        said |= {(name, year) for name in re.split(r", | and ", names) for year in years_in(when)}
    names_of = {key: case.tables.areas[key][0] for key in case.tables.areas}
    years = {when for area, its, when in case.shown if its == maker and case.shown[area, its, when].value is not None}
    assert said == {(names_of[area], year) for year in years for area in case.lacking(maker, year)}


def do_not_fit(case: Case, parts: str) -> None:
    said: set[tuple[str, int]] = set()
    for part in parts.split("; "):
        label, when = part.split(" in ", 1)
        said |= {(label, year) for year in years_in(when)}
    assert not case.view.asof
    assert said == {
        (f"{case.tables.areas[area][0]}, {case.label(area, maker)}", year)
        for (area, maker, year), value in case.shown.items()
        if value.is_doubted
    }


def are_free(case: Case, year: str, count: str, names: str) -> None:
    free = [key for key, value in case.shown.items() if value.is_free and key[0] in case.apart]
    assert len(free) == int(count) and all(key[2] == int(year) for key in free)
    assert all(case.tables.areas[area][0] in names for area, _, _ in free[:1])


def have_none(case: Case, year: str, names: str) -> None:
    """What is said to have no figure has none, whoever else has one."""
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        match = re.fullmatch(r"(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))?", name)
        assert match
        keys = [
            key
            for key, row in case.rows.items()
            if key[2] == int(year) and case.tables.areas[key[0]][0] == match[1] and is_figure(row)
        ]
        makers = {case.maker(match[2])} if match[2] else {maker for _, maker, _ in case.shown}
        assert not [key for key in keys if key[1] in makers], (name, year)


def have_none_at_all(
    case: Case, names: str, label: str | None = None, some: str | None = None, day: str | None = None
) -> None:
    """What is said to be missing is: by these producers and in these years, where that is said, else altogether."""
    is_of_both_sides = case.view.compare
    assert bool(label) == bool(case.view.producers) and (day or "") == ("" if is_of_both_sides else case.view.asof)
    first, last = (case.view.first or 0, case.view.last or 9999) if some else (0, 9999)
    asked = set(case.view.areas) if case.view.form != "map" else set(case.tables.areas)
    listed = re.split(r", | and ", re.sub(r" and \d+ more$", "", names))
    sides = [case.rows, case.tables.rows(case.view.indicator)] if is_of_both_sides else [case.rows]
    for area, maker, year in (key for rows in sides for key, row in rows.items() if is_figure(row)):
        if area in asked and case.tables.areas[area][0] in listed and maker in (case.view.producers or (maker,)):
            is_member = not some or case.view.membership != "year" or case._was_member(area, maker, year)
            assert not (first <= year <= last and is_member), area


def have_none_ever(case: Case, names: str) -> None:
    """What is outlined on the map of a country and never had a figure is no area of the tables."""
    country = {case.tables.areas[area][1] for area in case.areas}
    parts = {name for name, parent in case.tables.areas.values() if parent in country}
    assert len(country) <= 1 and not parts.intersection(re.split(r", | and ", names))


def are_gaps(case: Case, name: str, label: str, day: str | None, years: str, _: str | None) -> None:
    assert (day or "") == case.view.asof
    area, maker = case.area(name), case.maker(label)
    assert not [year for year in years_in(years) if (area, maker, year) in case.rows]


def are_set_aside(case: Case, name: str, label: str, years: str) -> None:
    areas = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    rows = [case.rows[area, case.maker(label), year] for area in areas for year in years_in(years)]
    assert rows and not any(is_figure(row) for row in rows)


def are_left_out(case: Case, names: str) -> None:
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        its = re.sub(r" \([^()]*\)$", "", name)
        assert any(case.tables.areas[key[0]][0] == its and is_figure(row) for key, row in case.rows.items()), name


def are_counted_twice(case: Case, names: str) -> None:
    said = set(re.split(r", | and ", names))
    chosen = {area for place in case.sums.values() for area in place}
    assert said == {
        case.tables.areas[area][0] for area in chosen if any(case.tables.is_within(part, area) for part in chosen)
    }


def _sides(case: Case) -> tuple[int, int, int]:
    """Of a comparison: how many figures were known on the day, how many of them are others today, how many are new."""
    view, first, last = case.view, case.view.first or 0, case.view.last or 9999

    def printed(rows: dict[Key, Row]) -> dict[Key, object]:
        return {
            (area, maker, year): (row.value, row.low, row.high, row.flag in {"p-f", "at-least", "approximate"})
            for (area, maker, year), row in rows.items()
            if area in view.areas and maker in (view.producers or (maker,)) and first <= year <= last and is_drawn(row)
        }

    then, now = printed(case.rows), printed(case.tables.rows(view.indicator))
    return len(then), sum(now.get(key) != figure for key, figure in then.items()), len(now.keys() - then.keys())


def knows_nothing(case: Case, day: str, count: str) -> None:
    assert day == case.view.asof and _sides(case) == (0, 0, int(count))


def is_the_same(case: Case, count: str | None, day: str, more: str | None) -> None:
    assert day == case.view.asof and _sides(case) == (int(count or 1), 0, int(more or 0))


def has_changed(case: Case, some: str | None, count: str | None, day: str, more: str | None) -> None:
    assert day == case.view.asof and _sides(case) == (int(count or 1), int(some or count or 1), int(more or 0))
    assert some is None or int(some) < int(count or 1)


def shows_nothing(case: Case, *_: str) -> None:
    assert not case.shown and not case.scene.today


def holds(*_: object) -> None:
    """Says nothing that is more than what it names."""


SCOPE = r"of (?:\d+ years known(?: from \d{4} to \d{4})?|\d{4}–\d{4})"
LABEL = r"(?: \(((?:[^()]|\([^()]*\))*)\))?"
THESE = rf"of these (\d+) [a-z ]+?(?: of ([^,]*?))? with a figure for {YEAR}{LABEL}"

DAY = r"(\d{4}-\d{2}-\d{2})"
KNOWN = rf"(?:the (\d+) figures|the one figure) known on {DAY}"
ADDED = r"(?:, and (\d+) ha(?:ve|s) been added)?"

TITLES = (
    Wording(
        "nothing known then",
        rf".*: no figure had been published by {DAY}; today there (?:is|are) (\d+)",
        knows_nothing,
        "area=AFG&asof=1985-01-01&compare=today",
        "area=AFG&asof=2019-11-26&compare=today",
    ),
    Wording(
        "the same today",
        rf".*: {KNOWN} (?:are|is) the same today{ADDED}",
        is_the_same,
        "indicator=opium-yield&area=AFG&asof=2026-01-01&compare=today",
        "area=AFG&asof=2010-11-26&compare=today",
    ),
    Wording(
        "others today",
        rf".*: (?:(\d+) of )?{KNOWN} ha(?:ve all|ve|s) changed since{ADDED}",
        has_changed,
        "area=AFG&asof=2010-11-26&compare=today",
        "area=AFG&asof=2010-11-26",
    ),
    Wording(
        "nothing",
        r"No figures for (.*?) (in \d{4}|in this choice)",
        shows_nothing,
        "group=sco&asof=1990-01-01",
        "area=AFG",
    ),
    Wording(
        "largest",
        rf"(.*?) had the (?:largest|highest) .*? {THESE}: {NUMBER}{MARK}(?:, {NUMBER} of .*)?",
        is_largest,
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "first",
        rf".*: (.*?) stood first {THESE}, with {NUMBER}{MARK}",
        is_largest,
        "area=AFG&area=MMR&measure=share&form=bar&year=2014",
        "area=AFG&area=AF-HEL&form=bar&measure=share&year=2018",
    ),
    Wording(
        "highest of several",
        rf".*?{LABEL}: of (?:these (\d+)|the (\d+) of these (\d+) with a figure for {YEAR}), (.*?) stood highest "
        rf"(?:in {YEAR}(, the last common year,)? )?with {NUMBER}{MARK}",
        stands_highest,
        "group=parts-of-WLD",
        "area=AFG&area=AF-HEL",
    ),
    Wording(
        "reached",
        rf"(.*?) reached {NUMBER}{MARK} in {YEAR}, (its highest value|the highest ({SCOPE}))",
        reaches,
        "area=BOL&indicator=coca-bush-cultivation",
        "area=AFG&indicator=opium-price",
    ),
    Wording(
        "peaked",
        rf"(.*?) (?:peaked at|was highest with) {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))? and stood "
        rf"at {NUMBER}{MARK} in {YEAR}",
        peaks,
        "area=AFG",
        "area=AFG&indicator=opium-yield",
    ),
    Wording(
        "went",
        rf"(.*?) went from {NUMBER}{MARK} in {YEAR} to {NUMBER}{MARK} in {YEAR}",
        goes,
        "area=AFG&indicator=opium-yield",
        "area=AFG",
    ),
    Wording("only one year", rf"(.*?) was {NUMBER}{MARK} in {YEAR}", is_alone, "area=IND", "area=AFG"),
    Wording(
        "one bar",
        rf".*? in ([^:]*?){LABEL}, {YEAR}: {NUMBER}{MARK}",
        is_the_only_bar,
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "described",
        rf"(.*?): ([^:«]*), {YEAR}(?:–{YEAR})?",
        describes,
        "area=AFG&area=AF-HEL",
        "group=andean-coca&indicator=coca-bush-cultivation",
    ),
)

FINDINGS = (
    Wording(
        "course",
        rf"(.*?), ([^,:]*?): {NUMBER}{MARK} in {YEAR}(?:, highest {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))?)?"
        rf"(?:, {NUMBER}{MARK} in {YEAR}(?: \({NUMBER} since {YEAR}\))?)?\.",
        tells_course,
        "area=AFG",
        "area=AFG&measure=change",
    ),
    Wording(
        "course of computed numbers",
        rf"(.*?), ([^,:]*?)(?: \((of .*?)\))?: ({PART}(?:, {PART})*)\.",
        lambda case, name, label, scope, parts, *_: tells_computed(case, name, label, scope, parts),
        "area=AFG&measure=change",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "largest of one year",
        rf"Largest of these (\d+) figures for {YEAR}: (.*) \((.*)\)\.",
        tells_largest,
        "group=parts-of-WLD&form=bar",
        "form=bar",
    ),
    Wording(
        "one figure of a year",
        rf"In {YEAR}: (.*) \((.*)\)\.",
        tells_only,
        "form=bar&producer=unodc",
        "group=parts-of-WLD&form=bar",
    ),
    Wording(
        "more in the table",
        r"These have the largest values; (\d+) more series are in the table\.",
        holds,
        "group=parts-of-WLD",
        "area=AFG",
    ),
    Wording(
        "never above",
        rf"(.*?) was never above (.*?) in (?:the (\d+) years|{YEAR}, the only year) with figures for both \((.*?)\)\.",
        never_above,
        "area=AFG&area=PAK&producer=unodc",
        "area=AFG&area=AF-HEL",
    ),
    Wording(
        "above in the only year",
        rf"(.*?) was above (.*?) in {YEAR}, the only year with figures for both \((.*?)\)\.",
        above_in_one,
        "area=IND&area=PAK&producer=usg",
        "area=AFG&area=PAK",
    ),
    Wording(
        "above in all years",
        r"(.*?) was above (.*?) in all (\d+) years with figures for both \((.*?)\)\.",
        above_in_all,
        "area=PAK&area=AFG&producer=unodc",
        "area=AF-HEL&area=AFG",
    ),
    Wording(
        "above in some years",
        r"(.*?) was above (.*?) in ([\d–, and]+?) \((.*?)\)\.",
        above_in,
        "indicator=opium-production&area=AFG&area=MMR&producer=unodc",
        "area=AFG&area=PAK",
    ),
    Wording(
        "gap",
        r"(.*), ([^,]*): no source (?:here|published by (.*)) has a figure for ([\d–, and]*\d)(;.*)?\.",
        are_gaps,
        "area=MMR&producer=unodc",
        "area=BOL&indicator=coca-bush-cultivation&producer=unodc",
    ),
    Wording(
        "set aside",
        r"(.*), ([^,]*): what sources print for ([\d–, and]*\d) is set aside\.",
        are_set_aside,
        "area=AFG",
        "area=MMR",
    ),
    Wording(
        "no figure in any year on the map",
        r"No source here has a figure for (.*) in any year\.",
        have_none_ever,
        "area=MMR&form=map",
        "area=AFG&form=map",
    ),
    Wording(
        "no figure at all",
        r"No source here has a figure for (.*?)(?: by ([^,]*?))?( in these years)?(?:, published by (.*))?\.",
        have_none_at_all,
        "group=sco",
        "area=AFG",
    ),
    Wording(
        "left out",
        r"Known, but left out by this form or measure: (.*)\.",
        are_left_out,
        "area=AFG&area=PAK&measure=share&form=bar&year=2014",
        "area=AFG&area=PAK",
    ),
    Wording(
        "does not fit",
        r"These do not fit other figures in force: (.*)\.",
        do_not_fit,
        "area=AFG&indicator=opium-yield",
        "area=MMR",
    ),
    Wording(
        "sum lacks a part",
        r"The sum is not complete \((.*?)\): it lacks (.*)\.",
        lacks,
        "group=andean-coca&indicator=coca-bush-cultivation&form=stack",
        "group=andean-coca&indicator=coca-bush-cultivation",
    ),
    Wording(
        "counted twice",
        r"The sum counts twice what is in (.*): areas within are parts of the sum too\.",
        are_counted_twice,
        "area=AFG&area=AF-HEL&form=stack",
        "area=AFG&area=MMR&form=stack",
    ),
    Wording(
        "poppy-free",
        rf"Poppy-free in {YEAR}: (\d+) areas?, (.*)\.",
        are_free,
        "group=parts-of-AFG&form=bar&year=2018",
        "group=parts-of-WLD&form=bar",
    ),
    Wording(
        "no figure in the year", rf"No figure for {YEAR}: (.*)\.", have_none, "form=bar", "form=bar&producer=unodc"
    ),
    Wording(
        "no place on the map",
        r"Not on the map, since no coordinates are recorded: .*\.",
        holds,
        NOWHERE,
        "area=AFG&form=map",
    ),
    Wording(
        "others have figures too",
        r"The map shows figures of .*; .* ha(?:s|ve) figures too\.",
        holds,
        "group=golden-triangle&form=map",
        "group=golden-triangle&form=bar",
    ),
    Wording(
        "all countries on the map",
        r"There are no figures(?: by .*)? for the parts of .*: the map shows all countries\.",
        holds,
        "area=AFG&producer=usg&form=map",
        "area=AFG&form=map",
    ),
    Wording(
        "no base",
        r"Without a figure above zero in the base year .* not shown: .*\.",
        holds,
        "group=parts-of-WLD&measure=index&base=2004",
        "area=AFG&producer=unodc&measure=index&base=2004",
    ),
    Wording(
        "changed since",
        r".*, today: .*\.",
        holds,
        "indicator=opium-production&area=AFG&asof=2009-12-31&compare=today",
        "area=AFG",
    ),
    Wording(
        "revised",
        rf"Revised: .* from {NUMBER} to {NUMBER}\.",
        holds,
        "indicator=opium-production&area=AFG&layer=revisions",
        "indicator=opium-production&area=AFG",
    ),
)


def _series(tables: Tables, key: FigureKey) -> dict[int, Row]:
    """The years of the series of a figure of which the value is known, a mere bound left out."""
    rows = tables.rows(key.indicator)
    found = {year: row for (area, maker, year), row in rows.items() if (area, maker) == (key.area, key.producer)}
    return {year: found[year] for year in sorted(found) if found[year].value is not None}


def _shows(tables: Tables, key: FigureKey, text: str, year: str) -> float:
    row = _series(tables, key)[int(year)]
    assert row.value is not None and amount(text) == row.value
    return row.value


def is_record(
    tables: Tables, key: FigureKey, count: str, label: str, text: str = "", year: str = "", *rest: str
) -> None:
    """The highest of all years known, by whom; no range reaches it, and it fits other figures."""
    rows = [
        row for (area, maker, _), row in tables.rows(key.indicator).items() if (area, maker) == (key.area, key.producer)
    ]
    assert tables.label(key.producer, rows) == label
    rows = [row for row in rows if is_drawn(row)]
    assert len([row for row in rows if row.flag != "at-least"]) == int(count)
    top = _series(tables, key)[int(year or key.year)]
    assert top.value is not None and top.id not in tables.doubted
    assert [row for row in rows if (row.value if row.value is not None else row.high or 0) >= top.value] == [top]
    if rest:
        own, share = rest
        value = _series(tables, key)[int(own)].value or 0.0
        assert amount(text) == top.value and int(own) == key.year
        assert abs(float(share.rstrip(" %")) - value / top.value * 100) <= ROUNDED


def is_next(tables: Tables, key: FigureKey, text: str, year: str, moved: str, before: str) -> None:
    later = [other for other in _series(tables, key) if other > key.year]
    assert int(year) == later[0] and int(before) == key.year
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    if moved == "unchanged":
        assert now == then
    elif moved != "change not known":
        word, share = moved.split(" ", 1)
        change = (now / then - 1) * 100
        assert word == ("up" if change > 0 else "down")
        assert abs(float(share.strip("« %»").replace(",", "")) - abs(change)) <= ROUNDED


def is_steepest(
    tables: Tables,
    key: FigureKey,
    known_years: str | None,
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
    pairs = list(pairwise(series))
    changes = {pair: (series[pair[1]].value or 0.0) / (series[pair[0]].value or 0.0) * 100 - 100 for pair in pairs}
    pair = (int(first), int(second))
    assert len(pairs) > 1 and all(abs(other) < abs(changes[pair]) for its, other in changes.items() if its != pair)
    assert (went == "rose") == (changes[pair] > 0)
    assert abs(float(share.rstrip(" %").replace(",", "")) - abs(changes[pair])) <= ROUNDED
    assert not {series[year].id for year in pair} & tables.doubted
    _shows(tables, key, a, first)
    _shows(tables, key, b, second)
    assert int(span or 1) == pair[1] - pair[0]
    assert bool(known_years) == (len(series) < max(series) - key.year + 1)


def is_newest(tables: Tables, key: FigureKey, text: str, year: str, moved: str | None, before: str | None) -> None:
    assert int(year) == max(_series(tables, key)) and int(before or key.year) == key.year
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    assert not moved or abs(float(moved.rstrip(" %").replace(",", "")) - (now / then - 1) * 100) <= ROUNDED


def is_last(tables: Tables, key: FigureKey) -> None:
    assert key.year == max(_series(tables, key))


CULTIVATION, YIELD = "opium-poppy-cultivation/{}/unodc", "opium-yield/{}/unodc"
STORIES = (
    Wording(
        "highest of all years",
        r"It is the highest of the (\d+) years for which (.*) has a figure\.",
        is_record,
        CULTIVATION.format("AFG/2017"),
        CULTIVATION.format("AFG/2018"),
    ),
    Wording(
        "below the highest",
        rf"The highest of the (\d+) years for which (.*) has a figure is {NUMBER} in {YEAR}; "
        rf"{YEAR} stands at {NUMBER} of it\.",
        is_record,
        CULTIVATION.format("AFG/2018"),
        YIELD.format("AFG/2010"),
    ),
    Wording(
        "no later figure",
        r"No later figure is in the data\.",
        is_last,
        CULTIVATION.format("AFG/2025"),
        CULTIVATION.format("AFG/2024"),
    ),
    Wording(
        "next figure",
        rf".* stood at {NUMBER} in {YEAR} \(((?:up |down )«[^»]*»|unchanged|change not known) on {YEAR}\)\.",
        is_next,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("AFG/2025"),
    ),
    Wording(
        "steepest change",
        rf"The steepest change since then(?:, (of \d+ years known))?: it (rose|fell) by {NUMBER} "
        rf"from {NUMBER} in {YEAR} to {NUMBER} in {YEAR}(?:, over (\d+) years)?\.",
        is_steepest,
        CULTIVATION.format("AF-HEL/2018"),
        CULTIVATION.format("AFG/2024"),
    ),
    Wording(
        "newest figure",
        rf"The newest figure is {NUMBER} for {YEAR}(?:, {NUMBER} against {YEAR})?\.",
        is_newest,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("AFG/2024"),
    ),
)
