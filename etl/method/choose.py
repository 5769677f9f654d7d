"""Which value is current, which source is cited for it, and whose range is shown.

The functions work on a frame of candidate rows with a column `group`; a group is an observation, or an
observation as known on a date. Every choice is a cascade of filters, so that no choice depends on the order
of the rows. Dates are compared at the precision they share: a date is an interval (`start` to `end`, as
numbers yyyymmdd), and one is later than another only if it starts after the other has ended.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.vocabulary.numbers import Evidence
from etl.method.prepare import BETWEEN, DATE_CLAIMS
from etl.method.printed_step import Booleans, is_rounded_to

# What `decide` reads of a row. Rows are chosen from again and again, so they carry nothing else.
CANDIDATE = [
    "group",
    "id",
    "value",
    "low",
    "high",
    "shown_flag",
    "at_least",
    "poppy_free",
    "evidence_rank",
    "set_aside",
    "follows_others",
    "start",
    "end",
    "claim",
    "plain",
    "number",
    "step",
    "room",
    "height",
    "defined",
    "witness",
    "reprinted",
    "has_change",
    "own_survey",
    "carried",
    "cite_rank",
]

# What is compared of the row that decides, beside every row of its group.
_COMPARED = ["value", "low", "high", "at_least", "start", "plain", "number", "step", "room", "defined"]

Frames = list[pd.DataFrame]
_EVIDENCE = np.array([str(word) for word in Evidence])


def _first(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The first row of each group in the order of keys, indexed by group."""
    order = np.lexsort([rows[key].to_numpy() for key in [*reversed(keys), "group"]])
    group = rows["group"].to_numpy()[order]
    first = _begins(group)
    return rows.iloc[order[first]].set_axis(pd.Index(group[first], name="group"))


def _of_group(rows: pd.DataFrame, column: str, extreme: np.ufunc) -> npt.NDArray[Any]:
    """For each row the least (`np.fmin`) or greatest (`np.fmax`) that a column has in its group."""
    group, values = rows["group"].to_numpy(), rows[column].to_numpy()
    order = np.argsort(group, kind="stable")
    begins = _begins(group[order])
    found: npt.NDArray[Any] = np.empty_like(values)
    if len(rows):
        found[order] = np.repeat(extreme.reduceat(values[order], begins), np.diff(begins, append=len(rows)))
    return found


def _begins(group: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """The places at which groups begin, in numbers of groups that are in order."""
    begins: npt.NDArray[np.intp] = np.flatnonzero(np.diff(group, prepend=-1))
    return begins


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["end"] >= _of_group(rows, "start", np.fmax)]


def _differing(rows: pd.DataFrame) -> Booleans:
    """Which rows are in groups whose rows print more than one number."""
    return np.asarray(_of_group(rows, "number", np.fmin) != _of_group(rows, "number", np.fmax))


def _own(candidates: pd.DataFrame) -> pd.DataFrame:
    """The rows of the producer, where there are any, and reports of a revision; none that is set aside."""
    rows = candidates[~candidates["set_aside"]]
    return rows[(rows["follows_others"] == _of_group(rows, "follows_others", np.fmin)) | rows["has_change"]]


