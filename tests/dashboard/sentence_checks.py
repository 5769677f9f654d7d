"""What must be so in the tables where a sentence stands: one check a wording."""

import re
from collections.abc import Sequence

from retelling import Key, Row, Value, digits, is_drawn, is_figure, is_shown_as
from sentence_case import (
    MARK,
    NUMBER,
    SCOPE,
    WITHIN,
    YEAR,
    Case,
    changed_before,
    has_scope,
    is_highest,
    is_lowest,
    is_right,
    known,
    names_maker,
    newest,
    since_when,
    subject_of,
)


def goes(
    case: Case,
    words: str,
    a: str,
    mark_a: str,
    first: str,
    when: str | None,
    changed: str | None,
    b: str,
    mark_b: str,
    last: str,
) -> None:
    *place, every = subject_of(case, words)
    line = newest(every)
    assert [int(first), int(last)] == [known(line)[0], known(line)[-1]]
    assert bool(changed) == (len(line) < len(every))
    if changed:
        assert changed == changed_before(case, (place[0], place[1]), line)
        assert when == ("when" if line[int(first)].since == int(first) else "after")
    is_right(case, a, mark_a, line[int(first)])
    is_right(case, b, mark_b, line[int(last)])


def reaches(case: Case, words: str, a: str, mark: str, year: str, ending: str, scope: str | None) -> None:
    area, maker, every = subject_of(case, words)
    line = newest(every)
    value = line[int(year)]
    assert int(year) == known(line)[-1]
    is_right(case, a, mark, value)
    is_highest(value, [other for when, other in line.items() if when != int(year)], bounds_count=False)
    has_scope(case, (area, maker), every, scope)


def peaks(
    case: Case, words: str, a: str, mark_a: str, year: str, scope: str | None, b: str, mark_b: str, last: str
) -> None:
    area, maker, every = subject_of(case, words)
    reaches_peak = newest(every)
    assert int(year) in reaches_peak
    value = reaches_peak[int(year)]
    is_right(case, a, mark_a, value)
    is_highest(value, [other for when, other in reaches_peak.items() if when != int(year)], bounds_count=False)
    has_scope(case, (area, maker), every, scope)
    assert int(last) == known(reaches_peak)[-1]
    is_right(case, b, mark_b, reaches_peak[int(last)])


def is_alone(case: Case, words: str, a: str, mark: str, year: str, changed: str | None) -> None:
    area, maker, every = subject_of(case, words)
    line = newest(every)
    assert known(line) == [int(year)]
    assert (changed or "") == (changed_before(case, (area, maker), line) if len(line) < len(every) else "")
    is_right(case, a, mark, line[int(year)])


def maker_of(case: Case, label: str | None) -> str:
    names_maker(case, case.apart, label)
    makers = {maker for _, maker, _ in case.shown}
    if not label:
        return makers.pop()
    names_all(case, label)
    return case.maker(label)


def names_all(case: Case, label: str) -> None:
    """Of several areas the name is one of all their figures, and never who made those of one area alone."""
    assert len(case.areas) == 1 or label == case.of_all(case.maker(label)), label


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
        value = values[area].value
        assert whole.value and value
        assert is_shown_as(rest[0], value / whole.value * 100, min(digits(value), digits(whole.value)))


