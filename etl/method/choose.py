"""Which value is in force, which source is cited for it, and whose range is shown.

The functions work on a frame of candidate rows with a column `group`; a group is an observation, or an
observation as known on a date. Every choice is a cascade of filters, so that no choice depends on the order
of the rows. Dates are compared at the precision they share: a date is an interval (`start` to `end`, as
numbers yyyymmdd), and one is later than another only if it starts after the other has ended.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.dates import known_from
from etl.figures.vocabulary import SAME, SET_ASIDE, SURVEY_WINDOW_YEARS, Authority, Evidence, Flag

# What `decide` reads of a row. Rows are chosen from again and again, so they carry nothing else.
CANDIDATE = [
    "group",
    "id",
    "value",
    "low",
    "high",
    "flag",
    "evidence",
    "set_aside",
    "follows_others",
    "start",
    "end",
    "at_least",
    "inexact",
    "summed",
    "poppy_free",
    "cite_rank",
]

Booleans = npt.NDArray[np.bool_]


def prepare(statements: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Statements in their one true order, with the ranks that every choice uses.

    Adds group (the observation, 0..n-1 in the order of its key), id (1..n), error (misprint, wrong-scope or empty:
    what a correction says, else the flag), set_aside, printed_by (the place of the source among the sources), start and
    end of the publication, known_from, follows_others (secondary sources), at_least, inexact, summed, poppy_free
    and cite_rank.
    """
    about = _with_dates(_columns_of(sources, "source", "authority", "kind", "published", "url", "survey_years"))
    about["printed_by"] = np.arange(len(about))
    rows = statements.merge(about, on="source", how="left", validate="many_to_one")
    order = [*OBSERVATION_KEY, "source", "locator"]
    rows["_descending"] = -rows["value"]
    rows = rows.sort_values(
        [*order, "_descending", "low", "high", "flag", "as_printed", "evidence", "via", "note"],
        kind="stable",
        ignore_index=True,
    ).drop(columns="_descending")
    key = rows[list(OBSERVATION_KEY)]
    new_key = (key != key.shift()).any(axis=1).to_numpy(bool)
    rows["group"] = np.cumsum(new_key) - 1
    rows["id"] = np.arange(1, len(rows) + 1)

    rows["error"] = rows["flag"].where(rows["flag"].isin(SET_ASIDE), "")
    if "corrected_as" in rows:
        rows["error"] = rows["error"].where(rows["corrected_as"] == "", rows["corrected_as"])
    rows["set_aside"] = rows["error"] != ""
    rows["follows_others"] = rows["authority"] == Authority.SECONDARY
    rows["at_least"] = rows["flag"] == Flag.AT_LEAST
    rows["inexact"] = rows["flag"].isin([Flag.APPROXIMATE, Flag.ROUNDED])
    rows["summed"] = rows["flag"] == Flag.SUMMED
    rows["poppy_free"] = rows["flag"] == Flag.POPPY_FREE
    own_survey = _is_own_survey(rows)
    rows["cite_rank"] = (
        (~own_survey).astype("int64") * 1000
        + rows["authority"].map(Authority.ranks()).astype("int64") * 100
        + rows["summed"].astype("int64") * 50
        + rows["evidence"].map(Evidence.ranks()).astype("int64") * 10
        + (rows["as_printed"] == "").astype("int64") * 2
        + (rows["url"] == "").astype("int64")
    )
    return rows


