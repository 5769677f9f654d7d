"""Rules that need to see only one row: what a cell may hold."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import numpy as np
import pandas as pd
from pycountry import languages

from etl.figures import columns
from etl.figures.links import address_flaw
from etl.figures.quoting import shown
from etl.package.contract import Field, Resource
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in, unlike

FIRST_YEAR = 1900
EARLIEST_YEAR = 1800  # of a date: treaties and wars are older than figures

# Columns with a rule of their own, which says more than the pattern of the contract.
_FORMS = [(table.resource, column.name, column.form) for table in columns.PACKAGE_TABLES for column in table.in_file]
DATES, ADDRESSES, PRODUCTS, LANGUAGES = (
    {(resource, name) for resource, name, form in _FORMS if form in forms}
    for forms in (("day", "whole day"), ("address",), ("two words",), ("language",))
)

_PLAIN_ADDRESS = r"https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?([/?#][!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*)?"


def check(package: Package, today: date) -> list[Problem]:
    """Required cells, fixed words, patterns, limits, dates, years and addresses."""
    problems: list[Problem] = []
    for resource in package.contract.tables.values():
        for column in resource.fields:
            problems += _check_column(package, resource, column, today)
        problems += _blanks(package, resource)
    problems += _in_the_future(package, today)
    return problems + problems_in(package, "groups", "dates-reversed", _reversed_memberships(package))


def _check_column(package: Package, resource: Resource, column: Field, today: date) -> list[Problem]:
    table = package.tables[resource.name]
    cells = table[column.name]
    problems: list[Problem] = []
    texts = package.texts.get((resource.name, column.name), [""])  # a number may be missing
    if column.required and "" in texts:
        empty = cells == "" if column.type == "string" else cells.isna()
        rows = numbers_of(empty.to_numpy(dtype=bool) & ~package.is_untyped(resource.name, column.name))
        problems += problems_at(
            package, resource.name, rows, "cell-empty", [f"{column.name} is empty; fill it"] * len(rows)
        )
    if column.type != "string":
        problems += _check_limits(package, resource.name, column)
        if column.name == "year":
            problems += _check_years(package, resource.name, today)
        return problems
    if (resource.name, column.name) in DATES:
        return problems + _check_dates(package, resource.name, column.name)
    if (resource.name, column.name) in ADDRESSES:
        return problems + _check_addresses(package, resource.name, column.name)
    if column.enum:
        wrong = {*texts} - {*column.enum, ""}
        advice = f"use one of: {', '.join(column.enum)}"
        problems += _wrong_texts(package, resource.name, column.name, wrong, "value-not-in-list", advice)
    if column.pattern and (resource.name, column.name) not in PRODUCTS:
        wrong = unlike(column.pattern, texts)
        advice = f"write {columns.pattern_in_words(column.pattern)}"
        problems += _wrong_texts(package, resource.name, column.name, wrong, "pattern-mismatch", advice)
    if (resource.name, column.name) in LANGUAGES:
        wrong = {text for text in texts if re.fullmatch(column.pattern, text) and not languages.get(alpha_2=text)}
        advice = "ISO 639-1 has no such language; write the two letters that it has, such as en"
        problems += _wrong_texts(package, resource.name, column.name, wrong, "value-not-in-list", advice)
    return problems


def _blanks(package: Package, resource: Resource) -> list[Problem]:
    """Texts that begin or end with a blank, which nobody sees; where only some texts are taken, that is told."""
    keys = {key.field for key in resource.foreign_keys}
    problems: list[Problem] = []
    for column in resource.fields:
        if column.type == "string" and not (column.enum or column.pattern or column.name in keys):
            wrong = {text for text in package.texts[resource.name, column.name] if text != text.strip()}
            problems += _wrong_texts(
                package, resource.name, column.name, wrong, "blank-outside", "delete the blank before or behind it"
            )
    return problems


def _wrong_texts(
    package: Package, resource: str, column: str, wrong: set[str], code: str, advice: str
) -> list[Problem]:
    """A problem for each row with one of the wrong texts."""
    if not wrong:
        return []
    cells = package.tables[resource][column]
    rows = numbers_of(cells.isin(list(wrong)))
    texts = [f"{column} is {shown(cell)}; {advice}" for cell in cells.iloc[rows]]
    return problems_at(package, resource, rows, code, texts)


def _check_limits(package: Package, resource: str, column: Field) -> list[Problem]:
    cells = package.tables[resource][column.name].to_numpy(dtype=float, na_value=np.nan)
    problems: list[Problem] = []
    for limit, beyond, word in (
        (column.minimum, np.less, "below"),
        (column.maximum, np.greater, "above"),
    ):
        if limit is not None:
            rows = numbers_of(beyond(cells, limit))
            texts = [f"{column.name} is {cells[row]:.15g}, {word} {limit:g}; correct it" for row in rows]
            problems += problems_at(package, resource, rows, "number-out-of-range", texts)
    return problems


def _in_the_future(package: Package, today: date) -> list[Problem]:
    """Days of what has happened that come after today; only a membership may be planned."""
    day = today.isoformat()
    problems: list[Problem] = []
    for resource, column in sorted(DATES):
        if resource != "groups":
            later = {text for text in package.texts[resource, column] if is_real_date(text) and text > day[: len(text)]}
            problems += _wrong_texts(
                package, resource, column, later, "published-in-future", "that day has not come yet; correct it"
            )
    return problems


def year_fits(years: "pd.Series[int]", today: date) -> Mask:
    """The rows whose year is one that a number can be about; empty ones do."""
    numbers = np.asarray(years.to_numpy(dtype=float, na_value=FIRST_YEAR), dtype=np.float64)
    return (numbers >= FIRST_YEAR) & (numbers <= today.year + 1)


def _check_years(package: Package, resource: str, today: date) -> list[Problem]:
    years = package.tables[resource]["year"]
    rows = numbers_of(~year_fits(years, today))
    texts = [f"year is {year}; it must be {FIRST_YEAR} to {today.year + 1}" for year in years.iloc[rows]]
    return problems_at(package, resource, rows, "year-out-of-range", texts)


def is_real_date(text: str) -> bool:
    """Whether a text is a year, month or day of the calendar."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return False
    with suppress(ValueError):
        return bool(date.fromisoformat(f"{text}-01-01"[:10]))
    return False


