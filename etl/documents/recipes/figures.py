"""From the numbers of a table to figures: of which indicator, in which unit, and one for each thing measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from etl.documents.files.cells import PrintedNumber, number_as_text
from etl.documents.layouts.harvest import ReadFigure
from etl.documents.layouts.labels import ROLES, Role
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.meanings import Meanings
from etl.documents.recipes.places import TablePlace, places
from etl.documents.recipes.table import TableNumber, TableNumbers
from etl.figures.quoting import shown
from etl.figures.vocabulary.indicators import Measure
from etl.figures.vocabulary.numbers import Flag, RangeKind
from etl.method.units import UnitError
from etl.method.units_in_use import factor
from etl.package.recipe import ATTRIBUTES, RecipeSettings

ENDS: tuple[Role, Role] = ("low", "high")
FigureKey = tuple[str, ...]  # indicator, area, year, and each attribute that tells statements apart


class Part(NamedTuple):
    """A number with what it measures; several of one key are repeats."""

    number: TableNumber
    indicator: str
    unit: str


def parts_by_key(
    table: TableNumbers, indicators: pd.DataFrame, meanings: Meanings, findings: Findings
) -> dict[FigureKey, list[Part]]:
    """The numbers of a table by what they measure; what cannot be told of a number is an error."""
    wanted = dict(zip(indicators["indicator"], indicators["unit"], strict=True))
    of_the_land = set(indicators["indicator"][indicators["measure"] == Measure.POPULATION])
    parts: dict[FigureKey, list[Part]] = defaultdict(list)
    for number in table.numbers:
        settings, where = number.settings, _where(table, number)
        if missing := [each for each in ("area", "year", "indicator", "unit") if not settings.get(each)]:
            findings.error(f"numbers without {' and '.join(missing)}; say in the recipe where it stands", where)
            continue
        if meanings.areas.not_of(settings["area"], int(settings["year"])):
            text = f"{settings['area']} in years in which it was no area; say in the recipe which area it was"
            findings.error(text, where)
            continue
        indicator = _indicator(settings, wanted, table.unlisted, findings, where)
        if (doubt := meanings.areas.not_yet(settings["area"], int(settings["year"]))) and indicator not in of_the_land:
            findings.warn(doubt, where)
        if indicator and _converts(settings["unit"], wanted[indicator], indicator, findings, where):
            parts[_key(indicator, settings)].append(Part(number, indicator, settings["unit"]))
    return parts


def _key(indicator: str, settings: RecipeSettings) -> FigureKey:
    return (indicator, *(settings.get(name, "") for name in ("area", "year", "producer", *ATTRIBUTES)))


def _indicator(
    settings: RecipeSettings, known: Mapping[str, str], unlisted: str, findings: Findings, where: str
) -> str:
    """The indicator that the settings of a number name, by a pattern or as it is; empty where there is none.

    That is an error, but where the recipe says why numbers of unlisted indicators are left out.
    """
    try:
        name = settings["indicator"].format_map(settings)
    except (KeyError, ValueError, IndexError) as error:
        text = f"the indicator {shown(settings['indicator'])} needs {error}, which nothing says of these numbers"
        findings.error(text, where)
        return ""
    if name not in known and unlisted:
        findings.leave_out(f"numbers of what indicators.csv does not have: {unlisted}", where)
        return ""
    if name not in known:
        of = f" (substance {settings['substance']})" if settings.get("substance") else ""
        findings.error(f"indicators.csv has no {shown(name)}{of}; add it, or leave its word out in the recipe", where)
        return ""
    return name


def _converts(unit: str, wanted: str, indicator: str, findings: Findings, where: str) -> bool:
    try:
        factor(unit, wanted)
    except UnitError as error:
        findings.error(f"unit {shown(unit)} of {indicator}: {error}, or name another indicator", where)
        return False
    return True


def figures_of(
    table: TableNumbers, parts: dict[FigureKey, list[Part]], findings: Findings
) -> list[tuple[ReadFigure, str, str]]:
    """One figure, with indicator and unit, for each key; of several by what the recipe says of repeats."""
    figures = []
    for settings in table.open:
        with suppress(KeyError):
            for part in parts.get(_key(settings["indicator"].format_map(settings), settings), []):
                part.number.settings.setdefault("note", "A part of it has no number")
    for repeated in parts.values():
        how = repeated[0].number.settings.get("repeats", table.repeats)
        is_apart = how == "apart" and len(repeated) > 1
        figures += [
            (figure, group[0].indicator, group[0].unit)
            for group in _grouped(table, repeated, how, findings)
            if (figure := _figure(table, group, is_apart, findings))
        ]
    return figures


def _grouped(table: TableNumbers, repeated: list[Part], how: str, findings: Findings) -> Iterable[list[Part]]:
    """The parts that become one figure each: all, or each alone, or none after an error."""
    if len(repeated) == 1:
        return [repeated]
    if how == "apart":
        return [[part] for part in repeated]
    where = _where(table, repeated[0].number)
    if how == "same" and len({(part.unit, _texts_of(part.number)) for part in repeated}) == 1:
        findings.leave_out("rows that repeat the same number of the same thing", _where(table, repeated[1].number))
        return [repeated[:1]]
    if how == "sum" and all(part.unit == repeated[0].unit and _is_plain(part.number) for part in repeated):
        return [repeated]
    why = {
        "sum": "they cannot be added, because their units differ or one is a range",
        "same": "they differ",
        "": "say in the recipe what repeats mean",
    }[how]
    findings.error(f"several numbers of {repeated[0].indicator} for one area and year; {why}", where)
    return []


def _is_plain(number: TableNumber) -> bool:
    """Whether a number is a value without a range or a mark."""
    value = number.cells.get("value")
    return len(number.cells) == 1 and value is not None and value[1].value is not None and not value[1].flag


def _texts_of(number: TableNumber) -> tuple[tuple[str, str], ...]:
    return tuple((role, number.cells[role][1].as_printed) for role in ROLES if role in number.cells)


def _figure(table: TableNumbers, group: list[Part], is_apart: bool, findings: Findings) -> ReadFigure | None:
    """The figure of one number, or the sum of several."""
    number = group[0].number
    settings = number.settings
    times = Fraction(settings.get("times", "1"))
    printed = [part.number.cells for part in group]
    if times != 1 and "printed" not in settings:
        findings.error("numbers with `times` but without `printed`, their unit as it stands", _where(table, number))
        return None
    value = _scaled([cells["value"][1].value for cells in printed if "value" in cells], times)
    low, high = (_scaled([cells[end][1].value for cells in printed if end in cells], times) for end in ENDS)
    if "value" in number.cells and number.cells["value"][1].value is None:  # a cell with a range alone
        within = number.cells["value"][1]
        low, high = _scaled([within.low], times), _scaled([within.high], times)
    wrong = _wrong_of_range(low, high)
    if wrong:
        low = high = None
    if value is None and low is None:
        findings.leave_out(f"numbers of which nothing but {wrong} is given", _where(table, number))
        return None
    if wrong:
        findings.warn(f"numbers with {wrong}, which is left out", _where(table, number))
    if low is not None and high is not None and not low <= (low if value is None else value) <= high:
        findings.warn(
            "numbers that are not between the ends of their range; a slip needs a row in corrections.csv",
            _where(table, number),
        )
    cells: list[TablePlace] = [each[role][0] for each in printed for role in ROLES if role in each]
    is_sum = len(group) > 1
    attributes = {name: settings[name] for name in (*ATTRIBUTES, "note", "producer") if settings.get(name)}
    if low is not None:
        attributes.setdefault("range_kind", str(RangeKind.UNSTATED))
    else:
        attributes.pop("range_kind", None)
        attributes.pop("range_level", None)
    return ReadFigure(
        area=settings["area"],
        year=int(settings["year"]),
        value=value,
        cell=places(table.sheet, table.columns.titles, cells),
        as_printed=f"{_as_printed(printed)} {settings.get('printed', settings['unit'])}".strip(),
        low=low,
        high=high,
        flag=str(Flag.SUMMED) if is_sum else _flag(number, value, settings),
        attributes=attributes,
        is_apart=is_apart,
    )


def _wrong_of_range(low: float | None, high: float | None) -> str:
    """Why two ends are no range; empty where they are one, or where there are none."""
    if (low is None) != (high is None):
        return "one end of a range"
    is_turned = low is not None and high is not None and low > high
    return "a range whose lower end is above the upper one" if is_turned else ""


def _flag(number: TableNumber, value: float | None, settings: RecipeSettings) -> str:
    printed = number.cells["value"][1].flag if "value" in number.cells else ""
    return settings.get("flag", "") or printed or (str(Flag.RANGE) if value is None else "")


def _scaled(numbers: list[float | None], times: Fraction) -> float | None:
    """The sum of numbers as they are printed, times a factor, without the noise of binary arithmetic."""
    given = [number for number in numbers if number is not None]
    return float(sum((Fraction(number_as_text(number)) for number in given), Fraction(0)) * times) if given else None


def _as_printed(printed: list[dict[Role, tuple[TablePlace, PrintedNumber]]]) -> str:
    """The texts of the cells: 3 + 2, or 263000 (242000 to 283000)."""
    if len(printed) > 1:
        return " + ".join(cells["value"][1].as_printed for cells in printed)
    texts = {role: number.as_printed for role, (_, number) in printed[0].items()}
    ends = " to ".join(texts[end] for end in ENDS if end in texts)
    return " ".join(filter(None, (texts.get("value", ""), f"({ends})" if ends and "value" in texts else ends)))


def _where(table: TableNumbers, number: TableNumber) -> str:
    return places(table.sheet, table.columns.titles, [next(iter(number.cells.values()))[0]])
