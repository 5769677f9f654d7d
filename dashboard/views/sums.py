"""The sum of the areas of a view, a line of its own for each producer: of how many areas it is in each year.

A sum is of the figures that one producer has for a year, and leads to every one of them. Two years can be compared
where the same areas have figures in both; between others the line is broken. Beside a sum of all parts of an area
stands what its producer prints for the area itself, in the same years.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from dashboard.views.lines import lines_of, series_of
from dashboard.views.looks import WORLD
from dashboard.views.lookups import styles
from dashboard.views.observed import observations_of
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.superlatives import wholes_among
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.words.numbers import compute, derived_number, number
from dashboard.words.sentences import Sentence, capitalised, in_a_sentence, in_brackets, joined, some_of
from etl.editions.reading import Edition
from etl.figures.areas import Area, existed_in, is_country, parts_by_whole
from etl.figures.attributes import Attributes
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.series import Series

SUM, PRINTED = "SUM", "PRINTED"  # stand for an area in what is said of a sum, and of the total beside it
_MOST_WITHOUT = 4  # areas that are named beside every sum that is without them


@dataclass(frozen=True)
class Summed:
    """The sums of a view, and what has to be said of them in sentences."""

    lines: list[Line]
    told: list[Sentence]


def sums_of(edition: Edition, view: View, whole: Scene, areas: Sequence[str], group: str) -> Summed:
    """The sums of some areas over years, or of the one year of a scene; none where the view asks for none.

    `group` is the name of the group that the areas are, if they are all of one.
    """
    if not view.total or view.measure != "value" or not whole.indicator.is_additive:
        return Summed([], [])
    chosen = [edition.areas[area] for area in areas]
    around = wholes_among(areas, whole.wider)
    parts = [area for area in chosen if area.area not in around]
    name = f"{group}, sum" if group else f"Sum of {len(parts)} areas"
    lines: list[Line] = []
    told: list[Sentence] = []
    totals: list[Line] = []
    for series in by_producer((line.series for line in whole.lines), {area.area for area in parts}).values():
        unstyled = sum_of(series, parts, name, whole.year)
        if unstyled is not None:
            dash, symbol = edition.keep(styles)[unstyled.series.producer.producer]
            line = replace(unstyled, dash=dash, symbol=symbol)
            printed = _printed(edition, view, line)
            totals += [printed] if printed is not None else []
            lines.append(line)
            told += _told(whole, line, parts, printed)
    if lines and around:
        names = joined([area.name for area in chosen if area.area in around])
        told.append((f"Not in the sum, because areas inside are already in it: {names}.",))
    return Summed([*lines, *totals], told)


def by_producer(every: Iterable[Series], parts: Set[str]) -> dict[str, list[Series]]:
    """The series of the parts by producer, of those who have figures of two areas or more."""
    found: dict[str, list[Series]] = {}
    for one in every:
        if one.area.area in parts:
            found.setdefault(one.producer.producer, []).append(one)
    return {producer: series for producer, series in found.items() if len(series) > 1}


def sum_of(series: Sequence[Series], parts: Sequence[Area], name: str, only: int | None = None) -> Line | None:
    """The sum of some series of one producer, in all years or in one; None where none has figures of two areas."""
    having: dict[int, list[Observation]] = {}
    for one in series:
        for item in one.known:
            if only in {None, item.key.year}:
                having.setdefault(item.key.year, []).append(item)
    points: list[Point] = []
    before: tuple[frozenset[str], int] = (frozenset(), 0)
    for year, items in sorted(having.items()):
        areas = frozenset(item.key.area for item in items)
        before = before if areas == before[0] else (areas, year)
        point = _point(items, [area for area in parts if existed_in(area, year) or area.area in areas], before[1])
        points += [point] if point is not None else []
    if not points:
        return None
    area = replace(series[0].area, area=SUM, name=name, level="", parent="", latitude=None, longitude=None)
    own = Series(area, series[0].producer, tuple(point.observation for point in points))
    return Line(own, tuple(points), WORLD, "solid", "circle")


def _point(items: Sequence[Observation], existing: Sequence[Area], stretch: int) -> Point | None:
    """The sum of the figures of one year; None where they are fewer than two.

    `existing` are the areas that it could be of, `stretch` is the year since which it is of the same areas.
    """
    if len(items) < 2:
        return None
    largest, *others = sorted(items, key=lambda item: (-(item.value or 0.0), item.is_poppy_free, item.key.area))
    derivation = compute("sum", (largest, *others))
    if derivation is None:
        return None
    key = Key(largest.key.indicator, SUM, largest.key.year, largest.key.producer)
    # Nobody prints it: it has the year and the producer of its parts, and nothing that is said of some of them only.
    observation = replace(
        largest, id=0, key=key, value=derivation.rounded, low=None, high=None, flag="", source="", locator="",
        as_printed="", via="", statement_id=None, range_kind="",
        attributes=_of_all(items),
    )  # fmt: skip
    return Point(
        key.year,
        derivation.value,
        None,
        None,
        derived_number(derivation),
        None,
        observation,
        derivation,
        stretch,
        f"sum of {len(items)} of {len(existing)} areas",
        _without([area.name for area in existing if area.area not in {item.key.area for item in items}], len(existing)),
    )


def _where_broken(line: Line) -> list[str]:
    """Where years of a sum are not compared: where it is of other areas, and where one of them breaks."""
    pairs = list(pairwise(line.points))
    is_of_others = any(before.stretch != after.stretch for before, after in pairs)
    has_breaks = any(
        before.stretch == after.stretch and before.comparable_from != after.comparable_from for before, after in pairs
    )
    return [
        *(["where other areas have figures than before"] if is_of_others else []),
        *(["at breaks in the series of an area"] if has_breaks else []),
    ]


def _of_all(items: Sequence[Observation]) -> Attributes:
    """What is known of all figures alike, but for the months that they are of and who says so."""
    alike = (
        values[0] if len(set(values)) == 1 else "" for values in zip(*(item.attributes for item in items), strict=True)
    )
    return Attributes(*alike)._replace(defined_by="", undefined_by="", ref_start="", ref_end="")


def _without(absent: Sequence[str], existing: int) -> str:
    """Which areas a sum is without, where it is of most of them; those it is of are named where it leads to."""
    if not absent or 2 * len(absent) > existing:
        return ""
    rest = len(absent) - _MOST_WITHOUT
    return f"without {', '.join(absent[:_MOST_WITHOUT])} and {rest} more" if rest > 0 else f"without {joined(absent)}"


def _told(whole: Scene, line: Line, parts: Sequence[Area], total: Line | None) -> list[Sentence]:
    """The newest sum that most areas have figures for, who has none, and what the producer prints for the whole."""
    most = max(len(point.rests_on) for point in line.points)
    point = max((one for one in line.points if 2 * len(one.rests_on) >= most), key=lambda one: one.year)
    having = {item.key.area for item in point.rests_on}
    maker = line.series.producer.label
    absent = [area.name for area in parts if area.area not in having and existed_in(area, point.year)]
    shown = derived_number(point.computed, unit=whole.indicator.short_unit) if point.computed else point.number
    found: list[Sentence] = [
        (f"{line.series.area.name} {in_brackets(maker)}, {point.year}: ", shown, f", {point.said}.")
    ]
    if absent:
        found.append((f"Without a figure for {point.year} {in_brackets(maker)}: {some_of(absent)}.",))
    if where := _where_broken(line):
        found.append((f"{line.series.area.name}: the line is broken {joined(where)}.",))
    return [*found, *([_compared(whole, line, total)] if total is not None else [])]


def _compared(whole: Scene, line: Line, total: Line) -> Sentence:
    """The newest year of which its producer prints a total too, and which of the two is the larger."""
    printed = total.points[-1].observation
    summed = next(one for one in line.points if one.year == printed.key.year)
    ours = derived_number(summed.computed, unit=whole.indicator.short_unit) if summed.computed else summed.number
    told = number(printed, whole.indicator)
    low, high = summed.computed.ends if summed.computed else (summed.value or 0.0, summed.value or 0.0)
    if ours.text == told.text:
        difference = ", the same"
    elif low <= (printed.value or 0.0) <= high:
        difference = ", within which that lies"
    else:
        difference = ", which is more" if low > (printed.value or 0.0) else ", which is less"
    area = total.series.area
    place = in_a_sentence(replace(area, name=area.name.removesuffix(_AS_PRINTED)))
    head = f"{capitalised(line.series.producer.in_a_sentence)} prints for {place} in {printed.key.year} "
    return (head, told, "; the ", f"{summed.said} is ", ours, f"{difference}.")


_AS_PRINTED = ", as printed"


def _printed(edition: Edition, view: View, line: Line) -> Line | None:
    """What the producer itself prints for the area of which all parts are chosen, in the years of the sum."""
    whole = whole_of(edition, view.areas)
    if whole is None:
        return None
    around = view.with_(areas=(whole.area,), group="", producers=(line.series.producer.producer,), form="line")
    years = {point.year for point in line.points}
    found = [item for item in observations_of(edition, around) if item.value is not None and item.key.year in years]
    lines = lines_of(edition, around, series_of(edition, around, found))
    if not lines:
        return None
    named = replace(whole, area=PRINTED, name=f"{whole.name}{_AS_PRINTED}")
    own = replace(lines[0].series, area=named)
    return replace(lines[0], series=own)


def whole_of(edition: Edition, areas: Iterable[str]) -> Area | None:
    """The area of which some areas are all parts with figures; None where they are not all, or of no area."""
    return edition.areas.get(edition.keep(_wholes).get(frozenset(areas), ""))


def _wholes(edition: Edition) -> dict[frozenset[str], str]:
    """The areas by all of their parts that have figures."""
    covered = edition.areas_with_figures.values()
    parts = {frozenset(area.area for area in parts): whole for whole, parts in parts_by_whole(covered).items()}
    # All countries are those of the world, whatever regions lie between.
    countries = frozenset(area.area for area in covered if is_country(area))
    return parts | dict.fromkeys([countries], next((area.area for area in covered if not area.parent), ""))


def with_sums(edition: Edition, view: View, whole: Scene, areas: Sequence[str], group: str) -> Scene:
    """The scene with the sums that its view asks for; where they stand alone, without the areas themselves."""
    summed = sums_of(edition, view, whole, areas, group)
    if not summed.lines:
        return whole
    alone = view.total == "alone" and view.form not in ONE_YEAR_FORMS
    return replace(whole, sums=summed.lines, sums_told=summed.told, lines=[] if alone else whole.lines)
