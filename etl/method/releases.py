"""Which numbers were current together: from when on a number stands, and which publications print it.

A ratio of two figures is only right where one publication could have printed both. A figure that replaced another
number at a revision does not fit one that nobody has printed since: that one may still contain the number before.
"""

import numpy as np
import pandas as pd

from etl.figures.vocabulary.judgement import ChangeKind
from etl.method.choose import same_when_rounded
from etl.method.spans import in_portions, positions

RELEASE_COLUMNS = ["revised_from", "printed_on"]
_REPLACED = (ChangeKind.REVISED, ChangeKind.REDEFINED)


def with_releases(history: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The vintages with RELEASE_COLUMNS; `rows` are the prepared statements, in the order of their groups.

    revised_from: the day from which the number replaced another one at a revision, and empty where it never did. What
    the source itself calls a revision is one, though the number before is not on record.
    printed_on: the days from which publications that print the number were out, the earliest first, separated by
    blanks; those of the producer, and where none prints it those of others.
    """
    called_so = rows.set_index("id")["change"].reindex(history["decided_by"]).isin(_REPLACED).to_numpy()
    is_first = ~history["group"].duplicated()
    replaced = history["published_from"].where(history["kind"].isin(_REPLACED) | (is_first & called_so))
    since = replaced.groupby(history["group"]).ffill().fillna("")
    return history.assign(revised_from=since.astype("str"), printed_on=_print_days(history, rows))


def releases_of(observations: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The observations, indexed by group, with RELEASE_COLUMNS of their last vintages."""
    last = history.drop_duplicates("group", keep="last").set_index("group")[RELEASE_COLUMNS]
    joined = observations.join(last)
    joined[RELEASE_COLUMNS] = joined[RELEASE_COLUMNS].fillna("").astype("str")
    return joined


def _print_days(history: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    group = rows["group"].to_numpy()
    spans = pd.DataFrame(
        {
            "vintage": np.arange(len(history)),
            "decided_by": history["decided_by"].to_numpy(),
            "begin": np.searchsorted(group, history["group"].to_numpy(), side="left"),
            "end": np.searchsorted(group, history["group"].to_numpy(), side="right"),
        }
    )
    said = rows[["value", "step", "room", "plain", "number", "set_aside", "follows_others", "known_from"]]
    parts = [_printing(some.reset_index(drop=True), said) for some in in_portions(spans)]
    days = [""] * len(history)
    for found in parts:
        for vintage, day in zip(found["vintage"].tolist(), found["day"].tolist(), strict=True):
            days[vintage] = f"{days[vintage]} {day}" if days[vintage] else day
    return pd.Series(days, index=history.index, dtype="str")


def _printing(spans: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """The days on which each vintage's number was printed, in their order: vintage and day."""
    span, position = positions(spans)
    printed = said.iloc[position].reset_index(drop=True)
    force = said.iloc[spans["decided_by"].to_numpy()[span] - 1]
    same = same_when_rounded(printed, force) & ~printed["set_aside"].to_numpy(bool)
    found = printed[same].assign(vintage=spans["vintage"].to_numpy()[span][same])
    best = found.groupby("vintage")["follows_others"].transform("min")
    found = found[(found["follows_others"] == best) & (found["known_from"] != "")]
    found = found.rename(columns={"known_from": "day"})[["vintage", "day"]]
    return found.drop_duplicates().sort_values(["vintage", "day"])
