"""What a text leaves out, as far as its figures together tell it: its place, its crop, and that some are parts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from dashboard.checking.comparing import GOOD, Comparison, WhatItIsAbout
from dashboard.checking.findings import Checked, Finding, Scope, Sure
from dashboard.checking.slips import SlipOfText
from etl.documents.prose.context import COMPARISONS
from etl.documents.prose.records import FigureKind, FigureReading, Option, Witness
from etl.figures.substances import kinds_of
from etl.figures.vocabulary.indicators import Measure

_MOST_VOTERS = 40
_VOTES = 3  # a place that no word names is believed where so much speaks for it
_FEW = 2
_MOST_GROUPED = 200
_OFF = 0.01  # by so much the parts may miss their whole


class LeftOpen(Comparison):
    """Fills in what no word of a text says."""

    @cached_property
    def by_measure(self) -> dict[str, list[str]]:
        """The indicators of each measure."""
        found: dict[str, list[str]] = defaultdict(list)
        for item in self.catalogue.indicators.values():
            found[item.measure].append(item.indicator)
        return found

    def _with_indicators(self, reading: FigureReading) -> FigureReading:
        """Where a text names no substance at all, the crops that are grown in its areas."""
        if reading.indicators or reading.kind == FigureKind.SHARE or not reading.areas:
            return reading
        is_compared = reading.unit in COMPARISONS
        measured = self.by_measure[reading.measure or Measure.CULTIVATION]
        fitting = [indicator for indicator in measured if is_compared or self._said(reading, indicator)]
        area = reading.areas[0].means
        whole = self.catalogue.country(area)
        series = self.edition.series_of((indicator, each) for indicator in fitting for each in (area, whole))
        found = (indicator for each in (area, whole) for indicator in fitting if series[indicator, each])
        return replace(reading, indicators=tuple(Option(it, Witness.DATA) for it in dict.fromkeys(found)))

    def _with_areas(self, readings: Sequence[FigureReading]) -> list[FigureReading]:
        """Where a text names no place at all, that of which more than one of its figures are."""
        if any(reading.areas for reading in readings) or not readings:
            return list(readings)
        votes: Counter[str] = Counter()
        for reading in readings[:_MOST_VOTERS]:
            if reading.kind not in {FigureKind.VALUE, FigureKind.CHANGE} or not reading.indicators or reading.is_part:
                continue
            for indicator in reading.indicators[:1]:
                areas = self.edition.areas_with.get(indicator.means, [])
                countries = [area for area in areas if self.catalogue.is_country(area)]
                self.series = self.edition.series_of([(indicator.means, area) for area in countries])
                for area in countries:
                    whose = replace(reading, areas=(Option(area, Witness.DATA),))
                    said = self._said(reading, indicator.means)
                    if reading.kind == FigureKind.VALUE and (said is None or said.digits < _FEW):
                        continue
                    if any(self._try(whose, choice) for choice in self._choices(whose)[:3]):
                        votes[area] += 2 if said and said.is_distinct else 1
        best = votes.most_common(2)
        if not best or best[0][1] < _VOTES or (len(best) > 1 and best[1][1] == best[0][1]):
            return list(readings)
        found = (Option(best[0][0], Witness.DATA),)
        return [replace(reading, areas=found) for reading in readings]

    def _of_its_forms(self, reading: FigureReading, choices: Sequence[WhatItIsAbout]) -> list[Checked]:
        """What a figure is of where a place has none for a drug, but for its forms: cocaine, seized as cocaine salts.

        A class of drugs has no forms: what is said of opiates is not said of heroin.
        """
        if reading.kind != FigureKind.VALUE or reading.is_part:
            return []
        found = []
        for choice in choices[:_FEW]:
            known = self.catalogue.indicators.get(choice.indicator)
            if known is None or self._items(choice.indicator, choice.area, choice.year):
                continue
            kinds = kinds_of((known.substance,), self.edition.substances)
            forms = {it for it in kinds if it.startswith(f"{known.substance}-")}
            of_forms = (it for it in self.by_measure[known.measure] if self.catalogue.indicators[it].substance in forms)
            narrower = [it for it in of_forms if (said := self._said(reading, it)) and said.digits >= _FEW]
            self.series |= self.edition.series_of((it, choice.area) for it in narrower)
            found += [self._try(reading, replace(choice, indicator=it)) for it in narrower]
        return [each for each in found if each is not None]

    def _totals_of_some(self, found: Sequence[Checked]) -> list[Checked]:
        """The sum of some parts of an area that the text lists is their total, and contradicts no figure of the whole.

        Totals of a table of two provinces are of these two, whatever country its title names.
        """
        parts: dict[tuple[str, str, int | None], list[float]] = defaultdict(list)
        for item in found:
            said = self._said(item.reading, item.indicator) if item.finding in GOOD.values() else None
            if said and item.reading.kind == FigureKind.VALUE and item.area in self.edition.areas:
                parts[item.indicator, self.edition.areas[item.area].parent, item.year].append(said.value)
        return [self._as_total(item, parts[item.indicator, item.area, item.year]) for item in found]

    def _as_total(self, item: Checked, parts: Sequence[float]) -> Checked:
        """A figure that differs, left open where it is the sum of the parts."""
        said = self._said(item.reading, item.indicator) if item.finding == Finding.DIFFERS else None
        if said is None or len(parts) < _FEW or abs(sum(parts) - said.value) > len(parts) * said.step:
            return item
        return replace(item, finding=Finding.UNSURE, sure=Sure.GUESS, in_force=None, inputs=())

    def _parts_of_a_whole(self, found: Sequence[Checked]) -> list[Checked]:
        """Two figures of one thing that together give it are its parts, and neither is the whole."""
        result = list(found)
        open_ones = [
            (place, item)
            for place, item in enumerate(found)
            if item.reading.kind == FigureKind.VALUE
            and item.finding
            in {Finding.UNSURE, Finding.DIFFERS, Finding.NOT_IN_DATA, Finding.MISPRINT, Finding.WRONG_SCOPE}
            and not (item.meant and item.meant.slip == SlipOfText.KNOWN)
            and item.reading.indicators
            and item.reading.areas
            and item.reading.years
        ]
        groups: dict[tuple[str, str, int], list[tuple[int, Checked]]] = defaultdict(list)
        for place, item in open_ones[:_MOST_GROUPED]:
            reading = item.reading
            key = reading.indicators[0].means, reading.areas[0].means, reading.years[0].means
            groups[key].append((place, item))
        for (indicator, area, year), items in groups.items():
            if len(items) != _FEW:
                continue
            said = [self._said(item.reading, indicator) for _, item in items]
            if None in said:
                continue
            total = sum(it.value for it in said if it)
            for whole in self._items(indicator, area, year):
                if whole.value and abs(total / whole.value - 1) <= _OFF:
                    for place, item in items:
                        result[place] = replace(
                            item,
                            finding=Finding.WRONG_SCOPE,
                            scope=Scope.PART,
                            sure=Sure.LIKELY,
                            in_force=whole.value,
                            inputs=(whole.key,),
                            producer=whole.key.producer,
                            area=area,
                            meant=None,
                        )
        return result
