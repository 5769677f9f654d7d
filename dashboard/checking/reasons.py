"""Why a finding is made, in sentences: the figures that speak for it, and what of it is only inferred."""

from collections.abc import Iterator

from dashboard.checking.findings import Checked, Finding, Scope
from dashboard.words.numbers import format_value, with_minus, with_unit
from dashboard.words.sentences import capitalised, in_a_sentence
from etl.documents.prose.read_numbers import PERCENT
from etl.documents.prose.records import FigureKind, FigureReading, Witness
from etl.editions.reading import Edition
from etl.editions.reading.compared import Compared
from etl.figures.beside import rows_beside
from etl.figures.keys import Key

FINDINGS = {row["finding"]: row for row in rows_beside(__package__, "findings.csv")}
_SENTENCES = {row["reason"]: row["sentence"] for row in rows_beside(__package__, "reasons.csv")}
_CLAUSES = {(row["part"], row["witness"]): row["clause"] for row in rows_beside(__package__, "witnesses.csv")}
_COMPARISONS = {FigureKind.CHANGE, FigureKind.MULTIPLE, FigureKind.SHARE}
_GOOD = {Finding.AGREES, Finding.ROUNDED}


def why(checked: Checked, edition: Edition) -> str:
    """The reason for a finding in one or two sentences."""
    told = _Told(checked, edition)
    return " ".join(sentence for sentence in (told.reason(), *told.remarks()) if sentence)


def shown_in_force(checked: Checked, edition: Edition) -> str:
    """What the edition shows of the thing that a figure is about, with its unit; empty where it shows nothing."""
    return _Told(checked, edition).shown(checked.in_force) if checked.in_force is not None else ""


class _Told:
    def __init__(self, checked: Checked, edition: Edition) -> None:
        self.checked, self.edition, self.reading = checked, edition, checked.reading

    def reason(self) -> str:
        checked, reading = self.checked, self.reading
        if checked.finding == Finding.UNSURE:
            return self._unsure()
        if checked.finding == Finding.NOT_IN_DATA:
            if reading.is_part:
                return self._filled("part of an area")
            if checked.indicator not in self.edition.indicators:
                return self._filled("nobody counts")
            names_producer = checked.producer and reading.producer_said == Witness.SENTENCE
            return self._filled("no figure by" if names_producer else "no figure")
        if checked.finding == Finding.SUPERSEDED:
            return self._filled("replaced" if reading.kind == FigureKind.VALUE else self._computed())
        if checked.meant is not None:
            return self._filled(checked.meant.slip.value)
        if checked.scope is not None:
            is_alone = checked.scope == Scope.YEAR and checked.in_force is None
            return self._filled(Scope.AREA.value if is_alone else checked.scope.value)
        if reading.kind in _COMPARISONS:
            return self._filled(self._computed())
        return self._filled("range" if reading.kind == FigureKind.RANGE else "value")

    def _computed(self) -> str:
        if len(self.checked.inputs) == 1:
            return "value"
        if self.reading.kind == FigureKind.MULTIPLE:
            return "times another" if self.reading.whole else "times"
        return "share" if self.reading.kind == FigureKind.SHARE else "change"

    def _unsure(self) -> str:
        reading = self.reading
        if reading.is_part and not reading.areas:
            return self._filled("group")
        missing = {"no indicator": reading.indicators, "no area": reading.areas, "no year": reading.years}
        return self._filled(next((reason for reason, options in missing.items() if not options), "open"))

    def remarks(self) -> Iterator[str]:
        """What must be known of a finding besides: that it held then, or rests on what is not said here."""
        checked = self.checked
        if checked.finding in _GOOD and checked.replaced_on and checked.in_force is not None:
            yield self._filled("then")
        if len(checked.inputs) == 2 and self._parted(*checked.inputs):
            yield _SENTENCES["break"]
        if checked.finding != Finding.UNSURE:
            clauses = list(self._inferred(self.reading))
            if clauses:
                text = "; ".join(clauses)
                yield f"{text[0].upper()}{text[1:]}."

    def _parted(self, later: Key, earlier: Key) -> bool:
        series = later.indicator, later.area, later.producer
        breaks = self.edition.breaks_in(series) if later.area == earlier.area else ()
        return any(item.parts and earlier.year < item.first_year_after <= later.year for item in breaks)

    def _inferred(self, reading: FigureReading) -> Iterator[str]:
        checked = self.checked
        meant: dict[str, tuple[object, tuple[object, ...]]] = {
            "indicator": (checked.indicator, reading.indicators),
            "area": (checked.area, reading.areas),
            "year": (checked.year, reading.years),
        }
        for part, (chosen, options) in meant.items():
            for option in options:
                if option.means == chosen and (part, option.witness.value) in _CLAUSES:  # type: ignore[attr-defined]
                    yield _CLAUSES[part, option.witness.value]  # type: ignore[attr-defined]

    def _filled(self, reason: str) -> str:
        checked = self.checked
        producer = self.edition.producers.get(checked.producer)
        values = {
            "producer": producer.in_a_sentence if producer else "the data",
            "shown": self.shown(checked.in_force),
            "year": checked.year,
            "base": checked.base_year,
            "day": checked.replaced_on or "a later day",
            "indicator": self.indicator,
            "area": self.area,
            "place": self._inside(self.checked.area),
            "other": self._inside(self.reading.whole),
            "right": self._right_for(),
            "unit": checked.meant.unit if checked.meant else "",
            "meant": self._amount(checked.meant.value) if checked.meant else "",
            "low": "",
            "high": "",
            "later": "",
            "earlier": "",
        }
        items = [self._item(key) for key in checked.inputs]
        for name, item in zip(("later", "earlier"), items, strict=False):
            values[name] = self._amount(item.value) if item and item.value is not None else "no value"
        if items and items[0]:
            for name, end in (("low", items[0].low), ("high", items[0].high)):
                values[name] = self._amount(end) if end is not None else "no end"
        return capitalised(_SENTENCES[reason].format(**values))

    @property
    def indicator(self) -> str:
        """The name of what is measured."""
        known = self.edition.indicators.get(self.checked.indicator)
        return known.name if known else self.checked.indicator.replace("-", " ").capitalize()

    @property
    def area(self) -> str:
        """The name of the place; empty where the text names none."""
        known = self.edition.areas.get(self.checked.area)
        return known.name if known else ""

    def _inside(self, area: str) -> str:
        known = self.edition.areas.get(area)
        return in_a_sentence(known) if known else ""

    def _right_for(self) -> str:
        right = self.checked.right_for
        if self.checked.scope == Scope.AREA:
            return self._inside(right) if right in self.edition.areas else right
        if self.checked.scope == Scope.PRODUCER:
            return self.edition.producers[right].in_a_sentence if right in self.edition.producers else right
        return right

    def _item(self, key: Key) -> Compared | None:
        series = self.edition.series_of([(key.indicator, key.area)])[key.indicator, key.area]
        return next((item for item in series.get(key.year, []) if item.key == key), None)

    def shown(self, value: float | None) -> str:
        """A value in the unit of the figure that is told about."""
        if value is None:
            return "no value"
        if self.reading.kind in _COMPARISONS and self.reading.unit == PERCENT:
            return f"{with_minus(f'{value:+.1f}')} %" if self.reading.kind == FigureKind.CHANGE else f"{value:.1f} %"
        if self.reading.kind == FigureKind.MULTIPLE:
            return f"{value:.2g} times"
        return self._amount(value)

    def _amount(self, value: float) -> str:
        known = self.edition.indicators.get(self.checked.indicator)
        return with_unit(format_value(value), known.short_unit if known else "")
