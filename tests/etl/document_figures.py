"""How tests read documents, and what they ask of their figures."""

from collections.abc import Callable
from pathlib import Path

from etl.documents.readings.figures import USABLE, DocumentFigure
from etl.documents.readings.reader import DocumentReading

Read = Callable[[Path], DocumentReading]


def said(figures: list[DocumentFigure]) -> list[tuple[str, str, int | None, float | None]]:
    """What is understood: indicator, area, year and value."""
    return [(each.indicator, each.area, each.year, each.value) for each in figures if each.outcome in USABLE]
