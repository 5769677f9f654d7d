"""What must be so where the figures of one year are told."""

import re
from itertools import combinations

from retelling import Key, Value, is_figure
from sentence_case import (
    MARK,
    NUMBER,
    Case,
    counted,
    is_right,
    with_names_as_one,
)
from sentence_checks import names_all


def tells_largest(case: Case, count: str, year: str, parts: str, unit: str) -> None:
    assert unit == with_names_as_one(case.scene.unit)
    compared = {key: value for key, value in case.shown.items() if key[0] in case.apart}
    assert len(compared) == counted(count) > 1 and case.is_ranked
    told = _told_of(case, year, parts)
    smallest = min(value.seen for value in told.values() if value.value is not None)
    assert not any(value.is_doubted for value in told.values())
    others = [value for key, value in compared.items() if key not in told]
    assert not any(value.may_reach(smallest, bounds_count=True) for value in others)
    values = [value.value or 0.0 for value in told.values()]
    assert values == sorted(values, reverse=True)
    assert not are_unlike(case)


def has_no_largest(case: Case, count: str, year: str, parts: str, unit: str) -> None:
    """Another figure may be as high as the highest that is told, or that one does not fit others or is only a bound."""
    assert unit == with_names_as_one(case.scene.unit)
    compared = {key: value for key, value in case.shown.items() if key[0] in case.apart}
    assert len(compared) == counted(count) > 1 and case.is_ranked
    key, highest = max(compared.items(), key=lambda one: one[1].seen)
    others = [value for one, value in compared.items() if one != key]
    is_open = any(value.may_reach(highest.seen, bounds_count=True) for value in others)
    assert is_open or highest.is_doubted or highest.is_bound
    assert not are_unlike(case)
    told = _told_of(case, year, parts)
    labels = [f"{case.tables.areas[area][0]}, {case.label(area, maker)}" for area, maker, _ in told]
    assert labels == sorted(labels)  # any other order would rank


def tells_first_by_name(case: Case, count: str, year: str, parts: str, unit: str) -> None:
    """Of what countries count by rules of their own, or differently, the first by name are told: no rank is."""
    assert unit == with_names_as_one(case.scene.unit) and (not case.is_ranked or are_unlike(case))
    compared = [key for key in case.shown if key[0] in case.apart]
    assert len(compared) == counted(count) > 1
    told = list(_told_of(case, year, parts))
    labels = sorted(f"{case.tables.areas[area][0]}, {case.label(area, maker)}" for area, maker, _ in compared)
    assert [f"{case.tables.areas[area][0]}, {case.label(area, maker)}" for area, maker, _ in told] == labels[
        : len(told)
    ]


def is_not_ranked(case: Case) -> None:
    assert not case.is_ranked


def are_not_alike(case: Case) -> None:
    """Figures of one year that are said not to be measured the same way are not."""
    assert case.is_ranked and are_unlike(case)


def are_unlike(case: Case) -> bool:
    """Whether a figure of the year, or one that it is computed from, measures something else than another one does."""
    keys = [
        (one, maker, year)
        for (area, maker, year), value in case.shown.items()
        if area in case.apart
        for one in (area, *value.rests_on)
    ]
    then = {"change": case.view.base, "increase": case.view.base, "index": _year_of_index(case)}
    if case.view.measure in then:
        keys += [(area, maker, then[case.view.measure] or year - 1) for area, maker, year in keys]
    compared = {case.view.indicator: dict.fromkeys(keys)}
    if case.view.measure == "ratio":
        divisors = (case.tables.divisor(case.view.second, key, case.view.asof) for key in keys)
        compared[case.view.second] = dict.fromkeys(filter(None, divisors))
    return any(
        case.tables.are_unlike(indicator, *pair, case.view.asof)
        for indicator, every in compared.items()
        for pair in combinations(every, 2)
    )


def _year_of_index(case: Case) -> int:
    return int(re.findall(r"(\d{4}) = 100", case.scene.unit)[0]) if case.view.measure == "index" and case.shown else 0


def stand_in_order(case: Case, bars: list[tuple[Key, str]]) -> None:
    """Bars stand by size where they are ranked, and by name where none is; `bars` are their figures and labels."""
    if case.is_ranked and not are_unlike(case):
        sizes = [value.high if value.value is None else value.value for value in (case.shown[key] for key, _ in bars)]
        assert sizes == sorted(sizes, key=lambda size: -(size or 0.0)), "bars stand in no order of size"
    else:
        labels = [label for _, label in bars]
        assert labels == sorted(labels), "bars are not ranked, and do not stand by name"


def _told_of(case: Case, year: str, parts: str) -> dict[Key, Value]:
    found: dict[Key, Value] = {}
    makers = {maker for _, maker, _ in case.shown}
    for part in re.split(r"(?<=»), |(?<=(?:figures|.ranges)\)), ", parts):
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


def are_free(case: Case, year: str, count: str, names: str) -> None:
    free = [key for key, value in case.shown.items() if value.is_free and key[0] in case.apart]
    assert len(free) == int(count) and all(key[2] == int(year) for key in free)
    assert all(case.tables.areas[area][0] in names for area, _, _ in free[:1])


def shows_no_change(case: Case, year: str) -> None:
    """Where no change is shown, areas have figures of which none can be computed."""
    assert not case.shown and case.scene.moved and case.scene.year == int(year)


def was_free(case: Case, free: str, other: str, names: str) -> None:
    """What is said to be poppy-free in one year and not in another one is so, and has no change."""
    _are_free_in(case, {int(free): True, int(other): False}, names)


def stayed_free(case: Case, before: str, now: str, names: str) -> None:
    """What is said to be poppy-free in both years is so, and has no change."""
    _are_free_in(case, {int(before): True, int(now): True}, names)


def _are_free_in(case: Case, years: dict[int, bool], names: str) -> None:
    assert case.scene.year in years
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        areas = [key for key, (its, _) in case.tables.areas.items() if its == name]
        assert any(
            all((area, maker, year) in case.rows for year in years)
            and {year: case.rows[area, maker, year].flag == "p-f" for year in years} == years
            for area in areas
            for maker in case.tables.makers
        ), name
        assert not any(area in areas for area, _, _ in case.shown), name


def was_zero(case: Case, before: str, names: str) -> None:
    """What is said to be zero in the year that changes are from is so."""
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        areas = [key for key, (its, _) in case.tables.areas.items() if its == name]
        assert any(
            row.value == 0 for (area, _, year), row in case.rows.items() if area in areas and year == int(before)
        )


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
