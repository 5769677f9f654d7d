"""Known errors of sources: which statements `corrections.csv` sets aside, as what, and what they mean.

A correction names a statement by its key and by the number it prints. A wrong unit is a slip of the print, so its
verdict is `misprint`: what a source means is told beside what it prints, but never becomes a figure of its own.
A misprint needs a witness outside, another source or a person. One that only the package infers, or the source
itself, is suspected: its number stays, with a warning.
"""

import numpy as np
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.tables import FIGURES_PACKAGE
from etl.figures.vocabulary.judgement import Misfit, Slip, Verdict
from etl.figures.vocabulary.numbers import SAME
from etl.method.conversion import DIGITS
from etl.method.units_in_use import factor

KEY = [*OBSERVATION_KEY, "source", "locator"]
VERDICT_OF = {str(slip): slip.rule for slip in Slip}


def same_key(corrections: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Every correction with every statement of its key, as row numbers `correction` and `statement`.

    The column `matches` says whether the statement prints what the correction says that it prints.
    """
    wanted = corrections[[*KEY, "printed"]].assign(correction=np.arange(len(corrections)))
    is_near = np.ones(len(statements), dtype=bool)
    for name in ("source", "area", "indicator"):
        is_near &= statements[name].isin(corrections[name]).to_numpy(dtype=bool)
    near = np.flatnonzero(is_near)
    candidates = statements.iloc[near][[*KEY, "value"]].assign(statement=near)
    pairs = wanted.merge(candidates, on=KEY)
    pairs["matches"] = np.isclose(pairs["printed"], pairs["value"], rtol=SAME, atol=0)
    return pairs[["correction", "statement", "matches"]].sort_values(["correction", "statement"], ignore_index=True)


def _matches(corrections: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    pairs = same_key(corrections, statements)
    return pairs[pairs["matches"]].drop_duplicates("statement")


def with_corrections(corrections: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The statements with corrected_as, the verdict that a correction gives each, or an empty text, and suspected.

    A misprint that nobody outside confirms gives no verdict; its statement is suspected.
    """
    pairs = _matches(corrections, statements)
    words = corrections["verdict"].map(VERDICT_OF).fillna("")
    by = corrections["confirmed_by"]
    unconfirmed = (words == Verdict.MISPRINT) & (by.isin(["", FIGURES_PACKAGE]) | (by == corrections["source"]))
    verdicts = np.full(len(statements), "", dtype=object)
    verdicts[pairs["statement"]] = words.where(~unconfirmed, "").to_numpy()[pairs["correction"]]
    suspected = np.zeros(len(statements), dtype=bool)
    suspected[pairs["statement"]] = unconfirmed.to_numpy(bool)[pairs["correction"]]
    return statements.assign(corrected_as=pd.Series(verdicts, index=statements.index, dtype="str"), suspected=suspected)


def of_corrected_sources(statements: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """The statements of a Resolution that a correction may be of: source, file, line, id and suspected."""
    return statements.loc[
        statements["source"].isin(corrections["source"]), ["source", "file", "line", "id", "suspected"]
    ]


def suspicions(observations: pd.DataFrame, corrections: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """One row for each observation whose value is suspected of a misprint, as in the table `consistency`.

    `corrections` are those of `correction_table`, `statements` those of `of_corrected_sources`.
    """
    suspected = statements.loc[statements["suspected"], "id"]
    shown = observations[observations["decided_by"].isin(suspected)]
    found = shown.merge(corrections, left_on="decided_by", right_on="statement_id", suffixes=("", "_correction"))
    return pd.DataFrame(
        {
            "observation_id": found["id"].astype("int64"),
            "code": pd.Series(str(Misfit.SUSPECTED), index=found.index, dtype="str"),
            "computed": found["meant"].astype(float),
            "inputs": pd.Series(1, index=found.index, dtype="int64"),
        }
    )


def correction_table(
    corrections: pd.DataFrame, statements: pd.DataFrame, resolved: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """The rows of the table `correction`: each with the id of its statement, in the unit of the indicator.

    `statements` are those of the package, which the corrections name; `resolved` has those of `of_corrected_sources`.
    `meant` is missing where nothing is said of it; a wrong unit alone means the printed number in the right unit.
    """
    pairs = _matches(corrections, statements)
    said = corrections.iloc[pairs["correction"]].reset_index(drop=True)
    about = statements.iloc[pairs["statement"]].reset_index(drop=True)
    ids = resolved[resolved["source"].isin(said["source"])].set_index(["file", "line"])["id"]
    unit = about["indicator"].map(indicators.set_index("indicator")["unit"])
    meant_unit = said["meant_unit"].where(said["meant_unit"] != "", about["unit"])
    wrong_unit = said["verdict"] == Slip.WRONG_UNIT
    meant = said["meant"].where(said["meant"].notna() | ~wrong_unit, said["printed"])
    table = said[["verdict", "reason", "confirmed_by", "reported", "status", "file", "line"]].assign(
        statement_id=[ids[place] for place in zip(about["file"], about["line"], strict=True)],
        printed=_converted(said["printed"], about["unit"], unit),
        meant=_converted(meant, meant_unit, unit),
    )
    return table.astype({"statement_id": "int64", "printed": float, "meant": float, "line": "int64"})


def _converted(values: "pd.Series[float]", units: "pd.Series[str]", wanted: "pd.Series[str]") -> list[float]:
    return [
        value if unit == into else float(f"{value * factor(unit, into):.{DIGITS}g}")
        for value, unit, into in zip(values, units, wanted, strict=True)
    ]
