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


def unlike(pattern: str, texts: list[str]) -> set[str]:
    """The texts, but the empty one, that do not fit a pattern as a whole."""
    fitting = pc.match_substring_regex(pa.array(texts, pa.large_string()), pattern=f"^(?:{pattern})$").to_pylist()
    return {text for text, is_fitting in zip(texts, fitting, strict=True) if text and not is_fitting}
