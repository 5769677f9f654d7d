"""What a text can be about: the areas, the indicators and the units that a reader of it knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from etl.documents.prose.records import People
from etl.figures.beside import rows_beside
from etl.figures.vocabulary.indicators import Measure, SaleLevel

WORLD = "WLD"
# Which product a crop gives, and what of either is measured: a drug is never grown, a plant is never seized by the ton.
CROPS = {row["substance"]: row for row in rows_beside("etl.documents.prose", "crops.csv")}
REFINED = "refined"  # the drug that a crop is made into, whichever that is
SAME = "same"  # the drug of which a text speaks already
_OF_PLANTS = frozenset({"cultivation", "eradication"})
_OF_SOME = frozenset({"users"})  # of single drugs only those are counted who use them often
_ANY_DRUG = "any-drug"
_OF_NO_SUBSTANCE = frozenset({"gdp-share"})
EVERYBODY = "all"  # the population of indicators that leave nobody out
_GROUPS = {"young": "youth", "men": "men", "women": "women"}  # how the indicators of some people only end
_USUAL_RECALL = "past-year"
_ACCIDENTAL = "unintentional"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An area with its name, level and the area that it is part of."""

    area: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator: what is measured of which substance, in which unit."""

    indicator: str
    name: str
    measure: str
    substance: str
    unit: str
    level: str = ""  # the step of the trade at which it is measured; empty: at none
    population: str = ""  # whom it is about; empty: no people


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, and how many of `base` are one of it; `factor` is None where it converts into none."""

    unit: str
    quantity: str
    factor: float | None
    base: str


@dataclass(frozen=True)
class Catalogue:
    """All that a text can be about; `aliases` are other names of areas, as (name, area)."""

    places: Mapping[str, KnownPlace]
    indicators: Mapping[str, Measured]
    units: Mapping[str, Unit]
    aliases: Iterable[tuple[str, str]] = field(default=())

    @cached_property
    def measures(self) -> frozenset[str]:
        """All that is measured of anything."""
        return frozenset(item.measure for item in self.indicators.values())

    @cached_property
    def _by_measure(self) -> dict[tuple[str, str], Measured]:
        # Of several the one at the farm: further on in the trade is what a text says so of. Then the one that is called
        # by its measure, and by the fewest words: what is added to a name restricts what is counted.
        ranked = sorted(
            self.indicators.values(),
            key=lambda item: (
                item.level not in {"", SaleLevel.FARM_GATE},
                item.measure not in item.indicator,
                not item.indicator.startswith(f"{item.substance}-{item.measure}"),
                len(item.indicator),
            ),
        )
        return {(item.measure, item.substance): item for item in reversed(ranked)}

    def indicator(self, measure: str, substance: str) -> str:
        """The indicator of a measure and a substance, or a plain name for what nobody here counts."""
        crop = CROPS.get(substance)
        plant, product = (crop["plant"], crop["product"]) if crop else (substance, substance)
        meant = plant if measure in _OF_PLANTS else product
        found = self._by_measure.get((measure, meant))
        if found is None and meant == _ANY_DRUG and measure == Measure.TREATMENT:
            found = self._by_measure.get((measure, ""))  # of all who are treated, whatever they took
        if found and (measure not in _OF_SOME or meant == _ANY_DRUG):
            return found.indicator
        if measure in _OF_NO_SUBSTANCE:
            return measure
        return f"{_PLAIN_NAMES.get(meant, meant)}-{_PLAIN_MEASURES.get((meant, measure), measure)}"

    def frequent_users(self, substance: str) -> str:
        """The indicator of how many people use a drug often."""
        found = self._by_measure.get(("users", substance))
        return found.indicator if found else self.indicator("users", substance)

    def counted_apart(self, measure: str, substance: str, unit: str) -> list[str]:
        """The indicators of what a drug costs, or of who is treated for it, in a unit: the usual one first."""
        usual = self.indicator(measure, substance)
        others = [
            item.indicator
            for item in self.indicators.values()
            if item.measure == measure and item.substance == substance and (item.level or measure != Measure.PRICE)
        ]
        found = [usual, *(it for it in others if it != usual)]
        return [it for it in found if self.in_unit_of(it, 1.0, unit) is not None] or [usual]

    def prevalence(self, substance: str, people: People) -> str:
        """The indicator of the share of some people who use a drug: of the past year where no time is said."""
        found = self.indicator("prevalence", substance)
        recall = "" if people.recall == _USUAL_RECALL else people.recall
        named = f"{found.removesuffix('use')}{recall}-use" if recall else found
        return f"{named}-{_GROUPS[people.group]}" if people.group in _GROUPS else named

    def deaths(
        self,
        substance: str,
        causes: Iterable[str],
        population: str = EVERYBODY,
        measure: Measure = Measure.DEATHS,
    ) -> list[str]:
        """The indicators of how many of some people a drug killed, those first that are called by most causes named."""
        crop = CROPS.get(substance)
        meant = crop["deaths"] if crop else substance
        told = set(causes)
        counted = [
            item.indicator
            for item in self.indicators.values()
            if item.measure == measure and item.substance == meant and item.population == population
        ]
        named = [it for it in counted if told & set(it.split("-"))]
        named.sort(key=lambda it: -len(told & set(it.split("-"))))
        # What happens by accident is only a part of what happens, unless a text says so.
        usual = [it for it in counted if it not in named and _ACCIDENTAL not in it.split("-")]
        return named + usual or [f"{substance}-{measure}"]

    def country(self, area: str) -> str:
        """The country that an area is, or is part of; empty for the world."""
        while area in self.places and self.places[area].parent not in {"", WORLD}:
            area = self.places[area].parent
        return "" if area == WORLD else area

    def is_country(self, area: str) -> bool:
        """Whether an area is a country, or what is listed beside countries."""
        return area in self.places and self.places[area].parent in {"", WORLD} and area != WORLD

    def in_unit_of(self, indicator: str, value: float, unit: str) -> float | None:
        """A value in the unit of an indicator; None where the units do not measure the same."""
        known = self.indicators.get(indicator)
        if known is None:
            return None
        if unit == known.unit:
            return value
        given, wanted = self.units.get(unit), self.units.get(known.unit)
        if given is None or wanted is None or given.quantity != wanted.quantity:
            return None
        if given.base != wanted.base and wanted.unit != given.base and given.unit != wanted.base:
            return None
        return value * (given.factor or 1.0) / (wanted.factor or 1.0)

    def quantity(self, unit: str) -> str:
        """What a unit measures; a price in another currency is none of the units known."""
        known = self.units.get(unit)
        if known:
            return known.quantity
        return {"persons": "people", "length": "length", "pieces": "pieces"}.get(unit, "")


_PLAIN_NAMES = {
    "poppy-plants": "opium",
    "coca-bush": "coca",
    "cannabis-plants": "cannabis",
    "opiates": "opiate",
    "opioids": "opioid",
}
_PLAIN_MEASURES = {
    ("heroin", "production"): "manufacture",
    ("morphine", "production"): "manufacture",
    **{(substance, "prevalence"): "use" for substance in ("any-drug", "heroin", "methamphetamine", "cannabis-herb")},
}