RUN = (
    rf"{NUMBER}{MARK} in {YEAR}(?:, highest {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))?)?"
    rf"(?:, {NUMBER}{MARK} in {YEAR}(?: \({NUMBER} since {YEAR}{WITHIN}\))?)?"
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
    if moved is not None:
        start, end = line[int(first)].value, line[years[-1]].value
        assert start and end is not None and since == first
        assert is_shown_as(moved, (end / start - 1) * 100, min(digits(one) for one in (start, end) if one))


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
    _tells(case, case.tables.breaks, parts)


def tells_breaks_that_part_nothing(case: Case, parts: str) -> None:
    """Every break between years that are shown across which the source goes on, and nothing else."""
    _tells(case, case.tables.told_breaks, parts)


def _tells(case: Case, breaks: dict[tuple[str, str, str], dict[int, list[str]]], parts: str) -> None:
    expected = set()
    for area, maker in {(area, maker) for area, maker, _ in case.shown}:
        years = [year for one, its, year in case.rows if (one, its) == (area, maker)]
        first, last = max(min(years), case.view.first or 0), min(max(years), case.view.last or 9999)
        years_of_breaks = breaks.get((case.view.indicator, area, maker), {})
        within = [year for year in years_of_breaks if first < year <= last]
        if within and case.view.membership == "today":
            expected.add((f"{case.tables.areas[area][0]}, {case.label(area, maker)}", tuple(within)))
    said = set()
    for part in parts.split("; "):
        label, when = part.split(" in ", 1)
        said.add((label, tuple(int(year) for year in re.findall(r"(\d{4}) \(", when))))
    assert said == expected or case.view.membership == "year", (said, expected)


def cannot_be_compared(case: Case, before: str, parts: str) -> None:
    """What is said to have a break before the year has one there, and no change is shown for it."""
    year = int(before) + 1
    assert year == case.scene.year
    for part in parts.split("; "):
        found = re.fullmatch(r"(.*), (.*?) \((.*) changed\)", part)
        assert found
        area = next(key for key, (name, _) in case.tables.areas.items() if name == found[1])
        broken = [
            maker
            for (indicator, one, maker), years in case.tables.breaks.items()
            if (indicator, one) == (case.view.indicator, area) and year in years
        ]
        assert broken and not any((area, maker, year) in case.shown for maker in broken)


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
    names_all(case, label)
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


def have_none(case: Case, by: str | None, year: str, names: str) -> None:
    """What is said to have no figure has none: by the producer who is named, else by anybody."""
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        match = re.fullmatch(r"(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))?", name)
        assert match
        keys = [
            key
            for key, row in case.rows.items()
            if key[2] == int(year) and case.tables.areas[key[0]][0] == match[1] and is_figure(row)
        ]
        if case.view.membership == "year":
            keys = [key for key in keys if case.was_member(*key)]
        if label := match[2] or by:
            keys = [key for key in keys if key[1] == case.maker(label)]
        assert not keys, (name, year)


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
            is_member = not some or case.view.membership != "year" or case.was_member(area, maker, year)
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


def are_aside_in(case: Case, year: str, names: str) -> None:
    """What is named has statements for the year, and no figure."""
    assert int(year) == case.scene.year
    for name in re.split(r", | and ", names):
        match = re.fullmatch(r"(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))?", name)
        assert match
        rows = [
            row
            for (area, maker, when), row in case.rows.items()
            if when == int(year)
            and case.tables.areas[area][0] == match[1]
            and (not match[2] or case.label(area, maker) == match[2])
        ]
        assert rows and (not match[2] or not any(map(is_figure, rows))) and not all(map(is_figure, rows)), name


def are_left_out(case: Case, names: str) -> None:
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        its = re.sub(r" \([^()]*\)$", "", name)
        assert any(case.tables.areas[key[0]][0] == its and is_figure(row) for key, row in case.rows.items()), name


def leaves_wholes_out(case: Case, names: str) -> None:
    """Named are all chosen areas that another chosen one lies in, and none of them is drawn."""
    said = set(re.split(r", | and ", names))
    chosen = case.view.areas
    wholes = [area for area in chosen if any(case.tables.is_within(part, area) for part in chosen)]
    assert said == {_in_a_sentence(case, area) for area in wholes}
    assert not case.areas.intersection(wholes)


def ranks_one_maker(case: Case, label: str, others: str) -> None:
    """All that is drawn is by one producer, and every other one who is named has a figure for the year."""
    names_all(case, label)
    assert {maker for _, maker, _ in case.shown} == {case.maker(label)}
    named = re.findall(r"([^,()]+?) \(", others.replace(" and ", ", "))
    areas = {case.tables.areas[area][0]: area for area in case.view.areas}
    assert named
    for name in named:
        area = areas[name.strip(", ")]
        makers = {maker for one, maker, year in case.rows if one == area and year == case.scene.year}
        assert makers - {maker for _, maker, _ in case.shown}


def has_known(case: Case, *names: str | None) -> None:
    """The areas that a note is about are drawn."""
    drawn = {case.tables.areas[area][0] for area in case.areas}
    (listed,) = filter(None, names)
    assert set(re.split(r", | and ", listed)) <= drawn


def is_of_the_whole(case: Case, name: str) -> None:
    whole = case.tables.whole_of(case.view.areas)
    assert _in_a_sentence(case, whole) == name and whole not in case.areas


def _in_a_sentence(case: Case, area: str) -> str:
    name, parent = case.tables.areas[area]
    return name if parent else f"the {name.lower()}"


def has_no_share(case: Case, label: str, years: str, whole: str | None) -> None:
    """In each of the years there is a figure, but no share: none of the whole, or one of another release."""
    name, called = label.split(", ", 1)
    (area,) = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    maker = _maker_called(case, area, called)
    for year in years_in(years):
        assert (area, maker, year) not in case.shown and case.rows[area, maker, year].value is not None
        row = case.rows.get((case.tables.whole_of(case.view.areas), maker, year))
        assert not whole or row is None or row.value is None


def _maker_called(case: Case, area: str, label: str) -> str:
    """The producer whose series of an area has a label: all its years count, drawn or not."""
    first, last = (case.view.first or 0) - 1, case.view.last or 9999
    for maker in case.tables.makers:
        rows = [
            row for (one, its, year), row in case.rows.items() if (one, its) == (area, maker) and first <= year <= last
        ]
        if rows and case.tables.label(maker, rows) == label:
            return maker
    raise AssertionError(label)


def as_seen(value: float | None) -> float | None:
    """A number as readers see it: from a thousand on without decimals."""
    return value if value is None or value < 1000 else float(round(value))


def _sides(case: Case) -> tuple[int, int, int]:
    """Of a comparison: how many figures were known on the day, how many of them are others today, how many are new."""
    view, first, last = case.view, case.view.first or 0, case.view.last or 9999

    def printed(rows: dict[Key, Row]) -> dict[Key, object]:
        return {
            (area, maker, year): (
                *map(as_seen, (row.value, row.low, row.high)),
                row.flag in {"p-f", "at-least", "approximate"},
            )
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
