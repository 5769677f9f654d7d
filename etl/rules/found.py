"""Turns rows that break a rule into problems with file and line."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.package.extract import Mask, Package
from etl.package.problems import Problem


def problems_at(
    package: Package, resource: str, rows: Any, code: str, texts: Iterable[str], about: str = ""
) -> list[Problem]:
    """One problem for each row; `rows` are row numbers, in the order of the texts. `about` names their common cause."""
    if not len(rows):
        return []
    table = package.tables[resource]
    files = table["file"].iloc[rows].tolist()
    lines = table["line"].iloc[rows].tolist()
    found = zip(files, lines, texts, strict=True)
    return [Problem(package.path(file), line, code, text, about) for file, line, text in found]


def problems_in(package: Package, resource: str, code: str, found: Iterable[tuple[int, str]]) -> list[Problem]:
    """One problem for each row number and text."""
    pairs = list(found)
    return problems_at(package, resource, [row for row, _ in pairs], code, [text for _, text in pairs])


def numbers_of(mask: Any) -> npt.NDArray[np.intp]:
    """The row numbers where a mask holds."""
    return np.flatnonzero(np.asarray(mask, dtype=bool))


def not_empty(texts: "pd.Series[str]") -> Mask:
    """The rows where a text is not empty."""
    return np.asarray(texts != "", dtype=bool)


def fits(texts: "pd.Series[str]", pattern: str) -> Mask:
    """The rows where the whole text fits a pattern."""
    found = pc.match_substring_regex(pa.chunked_array(pa.array(texts)), pattern=f"^(?:{pattern})$")
    return np.asarray(found.to_numpy(), dtype=bool)