def _with_a_say(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of the producer's rows those that the current value is chosen from, and the surveys that keep others out.

    Where there is the survey of the year, what annexes carry forward has no say, unless they mark a change.
    """
    if not rows["carried"].any():
        return rows, rows.iloc[:0]
    kept_out = rows["carried"] & _of_group(rows, "own_survey", np.fmax)
    surveys = rows[rows["own_survey"] & rows["group"].isin(rows["group"][kept_out])]
    return rows[~kept_out], surveys


def _claimants(newest: pd.DataFrame, candidates: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of the newest rows those with the best claim, and all whose witnesses were counted for that.

    A claim is what `etl.method.prepare` calls so; between different numbers then the number of independent witnesses
    among all who print it decides, and original evidence.
    """
    best = newest[newest["claim"] == _of_group(newest, "claim", np.fmin)]
    differ = _differing(best)
    if not differ.any():
        return best, best.iloc[:0]
    open_ones = best[differ]
    said = candidates[~candidates["set_aside"] & candidates["group"].isin(open_ones["group"])]
    witnesses = said[~said["reprinted"]].drop_duplicates(["group", "number", "witness"])
    independent = witnesses.groupby(["group", "number"], sort=False).size()
    counts = independent.reindex(pd.MultiIndex.from_frame(open_ones[["group", "number"]]), fill_value=0).to_numpy()
    open_ones = open_ones.assign(claim=open_ones["evidence_rank"] - len(_EVIDENCE) * counts)
    open_ones = open_ones[open_ones["claim"] == _of_group(open_ones, "claim", np.fmin)]
    return pd.concat([best[~differ], open_ones]), said


def _beside(rows: pd.DataFrame, deciding: pd.DataFrame) -> pd.DataFrame:
    """Beside each row what is compared of the one that decides in its group."""
    return deciding[_COMPARED].reindex(rows["group"])


def _is_plain(rows: pd.DataFrame) -> Booleans:
    """Which rows print a plain number; one that is missing does not."""
    return np.asarray(rows["plain"].to_numpy() == True)  # noqa: E712


def _is_rounded_to(rough: pd.DataFrame, exact: pd.DataFrame) -> Booleans:
    """Whether each rough row prints the number of the exact row beside it rounded."""
    printed = [rough[name].to_numpy(float) for name in ("value", "step", "room")]
    return is_rounded_to(*printed, *(exact[name].to_numpy(float) for name in ("value", "step")))


def same_when_rounded(rows: pd.DataFrame, others: pd.DataFrame) -> Booleans:
    """Whether each row prints the number of the other row beside it, or one is the other rounded."""
    rounded = _is_rounded_to(rows, others) | _is_rounded_to(others, rows)
    both_plain = _is_plain(rows) & _is_plain(others)
    return np.asarray((rounded & both_plain) | (rows["number"].to_numpy(float) == others["number"].to_numpy(float)))


def measures_otherwise(rows: pd.DataFrame, others: pd.DataFrame) -> Booleans:
    """Whether each row measures something else than the row beside it, in what is known of both; not if none is."""
    words = rows["defined"].cat.categories
    own, of_other = (each["defined"].cat.codes.to_numpy(np.int64) for each in (rows, others))
    pairs, which = np.unique(own * (len(words) + 1) + of_other + 1, return_inverse=True)
    different = [
        of_other > 0 and _differ(words[own], words[of_other - 1])
        for own, of_other in zip(*np.divmod(pairs, len(words) + 1), strict=True)
    ]
    return np.array(different, dtype=bool)[which]


@lru_cache(maxsize=4096)
def _differ(one: str, other: str) -> bool:
    known = zip(one.split(BETWEEN), other.split(BETWEEN), strict=True)
    return any(mine and theirs and mine != theirs for mine, theirs in known)


def _tied(newest: pd.DataFrame, best: pd.DataFrame, deciding: pd.DataFrame) -> "pd.Series[int]":
    """By group, the statement with another number that no date tells from the best of the newest; 0 if there is none.

    Its claim is as good apart from how exact its date is: 2026 and 20 November 2026 cannot be told apart. What prints
    the deciding number, for which the best one was exchanged, is no other number; nor is what measures something else,
    as far as that is known of both.
    """
    undated = newest.assign(claim=newest["claim"] - newest["claim"] % DATE_CLAIMS)
    alike = newest[undated["claim"] == _of_group(undated, "claim", np.fmin)]
    differ = alike[_differing(alike)]
    beside, force = (_beside(differ, each) for each in (best, deciding))
    same = same_when_rounded(differ, beside) | same_when_rounded(differ, force)
    other = differ[~same & ~measures_otherwise(differ, beside)]
    return _first(other, ["claim", "height", "id"])["id"].reindex(deciding.index, fill_value=0)


def _most_exact(
    say: pd.DataFrame, own: pd.DataFrame, reports: pd.DataFrame, deciding: pd.DataFrame
) -> tuple[pd.DataFrame, Frames]:
    """The deciding rows, each exchanged for the best print of its number, and the rows that were looked at for that.

    `say` are the rows that a value may come from, `own` all of the producer, which may bring a range, `reports` those
    of others. The newest publication decides between different numbers only: where it is an older number rounded, or a
    range without a best value or a mere bound that the older one fits, the exact one stays; that of a report where the
    producer itself has none. The estimate that is printed with its range is not replaced by a more exact number without
    one.
    """
    rows = say[_differing(say)]
    looked_at: Frames = []
    while True:
        force = _beside(rows, deciding)
        both_plain = _is_plain(rows) & _is_plain(force)
        finer = rows[(_is_rounded_to(force, rows) & both_plain) | _fits_mere_range(rows, force)]
        if not len(finer):
            break
        looked_at.append(finer)
        deciding = _exchanged(deciding, _first(_newest(finer), ["step", "claim", "height", "id"]))
    open_ones = deciding.index[~_is_plain(deciding) & ~deciding["poppy_free"]]
    reports = reports[reports["group"].isin(open_ones)]
    force = _beside(reports, deciding)
    reported = reports[_fits_mere_range(reports, force) & _is_plain(reports) & ~measures_otherwise(reports, force)]
    looked_at.append(reported)
    deciding = _exchanged(deciding, _first(_newest(reported), ["step", "claim", "height", "id"]))
    ranged = own[_differing(own) & own["low"].notna() & own["high"].notna()]
    force = _beside(ranged, deciding)
    same = ranged["number"].to_numpy(float) == force["number"].to_numpy(float)
    both_plain = _is_plain(ranged) & _is_plain(force)
    with_range = ranged["group"].isin(ranged["group"][same]).to_numpy()
    rougher = ranged[_is_rounded_to(ranged, force) & both_plain & ~with_range]
    looked_at += [rougher, ranged[same]]
    return _exchanged(deciding, _first(_newest(rougher), ["step", "claim", "height", "id"])), looked_at


def _fits_mere_range(rows: pd.DataFrame, others: pd.DataFrame) -> Booleans:
    """Whether the other row beside each prints a range or a lower bound alone, which the row fits and is finer than.

    A bound is not finer than another, nor than itself.
    """
    value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
    bound, above, below = (others[name].to_numpy(float) for name in ("value", "low", "high"))
    is_bound, bounds = (each["at_least"].to_numpy() == True for each in (others, rows))  # noqa: E712
    with np.errstate(invalid="ignore"):
        inside = np.isnan(bound) & (above <= value) & (value <= below) & _is_plain(rows)
        kept = is_bound & ~bounds & (bound <= np.where(np.isnan(value), low, value)) & (_is_plain(rows) | (low < high))
    return np.asarray(inside | kept)


def _exchanged(deciding: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The deciding rows with the others in the place of those of their groups."""
    if not len(others):
        return deciding
    places = np.arange(len(deciding))
    places[deciding.index.get_indexer(others.index)] = np.arange(len(deciding), len(deciding) + len(others))
    return pd.concat([deciding, others]).take(places)


def prints_the_value(candidates: pd.DataFrame, deciding: pd.DataFrame) -> Booleans:
    """Which rows, not set aside, print what the deciding row of their group prints.

    Poppy-free and zero are different things, and so are "at least 7,000" and 7,000. A row that prints only a
    range prints the same as a deciding row with that range.
    """
    force = deciding["number"].reindex(candidates["group"]).to_numpy(float)
    return np.asarray((candidates["number"].to_numpy(float) == force) & ~candidates["set_aside"].to_numpy(bool))


def best_texts(same_value: pd.DataFrame) -> pd.DataFrame:
    """The rows that the source cited is chosen from: the best kind of text, and the earliest of them."""
    rows = same_value[same_value["cite_rank"] == _of_group(same_value, "cite_rank", np.fmin)]
    return rows[rows["start"] <= _of_group(rows, "end", np.fmin)]


class Decision(NamedTuple):
    """What each group shows, and how it came to that.

    `shown` is indexed by group, without the groups in which every row is set aside. Columns: value, low, high, flag,
    evidence (the best among the rows with that value), statement_id, decided_by, range_statement_id (0 where no
    range is known), earlier_range_id (the last range of an earlier value; 0 where there is none, or one of this value)
    and tied_with (0 where nothing is). `same` says which of the candidates print the current value; `passed` are the
    rows that the choices were made among: taking away any other row changes nothing.
    """

    shown: pd.DataFrame
    same: Booleans
    passed: npt.NDArray[np.int64]


def decide(candidates: pd.DataFrame) -> Decision:
    """The current value (rule 2 of the method), the source cited (rule 3) and the range (rule 5) of each group."""
    own = _own(candidates)
    say, surveys = _with_a_say(own)
    newest = _newest(say)
    claimants, counted = _claimants(newest, candidates)
    newest_print = _first(claimants, ["height", "id"])
    reports = candidates[candidates["follows_others"] & ~candidates["reprinted"] & ~candidates["set_aside"]]
    deciding, looked_at = _most_exact(say, own, reports, newest_print)
    same = prints_the_value(candidates, deciding)
    same_value = candidates[same]
    best = best_texts(same_value)
    cited = _first(best, ["id"])
    shown = cited[["value", "low", "high"]].copy()
    shown["flag"] = cited["shown_flag"]
    ranks = same_value.groupby("group")["evidence_rank"].min().reindex(shown.index)
    shown["evidence"] = pd.Series(_EVIDENCE[ranks.to_numpy(dtype=np.intp)], index=shown.index, dtype="str")
    shown["statement_id"] = cited["id"]
    shown["decided_by"] = deciding["id"]

    with_range = _with_range(candidates, deciding, same)
    other = _first(with_range, ["id"]).reindex(shown.index)
    has_one = shown["low"].notna() | shown["high"].notna()
    stands = ~(other["fit"] == _EARLIER)
    shown["low"] = shown["low"].where(has_one, other["low"].where(stands))
    shown["high"] = shown["high"].where(has_one, other["high"].where(stands))
    known_from = shown["statement_id"].where(has_one, other["id"].where(stands))
    shown["range_statement_id"] = known_from.fillna(0).astype("int64")
    shown["earlier_range_id"] = other["id"].where(~stands & ~has_one).fillna(0).astype("int64")
    shown["tied_with"] = _tied(newest, newest_print, deciding)
    # Only their ids: the rows themselves would be in memory until the end.
    passed = [rows["id"].to_numpy() for rows in (newest, surveys, counted, *looked_at, best, with_range)]
    return Decision(shown.rename_axis(index=None), same, np.unique(np.concatenate(passed)))


_SAME, _ROUNDED, _ALONE, _EARLIER = range(4)  # how well a range fits the current value, the best first


def _with_range(candidates: pd.DataFrame, deciding: pd.DataFrame, same: Booleans) -> pd.DataFrame:
    """Of each group the rows that its range is chosen from, with `fit`: those whose range fits its value best.

    A range stands while the number stands that it was printed with: the current value, or that rounded. A range
    printed without a best value fits a value inside it. What was printed with another number, before the value in
    force, is the range of that earlier number.
    """
    ranged = (candidates["low"].notna() | candidates["high"].notna()).to_numpy(bool) & ~candidates["set_aside"]
    rows = candidates[ranged].assign(same=same[ranged])
    force = _beside(rows, deciding)
    value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
    in_force, plain = force["value"].to_numpy(float), _is_plain(force)
    rounded = same_when_rounded(rows, force)
    with np.errstate(invalid="ignore"):
        inside = (low <= in_force) & (in_force <= high)
        since = force["start"].to_numpy()
    alone = np.isnan(value) & inside & plain
    printed_before = ~np.isnan(value) & plain & ~rows["follows_others"].to_numpy(bool) & (rows["start"] < since)
    choices = [rows["same"].to_numpy(bool), rounded & inside, alone, printed_before]
    rows["fit"] = np.select(choices, [_SAME, _ROUNDED, _ALONE, _EARLIER], default=-1)
    rows = rows[rows["fit"] >= 0]
    rows = rows[rows["fit"] == _of_group(rows, "fit", np.fmin)]
    older = (rows["fit"] >= _ALONE).to_numpy(bool)
    return pd.concat([best_texts(rows[~older]), best_texts(_newest(rows[older]))])
