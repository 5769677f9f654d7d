"""The lists of what is computed here: sums over areas, and rates for so many people, each with what it is made from."""

from collections.abc import Iterator, Sequence

from dashboard.api.columns import Row
from dashboard.api.rows import Rows
from dashboard.exports.cells import plain_number
from dashboard.views import scenes
from dashboard.views.lookups import wider_areas
from dashboard.views.points import Point
from dashboard.views.rates import rates_of
from dashboard.views.sums import by_producer, sum_of, whole_of
from dashboard.views.superlatives import wholes_among
from dashboard.views.view import ALL_COUNTRIES, PEOPLE
from dashboard.words.numbers import RATES, compute, of_different_releases
from etl.editions.reading.observations import Selection
from etl.figures.areas import Area, existed_in
from etl.figures.indicators import Indicator
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.series import to_series


def rates(rows: Rows, selection: Selection) -> Iterator[Row]:
    """The rows of RATES: figures that add up, divided by the population of the same area and year."""
    for indicator in (rows.edition.indicators[key] for key in selection.indicators):
        if indicator.indicator == PEOPLE:
            continue
        how = rates_of(rows.edition, indicator.indicator, selection.asof)
        areas = selection.areas or tuple(rows.edition.areas)
        for item in sorted(_figures(rows, selection, indicator.indicator, areas), key=lambda item: item.id):
            people = how.people.get((item.key.area, item.key.year))
            rate = compute(how.kind, (item, people)) if people is not None else None
            if rate is not None and people is not None:
                yield {
                    **rows.key(item.key),
                    "value": plain_number(rate.rounded),
                    "unit": f"{indicator.unit_name} {how.words}",
                    "per": RATES[how.kind].people,
                    "figure": plain_number(item.value),
                    "people": plain_number(people.value),
                    "figure_page": rows.urls.observation(item),
                    "people_page": rows.urls.observation(people),
                    "page": rows.urls.computed(rate.kind, [one.key for one in rate.inputs], rate.asof),
                }


def sums(rows: Rows, selection: Selection) -> Iterator[Row]:
    """The rows of SUMS: what the chosen areas add up to, all countries where none are chosen."""
    edition = rows.edition
    asked = selection.areas or edition.keep(scenes.choices).groups.get(ALL_COUNTRIES, ())
    around = wholes_among(asked, edition.keep(wider_areas))
    parts = [edition.areas[area] for area in asked if area in edition.areas and area not in around]
    names = [area.area for area in parts]
    whole = whole_of(edition, names)
    for indicator in (rows.edition.indicators[key] for key in selection.indicators):
        series = to_series(_figures(rows, selection, indicator.indicator, names), edition.areas, edition.producers)
        printed: dict[Key, Observation] = {}
        if whole is not None:
            printed = {item.key: item for item in _figures(rows, selection, indicator.indicator, (whole.area,))}
        for producer, own in sorted(by_producer(series, set(names)).items()):
            line = sum_of(own, parts, "")
            for point in line.points if line is not None else ():
                key = Key(indicator.indicator, whole.area if whole is not None else "", point.year, producer)
                yield _sum(rows, indicator, point, key, parts, printed.get(key))


def _figures(rows: Rows, selection: Selection, indicator: str, areas: Sequence[str]) -> list[Observation]:
    first, last = (selection.year if selection.year is not None else end for end in (selection.first, selection.last))
    return rows.edition.observations(indicator, areas, selection.producers, first, last, selection.asof)


def _sum(
    rows: Rows, indicator: Indicator, point: Point, key: Key, parts: Sequence[Area], printed: Observation | None
) -> Row:
    """One sum; `key` is that of the total that its producer may print, which is `printed`."""
    having = {item.key.area for item in point.rests_on}
    existing = [area.area for area in parts if existed_in(area, point.year)]
    value, most = point.computed.ends if point.computed is not None else (point.value or 0.0, None)
    total = printed.value if printed is not None else None
    apart = total is not None and printed is not None and of_different_releases((printed, *point.rests_on))
    nearest = min(max(total or 0.0, value), most if most is not None else value)
    return {
        "indicator": indicator.indicator,
        "indicator_name": indicator.name,
        "year": point.year,
        "producer": key.producer,
        "producer_name": rows.edition.producers[key.producer].name,
        "value": plain_number(value),
        "most": plain_number(most if most != value else None),
        "unit": indicator.unit,
        "areas_with_figures": len(having),
        "areas": len(existing),
        "with": " ".join(sorted(having)),
        "without": " ".join(sorted(set(existing) - having)),
        "comparable_from": point.comparable_from,
        "printed": plain_number(total),
        "printed_area": key.area if total is not None else "",
        "difference": plain_number(round((nearest / total - 1) * 100, 1) if total and not apart else None),
        "printed_page": rows.urls.observation(printed) if printed is not None and total is not None else "",
        "page": rows.urls.computed("sum", [item.key for item in point.rests_on], point.observation.asof),
    }
