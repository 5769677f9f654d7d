"""Which numbers were current together: from when on a number stands, and which publications print it.

A ratio of two figures is only right where one publication could have printed both. A figure that replaced another
number at a revision does not fit one that nobody has printed since: that one may still contain the number before.
"""

import numpy as np
import pandas as pd

from etl.figures.vocabulary.judgement import ChangeKind
from etl.method.choose import same_when_rounded
from etl.method.spans import Places, TableRows, in_portions, positions

RELEASE_COLUMNS = ["revised_from", "printed_on"]
_REPLACED = (ChangeKind.REVISED, ChangeKind.REDEFINED)


def with_releases(
    history: pd.DataFrame, rows: pd.DataFrame, known: TableRows, day: Places, days: "pd.Index[str]"
) -> pd.DataFrame:
    """The vintages with RELEASE_COLUMNS; `rows` are the prepared statements, `known` the same as candidates.

    `day` says from which of the days, which are in order, each statement is known.

    revised_from: the day from which the number replaced another one at a revision, and empty where it never did. What
    the source itself calls a revision is one, though the number before is not on record.
    printed_on: the days from which publications that print the number were out, the earliest first, separated by
    blanks; those of the producer, and where none prints it those of others.
    """
    group = history["group"].to_numpy()
    called_so = rows["change"].isin(_REPLACED).to_numpy(bool)[history["decided_by"].to_numpy() - 1]
    is_first = np.diff(group, prepend=-1) != 0
    replaced = history["kind"].isin(_REPLACED).to_numpy(bool) | (is_first & called_so)
    places = np.arange(len(history))
    last, first = (np.maximum.accumulate(np.where(some, places, 0)) for some in (replaced, is_first))
    since = history["published_from"].take(last).set_axis(history.index).where(replaced[last] & (last >= first), "")
    return history.assign(revised_from=since, printed_on=_print_days(history, known, day, days))


def releases_of(observations: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The observations, indexed by group, with RELEASE_COLUMNS of their last vintages."""
    last = history.drop_duplicates("group", keep="last").set_index("group")[RELEASE_COLUMNS]
    joined = observations.join(last)
    joined[RELEASE_COLUMNS] = joined[RELEASE_COLUMNS].fillna("").astype("str")
    return joined


def _print_days(history: pd.DataFrame, known: TableRows, day: Places, days: "pd.Index[str]") -> "pd.Series[str]":
    begin, end = (np.searchsorted(known.group, history["group"], side=side) for side in ("left", "right"))
    spans = pd.DataFrame({"begin": begin, "end": end, "decided_by": history["decided_by"].to_numpy()})
    is_dated = (days != "").astype(bool)
    told = [np.zeros(0, dtype=np.int64)]
    for some in in_portions(spans):
        span, position = positions(some)
        printed = TableRows(known.columns, position, span)
        same = same_when_rounded(printed, TableRows(known.columns, some["decided_by"].to_numpy()[span] - 1, span))
        printed = printed.where(same & ~printed["set_aside"])
        follows_others = printed["follows_others"]
        is_best = follows_others == printed.of_group(follows_others, np.fmin)
        printed = printed.where(is_best & is_dated[day[printed.at]])
        told.append(np.unique(some.index.to_numpy()[printed.group] * len(days) + day[printed.at]))
    vintage, which = np.divmod(np.concatenate(told), max(len(days), 1))
    ends = np.searchsorted(vintage, np.arange(len(history)), side="right").tolist()
    words = days.to_numpy(object)[which].tolist()
    texts = [" ".join(words[begin:end]) for begin, end in zip([0, *ends], ends, strict=False)]
    return pd.Series(texts, index=history.index, dtype="str")
