"""Statements in their one true order, with what every choice of the method reads of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.dates import known_from, newest_day
from etl.figures.vocabulary.attributes import DEFINING
from etl.figures.vocabulary.judgement import SET_ASIDE
from etl.figures.vocabulary.numbers import SAME, Evidence, Flag
from etl.figures.vocabulary.sources import SURVEY_WINDOW_YEARS, Authority
from etl.method.printed_step import Booleans, Floats, has_digits, printed_step, rounding_room
from etl.method.spans import numbered

ANNEX = "annex-table"  # a kind of source that carries figures forward from one edition to the next
SURVEY = "survey"
BETWEEN = "\x1f"  # parts what is known of a number, in one text
# What rows are compared by that may rest on each other. Choosing rows of all columns would take far longer.
_COMPARED = ["group", "id", "number", "value", "step", "plain", "set_aside", "start", "end", "witness"]
DATE_CLAIMS = 10  # in a claim the last digit is how exact the date is


def prepare(statements: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Statements in their one true order, with the ranks that every choice uses.

    `sources` are those of `with_dates`, `statements` all of some observations, with what `with_table_steps` adds.

    Adds
    - group (the observation, 0..n-1 in the order of its key) and id (1..n);
    - error (misprint, wrong-scope or empty: what a confirmed correction says, else the flag; a misprint that is only
      suspected is none), replaced (the source was issued again with another number), and set_aside for either;
    - reprinted (the number is of another producer's series than the one who compiled the print: no witness of its own,
      and not the producer's text) and authority, which then is that of a secondary source;
    - printed_by (the place of the source among the sources), witness (that of the source it rests on in the end),
      start and end of the publication, known_from;
    - follows_others (secondary sources), own_survey (the producer's survey of that year), carried (an annex that marks
      no change), has_change (the source says that the number is another than one before);
    - at_least, inexact, poppy_free, plain (none of them, not suspected, and a value);
    - step (of the last printed digit), room (how far the number that it rounds may lie from it), number (one for each
      number that is printed in a group) and height (the greater the number, the smaller);
    - defined (what exactly the number measures: the values of DEFINING with BETWEEN between them);
    - rests_on (whose numbers the row repeats) and the witness that follows from it;
    - claim (the smaller, the better among rows of one time: no mere bound, exact, not summed up from parts, not
      suspected, an exact date), evidence_rank, cite_rank, and shown_flag, which an observation with the number has.
    """
    of_statement = ("source", "locator", "value", "low", "high", "flag", "as_printed", "evidence", "via", "note")
    keys = [_ranks(statements[name]) for name in (*OBSERVATION_KEY, *of_statement)]
    order = np.lexsort(keys[::-1])
    rows = statements.take(order).reset_index(drop=True)
    source, printing = pd.factorize(rows["source"])
    of_source = sources.take(pd.Index(sources["source"]).get_indexer(printing)[source]).set_axis(rows.index)
    named = rows["rests_on"].fillna("") if "rests_on" in rows else ""
    rows = rows.assign(**of_source.drop(columns=["source"]), named_witness=named)
    is_new = np.any([np.diff(each[order], prepend=-1) != 0 for each in keys[: len(OBSERVATION_KEY)]], axis=0)
    rows["group"] = np.cumsum(is_new) - 1
    rows["id"] = np.arange(1, len(rows) + 1)
    return _with_rests_on(_with_ranks(_with_definitions(_with_numbers(_with_errors(rows)))), sources)


