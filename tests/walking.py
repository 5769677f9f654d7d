"""All that can be asked of an edition: views in every combination, and numbers on every day on which they changed.

`tests/dashboard/test_walks.py` walks a part of it that meets every pair of choices; `tests/bench/walk.py` draws
from all.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any

from dashboard.charts.figure import plotly_figure
from dashboard.exports.chart import ExportedChart
from dashboard.exports.pack import pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.said import read_said
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.pages import embed, explore
from dashboard.pages.frame.markup import markup
from dashboard.server.urls import Urls
from dashboard.views import scenes
from dashboard.views.largest import largest_areas
from dashboard.views.view import FORMS, MEASURES, View, fitted, read_view
from etl.editions.reading import Edition
from etl.figures.observations import Observation

HOME = "https://figures.example.org"
DAYS = (("", False), ("2019-11-26", False), ("2019-11-26", True), ("2004-12-31", True))
LAYERS: tuple[tuple[str, ...], ...] = (
    ("annotations",),
    (),
    ("annotations", "events", "revisions", "disagreement"),
    ("events",),
    ("revisions",),
    ("disagreement",),
)
MANY = 17  # areas by name, as many as make an address long


def area_sets(edition: Edition) -> dict[str, dict[str, dict[str, Any]]]:
    """Kinds of choices of areas, by indicator: what a view is given for each."""
    return {indicator: _area_sets(edition, indicator) for indicator in edition.keep(scenes.choices).indicators}


def groups_apart(edition: Edition, indicator: str) -> list[str]:
    """The groups that have figures of an indicator, one for each set of areas with figures.

    Two groups of which the same areas have figures are drawn and told alike.
    """
    having = edition.keep(scenes.choices).having(indicator)
    found: dict[frozenset[str], str] = {}
    for name, (_, members) in sorted(edition.keep(scenes.groups).items()):
        found.setdefault(frozenset(members).intersection(having), name)
    return [name for areas, name in found.items() if areas]


def _area_sets(edition: Edition, indicator: str) -> dict[str, dict[str, Any]]:
    having = edition.keep(scenes.choices).having(indicator)
    areas = sorted(having, key=lambda key: (edition.areas[key].parent != "", key))
    of_groups = edition.keep(scenes.groups)
    groups = groups_apart(edition, indicator)
    kinds: dict[str, dict[str, Any]] = {
        "the first": {"areas": tuple(areas[:1])},
        "the last": {"areas": tuple(areas[-1:])},
        "two": {"areas": tuple(areas[1:3]) or tuple(areas)},
        "three": {"areas": tuple(areas[-3:])},
        "many": {"areas": tuple(areas[:MANY])},
        "the largest": {"top": 2018, "areas": largest_areas(edition, indicator, 2018) or tuple(areas[:1])},
    }
    return kinds | {name: {"group": name, "areas": of_groups[name][1]} for name in groups}


def every_form(edition: Edition) -> Iterator[View]:
    """Each kind of areas of each indicator in each form, with all layers."""
    rows = [
        (indicator, kind, form, "value", LAYERS[2], "", DAYS[0])
        for indicator, kinds in edition.keep(area_sets).items()
        for kind in kinds
        for form in FORMS
    ]
    return views(edition, rows)


def every_area(edition: Edition) -> Iterator[View]:
    """Each area that has figures of an indicator, alone."""
    for indicator, area in sorted({(row.indicator, row.area) for row in edition.coverage}):
        yield View(indicator, (area,))


def views(edition: Edition, choices: Iterable[tuple[Any, ...]]) -> Iterator[View]:
    """The views of some choices: indicator, kind of areas, form, measure, layers, producers and day."""
    offered = edition.keep(scenes.choices)
    for indicator, kind, form, measure, layers, producer, (asof, compare) in choices:
        sets = edition.keep(area_sets)[indicator]
        asked = View(
            indicator,
            **sets[kind],
            form=form,
            measure=measure,
            layers=layers,
            producers=(producer,) if producer else (),
            asof=asof,
            compare=compare,
            scale="log" if len(layers) == 1 else "linear",
        )
        view, _ = fitted(asked, offered.is_additive(indicator))
        yield read_view(view.query(), offered)[0]


def lists_of_choices(edition: Edition) -> list[tuple[Any, ...]]:
    """What there is to choose from, a list for each choice."""
    sets = edition.keep(area_sets)
    kinds = tuple(dict.fromkeys(kind for found in sets.values() for kind in found))
    producers = ("", *dict.fromkeys(row.producer for row in edition.coverage))
    return [tuple(sets), kinds, FORMS, MEASURES, LAYERS, producers, DAYS]


def every_choice(edition: Edition) -> Iterator[tuple[Any, ...]]:
    """All combinations, but those of an indicator with a kind of areas or a producer that it does not have."""
    sets = edition.keep(area_sets)
    having = {(row.indicator, row.producer) for row in edition.coverage}
    for choice in product(*lists_of_choices(edition)):
        if choice[1] in sets[choice[0]] and (not choice[5] or (choice[0], choice[5]) in having):
            yield choice


def any_choice(edition: Edition, random: Random) -> tuple[Any, ...]:
    """One of these combinations, drawn at random: each indicator, and each member of the other lists, as often."""
    sets = edition.keep(area_sets)
    indicator = random.choice(list(sets))
    makers = ["", *dict.fromkeys(row.producer for row in edition.coverage if row.indicator == indicator)]
    lists = (list(sets[indicator]), FORMS, MEASURES, LAYERS, makers, DAYS)
    return (indicator, *(random.choice(members) for members in lists))


def kinds_apart(edition: Edition) -> set[tuple[int, int, int, int]]:
    """The pairs of an indicator and a kind of areas that it does not have, in the lists of choices."""
    sets, (indicators, kinds, *_) = edition.keep(area_sets), lists_of_choices(edition)
    return {
        (0, one, 1, other)
        for one, indicator in enumerate(indicators)
        for other, kind in enumerate(kinds)
        if kind not in sets[indicator]
    }


def in_pairs(
    lists: Sequence[Sequence[Any]], apart: Set[tuple[int, int, int, int]], seed: int = 0, tries: int = 15
) -> list[tuple[Any, ...]]:
    """Combinations in which every two members of two lists meet, but those that are kept apart.

    They are always the same for the same lists.
    """
    random = Random(seed)
    open_pairs = {
        (first, one, second, other)
        for first, second in combinations(range(len(lists)), 2)
        for one in range(len(lists[first]))
        for other in range(len(lists[second]))
    } - apart
    found = []
    while open_pairs:
        first, one, second, other = min(open_pairs)
        best, tried = (-1, list[int]()), 0
        while tried < tries:
            row = [random.randrange(len(items)) for items in lists]
            row[first], row[second] = one, other
            if apart.isdisjoint(_pairs_of(row)):
                best, tried = max(best, (len(open_pairs & _pairs_of(row)), row)), tried + 1
        open_pairs -= _pairs_of(best[1])
        found.append(tuple(items[place] for items, place in zip(lists, best[1], strict=True)))
    return found


def _pairs_of(row: Sequence[int]) -> set[tuple[int, int, int, int]]:
    return {(first, row[first], second, row[second]) for first, second in combinations(range(len(row)), 2)}


def _picture(edition: Edition, view: View) -> None:
    chart = ExportedChart(edition, view, Urls.at(HOME))
    json.dumps(export_figure(chart, SIZES["half"]))
    read_said(provenance_texts(chart), "it")


# Everything that is made of a view. What it gives is thrown away: that it is right, other tests say.
OUTPUTS: dict[str, Callable[[Edition, View], object]] = {
    "page": lambda edition, view: markup(explore.page(edition, view.query()).body),
    "embed": lambda edition, view: markup(embed.page(edition, view.query()).body),
    "picture": _picture,
    "slide": lambda edition, view: presentation([ExportedChart(edition, view, Urls.at(HOME))]),
    "table": lambda edition, view: table_csv(ExportedChart(edition, view, Urls.at(HOME))),
    "pack": lambda edition, view: pack([ExportedChart(edition, view)], "pack", {}),
    "figure": lambda edition, view: json.dumps(plotly_figure(view, scenes.scene(edition, view))),
}


def changes(edition: Edition, *, every_day: bool = False) -> Iterator[tuple[Observation, list[str]]]:
    """Every number, with the days before and after each change of its history.

    Its first publication is one of these with `every_day` only: the day before it, there is no number.
    """
    for indicator in edition.indicators:
        for item in edition.observations_of(indicator):
            published = [vintage.published_from for vintage in edition.vintages_of(item) if vintage.published_from]
            days = [date.fromisoformat(day) for day in published[0 if every_day else 1 :]]
            around = {(day + timedelta(apart)).isoformat() for day in days for apart in (-1, 0, 1)}
            yield item, sorted(around if every_day else {day for day in around if day not in _days_after(days)})


def _days_after(days: Sequence[date]) -> set[str]:
    """The days after those of a change, on which nothing is other than on those."""
    return {(day + timedelta(1)).isoformat() for day in days} - {day.isoformat() for day in days}
