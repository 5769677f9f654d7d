"""From statements to observations: one pure function over tables, independent of the order of their rows.

The method in short: confirmed misprints and numbers of another scope are set aside; between different numbers the
newest word of the producer decides, and of one number the exact print is current; its own survey is cited for it;
every other statement gets a verdict on it; and the same rules over the sources published by a date give what was
known on that date, or without one source what would change.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.method.choose import candidates, decide
from etl.method.prepare import prepare, with_dates
from etl.method.printed_step import with_table_steps
from etl.method.releases import releases_of
from etl.method.verdicts import verdicts
from etl.method.vintages import SHOWN_COLUMNS, vintages
from etl.method.without_source import without_sources

_OF_STATEMENTS = ["statement_id", "decided_by", "range_statement_id", "earlier_range_id", "tied_with"]


@dataclass(frozen=True)
class Resolution:
    """The four tables that follow from the statements; columns as in `etl.figures.tables`, missing ids are 0."""

    observations: pd.DataFrame
    statements: pd.DataFrame
    vintages: pd.DataFrame
    without_sources: pd.DataFrame

    def numbered_behind(self, statements: int, observations: int) -> "Resolution":
        """The same with numbers that go on behind so many statements and observations of other parts."""
        return Resolution(
            _numbered_behind(self.observations, observations, statements, observations),
            _numbered_behind(self.statements, statements, statements, observations),
            _numbered_behind(self.vintages, 0, statements, observations),
            _numbered_behind(self.without_sources, 0, statements, observations),
        )


def _numbered_behind(frame: pd.DataFrame, own: int, statements: int, observations: int) -> pd.DataFrame:
    """The rows with greater ids: their own, and those of statements and observations; a missing one stays 0."""
    more = {"id": own, "observation_id": observations, **dict.fromkeys(_OF_STATEMENTS, statements)}
    ids = {name: frame[name].to_numpy() for name in more if name in frame}
    return frame.assign(**{name: np.where(found == 0, 0, found + more[name]) for name, found in ids.items()})


def current_values(statements: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The key of each observation with its current value and range and the source cited for them, and no more."""
    rows = prepare(with_table_steps(statements), with_dates(sources, statements))
    shown = decide(candidates(rows)).shown
    keys = rows.loc[~rows["group"].duplicated(), ["group", *OBSERVATION_KEY]].set_index("group")
    source_of = rows.set_index("id")["source"]
    cited = shown[["value", "low", "high"]].assign(source=shown["statement_id"].map(source_of))
    return keys.join(cited, how="inner")


def resolve_part(statements: pd.DataFrame, sources: pd.DataFrame) -> Resolution:
    """Observations, judged statements and what follows from them, of all statements of some observations.

    `statements` are checked and in their indicators' units. They have the columns of the data package with
    `converted_from`, `file` and `line`, and may have `corrected_as`, the verdict that a correction gives, `suspected`,
    whether one is confirmed by nobody, and what `etl.method.definitions` adds; `sources` has at least source,
    authority, kind, published, url and rests_on. Two things come from the statements of all observations: the step of
    the tables that they stand in (`with_table_steps`), and which publication is the newest (`with_dates`).
    """
    rows = prepare(statements, sources)
    known = candidates(rows)
    decision = decide(known)
    shown = decision.shown
    is_same = np.zeros(len(rows), dtype=bool)
    is_same[decision.same.at] = True
    rows["verdict"] = verdicts(rows, shown, is_same)
    rows["observation_id"] = rows["group"] + 1

    observations = rows.loc[~rows["group"].duplicated(), ["observation_id", "group", *OBSERVATION_KEY]]
    observations = observations.rename(columns={"observation_id": "id"}).set_index("group").join(shown[SHOWN_COLUMNS])
    observations[["flag", "evidence"]] = observations[["flag", "evidence"]].fillna("")
    observations[_OF_STATEMENTS] = observations[_OF_STATEMENTS].fillna(0).astype("int64")

    history = vintages(rows, known, shown)
    observations = releases_of(observations, history)
    history.insert(0, "observation_id", history.pop("group") + 1)
    without = without_sources(rows["printed_by"].to_numpy(), known, decision, sources)
    return Resolution(observations.reset_index(drop=True), rows, history, without)
