"""What must be so where a note stands: of maps, of the base of an index, of a comparison of days, of revisions."""

import re
from itertools import combinations

from retelling import Key, Row, is_drawn, is_figure, listed, within
from sentence_case import NUMBER, YEAR, Case, amount, is_printed_as, with_names_as_one
from sentence_checks import years_in
from then_and_now_checks import as_seen

from dashboard.views.findings import MOST_REVISIONS


def shows_one_maker(case: Case, shown: str, others: str) -> None:
    """The map has figures of one producer alone, and every other one that is named has figures of such areas too."""
    assert {maker for _, maker, _ in case.shown} <= {case.maker(shown)}
    parents = {case.tables.areas[area][1] for area in case.areas}
    having = {
        maker for (area, maker, _), row in case.rows.items() if case.tables.areas[area][1] in parents and is_figure(row)
    }
    named = {case.maker(label) for label in re.split(r", | and ", others)}
    assert named and (named <= having or not case.areas) and case.maker(shown) not in named


def shows_all_countries(case: Case, label: str | None, name: str) -> None:
    """Nobody, or not the producer who is named, has figures for the parts of a country; other countries are shown."""
    whole = next(key for key in case.tables.areas if case.tables.inside(key) == name)
    makers = {case.maker(label)} if label else set(case.tables.makers)
    parts = [key for key, row in case.rows.items() if case.tables.areas[key[0]][1] == whole and is_figure(row)]
    assert not [key for key in parts if key[1] in makers]
    assert not [area for area in case.areas if case.tables.areas[area][1] == whole]


def has_no_outlines(case: Case, name: str) -> None:
    """There are figures for the parts of a country, which no map can show; other countries are shown."""
    whole = next(key for key in case.tables.areas if case.tables.inside(key) == name)
    assert [key for key, row in case.rows.items() if case.tables.areas[key[0]][1] == whole and is_figure(row)]
    assert not [area for area in case.areas if case.tables.areas[area][1] == whole]


def have_no_place(case: Case, names: str) -> None:
    """What is named has a figure of the year, and nobody knows where it is; everything else that has one is drawn."""
    said = re.split(r", | and ", re.sub(r" and \d+ more$", "", names))
    more = re.search(r" and (\d+) more$", names)
    lacking = {area for area in case.areas if area not in case.tables.placed}
    assert set(said) <= {case.tables.areas[area][0] for area in lacking}
    assert len(said) + int(more[1] if more else 0) == len(lacking)


def are_as_many_without(case: Case, more: str, what: str) -> None:
    """Every series with a figure of which nothing is computed is told of or counted, and counted once."""
    told = {
        found[1] for text in case.told if (found := re.match(r"No (?:share|ratio|change|index) of (.*) in \d", text))
    }
    assert what.split()[-1] == case.view.measure
    first, makers = case.view.first or 0, case.view.producers
    without = {
        key[:2]
        for key, row in case.rows.items()
        if key[0] in case.view.areas and key[1] in (makers or key) and key[2] >= first and row.value is not None
        if key not in case.shown and _could_be_computed(case, key)
    }
    assert len(told) > 3 and len(told) + int(more) == len(without), without


def _is_of_a_sum(case: Case, key: Key) -> bool:
    """Whether a figure has no share since the whole has no figure, or since it is of another release than others."""
    whole = case.tables.whole_of(case.view.areas)
    parts = {one for one in case.view.areas if not any(case.tables.is_within(its, one) for its in case.view.areas)}
    of_these = [(area, *key[1:]) for area in ({whole} if whole else parts)]
    known = [place for place in of_these if place in case.rows and case.rows[place].value is not None]
    if whole and not known:
        return key[0] != whole
    return any(
        case.tables.never_stood_together(case.view.indicator, *pair, case.view.asof)
        for pair in combinations({key, *known}, 2)
    )


