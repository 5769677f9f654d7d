"""Rules about corrections: each still fits a statement, agrees with its flag, and says something."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.quoting import shown
from etl.figures.vocabulary.judgement import SET_ASIDE, Mending
from etl.figures.vocabulary.numbers import SAME, Flag
from etl.method.known_errors import VERDICT_OF, same_key
from etl.method.units import UnitError
from etl.method.units_in_use import factor
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in

_Numbered = npt.NDArray[np.intp]  # by number

_KEYS = (("indicator", "indicators"), ("area", "areas"), ("producer", "producers"), ("source", "sources"))


def check(package: Package) -> list[Problem]:
    """Corrections that fit no statement, contradict its flag, say nothing, are mended, or mean what nobody says."""
    sound = numbers_of(_sound(package))
    return [*_statements(package, sound), *_mended(package, sound), *_without_witness(package, sound)]


def _sound(package: Package) -> Mask:
    """Corrections whose own cells are in order; what is wrong with the others has been told."""
    table = package.tables["corrections"]
    sound = table["printed"].notna() & table["year"].notna() & table["verdict"].isin(list(VERDICT_OF))
    for column, resource in _KEYS:
        if resource not in package.unreadable:
            sound &= table[column].isin(package.tables[resource][column])
    return np.asarray(sound, dtype=bool)


def _statements(package: Package, sound: _Numbered) -> list[Problem]:
    """Not judged where statements are missing or their keys could not be read."""
    if "statements" in package.unreadable or package.is_untyped("statements", "year").any():
        return []
    corrections, statements = package.tables["corrections"], package.tables["statements"]
    pairs = same_key(corrections, statements)
    untyped = package.is_untyped("statements", "value")[pairs["statement"].to_numpy(dtype=np.intp)]
    pairs["matches"] |= untyped
    near_of, same_of = (some.groupby("correction")["statement"].agg(list) for some in (pairs, pairs[pairs["matches"]]))
    records = corrections.to_dict("records")
    problems: list[Problem] = []
    for row in sound:
        for code, text in _flaws(package, records[row], same_of.get(row, []), near_of.get(row, [])):
            problems += problems_at(package, "corrections", [row], code, [text])
    return problems


def _flaws(package: Package, said: dict[str, Any], same: list[int], near: list[int]) -> Iterator[tuple[str, str]]:
    """Code and text of what is wrong with one correction; `same` are the statements that print its number."""
    about = f"{said['indicator']} {said['area']} {said['year']} {said['producer']}"
    statements = package.tables["statements"]
    if not same:
        if not near:
            place = f" at {shown(said['locator'])}" if said["locator"] else ", without a locator"
            yield (
                "correction-outdated",
                f"no statement of {shown(said['source'])} on {about}{place}; delete the correction or correct its key",
            )
            return
        first = statements.iloc[near[0]]
        printed = "only a range" if np.isnan(first["value"]) else f"{first['value']:.15g}"
        yield (
            "correction-outdated",
            f"printed is {said['printed']:.15g}, but the statement on {about} at {package.path(first['file'])}:"
            f"{first['line']} has {printed}; delete the correction if the source is right now, or correct printed",
        )
        return
    first = statements.iloc[same[0]]
    if first["flag"] in SET_ASIDE and first["flag"] != VERDICT_OF[said["verdict"]]:
        yield (
            "correction-against-flag",
            f"verdict is {shown(said['verdict'])}, but the statement at {package.path(first['file'])}:{first['line']} "
            f"is flagged {shown(first['flag'])}; make them agree",
        )
    if flaw := _flaw_of_meaning(said, str(first["unit"])):
        yield "correction-broken", flaw


def _flaw_of_meaning(said: dict[str, Any], unit: str) -> str:
    """What keeps a correction from saying something; empty if nothing does."""
    meant_unit = said["meant_unit"] or unit
    if said["verdict"] == "wrong-unit" and meant_unit == unit:
        return f"the unit is wrong, but meant_unit does not say which is right; fill in another one than {unit}"
    try:
        factor(meant_unit, unit)
    except UnitError as error:
        return f"meant_unit is {shown(meant_unit)}, but {error}"
    if said["meant"] == said["printed"] and meant_unit == unit:
        return f"meant is {said['meant']:.15g}, which is what is printed; correct or empty it"
    return ""


def _mended(package: Package, sound: _Numbered) -> list[Problem]:
    """Corrections whose right number stands in a newer publication of the same publisher and kind."""
    if package.unreadable & {"statements", "sources"} or package.is_untyped("statements", "value").any():
        return []
    corrections, statements = package.tables["corrections"], package.tables["statements"]
    sources = (
        package.tables["sources"].drop_duplicates("source").set_index("source")[["publisher", "kind", "published"]]
    )
    open_ones = corrections.reset_index(names="row")[(corrections["status"] != Mending.MENDED).to_numpy(bool)]
    open_ones = open_ones[open_ones["meant"].notna() & np.isin(open_ones["row"], sound)]
    others = _of_the_same(statements, open_ones)
    others = others[~others["flag"].isin([*SET_ASIDE, Flag.REPLACED])]
    pairs = open_ones.merge(others, on=list(OBSERVATION_KEY), suffixes=("", "_newer"))
    pairs = pairs.join(sources, on="source").join(sources.add_suffix("_newer"), on="source_newer")
    same = (pairs["publisher"] == pairs["publisher_newer"]) & (pairs["kind"] == pairs["kind_newer"])
    pairs = pairs[same & (pairs["published"] != "") & (pairs["published_newer"] > pairs["published"])]
    problems = []
    for pair in pairs.to_dict("records"):
        meant_unit = pair["meant_unit"] or pair["unit"]
        try:
            meant = pair["meant"] * factor(meant_unit, pair["unit"])
        except UnitError:
            continue
        if np.isclose(meant, pair["value"], rtol=SAME, atol=0):
            text = (
                f"{pair['source_newer']} of {pair['published_newer']} prints {pair['value']:,.10g} {pair['unit']} of "
                f"{' '.join(str(pair[name]) for name in OBSERVATION_KEY)}, as is meant; set status to {Mending.MENDED}"
            )
            problems += problems_at(package, "corrections", [pair["row"]], "correction-mended", [text])
    return list({problem.line: problem for problem in problems}.values())


def _of_the_same(statements: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """The statements that may be of what some corrections are of: few, whatever else there is."""
    may_be = statements["area"].isin(corrections["area"]) & statements["indicator"].isin(corrections["indicator"])
    return statements[may_be]


def _without_witness(package: Package, sound: _Numbered) -> list[Problem]:
    """Numbers that are meant, of which neither the reason tells nor any other statement of the same."""
    if package.unreadable & {"statements", "corrections"} or package.is_untyped("statements", "value").any():
        return []
    corrections, statements = package.tables["corrections"], package.tables["statements"]
    speaks = corrections["meant"].notna() & (corrections["reason"] != "")
    said = corrections.reset_index(names="row")[speaks.to_numpy(bool)]
    said = said[np.isin(said["row"], sound)]
    pairs = said.merge(_of_the_same(statements, said), on=list(OBSERVATION_KEY), suffixes=("", "_printed"))
    seen = np.isclose(pairs["meant"], pairs["value"], rtol=SAME, atol=0) | (pairs["meant_unit"] != "").to_numpy(bool)
    found = []
    for row, meant, reason in said.loc[~said["row"].isin(pairs["row"][seen]), ["row", "meant", "reason"]].to_numpy():
        told = {number.replace(",", "").rstrip(".") for number in re.findall(r"\d[\d,.]*", reason)}
        if f"{meant:.15g}" not in told:
            advice = "correct it, or say in reason where it is from"
            found.append((row, f"meant is {meant:,.15g}, which neither reason nor another statement has; {advice}"))
    return problems_in(package, "corrections", "meant-without-witness", found)
