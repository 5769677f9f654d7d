"""Shares of people are of the same people or of others: of other ages, another sex, or another time of their lives."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.checking.comparing import Comparison, WhatItIsAbout
from dashboard.checking.exactness import said_of
from dashboard.checking.findings import Checked, Finding, Scope
from dashboard.words.definitions import ages_told
from etl.documents.prose.records import FigureReading
from etl.editions.reading.compared import Compared
from etl.figures.vocabulary.indicators import Measure

_FEW = 2  # digits of a number that fits by more than chance


class OtherPeople(Comparison):
    """Looks for the people of whom a number is right."""

    def _of_other_people(self, reading: FigureReading, choices: Sequence[WhatItIsAbout]) -> Checked | None:
        """A share of people that is right for others of the same place and year; None where there are none."""
        if reading.people is None or not choices:
            return None
        first = choices[0]
        said = self._said(reading, first.indicator)
        known = self.catalogue.indicators.get(first.indicator)
        if said is None or known is None or said.digits < _FEW:
            return None
        others = [
            item.indicator
            for item in self.catalogue.indicators.values()
            if item.measure == Measure.PREVALENCE and item.substance == known.substance
        ]
        series = self.edition.series_of((indicator, first.area) for indicator in others)
        for indicator in others:
            for item in self._own(reading, series[indicator, first.area].get(first.year, [])):
                if said_of(item.value, said, item.flag):
                    made = self._made(reading, first, item.key.producer, Finding.WRONG_SCOPE, item.value, (item.key,))
                    return replace(made, scope=Scope.PEOPLE, right_for=self._people_of(item))
        return None

    def _people_of(self, item: Compared) -> str:
        """Whom a figure is of, in words: its indicator and the ages."""
        name = self.edition.indicators[item.key.indicator].name
        ages = ages_told(item.asked.age_from, item.asked.age_to)
        return f"{name} at the age of {ages}" if ages else name