def _could_be_computed(case: Case, key: Key) -> bool:
    """Whether only figures of the whole, or of one release, lack for a share, a change, an index or a ratio."""
    if case.view.measure == "share":
        return _is_of_a_sum(case, key)
    if case.view.measure == "ratio":
        divisor = case.tables.divisor(case.view.second, key, case.view.asof)
        return divisor is not None and case.tables.never_stood_together(
            case.view.indicator, key, divisor, case.view.asof, case.view.second
        )
    base = int(case.scene.unit.split(", ")[1].split(" = ")[0]) if case.view.measure == "index" else key[2] - 1
    place = key[0], key[1], base
    return place in case.rows and case.tables.never_stood_together(case.view.indicator, key, place, case.view.asof)


def has_no_year_of_both(case: Case, makers: str, years: str | None, day: str | None, names: str) -> None:
    """No producer who is asked for has figures of a named area for one year that is shown in both indicators."""
    view, first, last = case.view, case.view.first or 0, case.view.last or 9999
    said = [case.tables.said(case.tables.makers[maker]) for maker in view.producers]
    assert makers == (f"one of {listed(said)}" if len(said) > 1 else "".join(said) or "one producer")
    assert (bool(years), bool(day)) == (last - first < 9999, bool(view.asof))
    first_of, second_of = (
        {key for key, row in case.tables.rows(indicator, view.asof).items() if row.value is not None}
        for indicator in (view.indicator, view.second)
    )
    both = {
        area
        for area, maker, year in first_of & second_of
        if first <= year <= last and maker in (view.producers or (maker,))
    }
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        area = next(area for area in view.areas if case.tables.areas[area][0] == name)
        assert area not in both, name


def are_divided(case: Case, name: str, makers: str) -> None:
    """By what, and by whose figures: all of them that are divided by, and nobody else."""
    assert case.view.measure == "ratio" and name == within(case.tables.indicators[case.view.second])
    both = [(case, key) for key in case.shown]
    divisors = {case.tables.divisor(case.view.second, key, case.view.asof) for _, key in both}
    if case.view.is_comparison:
        keys = [
            (line.series.area.area, line.series.producer.producer, point.year)
            for line in case.scene.today
            for point in line.known
        ]
        divisors |= {case.tables.divisor(case.view.second, key) for key in keys}
    said = {case.tables.said(case.tables.makers[divisor[1]]) for divisor in divisors if divisor is not None}
    assert set(re.split(r", | and ", makers)) == said


def has_no_ratio(case: Case, label: str, years: str) -> None:
    """In each of the years there are both figures, but they are of different releases."""
    name, called = label.split(", ", 1)
    (area,) = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    (maker,) = {its for one, its, _ in case.rows if one == area and case.label(area, its) == called}
    for year in years_in(years):
        key = (area, maker, year)
        divisor = case.tables.divisor(case.view.second, key, case.view.asof)
        assert divisor is not None and key not in case.shown
        assert case.tables.never_stood_together(case.view.indicator, key, divisor, case.view.asof, case.view.second)


def has_no_base(case: Case, base: str, names: str) -> None:
    """None of the series that are named has anything above zero in the base year, and none of them is drawn."""
    assert f"{base} = 100" in case.scene.unit
    first, last = case.view.first or 0, case.view.last or 9999
    asked = {
        (area, maker)
        for area, maker, year in case.rows
        if area in case.view.areas and maker in (case.view.producers or (maker,)) and first <= year <= last
    }
    several = len({maker for _, maker in asked}) > 1
    labels = {
        case.tables.areas[area][0] + (f" ({case.label(area, maker)})" if several else ""): (area, maker)
        for area, maker in asked
    }
    said = [label for label in labels if re.search(rf"(^|, | and ){re.escape(label)}($|, | and )", names)]
    assert said
    for label in said:
        row = case.rows.get((*labels[label], int(base)))
        assert row is None or not row.value, label
        assert not case.line(*labels[label])


_SIDES = rf"{NUMBER}(?: \(range {NUMBER}\))? and was {NUMBER}(?: \(range {NUMBER}\))? then"
_GONE = rf"{YEAR} has no value and was {NUMBER}(?: \(range {NUMBER}\))? then"
_LATER = "not known then: "


