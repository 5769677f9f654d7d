"""What every observation would show if a source were not there: alone, or with all that rest on it.

The rules are those of `etl.method.choose.decide`, over the statements that are left. They are applied when an edition
is built, since who reads it should need neither a second version of the method nor the tables that this one works on.

Only some sources are tried for an observation: those of the rows that the filters of a choice let pass, and of those
that were counted or looked at for it. The bound of each filter (the best rank, the newest or the earliest date) is that
of a row which passes, so taking away any other row moves no bound and changes no choice.
"""

import numpy as np
import pandas as pd

from etl.figures.resting import repeaters_of, resting_on
from etl.figures.vocabulary.editions import Effect
from etl.method.choose import Decision, decide
from etl.method.spans import Places, TableRows, in_portions, positions


def without_sources(printed_by: Places, known: TableRows, decision: Decision, sources: pd.DataFrame) -> pd.DataFrame:
    """One row for each source and observation that would show something else without it.

    `printed_by` are the sources of the prepared statements, as places in `sources`, `known` all of these statements and
    `decision` what they show; `sources` has source and rests_on. Columns: source; with_resting, 1 where those that rest
    on it are gone too; observation_id; effect, the gravest that holds: lost (no value is left), value (another one is
    current), source (another one is cited for the same value) or range (another range, or none); statement_id, which
    would be cited, 0 where the value is lost.
    """
    left_out = _trials(sources)
    number = {key: place for place, key in enumerate(sources["source"])}
    trials = pd.DataFrame(
        [(trial, number[key]) for trial, (_, _, gone) in enumerate(left_out) for key in gone],
        columns=["trial", "printed_by"],
        dtype="int64",
    )
    cases = _cases(printed_by, known, decision, trials)
    gone = np.unique(_pair(trials["trial"].to_numpy(), trials["printed_by"].to_numpy()))
    parts = [
        _effects(printed_by, known, decision.shown, some.reset_index(drop=True), gone) for some in in_portions(cases)
    ]
    found = pd.concat([cases.iloc[:0].assign(effect="", statement_id=0), *parts])
    found["source"], found["with_resting"] = ([left_out[trial][place] for trial in found["trial"]] for place in (0, 1))
    return found.assign(observation_id=found["group"] + 1)


def _trials(sources: pd.DataFrame) -> list[tuple[str, int, list[str]]]:
    """The trials: a source, whether those that rest on it are gone too, and all that are gone."""
    keys = sources["source"].tolist()
    repeaters = repeaters_of(dict(zip(keys, sources["rests_on"], strict=True)))
    alone = [(key, 0, [key]) for key in keys]
    return alone + [(key, 1, list(resting_on(key, repeaters))) for key in repeaters]


def _cases(printed_by: Places, known: TableRows, decision: Decision, trials: pd.DataFrame) -> pd.DataFrame:
    """The trials that can change something, each with a group and the place of its rows: trial, group, begin, end."""
    passed = np.unique(np.concatenate([rows.at for rows in decision.passed]))
    told = pd.DataFrame({"group": known.group[passed], "printed_by": printed_by[passed]}).drop_duplicates()
    cases = told.merge(trials, on="printed_by")[["trial", "group"]].drop_duplicates(ignore_index=True)
    begin, end = (np.searchsorted(known.group, cases["group"], side=side) for side in ("left", "right"))
    return cases.assign(begin=begin, end=end)


def _effects(
    printed_by: Places, known: TableRows, shown: pd.DataFrame, cases: pd.DataFrame, gone: Places
) -> pd.DataFrame:
    """The cases in which something changes, with effect and statement_id."""
    case, position = positions(cases)
    left = ~np.isin(_pair(cases["trial"].to_numpy()[case], printed_by[position]), gone)
    then = decide(TableRows(known.columns, position[left], case[left])).shown
    now = shown.loc[cases["group"].iloc[then.index]].set_axis(then.index)
    cited_then, cited_now = (one["statement_id"].to_numpy() - 1 for one in (then, now))
    number = known.columns["number"]
    other_value = number[cited_then] != number[cited_now]
    other_source = printed_by[cited_then] != printed_by[cited_now]
    other_range = (then[["low", "high"]].fillna(-1) != now[["low", "high"]].fillna(-1)).any(axis=1)
    effect = np.select(
        [other_value, other_source, other_range], [Effect.VALUE, Effect.SOURCE, Effect.RANGE], default=""
    )
    cases["effect"] = pd.Series(effect, index=then.index).reindex(cases.index, fill_value=Effect.LOST)
    cases["statement_id"] = then["statement_id"].reindex(cases.index, fill_value=0)
    return cases[cases["effect"] != ""]


def _pair(trial: Places, printed_by: Places) -> Places:
    """Two numbers as one that can be looked up."""
    return trial << 32 | printed_by
