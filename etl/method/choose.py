"""Which value is current, which source is cited for it, and whose range is shown.

The functions work on candidate rows; their group is an observation, or an observation as known on a date. Every
choice is a cascade of filters, so that no choice depends on the order of the rows. Dates are compared at the
precision they share: a date is an interval (`start` to `end`, as numbers yyyymmdd), and one is later than another
only if it starts after the other has ended.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from etl.figures.vocabulary.numbers import Evidence
from etl.method.prepare import BETWEEN, DATE_CLAIMS
from etl.method.printed_step import Booleans, is_rounded_to
from etl.method.spans import Places, TableRows

# What `decide` reads of a row.
CANDIDATE = [
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
    "witness",
    "reprinted",
    "has_change",
    "own_survey",
    "carried",
    "cite_rank",
]
_MEASURED, _MEANINGS = "measured", "meanings"  # what a row measures, as the place of one of the meanings

_EVIDENCE = np.array([str(word) for word in Evidence])


def candidates(rows: pd.DataFrame) -> TableRows:
    """All of the prepared statements, as `decide` takes them."""
    columns = {name: rows[name].to_numpy() for name in CANDIDATE}
    columns[_MEASURED] = rows["defined"].cat.codes.to_numpy(np.int64)
    columns[_MEANINGS] = rows["defined"].cat.categories.to_numpy(object)
    return TableRows(columns, np.arange(len(rows)), rows["group"].to_numpy())


def _newest(rows: TableRows) -> TableRows:
    return rows.where(rows["end"] >= rows.of_group(rows["start"], np.fmax))


def _differing(rows: TableRows) -> Booleans:
    """Which rows are in groups whose rows print more than one number."""
    number = rows["number"]
    return np.asarray(rows.of_group(number, np.fmin) != rows.of_group(number, np.fmax))


def _own(rows: TableRows) -> TableRows:
    """The rows of the producer, where there are any, and reports of a revision; of those that are not set aside."""
    follows_others = rows["follows_others"]
    return rows.where((follows_others == rows.of_group(follows_others, np.fmin)) | rows["has_change"])


def _with_a_say(rows: TableRows) -> tuple[TableRows, TableRows]:
    """Of the producer's rows those that the current value is chosen from, and the surveys that keep others out.

    Where there is the survey of the year, what annexes carry forward has no say, unless they mark a change.
    """
    own_survey = rows["own_survey"]
    kept_out = rows["carried"] & rows.of_group(own_survey, np.fmax)
    return rows.where(~kept_out), rows.where(own_survey & rows.of_group(kept_out, np.fmax))


def _claimants(newest: TableRows, known: TableRows) -> tuple[TableRows, TableRows]:
    """Of the newest rows those with the best claim, and all whose witnesses were counted for that.

    A claim is what `etl.method.prepare` calls so; between different numbers then the number of independent witnesses
    among all who print it decides, and original evidence.
    """
    claim = newest["claim"]
    best = newest.where(claim == newest.of_group(claim, np.fmin))
    differ = _differing(best)
    open_ones = best.where(differ)
    said = known.where(np.isin(known.group, open_ones.group))
    numbers = 1 + said["number"].max(initial=0)
    witnesses = said.where(~said["reprinted"])
    witness = witnesses["witness"] + 1
    most = 1 + witness.max(initial=0)
    told = np.unique((witnesses.group * numbers + witnesses["number"]) * most + witness) // most
    wanted = open_ones.group * numbers + open_ones["number"]
    counts = np.searchsorted(told, wanted, side="right") - np.searchsorted(told, wanted)
    claim = open_ones["evidence_rank"] - len(_EVIDENCE) * counts
    kept = ~differ
    kept[differ] = claim == open_ones.of_group(claim, np.fmin)
    return best.where(kept), said


def _is_rounded_to(rough: TableRows, exact: TableRows) -> Booleans:
    """Whether each rough row prints the number of the exact row beside it rounded."""
    return is_rounded_to(rough["value"], rough["step"], rough["room"], exact["value"], exact["step"])


def same_when_rounded(rows: TableRows, others: TableRows) -> Booleans:
    """Whether each row prints the number of the other row beside it, or one is the other rounded."""
    rounded = _is_rounded_to(rows, others) | _is_rounded_to(others, rows)
    return np.asarray((rounded & rows["plain"] & others["plain"]) | (rows["number"] == others["number"]))


def measures_otherwise(meanings: Sequence[str], own: Places, of_other: Places) -> Booleans:
    """Whether each row measures something else than the row beside it, in what is known of both; not if none is.

    Rows are given by what they measure, as numbers of the meanings; -1 where there is no row.
    """
    pairs, which = np.unique(own * (len(meanings) + 1) + of_other + 1, return_inverse=True)
    different = [
        other > 0 and _differ(meanings[mine], meanings[other - 1])
        for mine, other in zip(*np.divmod(pairs, len(meanings) + 1), strict=True)
    ]
    return np.array(different, dtype=bool)[which]


@lru_cache(maxsize=4096)
def _differ(one: str, other: str) -> bool:
    known = zip(one.split(BETWEEN), other.split(BETWEEN), strict=True)
    return any(mine and theirs and mine != theirs for mine, theirs in known)


def _measure_otherwise(rows: TableRows, others: TableRows) -> Booleans:
    return measures_otherwise(rows.columns[_MEANINGS].tolist(), rows[_MEASURED], others[_MEASURED])


def _tied(newest: TableRows, best: TableRows, deciding: TableRows) -> TableRows:
    """The statements with another number that no date tells from the best of the newest, one of a group at most.

    Its claim is as good apart from how exact its date is: 2026 and 20 November 2026 cannot be told apart. What prints
    the deciding number, for which the best one was exchanged, is no other number; nor is what measures something else,
    as far as that is known of both.
    """
    undated = newest["claim"] - newest["claim"] % DATE_CLAIMS
    alike = newest.where(undated == newest.of_group(undated, np.fmin))
    differ = alike.where(_differing(alike))
    beside = best.beside(differ)
    same = same_when_rounded(differ, beside) | same_when_rounded(differ, deciding.beside(differ))
    return differ.where(~same & ~_measure_otherwise(differ, beside)).first("claim", "height", "id")


def _most_exact(
    say: TableRows, own: TableRows, reports: TableRows, deciding: TableRows
) -> tuple[TableRows, list[TableRows]]:
    """The deciding rows, each exchanged for the best print of its number, and the rows that were looked at for that.

    `say` are the rows that a value may come from, `own` all of the producer, which may bring a range, `reports` those
    of others. The newest publication decides between different numbers only: where it is an older number rounded, or a
    range without a best value or a mere bound that the older one fits, the exact one stays; that of a report where the
    producer itself has none. The estimate that is printed with its range is not replaced by a more exact number without
    one.
    """
    rows = say.where(_differing(say))
    looked_at = []
    while True:
        force = deciding.beside(rows)
        both_plain = rows["plain"] & force["plain"]
        finer = rows.where((_is_rounded_to(force, rows) & both_plain) | _fits_mere_range(rows, force))
        if not len(finer):
            break
        looked_at.append(finer)
        deciding = deciding.exchanged(_newest(finer).first("step", "claim", "height", "id"))
    force = deciding.beside(reports)
    is_open = ~force["plain"] & ~force["poppy_free"]
    reports, force = reports.where(is_open), force.where(is_open)
    fitting = _fits_mere_range(reports, force) & reports["plain"]
    reports, force = reports.where(fitting), force.where(fitting)
    reported = reports.where(~_measure_otherwise(reports, force))
    deciding = deciding.exchanged(_newest(reported).first("step", "claim", "height", "id"))
    ranged = own.where(~np.isnan(own["low"]) & ~np.isnan(own["high"]) & _differing(own))
    force = deciding.beside(ranged)
    same = ranged["number"] == force["number"]
    both_plain = ranged["plain"] & force["plain"]
    rougher = ranged.where(_is_rounded_to(ranged, force) & both_plain & ~ranged.of_group(same, np.fmax))
    deciding = deciding.exchanged(_newest(rougher).first("step", "claim", "height", "id"))
    return deciding, [*looked_at, reported, rougher, ranged.where(same)]


def _fits_mere_range(rows: TableRows, others: TableRows) -> Booleans:
    """Whether the other row beside each prints a range or a lower bound alone, which the row fits and is finer than.

    A bound is not finer than another, nor than itself.
    """
    value, low, high = (rows[name] for name in ("value", "low", "high"))
    bound, above, below = (others[name] for name in ("value", "low", "high"))
    is_bound, bounds, is_plain = others["at_least"], rows["at_least"], rows["plain"]
    with np.errstate(invalid="ignore"):
        inside = np.isnan(bound) & (above <= value) & (value <= below) & is_plain
        kept = is_bound & ~bounds & (bound <= np.where(np.isnan(value), low, value)) & (is_plain | (low < high))
    return np.asarray(inside | kept)


def _best_texts(same_value: TableRows) -> TableRows:
    """The rows that the source cited is chosen from: the best kind of text, and the earliest of them."""
    rank = same_value["cite_rank"]
    rows = same_value.where(rank == same_value.of_group(rank, np.fmin))
    return rows.where(rows["start"] <= rows.of_group(rows["end"], np.fmin))


class Decision(NamedTuple):
    """What each group shows, and how it came to that.

    `shown` is indexed by group, without the groups in which every row is set aside. Columns: value, low, high, flag,
    evidence (the best among the rows with that value), statement_id, decided_by, range_statement_id (0 where no
    range is known), earlier_range_id (the last range of an earlier value; 0 where there is none, or one of this value)
    and tied_with (0 where nothing is). `same` are the rows that print the current value: poppy-free and zero are
    different things, and so are "at least 7,000" and 7,000; what prints only a range prints the same as a deciding row
    with that range. `passed` are the rows that the choices were made among: taking away any other row changes nothing.
    """

    shown: pd.DataFrame
    same: TableRows
    passed: list[TableRows]


def decide(known: TableRows) -> Decision:
    """The current value (rule 2 of the method), the source cited (rule 3) and the range (rule 5) of each group."""
    known = known.where(~known["set_aside"])
    own = _own(known)
    say, surveys = _with_a_say(own)
    newest = _newest(say)
    claimants, counted = _claimants(newest, known)
    newest_print = claimants.first("height", "id")
    reports = known.where(known["follows_others"] & ~known["reprinted"])
    deciding, looked_at = _most_exact(say, own, reports, newest_print)
    is_same = known["number"] == deciding.beside(known)["number"]
    same = known.where(is_same)
    best = _best_texts(same)
    cited = best.first("id")
    low, high, range_id = cited["low"], cited["high"], cited["id"]
    is_open = np.isnan(low) & np.isnan(high)
    range_id[is_open] = 0
    with_range, earlier = _ranges(known, is_same, deciding)
    for ranges in with_range:
        others = ranges.first("id")
        place = np.searchsorted(cited.group, others.group)
        place, others = place[is_open[place]], others.where(is_open[place])
        low[place], high[place], range_id[place] = others["low"], others["high"], others["id"]
    shown = {
        "value": cited["value"],
        "low": low,
        "high": high,
        "flag": pd.array(cited["shown_flag"], dtype="str"),
        "evidence": pd.array(_EVIDENCE[same.first("evidence_rank", "id")["evidence_rank"]], dtype="str"),
        "statement_id": cited["id"],
        "decided_by": deciding["id"],
        "range_statement_id": range_id,
        "earlier_range_id": np.where(is_open, _ids(cited, earlier.first("id")), 0),
        "tied_with": _ids(cited, _tied(newest, newest_print, deciding)),
    }
    passed = [newest, surveys, counted, *looked_at, best, *with_range, earlier]
    return Decision(pd.DataFrame(shown, index=cited.group), same, passed)


def _ids(cited: TableRows, others: TableRows) -> Places:
    """The id of the other row of each group; 0 where there is none."""
    ids = np.zeros(len(cited), dtype=np.int64)
    ids[np.searchsorted(cited.group, others.group)] = others["id"]
    return ids


_SAME, _ROUNDED, _ALONE, _EARLIER, _UNFIT = range(5)  # how well a range fits the current value, the best first


def _ranges(known: TableRows, is_same: Booleans, deciding: TableRows) -> tuple[list[TableRows], TableRows]:
    """The rows that the range of a group is chosen from, and those that it is if the number is an earlier one.

    They are those whose range fits the value best. A range stands while the number stands that it was printed with: the
    current value, or that rounded. A range printed without a best value fits a value inside it. What was printed with
    another number, before the value in force, is the range of that earlier number.
    """
    ranged = ~np.isnan(known["low"]) | ~np.isnan(known["high"])
    rows = known.where(ranged)
    force = deciding.beside(rows)
    value, in_force, plain = rows["value"], force["value"], force["plain"]
    with np.errstate(invalid="ignore"):
        inside = (rows["low"] <= in_force) & (in_force <= rows["high"])
    choices = [
        is_same[ranged],
        same_when_rounded(rows, force) & inside,
        np.isnan(value) & inside & plain,
        ~np.isnan(value) & plain & ~rows["follows_others"] & (rows["start"] < force["start"]),
    ]
    fit = np.select(choices, [_SAME, _ROUNDED, _ALONE, _EARLIER], default=_UNFIT)
    fits_best = fit == rows.of_group(fit, np.fmin)
    with_it, alone, earlier = (
        rows.where(fits_best & np.isin(fit, some)) for some in ([_SAME, _ROUNDED], [_ALONE], [_EARLIER])
    )
    return [_best_texts(with_it), _best_texts(_newest(alone))], _best_texts(_newest(earlier))
