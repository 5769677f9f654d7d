"""What a number that fits nowhere is: a slip of print, or right for something else."""

from dataclasses import replace

from dashboard.checking.comparing import Comparison, WhatItIsAbout
from dashboard.checking.exactness import SaidExactness, is_same, said_of
from dashboard.checking.findings import Checked, Finding, Scope
from dashboard.checking.slips import SlipMeant, SlipOfText, is_year_slip, slip_of
from etl.documents.prose.read_numbers import PERCENT
from etl.documents.prose.records import FigureKind, FigureReading, Witness
from etl.editions.reading.compared import Compared
from etl.figures.vocabulary.judgement import Verdict

_FAR_YEARS = 2  # a number of a year farther away is one of it by chance, unless the year is a slip


class Elsewhere(Comparison):
    """Looks for what a number is right for."""

    def _slip(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        said = self._said(reading, about.indicator)
        if said is None or reading.is_forecast:
            return None
        if reading.kind == FigureKind.CHANGE and reading.unit != PERCENT:
            return self._level(reading, about, said)
        if reading.kind != FigureKind.VALUE:
            return None
        items = self._own(reading, self._items(about.indicator, about.area, about.year))
        for item in items:
            meant = self._known_misprint(item, said)
            if meant is None and item.value is not None:
                meant = slip_of(said, reading, item.value, about.indicator, self.catalogue)
            if meant:
                made = self._made(reading, about, item.key.producer, Finding.MISPRINT, item.value, (item.key,))
                return replace(made, meant=meant)
        return self._elsewhere(reading, about, said)

    def _known_misprint(self, item: Compared, said: SaidExactness) -> SlipMeant | None:
        for printed in item.printed:
            if printed.verdict == Verdict.MISPRINT and printed.value is not None and is_same(printed.value, said.value):
                correction = self.edition.corrections.get(printed.id)
                meant = correction.meant if correction and correction.meant is not None else item.value
                return SlipMeant(SlipOfText.KNOWN, meant) if meant is not None else None
        return None

    def _level(self, reading: FigureReading, about: WhatItIsAbout, said: SaidExactness) -> Checked | None:
        """A number that the text gives for a change, and that is the level."""
        for item in self._own(reading, self._items(about.indicator, about.area, about.year)):
            if item.value is not None and said.is_distinct and is_same(abs(said.value), item.value):
                made = self._made(reading, about, item.key.producer, Finding.WRONG_SCOPE, item.value, (item.key,))
                return replace(made, scope=Scope.LEVEL)
        return None

    def _elsewhere(self, reading: FigureReading, about: WhatItIsAbout, said: SaidExactness) -> Checked | None:
        """What a number is right for: another producer, another year or the area around it."""
        if not said.is_distinct:
            return None
        for item in self._items(about.indicator, about.area, about.year):
            known = [item.value, *(it.value for it in item.earlier)]
            is_said = any(said_of(value, said, item.flag) for value in known)
            if is_said and item.key.producer != reading.producer and reading.producer:
                beside = self._items(about.indicator, about.area, about.year)
                own = next((it.value for it in beside if it.key.producer == reading.producer), None)
                made = self._made(reading, about, reading.producer, Finding.WRONG_SCOPE, own, (item.key,))
                return replace(made, scope=Scope.PRODUCER, right_for=item.key.producer)
        series = self.series.get((about.indicator, about.area), {})
        years = sorted(series, key=lambda year: (not is_year_slip(about.year, year), abs(year - about.year)))
        for year in years:
            if not is_year_slip(about.year, year) and abs(year - about.year) > _FAR_YEARS:
                continue
            for item in self._own(reading, series[year]):
                if item.value is not None and is_same(item.value, said.value) and year != about.year:
                    now = next(iter(self._own(reading, series.get(about.year, []))), None)
                    slipped = is_year_slip(about.year, year) and abs(year - about.year) != 1
                    if slipped and reading.years[0].witness != Witness.HERE:
                        return None  # a year that is not printed is no slip of print
                    made = self._made(
                        reading,
                        about,
                        item.key.producer,
                        Finding.MISPRINT if slipped else Finding.WRONG_SCOPE,
                        now.value if now else None,
                        (item.key,),
                    )
                    meant = SlipMeant(SlipOfText.YEAR, item.value) if slipped else None
                    return replace(made, meant=meant, scope=Scope.YEAR, right_for=str(year))
        parent = self.edition.areas[about.area].parent if about.area in self.edition.areas else ""
        for item in self._own(reading, self._items(about.indicator, parent, about.year)):
            if item.value is not None and is_same(item.value, said.value):
                made = self._made(reading, about, item.key.producer, Finding.WRONG_SCOPE, None, (item.key,))
                return replace(made, scope=Scope.AREA, right_for=parent)
        return None