def _ranks(column: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Numbers that have the order of texts and of years, but that of greater values first."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.cat.codes)
    if column.dtype == "str":
        return np.asarray(pd.factorize(column, sort=True)[0])
    return np.asarray(column, dtype=float) * (-1 if column.name == "value" else 1)


def _with_errors(rows: pd.DataFrame) -> pd.DataFrame:
    for optional, nothing in (("corrected_as", ""), ("suspected", False), ("change", ""), ("reprinted", False)):
        if optional not in rows:
            rows[optional] = nothing
    if rows["reprinted"].any():
        rows["authority"] = rows["authority"].astype("str").where(~rows["reprinted"], Authority.SECONDARY)
    flagged = rows["flag"].where(rows["flag"].isin(SET_ASIDE) & ~rows["suspected"], "")
    rows["error"] = flagged.where(rows["corrected_as"] == "", rows["corrected_as"])
    rows["replaced"] = rows["flag"] == Flag.REPLACED
    rows["set_aside"] = (rows["error"] != "") | rows["replaced"]
    rows["shown_flag"] = rows["flag"].where(~rows["flag"].isin([*SET_ASIDE, Flag.REPLACED]), "")
    return rows


def _with_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    rows["at_least"] = rows["flag"] == Flag.AT_LEAST
    rows["inexact"] = rows["flag"].isin([Flag.APPROXIMATE, Flag.ROUNDED])
    rows["poppy_free"] = rows["flag"] == Flag.POPPY_FREE
    only_range = rows["value"].isna()
    apart = rows["at_least"] | rows["poppy_free"] | only_range
    rows["plain"] = ~apart & ~rows["suspected"]
    rows["step"] = printed_step(rows)
    rows["room"] = rounding_room(rows, rows["step"].to_numpy(float))
    rows["height"] = -rows["value"].fillna(rows["high"]).fillna(0.0)
    printed = pd.DataFrame(
        {
            "group": rows["group"],
            "value": _rounded(rows["value"].to_numpy(float)),
            "low": _rounded(rows["low"].where(only_range).to_numpy(float)),
            "high": _rounded(rows["high"].where(only_range).to_numpy(float)),
            "poppy_free": rows["poppy_free"],
            "at_least": rows["at_least"],
        }
    )
    rows["number"] = numbered(printed)[0]
    return rows


def _with_definitions(rows: pd.DataFrame) -> pd.DataFrame:
    said = rows[[str(name) for name in DEFINING if name in rows and (rows[name] != "").any()]]
    which, first = numbered(said)
    texts = [BETWEEN.join(cells) for cells in said.iloc[first].to_numpy(object)]
    return rows.assign(defined=pd.Categorical.from_codes(which, texts))


def _with_ranks(rows: pd.DataFrame) -> pd.DataFrame:
    is_own = rows["authority"] == Authority.PRIMARY
    rows["follows_others"] = rows["authority"] == Authority.SECONDARY
    of_the_year = is_own & (rows["kind"] == SURVEY) & _surveys_the_year(rows)
    summed = (rows["flag"] == Flag.SUMMED).astype("int64")
    rows["own_survey"] = of_the_year & rows["value"].notna()
    rows["has_change"] = rows["change"] != ""
    rows["carried"] = (rows["kind"] == ANNEX) & ~rows["has_change"]
    rows["claim"] = (
        rows["at_least"].astype("int64") * 1000
        + rows["inexact"].astype("int64") * 100
        + summed * 50
        + rows["suspected"].astype("int64") * DATE_CLAIMS
        + rows["precision"]
    )
    rows["evidence_rank"] = rows["evidence"].map(Evidence.ranks()).astype("int64")
    rows["cite_rank"] = (
        (~of_the_year).astype("int64") * 1000
        + rows["authority"].map(Authority.ranks()).astype("int64") * 100
        + summed * 50
        + rows["evidence_rank"] * 10
        + (rows["as_printed"] == "").astype("int64") * 2
        + (rows["url"] == "").astype("int64")
    )
    return rows


def _with_rests_on(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The rows with rests_on, and with the witness that follows from it.

    An annex carries forward numbers of many surveys, so each of its rows rests on a source of its own: the survey of
    the year, where that or who reports it prints the same number; else the first survey out by then that looks back on
    the year with this number or one that it is rounded from; and for a number that is only reprinted the first text of
    the producer with it. Where none of these is known, it rests on what an edition with the number names, such as the
    monitoring of a country (named_witness); where none names any, a later edition repeats the first one, and is no
    second witness beside it.
    """
    said = rows[_COMPARED]
    key, kind, years = (sources[name].to_numpy(object) for name in ("source", "kind", "survey_years"))
    root = rows["witness"].to_numpy()
    by_survey = (root >= 0) & (kind[root] == SURVEY)
    of_survey = by_survey & _is_among(rows["year"], pd.Series(years[root], rows.index, dtype="str"))
    is_annex = (rows["kind"] == ANNEX) & (rows["rests_on"] == "")
    found = np.full(len(rows), -1)
    for of_others, borne in ((False, of_survey), (True, ~rows["follows_others"] & (rows["kind"] != ANNEX))):
        first = said[borne].sort_values(["start", "id"]).drop_duplicates("number").set_index("number")["witness"]
        wanted = (is_annex & (rows["reprinted"] == of_others)).to_numpy(bool)
        found[wanted] = first.reindex(rows["number"][wanted]).fillna(-1).astype("int64")
    looking_back = _looked_back_on(said[is_annex & ~rows["reprinted"] & (found < 0)], said[by_survey])
    found[looking_back.index] = looking_back
    named_columns = ["start", "id", "number", "witness", "named_witness"]
    editions = rows.loc[is_annex & (found < 0), named_columns].sort_values(["start", "id"])
    place = pd.Series(np.arange(len(key)), index=key)
    named = editions["named_witness"].map(place).groupby(editions["number"]).transform("first")
    first_edition = editions.groupby("number")["witness"].transform("first")
    found[editions.index] = named.fillna(first_edition.where(first_edition != editions["witness"], -1)).astype("int64")
    known = found >= 0
    rests_on = np.where(known, key[found], rows["rests_on"])
    return rows.assign(witness=np.where(known, found, root), rests_on=pd.Series(rests_on, rows.index, dtype="str"))


def _looked_back_on(annexes: pd.DataFrame, surveys: pd.DataFrame) -> "pd.Series[int]":
    """By the row of an annex, the witness of the first survey out by then with its number, or with one more exact.

    Numbers are compared as multiples of the step that the annex prints; one halfway between two may be rounded to both.
    """
    annexes = annexes[annexes["plain"] & has_digits(annexes["value"].to_numpy(float), annexes["step"].to_numpy(float))]
    surveys = surveys[surveys["plain"] & ~surveys["set_aside"]].sort_values(["start", "id"])
    asked = annexes[["group", "step"]].drop_duplicates()
    known = surveys[["group", "start", "witness", "value"]].merge(asked, on="group")
    steps = known["value"] / known["step"]
    ends = (np.floor(steps + 0.5 + SAME), np.ceil(steps - 0.5 - SAME))
    known = pd.concat([known.assign(steps=end) for end in ends]).sort_values("start", kind="stable")
    place = ["group", "step", "steps"]
    pairs = annexes[["group", "step", "end"]].assign(
        steps=(annexes["value"] / annexes["step"]).round(), row=annexes.index
    )
    pairs = pairs.merge(known[[*place, "start", "witness"]].drop_duplicates(place), on=place)
    return pairs[pairs["start"] <= pairs["end"]].set_index("row")["witness"]


def _surveys_the_year(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the source of a row, if it is a survey, is of the row's own year.

    Of a survey that does not say of which years it is, those may be meant that had passed when it came out.
    """
    in_time = (rows["end"] != 0) & (rows["start"] // 10_000 <= rows["year"].astype("int64") + SURVEY_WINDOW_YEARS)
    found, says_years = in_time.to_numpy(bool, copy=True), (rows["survey_years"] != "").to_numpy(bool)
    found[says_years] = _is_among(rows["year"][says_years], rows["survey_years"][says_years])
    return pd.Series(found, index=rows.index)


def _is_among(years: "pd.Series[int]", lists: "pd.Series[str]") -> Booleans:
    """Whether each year is one of those in the list beside it, which blanks part."""
    (year, different), (known, texts) = pd.factorize(years), pd.factorize(lists)
    is_among = [[str(one) in text.split() for text in texts] for one in different]
    return np.asarray(np.array(is_among, dtype=bool).reshape(len(different), len(texts))[year, known])


def known_days(sources: pd.DataFrame, statements: pd.DataFrame) -> "pd.Series[str]":
    """For each source the day from which it was certainly out, among those that make statements; empty if undated."""
    printing = sources["source"].isin(statements["source"].unique())
    newest = newest_day(sources["published"][printing])
    return sources["published"].map(lambda published: known_from(published, newest))


def with_dates(sources: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """What the method reads of sources that make the statements, with what `prepare` says of their dates.

    Adds precision too: of a day 0, a month 1, a year 2, undated 3.
    """
    wanted = ["source", "authority", "kind", "published", "url", "rests_on", "survey_years"]
    sources = sources.reindex(columns=wanted, fill_value="")
    published = sources["published"]
    digits = published.str.replace("-", "")
    dated = digits != ""
    place = {key: number for number, key in enumerate(sources["source"])}
    rests_on = dict(zip(sources["source"], sources["rests_on"], strict=True))
    return sources.drop(columns=["published"]).assign(
        start=digits.str.ljust(8, "0").where(dated, "0").astype("int64"),
        end=digits.str.ljust(8, "9").where(dated, "0").astype("int64"),
        precision=3 - published.str.len().map({0: 0, 4: 1, 7: 2, 10: 3}).astype("int64"),
        known_from=known_days(sources, statements),
        printed_by=np.arange(len(sources)),
        witness=[place.get(_rests_on_in_the_end(key, rests_on), -1) for key in sources["source"]],
    )


def _rests_on_in_the_end(source: str, rests_on: Mapping[str, str]) -> str:
    seen = {source}
    while (below := rests_on.get(source, "")) and below not in seen:
        source = below
        seen.add(source)
    return source


def _rounded(values: Floats) -> Floats:
    """Values at twelve significant digits, at which two conversions of one number fall together."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (11 - np.floor(np.log10(np.abs(values))))
        return np.asarray(np.where((values == 0) | np.isnan(values), values, np.round(values * scale) / scale))
