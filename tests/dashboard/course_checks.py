"""What must be so where the course of a series is told, and where it breaks."""

import re
from collections.abc import Iterator

from retelling import Value, within
from sentence_case import (
    MARK,
    NUMBER,
    SCOPE,
    WITHIN,
    YEAR,
    Case,
    amount,
    changed_before,
    has_scope,
    is_highest,
    is_lowest,
    is_right,
    known,
    newest,
    since_when,
)
from sentence_checks import years_in
from shown_digits import digits, is_shown_as
from then_and_now_checks import as_seen

APART = "not measured the same way|one was revised after the other was last printed"
RUN = (
    rf"{NUMBER}{MARK} in {YEAR}(?:, highest {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))?)?"
    rf"(?:, {NUMBER}{MARK} in {YEAR}(?: \((?:{NUMBER} since {YEAR}{WITHIN}|{APART})\))?)?"
)


def tells_course(case: Case, name: str, label: str, runs: str) -> None:
    """Each run of years that can be compared: first, highest, last and change; and what changed between them."""
    place = case.area(name), case.maker(label)
    line = case.line(*place)
    first, *others = re.split(r"; after ([a-z ]+): ", runs)
    if case.view.measure != "value":  # of computed numbers that cannot be compared only the last is told
        found = re.fullmatch(RUN, first)
        assert found and not others and int(found[3]) == known(line)[-1]
        is_right(case, found[1], found[2], line[int(found[3])])
        return
    parts = [{year: value for year, value in line.items() if value.since == since} for since in _sinces(line)]
    parts = [part for part in parts if known(part)]
    assert len(parts) == 1 + len(others) / 2
    for part, run in zip(parts, [first, *others[1::2]], strict=True):
        _tells_run(case, place, part, run, is_narrowed=case.is_narrowed or len(parts) > 1)
    assert others[::2] == [changed_before(case, place, part) for part in parts[1:]]


def _sinces(line: dict[int, Value]) -> list[int]:
    return list(dict.fromkeys(line[year].since for year in sorted(line)))


def _tells_run(case: Case, place: tuple[str, str], line: dict[int, Value], run: str, *, is_narrowed: bool) -> None:
    found = re.fullmatch(RUN, run)
    assert found, run
    a, mark_a, first, b, mark_b, peak, scope, c, mark_c, last, moved, since = found.groups()
    years = known(line)
    assert [int(first), int(last or first)] == [years[0], years[-1]]
    is_right(case, a, mark_a, line[int(first)])
    if c is not None:
        is_right(case, c, mark_c, line[int(last)])
    if b is not None:
        value = line[int(peak)]
        is_right(case, b, mark_b, value)
        is_highest(value, [other for year, other in line.items() if year != int(peak)], bounds_count=False)
        has_scope(case, place, line, scope, is_narrowed=is_narrowed)
    if c is not None:
        told = re.search(rf"\((?:{APART})\)$", run)
        assert bool(told) == case.tables.are_apart(case.view.indicator, place, (years[0], years[-1]), case.view.asof)
    if moved is not None:
        start, end = line[int(first)].value, line[years[-1]].value
        assert start and end is not None and since == first
        assert is_shown_as(moved, (end / start - 1) * 100, min(digits(one) for one in (start, end) if one))


def has_only_ranges(case: Case, name: str, label: str, only: str | None, its: str | None, *both: str | None) -> None:
    """No year that is shown has a value; the first and the last range are told."""
    area, maker = case.area(name), case.maker(label)
    line = case.line(area, maker)
    assert not known(line)
    told = {int(its or 0): only} if only else {int(both[1] or 0): both[0], int(both[3] or 0): both[2]}
    assert set(told) == {min(line), max(line)}
    for year, shown in told.items():
        row = case.rows[area, maker, year]
        assert [amount(end) for end in (shown or "").split("–")] == [as_seen(row.low), as_seen(row.high)]


PART = rf"((?:lowest |highest )?){NUMBER}{MARK} in {YEAR}( \(of fewer areas\))?"


def tells_computed(case: Case, name: str, label: str, scope: str | None, parts: str) -> None:
    maker = case.maker(label)
    place = case.area(name), maker
    every = case.line(*place)
    line = newest(every)
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
            of_all = f"of {len(complete)} years with a value for every area"
            assert scope == f"{of_all} {since_when(case, place, every)}".rstrip()
        else:
            has_scope(case, place, every, scope)


def tells_breaks(case: Case, parts: str) -> None:
    """Every break that parts years of a series that are shown, and nothing else."""
    _tells(case, case.tables.breaks(case.view.asof), parts)


def tells_breaks_that_part_nothing(case: Case, parts: str) -> None:
    """Every break between years that are shown across which the source goes on, and nothing else."""
    _tells(case, case.tables.breaks(case.view.asof, goes_on=True), parts, of_others=False)


