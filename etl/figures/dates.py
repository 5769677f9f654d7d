"""Dates of publications, which may be only a year or a month."""

import calendar

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def known_from(published: str) -> str:
    """The day from which a source was certainly out: the last one of the year or month that it gives.

    A whole day is itself. An undated source stays without a day and so counts as the oldest.
    """
    year, *rest = published.split("-")
    if not year or len(rest) == 2:
        return published
    month = int(rest[0]) if rest else 12
    return f"{year}-{month:02d}-{calendar.monthrange(int(year), month)[1]:02d}"