def _check_dates(package: Package, resource: str, column: str) -> list[Problem]:
    dates = {text for text in package.texts[resource, column] if text}
    wrong = {text for text in dates if not is_real_date(text)}
    advice = "write a real date such as 2019, 2019-02 or 2019-02-28"
    early = {text for text in dates - wrong if text < str(EARLIEST_YEAR)}
    return [
        *_wrong_texts(package, resource, column, wrong, "date-not-real", advice),
        *_wrong_texts(package, resource, column, early, "year-out-of-range", f"it must be {EARLIEST_YEAR} or later"),
    ]


def _reversed_memberships(package: Package) -> Iterator[tuple[int, str]]:
    """Compare first and last day at the precision that they share."""
    groups = package.tables["groups"]
    for row, (first, last) in enumerate(zip(groups["from"], groups["to"], strict=True)):
        shared = min(len(first), len(last))
        if is_real_date(first) and is_real_date(last) and first[:shared] > last[:shared]:
            yield row, f"the membership is from {first} to {last}; swap or correct the dates"


def _check_addresses(package: Package, resource: str, column: str) -> list[Problem]:
    """Plain addresses are passed at once; only the others are taken apart."""
    problems: list[Problem] = []
    for address in unlike(_PLAIN_ADDRESS, package.texts[resource, column]):
        code, advice = address_flaw(address)
        if code:
            problems += _wrong_texts(package, resource, column, {address}, code, advice)
    return problems