def _tells(
    case: Case, breaks: dict[tuple[str, str, str], dict[int, list[str]]], parts: str, *, of_others: bool = True
) -> None:
    expected = set()
    for area, maker in {(area, maker) for area, maker, _ in case.shown}:
        years = case.years_known(area, maker)
        first, last = min(years), max(years)
        years_of_breaks = breaks.get((case.view.indicator, area, maker), {})
        within = [year for year in years_of_breaks if first < year <= last]
        within = [year for year in within if not _is_shared(case, breaks, area, maker, year)]
        if within and case.view.membership == "today":
            expected.add((f"{case.tables.areas[area][0]}, {case.label(area, maker)}", tuple(within)))
    whole = case.tables.whole_of(case.view.areas) if case.view.measure == "share" and of_others else ""
    for maker in {maker for _, maker, _ in case.shown} if whole else ():
        years = sorted(year for _, its, year in case.shown if its == maker)
        within = [year for year in breaks.get((case.view.indicator, whole, maker), ()) if years[0] < year <= years[-1]]
        expected |= {(case.tables.inside(whole), tuple(within))} if within else set()
    if case.view.measure == "ratio" and of_others:
        expected |= set(_of_what_divides(case, breaks))
    said = set()
    for part in parts.split("; "):
        label, when = part.split(" in ", 1)
        if found := re.fullmatch(r"(\d+) [a-z]+, (.*)", label):
            for year in re.findall(r"(\d{4}) \(", when):
                its = _sharing(case, breaks, case.maker(found[2]), int(year))
                assert len(its) == int(found[1]) > 3, part
            continue
        said.add((label, tuple(int(year) for year in re.findall(r"(\d{4}) \(", when))))
    assert said == expected or case.view.membership == "year", (said, expected)


def _of_what_divides(
    case: Case, breaks: dict[tuple[str, str, str], dict[int, list[str]]]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The breaks between years of a ratio that are breaks of what it is divided by, by the series with that name."""
    name = within(case.tables.indicators[case.view.second])
    for area, maker in {(area, maker) for area, maker, _ in case.shown}:
        years = sorted(case.line(area, maker))
        divisors = {year: case.tables.divisor(case.view.second, (area, maker, year), case.view.asof) for year in years}
        makers = {divisor[1] for divisor in divisors.values() if divisor is not None}
        found = [
            year
            for its in makers
            for year in breaks.get((case.view.second, area, its), ())
            if years[0] < year <= years[-1]
        ]
        if found:
            yield f"{case.tables.areas[area][0]}, {case.label(area, maker)} ({name})", tuple(found)


def _sharing(case: Case, breaks: dict[tuple[str, str, str], dict[int, list[str]]], maker: str, year: int) -> set[str]:
    """The areas that are shown before and after a break that they have with the whole that they are part of."""
    found = set()
    for area in {one for one, its, _ in case.shown if its == maker}:
        years = case.years_known(area, maker)
        whole = breaks.get((case.view.indicator, case.tables.areas[area][1], maker), {}).get(year)
        own = breaks.get((case.view.indicator, area, maker), {}).get(year)
        if own and own == whole and min(years) < year <= max(years):
            found.add(area)
    return found


def _is_shared(
    case: Case, breaks: dict[tuple[str, str, str], dict[int, list[str]]], area: str, maker: str, year: int
) -> bool:
    sharing = _sharing(case, breaks, maker, year)
    return area in sharing and len(sharing) > 3


def cannot_be_compared(case: Case, before: str, parts: str) -> None:
    """What is said to be parted between the two years is so, and no change is shown for it."""
    year = case.scene.year
    assert year and int(before) == (case.view.changes_since or year - 1)
    for part in parts.split("; "):
        found = re.fullmatch(rf"(.*), (.*?) \((?:.* changed|{APART})\)", part)
        assert found
        area = next(key for key, (name, _) in case.tables.areas.items() if name == found[1])
        years = int(before), year
        apart = [
            maker
            for maker in case.tables.makers
            if all((area, maker, its) in case.rows for its in years)
            and case.tables.are_apart(case.view.indicator, (area, maker), years, case.view.asof)
        ]
        assert apart and not any((area, maker, year) in case.shown for maker in apart)


def has_no_change(case: Case, what: str, label: str, years: str) -> None:
    """In each of the years there is a figure, but nothing computed: it and its base are of different releases."""
    name, called = label.split(", ", 1)
    (area,) = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    (maker,) = {its for one, its, _ in case.rows if one == area and case.label(area, its) == called}
    assert (what == "index") == (case.view.measure == "index")
    for year in years_in(years):
        base = int(case.scene.unit.split(", ")[1].split(" = ")[0]) if what == "index" else year - 1
        assert case.tables.never_stood_together(
            case.view.indicator, (area, maker, year), (area, maker, base), case.view.asof
        )
        assert (area, maker, year) not in case.shown


def have_largest_values(case: Case, rest: str) -> None:
    """No series that is left to the table has a larger value than one that is told of, or stands before it by name."""
    highest: dict[tuple[str, str], float] = {}
    for (area, maker, _), value in case.shown.items():
        if value.value is not None:
            highest[area, maker] = max(highest.get((area, maker), value.value), value.value)
    labels = {f"{case.tables.areas[area][0]}, {case.label(area, maker)}": top for (area, maker), top in highest.items()}
    said = {label for label in labels if any(re.match(rf"{re.escape(label)}(?: \(|:)", text) for text in case.told)}
    assert int(rest) == len(labels) - len(said)
    if not case.is_ranked:
        assert said == set(sorted(labels)[: len(said)])
        return
    assert min(labels[label] for label in said) >= max(top for label, top in labels.items() if label not in said)
