"""How readers come to an indicator: by topic, then by what is measured, of which substance, of whom and at which level.

Only what has figures is offered, and beside each option stands how many areas and which years there are figures of.
An indicator that names no topic, measure or substance is found under “Other”.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from dash.development.base_component import Component

from dashboard.pages.parts.figures import source_line
from dashboard.pages.parts.filters import Options
from dashboard.views.citing import figures_behind
from dashboard.views.lookups import coverage_by_indicator
from dashboard.views.scene import Scene
from etl.editions.reading import Edition
from etl.figures.findings import Coverage
from etl.figures.indicators import Indicator
from etl.figures.quoting import counted
from etl.figures.vocabulary.indicators import Measure

_OTHER = "other"
LEADING = ("topic", "measured", "substance")  # the choices that lead to an indicator; none is a part of an address


class Choice(NamedTuple):
    """Where readers find an indicator."""

    topic: str
    measured: str
    substance: str


def place_of(indicator: Indicator) -> Choice:
    """The topic, the measure and the substance of an indicator."""
    return Choice(indicator.topic or _OTHER, indicator.measure or _OTHER, indicator.substance or _OTHER)


def led_to(edition: Edition, asked: Choice, indicator: str, changed: str) -> str:
    """The indicator that a choice leads to; `changed` is the choice that the reader has made last.

    Another topic or measure leads to the same substance there, where it is measured of that, and another substance to
    the same people and level; else each leads to the indicator with the most figures. A choice that was made before
    what follows from the one before it had come may name a substance or measure that the topic does not have: then
    what was chosen last holds, with as much of the rest as there is.
    """
    before = edition.indicators.get(indicator)
    if changed not in LEADING or before is None:
        return indicator
    steps = LEADING.index(changed) + 1
    found = _nearest(edition.keep(_most_figures_first), asked[:steps])
    if changed == "substance":
        wanted = before.population, before.level, before.unit
        alike = [item for item in found if (item.population, item.level, item.unit) == wanted]
    else:
        alike = [item for item in found if place_of(item).substance == asked.substance]
    chosen = next(iter(alike or found), before)
    return chosen.indicator


def _nearest(items: Iterable[Indicator], asked: Sequence[str]) -> list[Indicator]:
    """The indicators that have the last of some choices, and most of the others, the topic before the measure."""
    having = [item for item in items if place_of(item)[len(asked) - 1] == asked[-1]]

    def fit(item: Indicator) -> list[bool]:
        own = place_of(item)
        alike = [own[place] == wanted for place, wanted in enumerate(asked)]
        return [all(alike), *alike]

    best = max(map(fit, having), default=[])
    return [item for item in having if fit(item) == best]


def topic_options(edition: Edition) -> Options:
    """The topics, in the order from field to grave."""
    names = {key: topic.name for key, topic in edition.topics.items()} | {_OTHER: "Other"}
    by_topic: dict[str, list[Indicator]] = {}
    for item in edition.keep(_most_figures_first):
        by_topic.setdefault(place_of(item).topic, []).append(item)
    return [_option(edition, key, name, by_topic[key]) for key, name in names.items() if key in by_topic]


def substance_options(edition: Edition, indicator: str) -> Options:
    """Of which substances the same is measured as by an indicator, that with the most figures first."""
    return edition.keep(_substances_by_measure)(place_of(edition.indicators[indicator])[:2])


def measured_options(edition: Edition, indicator: str) -> Options:
    """What is measured in the topic of an indicator, that with the most figures first."""
    return edition.keep(_measured_by_topic)(place_of(edition.indicators[indicator]).topic)


def indicator_options(edition: Edition, indicator: str) -> Options:
    """What is measured of the same substance as by an indicator: of whom, at which level, in which unit."""
    return edition.keep(_indicators_by_place)(place_of(edition.indicators[indicator]))


def _measured_by_topic(edition: Edition) -> Callable[[str], Options]:
    """The options of each topic, made when they are first asked for."""
    return cache(partial(_measured_options, edition))


def _measured_options(edition: Edition, topic: str) -> Options:
    by_measure: dict[str, list[Indicator]] = {}
    for item in edition.keep(_most_figures_first):
        if place_of(item).topic == topic:
            by_measure.setdefault(place_of(item).measured, []).append(item)
    names = {_OTHER: "Other"} | {str(measure): measure.rule for measure in Measure}
    return [_option(edition, key, names[key], items) for key, items in by_measure.items()]


def _indicators_by_place(edition: Edition) -> Callable[[Choice], Options]:
    """The options of each place, made when they are first asked for."""
    return cache(partial(_indicator_options, edition))


def _indicator_options(edition: Edition, place: Choice) -> Options:
    items = [item for item in edition.keep(_most_figures_first) if place_of(item) == place]
    return [_option(edition, item.indicator, item.name, [item]) for item in items]


def _substances_by_measure(edition: Edition) -> Callable[[tuple[str, ...]], Options]:
    """The options of each topic and measure, made when they are first asked for."""
    return cache(partial(_substance_options, edition))


def _substance_options(edition: Edition, measured: tuple[str, ...]) -> Options:
    by_substance: dict[str, list[Indicator]] = {}
    for item in edition.keep(_most_figures_first):
        if place_of(item)[:2] == measured:
            by_substance.setdefault(place_of(item).substance, []).append(item)
    names = {key: substance.name for key, substance in edition.substances.items()} | {_OTHER: "No substance"}
    return [_option(edition, key, names[key], items) for key, items in by_substance.items()]


def definition(scene: Scene) -> list[Component | str]:
    """What the indicator of a scene means, and the newest publication that a figure which is shown is from."""
    own = {item.source for item in figures_behind(scene) if item.key.indicator == scene.indicator.indicator}
    used = sorted(own & scene.sources.keys())
    newest = max((scene.sources[key] for key in used), key=attrgetter("known_from"), default=None)
    said: list[Component | str] = (
        [" Newest source of what is shown: ", source_line(newest), "."] if newest is not None else []
    )
    what = f"{scene.indicator.name}, in {scene.indicator.unit_name}. {scene.indicator.description}"
    return [what, *said]


def _option(edition: Edition, value: str, name: str, items: Iterable[Indicator]) -> dict[str, Any]:
    """An option with what there is behind it."""
    covered = edition.keep(coverage_by_indicator)
    return {"value": value, "label": name, "known": known(row for item in items for row in covered[item.indicator])}


def known(rows: Iterable[Coverage]) -> str:
    """Of how many areas and which years there are figures, in words."""
    every = list(rows)
    first, last = min(row.first for row in every), max(row.last for row in every)
    areas = counted(len({row.area for row in every}), "area")
    return f"{areas}, {first if first == last else f'{first}–{last}'}"


def _most_figures_first(edition: Edition) -> list[Indicator]:
    """The indicators that have figures, those with the most first."""
    covered = edition.keep(coverage_by_indicator)
    return sorted(
        edition.indicators_with_figures.values(),
        key=lambda item: -sum(row.observations for row in covered[item.indicator]),
    )
