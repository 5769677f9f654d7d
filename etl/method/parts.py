"""The method in parts: observations hardly meet, so the statements of some are resolved without those of others.

What does need all of them is done before (`whole_of`: which numbers stand in one table, which publication is the
newest) or after (`etl.making`: breaks of series, numbers that should fit each other). So memory is for a part, and
parts can be resolved side by side.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY, SERIES_KEY, TABLES
from etl.method.consistency import revised_numbers, with_bounds
from etl.method.conversion import to_indicator_units
from etl.method.copies import with_copies
from etl.method.definitions import SAID_BY_STATEMENTS, with_definitions
from etl.method.known_errors import of_corrected_sources, with_corrections
from etl.method.prepare import with_dates
from etl.method.printed_step import with_table_steps
from etl.method.resolve import resolve_part
from etl.method.spans import Places

_NAMES = {
    name: [column.name for column in TABLES[name].in_edition] for name in ("statement", "vintage", "without_source")
}
# Texts of statements that the method hands on. A text of them stands in memory once for all parts.
_OF_WHOLE = [*SERIES_KEY, "source", "locator", "unit", "as_printed", "evidence", "via", "note", "converted_from"]
_OF_WHOLE += ["file", *SAID_BY_STATEMENTS]
_OF_SOURCES = ["authority", "kind", "url", "rests_on", "survey_years", "known_from"]
ROWS_OF_A_PART = 50_000  # and those of the observation that begins among them


@dataclass(frozen=True)
class Whole:
    """What is resolved: the statements, the order of their observations, and what is said of all of them.

    `tables` are those of the data package; `statements` and `sources` as `resolve_part` takes them, but for what
    `definitions.csv` adds. `order` has the places of the statements in the order of their observations.
    """

    tables: Mapping[str, pd.DataFrame]
    statements: pd.DataFrame
    sources: pd.DataFrame
    order: Places


@dataclass(frozen=True)
class ObservationPart:
    """The statements of some observations: from one place in the order up to another, behind so many observations."""

    begin: int
    end: int
    observations: int


@dataclass(frozen=True)
class ResolvedPart:
    """What follows from a part, numbered as in the edition, with texts as categories: small enough to be sent.

    Statements have the key of their observation too, and of what the method hands on only the codes of the categories
    of the whole (`statements_of`); observations are those of `with_bounds`, `revised` those of `revised_numbers` and
    `of_corrected` those of `of_corrected_sources`. `places` says which statement of the package each one is.
    """

    observations: pd.DataFrame
    statements: pd.DataFrame
    vintages: pd.DataFrame
    without_sources: pd.DataFrame
    revised: pd.DataFrame
    of_corrected: pd.DataFrame
    places: Places

    def statements_of(self, whole: Whole) -> pd.DataFrame:
        """The statements with their texts."""
        handed_on = {
            name: pd.Categorical.from_codes(self.statements[name], dtype=whole.statements[name].dtype, validate=False)
            for name in _OF_WHOLE
            if name in self.statements and self.statements[name].dtype.kind == "i"
        }
        return self.statements.assign(**handed_on)


def whole_of(tables: Mapping[str, pd.DataFrame], indicators: pd.DataFrame) -> Whole:
    """What is resolved, from the checked tables of the data package."""
    statements = with_copies(tables["statements"], tables["sources"], tables["copies"])
    statements = to_indicator_units(with_corrections(tables["corrections"], statements), indicators)
    statements = with_table_steps(_with_categories(statements, _OF_WHOLE))
    order = np.argsort(_keys(statements), kind="stable")
    sources = _with_categories(with_dates(tables["sources"], statements), _OF_SOURCES)
    return Whole(tables, statements, sources, order)


def _keys(statements: pd.DataFrame) -> Places:
    """A number for each statement, which is that of its observation in their order."""
    keys = np.zeros(len(statements), dtype=np.int64)
    for name in OBSERVATION_KEY:
        codes, words = pd.factorize(statements[name], sort=True)
        keys = keys * len(words) + codes
    return keys


def parts_of(whole: Whole, rows: int = ROWS_OF_A_PART) -> list[ObservationPart]:
    """All statements, in parts of so many rows or a few more."""
    keys = _keys(whole.statements)[whole.order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    first = np.unique(np.searchsorted(begins, np.arange(0, len(keys), rows)))
    first = first[first < len(begins)]
    ends = np.append(begins[first[1:]], len(keys))
    return [ObservationPart(*map(int, part)) for part in zip(begins[first], ends, first, strict=True)]


def found_in(whole: Whole, part: ObservationPart) -> ResolvedPart:
    """Resolve a part."""
    places = whole.order[part.begin : part.end]
    rows = whole.statements.take(places).reset_index(drop=True).assign(place=places)
    defined = with_definitions(rows, *(whole.tables[name] for name in ("definitions", "areas", "estimators")))
    found = resolve_part(defined, whole.sources).numbered_behind(part.begin, part.observations)
    statements = found.statements[[*OBSERVATION_KEY, *_NAMES["statement"]]]
    of_whole = (name for name in _OF_WHOLE if name in statements and name in whole.statements)
    handed_on = [name for name in of_whole if statements[name].dtype is whole.statements[name].dtype]
    return ResolvedPart(
        _with_categories(with_bounds(found)),
        _with_categories(statements.assign(**{name: statements[name].cat.codes for name in handed_on})),
        _with_categories(found.vintages[_NAMES["vintage"]]),
        _with_categories(found.without_sources[_NAMES["without_source"]]),
        revised_numbers(found),
        of_corrected_sources(found.statements, whole.tables["corrections"]),
        found.statements["place"].to_numpy(),
    )


def _with_categories(frame: pd.DataFrame, names: Collection[str] | None = None) -> pd.DataFrame:
    """The rows with each text of a column in memory once, in the order of texts, and numbers that say which."""
    texts = (name for name in frame if frame[name].dtype == "str" and (names is None or name in names))
    return frame.assign(**{name: _categories(frame[name]) for name in texts})


def _categories(texts: "pd.Series[str]") -> pd.Categorical:
    cells = texts.to_numpy(object)
    if len(cells) and cells.strides == (0,):  # the same cell, seen in every row
        return pd.Categorical.from_codes(np.zeros(len(cells), dtype=np.int8), pd.Index(cells[:1]), validate=False)
    codes, words = pd.factorize(texts, sort=True)
    return pd.Categorical.from_codes(codes, pd.Index(words, dtype=object), validate=False)


def with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with texts instead of categories, so that those of several parts can be put together."""
    return frame.astype({name: "str" for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)})