def _columns_of(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Some columns of a table; one that it lacks is empty."""
    return table.reindex(columns=list(names), fill_value="")


def _is_own_survey(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a row stands in a survey of the producer that is of the row's own year.

    Of a survey that does not say of which years it is, those may be meant that had passed when it came out.
    """
    surveyed = zip(rows["year"], rows["survey_years"], strict=True)
    is_of_year = pd.Series([f" {year} " in f" {years} " for year, years in surveyed], index=rows.index, dtype=bool)
    in_time = (rows["end"] != 0) & (rows["start"] // 10_000 <= rows["year"].astype("int64") + SURVEY_WINDOW_YEARS)
    is_survey = (rows["authority"] == Authority.PRIMARY) & (rows["kind"] == "survey")
    return is_survey & is_of_year.where(rows["survey_years"] != "", in_time)


def _with_dates(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources with start, end and known_from of their publication instead of its text; undated ones have zeros."""
    published = sources["published"]
    digits = published.str.replace("-", "")
    dated = digits != ""
    return sources.drop(columns="published").assign(
        start=digits.str.ljust(8, "0").where(dated, "0").astype("int64"),
        end=digits.str.ljust(8, "9").where(dated, "0").astype("int64"),
        known_from=published.map(known_from),
    )


def _first(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The first row of each group in the order of keys, indexed by group."""
    order = np.lexsort([rows[key].to_numpy() for key in [*reversed(keys), "group"]])
    group = rows["group"].to_numpy()[order]
    first = np.append(True, group[1:] != group[:-1])[: len(group)]
    return rows.iloc[order[first]].set_index("group")


def newest_words(candidates: pd.DataFrame) -> pd.DataFrame:
    """The rows that the value in force is chosen from: the producer's own before others, and the newest of them."""
    rows = candidates[~candidates["set_aside"]]
    rows = rows[rows["follows_others"] == rows.groupby("group")["follows_others"].transform("min")]
    return rows[rows["end"] >= rows.groupby("group")["start"].transform("max")]


def prints_the_value(candidates: pd.DataFrame, deciding: pd.DataFrame) -> Booleans:
    """Which rows, not set aside, print what the deciding row of their group prints.

    Poppy-free and zero are different things, and so are "at least 7,000" and 7,000. A row that prints only a
    range prints the same as a deciding row with that range.
    """
    force = deciding.reindex(candidates["group"])

    def same(column: str) -> Booleans:
        ours, theirs = candidates[column].to_numpy(float), force[column].to_numpy(float)
        return np.asarray(np.isclose(ours, theirs, rtol=SAME, atol=0, equal_nan=True))

    only_range = candidates["value"].isna().to_numpy(bool)
    return np.asarray(
        same("value")
        & (~only_range | (same("low") & same("high")))
        & (candidates["poppy_free"].to_numpy(bool) == (force["flag"] == Flag.POPPY_FREE).to_numpy(bool))
        & (candidates["at_least"].to_numpy(bool) == (force["flag"] == Flag.AT_LEAST).to_numpy(bool))
        & ~candidates["set_aside"].to_numpy(bool)
    )


def best_texts(same_value: pd.DataFrame) -> pd.DataFrame:
    """The rows that the source cited is chosen from: the best kind of text, and the earliest of them."""
    rows = same_value[same_value["cite_rank"] == same_value.groupby("group")["cite_rank"].transform("min")]
    return rows[rows["start"] <= rows.groupby("group")["end"].transform("min")]


class Decision(NamedTuple):
    """What each group shows, and how it came to that.

    `shown` is indexed by group, without the groups in which every row is set aside. Columns: value, low, high, flag,
    evidence (the best among the rows with that value), statement_id, decided_by and range_statement_id (0 where no
    range is known). `same` says which of the candidates print the value in force; `passed` are the rows that the three
    choices were made among, those of the value, the source and the range.
    """

    shown: pd.DataFrame
    same: Booleans
    passed: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def decide(candidates: pd.DataFrame) -> Decision:
    """The value in force (rule 2 of the method), the source cited (rule 3) and the range (rule 5) of each group."""
    newest = newest_words(candidates)
    deciding = _first(newest, ["at_least", "inexact", "summed", "id"])
    same = prints_the_value(candidates, deciding)
    same_value = candidates[same]
    best = best_texts(same_value)
    cited = _first(best, ["id"])
    shown = cited[["value", "low", "high", "flag"]].copy()
    shown["evidence"] = _first(same_value.assign(rank=same_value["evidence"].map(Evidence.ranks())), ["rank"])[
        "evidence"
    ]
    shown["statement_id"] = cited["id"]
    shown["decided_by"] = deciding["id"]

    with_range = best_texts(same_value[same_value["low"].notna() | same_value["high"].notna()])
    other = _first(with_range, ["id"]).reindex(shown.index)
    own = shown["low"].notna() | shown["high"].notna()
    shown["low"] = shown["low"].where(own, other["low"])
    shown["high"] = shown["high"].where(own, other["high"])
    shown["range_statement_id"] = shown["statement_id"].where(own, other["id"]).fillna(0).astype("int64")
    return Decision(shown.rename_axis(index=None), same, (newest, best, with_range))