def has_become(case: Case, name: str, label: str, parts: str) -> None:
    """Each figure that is told of is so today and was so on the day; what was not known then has come since."""
    area = next(area for area in case.view.areas if case.tables.areas[area][0] == name)
    now, are_printed = case.tables.rows(case.view.indicator), case.view.measure == "value"
    maker = _maker_of_today(case, area, label)
    for part in parts.split("; "):
        if found := re.fullmatch(rf"{YEAR} is {_SIDES}", part):
            year, today, between, then, before = found.groups()
            assert (today, between) != (then, before), part
            if are_printed:
                _is_row(now[area, maker, int(year)], today, between)
                _is_row(case.rows[area, maker, int(year)], then, before)
        elif found := re.fullmatch(_GONE, part):
            row = now.get((area, maker, int(found[1])))
            assert not are_printed or row is None or not is_drawn(row)
        elif part.startswith(_LATER):
            years = [year for year in years_in(part.removeprefix(_LATER)) if (area, maker, year) in now]
            assert years and not [year for year in years if (area, maker, year) in case.shown]
        else:
            assert part == "as it was known then" or re.fullmatch(r"\d+ more changed", part), part


def _maker_of_today(case: Case, area: str, label: str) -> str:
    """The producer whose series of an area has a label today."""
    now = case.tables.series(case.view.indicator)
    first, last = (case.view.first or 0) - 1, case.view.last or 9999
    for maker in case.tables.makers:
        rows = [row for year, row in now.get((area, maker), {}).items() if first <= year <= last]
        if rows and case.tables.label(maker, rows) == label:
            return maker
    raise AssertionError(label)


def _is_row(row: Row, text: str, between: str | None) -> None:
    """A number, and the range beside it, are those of a row."""
    shown = amount(text)
    if shown is None:
        ends = [amount(end) for end in text.split("–")]
        assert row.value is None and ends == [as_seen(row.low), as_seen(row.high)], (text, row)
        return
    assert row.value is not None and is_printed_as(shown, row.value), (text, row)
    if between and "–" in between:
        assert [amount(end) for end in between.split("–")] == [as_seen(row.low), as_seen(row.high)], (between, row)


def stands_elsewhere(case: Case, when: str, year: str, names: str) -> None:
    """Fewer countries than before have a figure from the year on, and more of them one under each other name."""
    turn = int(year)
    for name in re.findall("«([^»]*)»", names):
        other = next(key for key, its in case.tables.indicators.items() if with_names_as_one(its) == name)
        ends, begins = (case.view.indicator, other) if when == "Since" else (other, case.view.indicator)
        assert _reporting(case, ends, turn) < _reporting(case, ends, turn - 1)
        assert _reporting(case, begins, turn) > _reporting(case, begins, turn - 1)


def _reporting(case: Case, indicator: str, year: int) -> int:
    """How many countries have a figure of an indicator for a year."""
    return len({area for (area, _, its), row in case.tables.rows(indicator).items() if its == year and is_figure(row)})


def are_as_many_revised(case: Case, more: int) -> None:
    """Those that are counted are all that the layer has beyond those that are told."""
    drawn = {(area, maker, year) for area, maker, year in case.shown}
    printed = {its for its in case.tables.superseded(case.view.indicator) if tuple(its[:3]) in drawn}
    assert len(printed) == more + MOST_REVISIONS


def was_revised(case: Case, name: str, year: str, label: str, before: str, now: str) -> None:
    """The later number is current, and the earlier one was printed and superseded."""
    area = next(area for area in case.areas if case.tables.areas[area][0] == name)
    makers = {maker for one, maker, its in case.shown if (one, its) == (area, int(year))}
    maker = next(its for its in makers if case.maker(label) == its)
    value, old, new = case.rows[area, maker, int(year)].value, amount(before), amount(now)
    assert value is not None and new is not None and old is not None
    assert is_printed_as(new, value) and old != new
    printed = [its for *key, its in case.tables.superseded(case.view.indicator) if key == [area, maker, int(year)]]
    assert any(is_printed_as(old, one) for one in printed)
