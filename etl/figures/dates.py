"""Dates of publications, which may be only a year or a month."""

import calendar
from collections.abc import Iterable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _span(published: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day."""
    year, *rest = published.split("-")
    if len(rest) == 2:
        return published, published
    first, last = (int(rest[0]), int(rest[0])) if rest else (1, 12)
    return f"{year}-{first:02d}-01", f"{year}-{last:02d}-{calendar.monthrange(int(year), last)[1]:02d}"


def newest_day(published: Iterable[str]) -> str:
    """The day by which everything was out: the last day of the newest date; empty where none is dated.

    The newest date is the one that begins last, and of several the most exact one: 2026-06-26 before 2026-06 and 2026.
    """
    spans = {_span(date) for date in published if date}
    newest = max((first for first, _ in spans), default="")
    return min((last for first, last in spans if first == newest), default="")


def known_from(published: str, newest: str = "") -> str:
    """The day from which a source was certainly out: the last one of the year or month that it gives.

    Who has the figures of the `newest` day has this source too, so that it counts from then at the latest, but never
    before its own date. A whole day is itself. An undated source stays without a day and so counts as the oldest.
    """
    if not published:
        return ""
    first, last = _span(published)
    return max(first, min(last, newest)) if newest else last
