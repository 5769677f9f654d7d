"""What exactly each number measures, and who made it: the rows of `definitions.csv`, brought to the statements.

One row tells of many numbers: of a producer, and within that of an area, an indicator, some years or one source. What a
row leaves open it says of all. Where two rows tell of one number, the more specific one holds: one that names the
source before one that does not, then one that names the area itself, then the whole that the area is part of, then the
indicator, then years. What a figure covers is said of its own area alone. A statement that fills in an attribute of its
own, such as its estimator or the ages of a survey, is the most specific of all. A number that is right for another
scope only measures something else than its series: of what it measures nothing is known.

A row may also say that nobody states an attribute, or that the copy which was read leaves it out. Such a row holds only
where no other one does.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.columns import STATEMENT
from etl.figures.vocabulary.attributes import DEFINING, RESTS_ON, Attribute, Unsaid
from etl.figures.vocabulary.judgement import Verdict
from etl.method.printed_step import Booleans
from etl.method.spans import numbered

RowNumbers = npt.NDArray[np.signedinteger[Any]]

# A month or day seen from the year of a figure: of that year, or of the one before.
SEEN_FROM_YEAR = r"Y(-1)?-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
NATIONAL = "national"  # a coverage: all of the area
SAID_BY_STATEMENTS = tuple(attribute for attribute in Attribute if STATEMENT[attribute].in_file)
_RELATIVE = (Attribute.REF_START, Attribute.REF_END)
_NAMES = ("of_source", "area", "indicator", "producer")  # what of a statement a row may name
_BY_SOURCE, _BY_AREA, _BY_WHOLE, _BY_INDICATOR, _BY_YEARS = 16, 8, 4, 2, 1
_BEGINNING, _END = 0, 9999


def first_and_last(definitions: pd.DataFrame) -> tuple[RowNumbers, RowNumbers]:
    """The first and the last year that each row is about."""
    ends = (("from_year", _BEGINNING), ("to_year", _END))
    first, last = (definitions[name].fillna(open_end).to_numpy(np.intp) for name, open_end in ends)
    return first, last


def names_years(definitions: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows are about some years only."""
    return definitions["from_year"].notna() | definitions["to_year"].notna()


