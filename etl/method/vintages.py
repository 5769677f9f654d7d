"""What was known when: for every observation, from which publication on which value was current."""

import numpy as np
import pandas as pd

from etl.figures import columns
from etl.figures.vocabulary.judgement import ChangeKind
from etl.figures.vocabulary.numbers import Flag
from etl.method.choose import CANDIDATE, decide, measures_otherwise
from etl.method.releases import RELEASE_COLUMNS, with_releases
from etl.method.spans import in_portions, positions
from etl.method.verdicts import adds_more_parts, is_rounding, leaves_room_for

SHOWN_COLUMNS = [name for name in columns.SHOWN_COLUMNS if name not in RELEASE_COLUMNS]


def vintages(rows: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """One row for each day from which an observation showed something else than before.

    `rows` are the prepared statements and `shown` what is current. The rules are those of
    `etl.method.choose.decide`, over the sources published by each day; one that gives only a month or a year counts
    from the end of it, when it was certainly out (`etl.figures.dates.known_from`), and an undated one as the oldest.
    Columns: group, published_from, those of SHOWN_COLUMNS, kind, a word of ChangeKind where the number is another, and
    those of RELEASE_COLUMNS.
    """
    known = rows.loc[~rows["set_aside"], [*CANDIDATE, "known_from"]]
    known = known.sort_values(["group", "known_from", "id"], ignore_index=True).copy()
    last_of_step = (known[["group", "known_from"]] != known[["group", "known_from"]].shift(-1)).any(axis=1)
    steps = known.loc[last_of_step, ["group", "known_from"]].rename(columns={"known_from": "published_from"})
    steps["end"] = steps.index + 1
    steps["begin"] = steps["group"].map(known["group"].drop_duplicates().reset_index().set_index("group")["index"])
    newest = ~steps["group"].duplicated(keep="last")

    today = steps[newest].merge(shown[SHOWN_COLUMNS], left_on="group", right_index=True)
    parts = [today, *(_as_known(known, some) for some in in_portions(steps[~newest]))]
    table = pd.concat(parts).sort_values(["group", "published_from"], ignore_index=True)
    changes = _only_changes(table[["group", "published_from", *SHOWN_COLUMNS]])
    return with_releases(changes.assign(kind=_kinds(changes, rows)), rows)


def _as_known(known: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """What each step showed: every step becomes a group of its own, of the rows published by then."""
    step, position = positions(steps)
    shown = decide(known.iloc[position].assign(group=step)).shown
    return pd.concat([steps.reset_index(drop=True), shown[SHOWN_COLUMNS].reset_index(drop=True)], axis=1)


def _only_changes(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that show something else than the row before them in their group."""
    visible = table[["group", *SHOWN_COLUMNS]]
    before = visible.shift()
    same = (visible == before) | (visible.isna() & before.isna())
    return table[~same.all(axis=1)].reset_index(drop=True)


def _kinds(changes: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    """What became of each number before: a word of ChangeKind, empty where it is the first or the same."""
    number = ["group", "value", "low", "high", "flag"]
    what = ["step", "room", "number", "follows_others", "suspected", "change", "start", "end", "defined", "as_printed"]
    place = rows.set_index("id").loc[changes["decided_by"], what]
    now = changes[number].assign(**{name: place[name].array for name in place})
    later = np.flatnonzero((now["group"] == now["group"].shift()) & (now["number"] != now["number"].shift()))
    after, before = now.iloc[later].reset_index(drop=True), now.iloc[later - 1].reset_index(drop=True)
    # A report that the producer's own text contradicts, unless that came later and may only be a revision.
    not_borne_out = before["follows_others"] & ~after["follows_others"] & (after["start"] <= before["end"])
    withdrawn = (before["suspected"] & ~after["suspected"]) | not_borne_out
    narrowed = leaves_room_for(before, after)
    mere_bound = before["flag"].eq(Flag.AT_LEAST).to_numpy(bool) & narrowed
    rounded = (is_rounding(before, after) | is_rounding(after, before)) & ~mere_bound
    otherwise = measures_otherwise(before, after) | adds_more_parts(before, after)
    kinds = np.full(len(changes), "", dtype=object)
    kinds[later] = np.select(
        [after["change"] != "", rounded, otherwise, narrowed, withdrawn],
        [after["change"], ChangeKind.ROUNDED, ChangeKind.REDEFINED, ChangeKind.NARROWED, ChangeKind.CORRECTED],
        default=ChangeKind.REVISED,
    )
    return pd.Series(kinds, index=changes.index, dtype="str")
