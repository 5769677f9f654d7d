"""Indicators, and the topics under which readers look for them."""

from dataclasses import dataclass

from etl.figures.vocabulary.indicators import Measure

YES = "yes"  # as a column of words says it
WITHIN_COUNTRIES = "within-countries"
ESTIMATED = frozenset(
    (
        *(Measure.CULTIVATION, Measure.PRODUCTION, Measure.YIELD, Measure.VALUE, Measure.INCOME, Measure.SPENDING),
        *(Measure.CONSUMPTION, Measure.PREVALENCE, Measure.USERS, Measure.POPULATION),
    )
)
PERCENTAGE_POINTS = "percentage points"


@dataclass(frozen=True, slots=True)
class Indicator:
    indicator: str
    name: str
    unit: str
    unit_name: str
    description: str
    crop: str
    symbol: str
    product_of: str
    product_scale: float | None
    topic: str = ""
    measure: str = ""  # a word of Measure; empty: not said
    substance: str = ""
    population: str = ""  # all, men, women, an age group, or both; empty: no people
    level: str = ""  # a word of SaleLevel; empty: at no step of the trade
    additive: str = ""
    comparable: str = ""  # within-countries: of different countries only side by side; else everywhere

    @property
    def short_unit(self) -> str:
        """The unit as it stands behind a number: ha, t, USD/kg."""
        return self.symbol or self.unit

    @property
    def names_what_it_counts(self) -> bool:
        """Whether its name says already what its figures are a number of: deaths, people who use cannabis often."""
        words = set(self.name.lower().replace(",", "").split())
        return self.unit in words or (self.unit in {"people", "persons"} and not words.isdisjoint({"people", "users"}))

    @property
    def is_estimated(self) -> bool:
        """Whether its figures are estimates, since nobody counts what they measure; others are counted or weighed."""
        return self.measure in ESTIMATED

    @property
    def has_ranges(self) -> bool:
        """Whether one would look for a range beside its figures: beside estimates, but those of population."""
        return self.is_estimated and self.measure != Measure.POPULATION

    @property
    def unit_of_change(self) -> str:
        """The unit behind the difference of two figures: of shares in per cent, percentage points."""
        return PERCENTAGE_POINTS if self.unit == "percent" else self.short_unit

    @property
    def unit_name_of_change(self) -> str:
        """The same unit in words."""
        return PERCENTAGE_POINTS if self.unit == "percent" else self.unit_name

    @property
    def is_additive(self) -> bool:
        """Whether figures can be summed over areas: amounts can, prices, shares and rates cannot."""
        return self.additive == YES

    @property
    def ranks_countries(self) -> bool:
        """Whether countries can be ranked by it: not where each counts by rules of its own."""
        return self.comparable != WITHIN_COUNTRIES


@dataclass(frozen=True, slots=True)
class Topic:
    """What figures are about, as readers look for them."""

    topic: str
    name: str
    rank: int
    description: str