def definition_table(definitions: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `definition`: those of the file with their numbers, from 1."""
    return definitions.assign(definition=np.arange(1, len(definitions) + 1))


def with_definitions(
    statements: pd.DataFrame, definitions: pd.DataFrame, areas: pd.DataFrame, estimators: pd.DataFrame
) -> pd.DataFrame:
    """The statements with a column for each attribute, `named_estimator`, `defined_by` and `undefined_by`.

    Also `reprinted`: whether who compiled the print is of another producer than the one whose number it is.
    `statements` need indicator, area, year, producer, source and estimator; `definitions` are the rows of the file in
    its order; `areas` has area and parent, `estimators` estimator and producer. Where statements have columns of
    other attributes that they may fill in themselves, those hold before any row.
    """
    holding, lacking = holding_rows(statements, definitions, areas)
    of_another_scope = _of_another_scope(statements)
    for name in DEFINING:
        holding[name][of_another_scope] = lacking[name][of_another_scope] = -1
    values = pd.Categorical([*definitions["value"], ""])  # the last one stands for the row -1
    found = {name: pd.Series(values.take(rows), index=statements.index) for name, rows in holding.items()}
    for name in _RELATIVE:
        if (holding[name] >= 0).any():
            found[name] = _in_years(found[name].astype("str"), statements["year"])
    for name in SAID_BY_STATEMENTS:
        if name in statements:
            said = _filled(statements[name])
            is_said = (said != "").to_numpy(bool)
            is_told = (holding[name] >= 0).any()
            holding[name][is_said] = -1
            if is_said.any():
                texts = np.where(is_said, said, found[name].to_numpy(object)) if is_told else said
                found[name] = pd.Series(texts, statements.index, dtype="str" if is_told else None)
    columns = {str(name): column for name, column in found.items()}
    for each, column in found.items():
        if (lacking[each] >= 0).any():
            lacking[each][(column != "").to_numpy(bool)] = -1
    of_producer = dict(zip(estimators["estimator"], estimators["producer"], strict=True))
    compiler, compilers = pd.factorize(found[Attribute.COMPILER])
    compiled_for = np.array([of_producer.get(each, "") for each in compilers], dtype=object)[compiler]
    return statements.assign(
        **columns,
        named_estimator=_filled(statements["estimator"]),
        defined_by=_as_text(holding, statements.index),
        undefined_by=_as_text(lacking, statements.index, with_zeros=False),
        reprinted=(compiled_for != "") & (compiled_for != statements["producer"].to_numpy(object)),
    )


def _filled(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts.fillna("") if texts.hasnans else texts


def _of_another_scope(statements: pd.DataFrame) -> Booleans:
    """Which statements a correction, or else their flag, calls right for another scope only."""
    none = pd.Series("", index=statements.index)
    said, flag = statements.get("corrected_as", none), statements.get("flag", none)
    return np.asarray((said == Verdict.WRONG_SCOPE) | ((said == "") & (flag == Verdict.WRONG_SCOPE)), dtype=bool)


def holding_rows(
    statements: pd.DataFrame, definitions: pd.DataFrame, areas: pd.DataFrame
) -> tuple[dict[str, RowNumbers], dict[str, RowNumbers]]:
    """For each attribute and statement the place of the row that holds, and of the one that says why none does.

    -1 where there is no such row. Of what a statement rests on only the latter is said.
    """
    holding, lacking = (
        {name: np.full(len(statements), -1, dtype=np.int32) for name in names}
        for names in (Attribute, (*Attribute, RESTS_ON))
    )
    attributes, says_none = definitions["attribute"].tolist(), is_unsaid(definitions).tolist()
    for place, told in _told(definitions, statements, areas):
        (lacking if says_none[place] else holding)[attributes[place]][told] = place
    return holding, lacking


def is_unsaid(definitions: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows say why an attribute is empty."""
    return definitions["value"].isin(list(Unsaid))


def applies(definitions: pd.DataFrame, statements: pd.DataFrame, areas: pd.DataFrame) -> Booleans:
    """Which rows are about any of the statements."""
    found = np.zeros(len(definitions), dtype=bool)
    for place, told in _told(definitions, statements, areas):
        found[place] |= told.any()
    return found


def _told(definitions: pd.DataFrame, statements: pd.DataFrame, areas: pd.DataFrame) -> Iterator[tuple[int, Booleans]]:
    """The places of the rows, the least specific first, each with the statements that it is about."""
    codes, keys = _codes(statements)
    whole_of = _whole_of(keys["area"], areas)
    years = statements["year"].to_numpy(np.intp)
    first, last = first_and_last(definitions)
    named = {name: definitions[name].tolist() for name in _NAMES}
    for place, by_whole in _least_specific_first(definitions):
        told = (first[place] <= years) & (years <= last[place])
        for name in _NAMES:
            key = named[name][place]
            if name == "area" and by_whole:
                told &= (whole_of == key)[codes["area"]]
            elif key:
                told &= codes[name] == keys[name].get(key, -1)
        yield place, told


def _codes(statements: pd.DataFrame) -> tuple[dict[str, RowNumbers], dict[str, dict[str, int]]]:
    """The keys of statements as numbers, and the number of each key, by the name of the column in a row."""
    codes, keys = {}, {}
    for name in _NAMES:
        codes[name], found = pd.factorize(statements["source" if name == "of_source" else name])
        keys[name] = {str(key): place for place, key in enumerate(found)}
    return codes, keys


def _whole_of(areas_by_code: dict[str, int], areas: pd.DataFrame) -> npt.NDArray[np.object_]:
    """By the number of an area the one that it is part of; empty for the world, and for what is part of it alone."""
    parent = dict(zip(areas["area"], areas["parent"], strict=True))
    wholes = [parent.get(area, "") for area in areas_by_code]
    return np.array([whole if parent.get(whole, "") else "" for whole in wholes], dtype=object)


def _least_specific_first(definitions: pd.DataFrame) -> Iterator[tuple[int, bool]]:
    """The places of the rows in the order in which they are overruled, and whether each is taken for parts of its area.

    A row about an area is there twice: for the area itself, and for its parts.
    """
    about = {name: (definitions[name] != "").to_numpy(bool) for name in _NAMES}
    rank = about["of_source"] * _BY_SOURCE + about["indicator"] * _BY_INDICATOR
    rank = rank + names_years(definitions).to_numpy(bool) * _BY_YEARS
    own = (rank + about["area"] * _BY_AREA).tolist()
    inherited = about["area"] & (definitions["attribute"] != Attribute.COVERAGE).to_numpy(bool)
    places = [(own[place], place, False) for place in range(len(definitions))]
    places += [(int(rank[place]) + _BY_WHOLE, place, True) for place in np.flatnonzero(inherited).tolist()]
    for _, place, by_whole in sorted(places):
        yield place, by_whole


def _in_years(relative: "pd.Series[str]", years: "pd.Series[int]") -> "pd.Series[str]":
    """Months and days seen from a year (Y-1-07) as those of the year itself (2014-07)."""
    told = relative[relative != ""]
    before = told.str.startswith("Y-1-")
    year = (years[told.index].astype("int64") - before.astype("int64")).astype("str")
    rest = told.str.replace("^Y(-1)?(?=-[01][0-9])", "", regex=True)
    return (year + rest).reindex(relative.index, fill_value="").astype("str")


def _as_text(holding: dict[str, RowNumbers], index: "pd.Index[int]", *, with_zeros: bool = True) -> "pd.Series[str]":
    """The numbers of the rows, one for each attribute in order, separated by blanks; 0 where there is none."""
    which, first = numbered(pd.DataFrame(holding))
    texts = [
        " ".join(str(number + 1) for number in numbers if number >= 0 or with_zeros)
        for numbers in zip(*(each[first].tolist() for each in holding.values()), strict=True)
    ]
    return pd.Series(pd.Categorical.from_codes(which, texts), index=index)
