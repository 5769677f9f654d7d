"""What was known when: for every observation, from which publication on which value was current."""

import numpy as np
import pandas as pd

from etl.figures import columns
from etl.figures.vocabulary.judgement import ChangeKind
from etl.figures.vocabulary.numbers import Flag
from etl.method.choose import decide, measures_otherwise
from etl.method.printed_step import Booleans
from etl.method.releases import RELEASE_COLUMNS, with_releases
from etl.method.spans import Places, TableRows, in_portions, positions
from etl.method.verdicts import adds_more_parts, is_rounding, leaves_room_for

SHOWN_COLUMNS = [name for name in columns.SHOWN_COLUMNS if name not in RELEASE_COLUMNS]


def vintages(rows: pd.DataFrame, known: TableRows, shown: pd.DataFrame) -> pd.DataFrame:
    """One row for each day from which an observation showed something else than before.

    `rows` are the prepared statements, `known` the same as candidates and `shown` what is current. The rules are those
    of `etl.method.choose.decide`, over the sources published by each day; one that gives only a month or a year counts
    from the end of it, when it was certainly out (`etl.figures.dates.known_from`), and an undated one as the oldest.
    Columns: group, published_from, those of SHOWN_COLUMNS, kind, a word of ChangeKind where the number is another, and
    those of RELEASE_COLUMNS.
    """
    day, days = pd.factorize(rows["known_from"], sort=True)
    sound = known.where(~known["set_aside"])
    sound = TableRows(known.columns, sound.at[np.lexsort((day[sound.at], sound.group))], sound.group)
    of_day = day[sound.at]
    ends = np.flatnonzero((np.diff(sound.group, append=-1) != 0) | (np.diff(of_day, append=-1) != 0))
    group = sound.group[ends]
    steps = pd.DataFrame({"begin": np.searchsorted(sound.group, group), "end": ends + 1})
    is_newest = np.diff(group, append=-1) != 0
    parts = [shown, *(_as_known(sound, some) for some in in_portions(steps[~is_newest]))]
    order = np.argsort(np.concatenate([np.flatnonzero(is_newest), np.flatnonzero(~is_newest)]))
    table = pd.concat([part[SHOWN_COLUMNS] for part in parts], ignore_index=True).take(order)
    table.insert(0, "published_from", pd.array(days, dtype="str").take(of_day[ends]))
    table.insert(0, "group", group)
    changes = table[_is_change(group, table[SHOWN_COLUMNS])].reset_index(drop=True)
    return with_releases(changes.assign(kind=_kinds(changes, rows)), rows, known, day, days)


def _as_known(sound: TableRows, steps: pd.DataFrame) -> pd.DataFrame:
    """What each step showed: every step becomes a group of its own, of the rows published by then."""
    step, position = positions(steps)
    return decide(TableRows(sound.columns, sound.at[position], step)).shown


def _is_change(group: Places, shown: pd.DataFrame) -> Booleans:
    """Which rows show something else than the row before them in their group."""
    same = np.diff(group) == 0
    for name in shown:
        cells = shown[name].to_numpy()
        now, before = cells[1:], cells[:-1]
        same &= (now == before) | ((now != now) & (before != before))
    return np.append(np.ones(min(len(group), 1), dtype=bool), ~same)


def _kinds(changes: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    """What became of each number before: a word of ChangeKind, empty where it is the first or the same."""
    what = ["step", "room", "follows_others", "suspected", "change", "start", "end", "defined", "as_printed"]
    place = changes["decided_by"].to_numpy() - 1
    number = rows["number"].to_numpy()[place]
    later = 1 + np.flatnonzero((np.diff(changes["group"]) == 0) & (np.diff(number) != 0))
    after, before = (
        changes.loc[some, ["value", "low", "high", "flag"]]
        .reset_index(drop=True)
        .join(rows[what].take(place[some]).reset_index(drop=True))
        for some in (later, later - 1)
    )
    # A report that the producer's own text contradicts, unless that came later and may only be a revision.
    not_borne_out = before["follows_others"] & ~after["follows_others"] & (after["start"] <= before["end"])
    withdrawn = (before["suspected"] & ~after["suspected"]) | not_borne_out
    narrowed = leaves_room_for(before, after)
    mere_bound = before["flag"].eq(Flag.AT_LEAST).to_numpy(bool) & narrowed
    rounded = (is_rounding(before, after) | is_rounding(after, before)) & ~mere_bound
    measured = (each["defined"].cat.codes.to_numpy(np.int64) for each in (before, after))
    otherwise = measures_otherwise(rows["defined"].cat.categories, *measured) | adds_more_parts(before, after)
    kinds = np.full(len(changes), "", dtype=object)
    kinds[later] = np.select(
        [after["change"] != "", rounded, otherwise, narrowed, withdrawn],
        [after["change"], ChangeKind.ROUNDED, ChangeKind.REDEFINED, ChangeKind.NARROWED, ChangeKind.CORRECTED],
        default=ChangeKind.REVISED,
    )
    return pd.Series(kinds, index=changes.index, dtype="str")
