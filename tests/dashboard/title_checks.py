"""What must be so where a title says it."""

import re
from itertools import combinations

from retelling import overlap
from sentence_case import (
    Case,
    changed_before,
    counted,
    has_scope,
    is_highest,
    is_right,
    known,
    names_maker,
    newest,
    subject_of,
)
from sentence_checks import maker_of
from shown_digits import digits, is_shown_as

from etl.figures.letters import letters_of


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


def goes_within_or_not(case: Case, words: str, *told: str | None) -> None:
    """Of two printed figures whose ranges overlap it is said that this may be no change."""
    *course, within = told
    goes(case, words, *course)
    area, maker, _ = subject_of(case, words)
    first, last = (case.rows[area, maker, int(year or "")] for year in (course[2], course[-1]))
    assert bool(within) == (case.view.measure == "value" and overlap(first, last))


def was_the_same(case: Case, words: str, a: str, mark_a: str, first: str, b: str, mark_b: str, last: str) -> None:
    assert a == b
    goes(case, words, a, mark_a, first, None, None, b, mark_b, last)


def are_not_alike(case: Case, words: str, a: str, mark_a: str, first: str, b: str, mark_b: str, last: str) -> None:
    """Of a series whose first and last figure measure other people or prices, neither a course nor a peak is told."""
    *_, every = subject_of(case, words)
    line = newest(every)
    assert [int(first), int(last)] == [known(line)[0], known(line)[-1]]
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


def stands_highest(
    case: Case,
    label: str | None,
    name: str,
    are_all: str | None,
    having: str,
    in_year: str,
    is_last: str | None,
    of_every: str | None,
    wholes: str | None,
    a: str,
    mark: str,
) -> None:
    assert case.is_ranked
    around = [case.tables.inside(one) for one in case.areas - case.apart]
    assert bool(wholes) == bool(around) and all(name in (wholes or "") for name in around)
    maker, area = maker_of(case, label), case.area(name)
    year, values = int(in_year), case.of_year(int(in_year), maker)
    counts = {when: len(case.of_year(when, maker)) for _, its, when in case.shown if its == maker}
    assert bool(are_all) != bool(of_every)
    assert counted(of_every or having) == len(case.apart) and counted(having) == len(values)
    # The latest year that all have, else the latest of those that most have.
    assert year == max(when for when, count in counts.items() if count == max(counts.values()))
    newest = max(when for (one, _, when), value in case.shown.items() if value.value is not None and one in case.apart)
    assert of_every or bool(is_last) == (year < newest)
    is_right(case, a, mark, values[area])
    is_highest(values[area], [other for one, other in values.items() if one != area], bounds_count=True)
    nobody_else_has_others(case, year, maker)


def nobody_else_has_others(case: Case, year: int, maker: str) -> None:
    """Who is compared by one producer is everybody that is shown in the year, and all figures measure the same."""
    compared = case.of_year(year, maker)
    assert {area for area, _, when in case.shown if when == year and area in case.apart} == set(compared)
    keys = [(area, maker, year) for area in compared]
    if case.view.measure == "value":
        assert not any(case.tables.are_unlike(case.view.indicator, *pair) for pair in combinations(keys, 2))


def describes(case: Case, words: str, names: str, first: str, last: str | None) -> None:
    years = sorted(year for _, _, year in case.shown)
    assert (int(first), int(last or first)) == (years[0], years[-1])
    named = [name for name in re.split(r", | and ", re.sub(r" and \d+ more areas$", "", names)) if name]
    assert named and all(any(name in case.tables.areas[key][0] for key in case.areas) for name in named)
    assert named == sorted(named, key=letters_of)  # any other order would rank
    more = re.search(r" and (\d+) more areas$", names)
    assert not more or int(more[1]) + len(named) == len(case.areas)


def is_the_only_bar(case: Case, name: str, label: str | None, year: str, a: str, mark: str) -> None:
    area = case.area(name)
    names_maker(case, {area}, label)
    assert case.areas == {area} and int(year) == case.scene.year
    maker = case.maker(label) if label else next(iter(case.shown))[1]
    is_right(case, a, mark, case.shown[area, maker, int(year)])


def is_alone_or_the_only_bar(
    case: Case, words: str, name: str, label: str | None, a: str, mark: str, year: str, changed: str | None
) -> None:
    """A computed figure is told in the same words over years and in one year."""
    if case.view.form in {"bar", "map"}:
        is_the_only_bar(case, name, label, year, a, mark)
    else:
        is_alone(case, words, a, mark, year, changed)


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
    assert case.is_ranked
    maker, area = maker_of(case, label), case.area(name)
    values = case.of_year(int(year), maker)
    assert len(values) == counted(count) > 1
    is_right(case, a, mark, values[area])
    is_highest(values[area], [other for one, other in values.items() if one != area], bounds_count=True)
    nobody_else_has_others(case, int(year), maker)
    parents = {case.tables.areas[one][1] for one in case.areas}
    if place:
        assert [case.tables.inside(parent) for parent in parents] == [place]
    if rest and rest[0]:
        (parent,) = parents
        assert case.tables.inside(parent) == rest[1]
        whole = case.rows[parent, maker, int(year)]
        value = values[area].value
        assert whole.value and value
        assert is_shown_as(rest[0], value / whole.value * 100, min(digits(value), digits(whole.value)))
