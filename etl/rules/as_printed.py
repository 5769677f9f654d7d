"""Rules about typing: value and range are the numbers that are printed, where that can be told."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.quoting import shown
from etl.figures.vocabulary.judgement import SET_ASIDE
from etl.figures.vocabulary.numbers import SAME
from etl.method.printed_step import PRINTED_NUMBER, Floats
from etl.method.units import UnitError
from etl.method.units_in_use import factor, is_unit
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in

# Words that say nothing about the size of the number before them; with any other ("thousand", "acres", "万") it is
# not judged.
_BEFORE = r"(?:about|over|nearly|almost|around|some|estimated|more than|up to|approximately|roughly|[~≈><≥≤$])"
_UNIT = (
    r"(?:hectares?|hectáreas?|ha|(?:metric )?(?:tons?|tonnes?)|mt|t|kilogram(?:me)?s?(?: per hectare)?|kg(?:/ha)?|%"
    r"|percent|per cent|USD|dollars)"
)
_NUMBERS = ("value", "low", "high")
ONLY_A_NUMBER = re.compile(rf"(?i)^\s*(?:{_BEFORE}\s*)*({PRINTED_NUMBER})\s*(?:of\s*)?({_UNIT})?\s*\.?$")


# A number with anything else behind it, which is judged where that is a unit: "1,900 thousand people", "28,000 acres".
_WITH_WORDS = re.compile(rf"(?i)^\s*(?:{_BEFORE}\s*)*({PRINTED_NUMBER})\s*(?:of\s*)?([^\W\d][^\d.,;()\[\]]*?)\s*\.?$")
_BETWEEN_DIGITS = re.compile(r"['\s\u00a0\u202f]")
_WITH_POINT = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WITH_COMMA = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_ROUNDED = 0.005  # a share by which a value that was converted may be another than what is printed
_AREA_AND_WEIGHT = ("hectares", "kg")
FAR = 5  # times that an end of a range is away from the value, or from the other end, where nobody has it in print
NEAR = 2.5  # times that the other end is away at most


def check(package: Package) -> list[Problem]:
    """Values that are not what is printed, and ends of ranges that are not, or are far out."""
    return [*_values(package), *problems_in(package, "statements", "range-doubtful", _ends(package))]


def _values(package: Package) -> list[Problem]:
    """Where the printed number and the value differ, one of the two is mistyped."""
    table = package.tables["statements"]
    place, texts = pd.factorize(table["as_printed"])
    printed = [ONLY_A_NUMBER.match(text) for text in texts]
    value = table["value"].to_numpy(float)
    told = (value >= 0) & ~package.is_untyped("statements", "value")
    # A value outside its own range is told already.
    told &= ~((value < table["low"].to_numpy(float)) | (value > table["high"].to_numpy(float)))
    others = [None if found else _WITH_WORDS.match(text) for found, text in zip(printed, texts, strict=True)]
    wrong = told & _is_converted_wrongly(value, others, place, table["unit"])
    told &= np.array([found is not None for found in printed], dtype=bool)[place]
    is_printed = _is_printed(value, [readings_of(found[1]) if found else [] for found in printed], place)
    named = pd.Index([(found[2] or "") if found else "" for found in printed], dtype=object)
    times = _times(named, place, table["unit"], _factor)
    rows = numbers_of(told & ~(is_printed & (times == 1)) | wrong)
    texts = [
        f"value is {value[row]:.15g} {table['unit'].iloc[row]}, "
        f"but as_printed is {shown(table['as_printed'].iloc[row])}; "
        "correct the one that is mistyped"
        for row in rows
    ]
    return problems_at(package, "statements", rows, "value-unlike-printed", texts)


def _is_converted_wrongly(
    value: Floats, printed: list[re.Match[str] | None], place: npt.NDArray[np.intp], units: "pd.Series[str]"
) -> Mask:
    """Whether print names a unit that converts to that of the row, and the number in it is not the value."""
    words = [found[2].lower() if found else "" for found in printed]
    known = {word for word in set(words) if word and is_unit(word)}
    named = pd.Index([word if word in known else "" for word in words], dtype=object)
    times = _times(named, place, units, _factor_if_any)
    near = np.zeros(len(value), dtype=bool)
    for reading in _as_columns([readings_of(found[1]) if found else [] for found in printed], place):
        near |= np.abs(reading * times - value) <= _ROUNDED * np.maximum(value, SAME)
    return ~np.isnan(times) & ~near


def _ends(package: Package) -> Iterator[tuple[int, str]]:
    """Of three numbers two stand in print in one scale and the third does not; or without print, one end is far out.

    Not of what is set aside: it may be printed wrongly.
    """
    table = package.tables["statements"]
    value, low, high = (table[name].to_numpy(float) for name in _NUMBERS)
    told = (low > 0) & (low <= high) & ~((value < low) | (value > high)) & ~table["flag"].isin(SET_ASIDE).to_numpy()
    place, texts = pd.factorize(table["as_printed"])
    numbers_in = [re.findall(PRINTED_NUMBER, text) for text in texts]
    several = np.array([len(tokens) > 1 for tokens in numbers_in], dtype=bool)[place]
    with np.errstate(invalid="ignore", divide="ignore"):
        wide = (high >= FAR * low) | (value / low >= FAR) | (high / value >= FAR)
    for row in numbers_of(told & (several | wide)):
        printed, tokens = texts[place[row]], numbers_in[place[row]]
        numbers = dict(zip(_NUMBERS, (value[row], low[row], high[row]), strict=True))
        known = {name: number for name, number in numbers.items() if number == number}
        if len(tokens) > 1:
            if odd := _not_in_print(known, tokens):
                yield (
                    int(row),
                    f"{odd} is {known[odd]:.15g}, but as_printed is {shown(printed)}; correct the one that is mistyped",
                )
        elif odd := _far_out(known):
            others = " and ".join(f"{name} {number:.15g}" for name, number in known.items() if name != odd)
            yield (
                int(row),
                f"{odd} is {known[odd]:.15g}, far from {others}; look it up, and write the range into as_printed",
            )


def _not_in_print(known: dict[str, float], tokens: list[str]) -> str:
    """The number that does not stand in print, where all others do, by one scale such as thousands; else nothing.

    A range without a value is judged by the scale of its own unit alone: any other fits one of two numbers.
    """
    readings = [reading for token in tokens for reading in readings_of(token) if reading > 0]
    if set(known.values()) <= set(readings):
        return ""
    scales = [reading / number for number in known.values() for reading in readings] if len(known) > 2 else [1.0]
    missing = [
        [name for name, number in known.items() if not any(abs(number * scale - one) <= SAME * one for one in readings)]
        for scale in scales
    ]
    fewest = min(missing, key=len)
    return fewest[0] if len(fewest) == 1 else ""


def _far_out(known: dict[str, float]) -> str:
    """The end that is far from the value while the other is near it, or far from the other where there is no value."""
    low, high = known["low"], known["high"]
    middle = known.get("value")
    if middle is None:
        return "high" if high >= FAR * low else ""
    below, above = middle / low, high / middle
    if below >= FAR and above <= NEAR:
        return "low"
    return "high" if above >= FAR and below <= NEAR else ""


def readings_of(token: str) -> list[float]:
    """The numbers that a token may be: with a decimal point, or with a decimal comma."""
    bare = _BETWEEN_DIGITS.sub("", token)
    found = []
    if _WITH_POINT.fullmatch(bare):
        found.append(float(bare.replace(",", "")))
    if _WITH_COMMA.fullmatch(bare):
        found.append(float(bare.replace(".", "").replace(",", ".")))
    return found


def _times(
    printed: "pd.Index[str]",
    place: npt.NDArray[np.intp],
    units: "pd.Series[str]",
    factor_of: Callable[[str, str], float],
) -> Floats:
    """What the printed number is multiplied by for the unit of each row, as a function says of two units.

    `printed` has the units that texts name, `place` says which of the texts is that of each row.
    """
    name, names = pd.factorize(printed)
    unit, wanted = pd.factorize(units)
    pair, pairs = pd.factorize(name[place] * len(wanted) + unit)
    named, meant = np.divmod(pairs, len(wanted))
    factors = [factor_of(names[one], wanted[other]) for one, other in zip(named, meant, strict=True)]
    return np.asarray(np.array(factors, dtype=float)[pair])


def _factor(unit: str, wanted: str) -> float:
    """What a printed number is multiplied by; 0 where one unit is of areas and the other of weights."""
    times = _factor_if_any(unit, wanted)
    return 1.0 if np.isnan(times) else times


def _factor_if_any(unit: str, wanted: str) -> float:
    """As `_factor`, but nan where print names no unit, or one that is of something else than areas and weights."""
    try:
        return factor(unit, wanted) if unit else np.nan
    except UnitError:
        are_known = all(any(_converts(each, known) for known in _AREA_AND_WEIGHT) for each in (unit, wanted))
        return 0.0 if are_known else np.nan


def _converts(unit: str, known: str) -> bool:
    try:
        return factor(unit, known) > 0
    except UnitError:
        return False


def _is_printed(values: Floats, readings: list[list[float]], place: npt.NDArray[np.intp]) -> Mask:
    """Whether each value is a reading of its text, or that has none; `place` says which text is that of each."""
    found = np.array([not each for each in readings], dtype=bool)[place]
    for reading in _as_columns(readings, place):
        found |= np.abs(reading - values) <= SAME * np.maximum(np.abs(values), 1)
    return found


def _as_columns(readings: list[list[float]], place: npt.NDArray[np.intp]) -> Iterator[Floats]:
    """The first and the second reading of each row's text; nan where there is none."""
    for number in range(2):
        yield np.array([each[number] if number < len(each) else np.nan for each in readings], dtype=float)[place]
