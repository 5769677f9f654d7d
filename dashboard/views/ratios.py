"""The figures that those of a view are divided by, where it divides one indicator by another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.views.observed import recent_series
from dashboard.views.view import View
from dashboard.words.numbers import Derivation, compute
from dashboard.words.ratios import RatioUnit, ratio_unit
from dashboard.words.sentences import joined, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.producers import producer_order


@dataclass(frozen=True)
class Ratios:
    """How figures are divided, and the figures that they are divided by, by area, year and maker."""

    unit: RatioUnit
    divisors: Mapping[tuple[str, int, str], Observation]
    makers: Mapping[str, Sequence[str]]  # by area: who has any, in their usual order

    def divisor(self, item: Observation) -> Observation | None:
        """The figure that another one is divided by."""
        makers = self.makers.get(item.key.area, ())
        maker = item.key.producer if item.key.producer in makers else next(iter(makers), "")
        return self.divisors.get((item.key.area, item.key.year, maker))

    def of(self, item: Observation) -> Derivation | None:
        """The figure divided by that of the same maker; None where that has none for the year.

        Where the maker has none of the area at all, it is divided by that of the first who has.
        """
        divisor = self.divisor(item)
        return compute(self.unit.kind, (item, divisor), self.unit.scale) if divisor is not None else None


def ratios_of(edition: Edition, view: View) -> Ratios:
    """What the figures of a view are divided by."""
    first, second = edition.indicators[view.indicator], edition.indicators[view.second]
    found = edition.keep(recent_series)(view.second, view.areas, (), view.asof)
    divisors = {(item.key.area, item.key.year, item.key.producer): item for item in found if item.value}
    makers: dict[str, list[str]] = {}
    for maker in producer_order({item.key.producer for item in found}):
        for area in dict.fromkeys(item.key.area for item in found if item.key.producer == maker and item.value):
            makers.setdefault(area, []).append(maker)
    return Ratios(ratio_unit(edition, first, second), divisors, makers)


def divided_by(edition: Edition, view: View, ratios: Iterable[Derivation]) -> list[str]:
    """Whose figures those that are shown are divided by, in a sentence."""
    makers = {ratio.inputs[1].key.producer for ratio in ratios}
    labels = [edition.producers[maker].in_a_sentence for maker in producer_order(makers)]
    name = within_a_sentence(edition.indicators[view.second].name)
    return [f"Each figure is divided by {name} of the same area and year ({joined(labels)})."] if labels else []
