"""Tells what the numbers of a sheet measure: indicator, unit and producer, and from where that is known.

Each answer names its place, because the maintainer has to be able to see it; what is not clear is an error that says
which option settles it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from etl.documents.other_kinds import is_of_change, other_kind
from etl.figures.beside import rows_beside
from etl.figures.quoting import nearest_of, shown
from etl.method.units import UnitError, Units
from etl.method.units_in_use import current_units, factor, is_unit
from etl.package.simple_names import simple

MOST_WORDS = 4  # of a unit
_FILLING = frozenset(["of", "the", "in", "and", "for"])
_THOUSANDS = re.compile(
    r"(?<![/\d])(?<!\d[ ,.])(?:['’]?000s?|1[,. ]?000s?|10(?:(?:\^|\*\*)3|³)|thousands?)(?: of)?\s+(?:[x×*]\s*)?(?=\D)",
    re.IGNORECASE,
)
_TIMES_THOUSAND = re.compile(r"(?P<unit>[^\d\W][^()\[\]]*?)\s*[x×*]\s*(?:1[,. ]?000|10(?:(?:\^|\*\*)3|³))(?!\d)\s*")
_BRACKETS_BESIDE = re.compile(r"[)\]]?\s*[(\[]\s*(?=[x×*]\s*1[0,. ]*(?:000|\^3|³))")  # "(ha) (x 1000)" is "(ha x 1000)"
_FOR_A_THOUSAND = re.compile(r"\s*(?:\bper\b|/)\s*(?:['’]000s?|1[,. ]?000|thousand)\s+(?=[a-z])", re.IGNORECASE)
_MEASURES = {
    row["measure"]: re.compile(rf"\b(?:{row['words']})\b") for row in rows_beside("etl.documents", "measures.csv")
}
_SAME_MEASURE = {"death-rate": "deaths", "mean-age": "deaths", "value": "production", "income": "production"}
_YEAR_WITH_UNIT = (
    re.compile(r"Y?(?P<year>[12][0-9]{3})(?:\s*[,;:/–—-]\s*|\s*(?=[(\[])|\s+)(?P<unit>[^\s].*)"),
    re.compile(r"(?P<unit>[^0-9\s].*?)(?:\s*[,;:/–—-]\s*|(?<=[)\]])\s*|\s+)(?P<year>[12][0-9]{3})"),
)
_YEAR_IN_WORDS = (
    re.compile(r"(?P<words>[^\W\d][^\d()]*)\b(?P<year>[12][0-9]{3})\s*(?:[(\[](?P<unit>[^()\[\]]+)[)\]])"),
    re.compile(r"(?P<words>[^\W\d][^\d()]*)\b(?P<year>[12][0-9]{3}),\s*(?P<unit>[^()\[\],]+)"),
    re.compile(r"(?P<words>[^\W\d][^\d()]*)[(\[](?P<unit>[^()\[\]]+)[)\]]\W*(?P<year>[12][0-9]{3})"),
    re.compile(r"(?P<year>[12][0-9]{3})(?P<words>\W+[^\W\d][^\d()]*)[(\[](?P<unit>[^()\[\]]+)[)\]]"),
)
# Words of units in the other languages in which names are understood; Chinese has no blanks between words.
_UNIT_WORDS = [
    (
        re.compile(
            rf"(?:(?<![^\W\d_])|(?=[一-鿿]))(?:{row['words']})(?:(?<=['’一-鿿])|(?![^\W\d_]))\s*", re.IGNORECASE
        ),
        row["means"],
    )
    for row in rows_beside("etl.documents", "unit_words.csv")
]
_IN = r"(?:in|en|em|в) "
# A number for so many people, such as deaths per 100,000 inhabitants, and "USD per 1000 tablets", which is none.
_FOR_PEOPLE = re.compile(
    r"(?:\bper|\bpro|\bpor|\bpour|/)\s?(?:1[0,. \u00a0]*000|million|mill[oó]n|thousand|mil|capita)\b"
    r"(?:\s(?:[\w-]+\s){0,2}(?:people|persons?|inhabitants|population|residents|habitant[es]*s|personas|einwohner\w*)\b"
    r"|\s*(?:[()\],;]|$))",
    re.IGNORECASE,
)
_OF_HUNDRED = re.compile(rf"\s*(?:{_IN})?(?:%|per ?cent\b)", re.IGNORECASE)
_DOLLARS = re.compile(r"US\s?\$|\$\s?US|US dollars?|USD", re.IGNORECASE)

# Words beside a measure that say nothing of what is measured.
_OF_NOTHING = frozenset(
    (
        *("annual", "area", "areas", "amount", "amounts", "country", "data", "drug", "drugs", "estimate", "estimated"),
        *("estimates", "figure", "figures", "gross", "harvested", "illicit", "national", "net", "number", "potential"),
        *("quantity", "reported", "sown", "total", "totals", "value", "volume", "weight", "year", "yearly", "ilicito"),
        *("ilicitos", "superficie", "cantidad", "estimacion", "gesamt", "flache", "menge", "quantite", "valeur"),
    )
)

Texts = list[tuple[str, str]]  # place and text


class UnclearError(Exception):
    """What a sheet measures cannot be told; the message is a sentence with the option that settles it."""


class Understood(NamedTuple):
    """A key or unit and how it is known."""

    word: str
    origin: str


def indicator_of(given: str, texts: Texts, source_title: str, indicators: pd.DataFrame) -> Understood:
    """The indicator: as given, or the one that the sheet's or else the source's title names.

    What is given must not be another than the sheet names.
    """
    keys = indicators["indicator"].tolist()
    if given:
        if given not in keys:
            near = nearest_of(given, keys)
            advice = f"did you mean {near}?" if near else "use a key that stands there, or add it"
            raise UnclearError(f"--indicator {given} is not in indicators.csv; {advice}")
        for place, text in texts:
            if says := other_than(given, text, indicators):
                raise UnclearError(f"--indicator says {given}, but {place} {shown(text)} {says}; {CORRECT_ONE}")
        return Understood(given, "--indicator")
    phrases = _phrases(indicators)
    places = [*texts, ("the title of the source", source_title)]
    for place, text in places:
        named = _named_in(_words(text), phrases)
        if len(named) == 1:
            return Understood(named[0], f"{place} {shown(text)}")
        if named:
            raise UnclearError(f"{place} {shown(text)} can mean {' or '.join(named)}; say which with --indicator")
    raise UnclearError("no title says what is measured; say it with --indicator and a key of indicators.csv")


CORRECT_ONE = (
    "correct the option or a copy of the file, or leave out with --rows or --columns what is of something else"
)


def measures_in(text: str) -> set[str]:
    """What is measured, by the words of a text: cultivation, production, seizures ..."""
    bare = simple(text)
    return {measure for measure, words in _MEASURES.items() if words.search(bare)}


def other_than(indicator: str, text: str, indicators: pd.DataFrame) -> str:
    """What a text says that an indicator is not, as the rest of a sentence; empty where the two fit.

    A text fits where it names the indicator, or less than its name says.
    """
    columns = (indicators[name] for name in ("measure", "unit", "name"))
    of_it = dict(zip(indicators["indicator"], zip(*columns, strict=True), strict=True))[indicator]
    if kind := other_kind(text, *of_it):
        return f"speaks of {kind}"
    phrases, words = _phrases(indicators), _words(text)
    named = _named_in(words, phrases)
    own = phrases[indicator]
    if own <= words or _words(indicator) <= words:  # named as well, unless the text is of a part of it
        named = [key for key in named if phrases[key] > own or key == indicator] or [indicator]
    if named and indicator not in named and not any(phrases[key] <= own for key in named):
        return f"says {' or '.join(named[:3])}"
    measure = _SAME_MEASURE.get(of_it[0], of_it[0])
    said = measures_in(text)
    if indicator not in named and measure in _MEASURES and said and measure not in said:
        return f"speaks of {' and '.join(sorted(said))}"
    if other := _other_substance(indicator, words, own, indicators):
        return f"is of {other}"
    return ""


def _other_substance(indicator: str, words: frozenset[str], name: frozenset[str], indicators: pd.DataFrame) -> str:
    """The substance that a text names, and nothing but its unit ("Cocaine (kg)"), where the indicator has another.

    "Opium" above the cultivation of opium poppy is no other: the name of the indicator has the word.
    """
    bare = {word for word in words if not is_unit(word)}
    own = dict(zip(indicators["indicator"], indicators["substance"], strict=True)).get(indicator, "")
    others = (each for each in sorted(set(indicators["substance"]) - {"", own}) if _words(each) == bare)
    return "" if not own or (_words(own) | name) & bare else next(others, "")


def unknown_words(indicator: str, text: str, indicators: pd.DataFrame, words: pd.DataFrame) -> set[str]:
    """The words beside those of a measure in a text that say of what it is, and are none of an indicator's.

    None where the text says no measure: nothing tells what its words are then.
    """
    bare = simple(text)
    if not measures_in(text):
        return set()
    for of_measure in _MEASURES.values():
        bare = of_measure.sub(" ", bare)
    row = indicators[indicators["indicator"] == indicator].iloc[0]
    named = words[(words["kind"] == "substance") & (words["means"] != "")]
    own = _words(f"{indicator} {row['name']} {row['substance']} {row['crop']} {row['unit_name']}")
    own |= {word for each in named["word"][named["means"] == row["substance"]] for word in _words(each)}
    return {word for word in _words(bare) - own - _OF_NOTHING if not is_unit(word) and not word.isdigit()}


LEAVE_IT_OUT = "leave it out with --columns or --where"


def indicator_in(text: str, context: str, indicators: pd.DataFrame) -> str:
    """The indicator that a heading or a cell names, together with the titles around it; UnclearError where none.

    "Cultivation (hectares)" below "Opium in South-East Asia" is the cultivation of opium poppy.
    """
    keys = indicators["indicator"].tolist()
    if text in keys:
        return text
    if is_of_change(text):
        raise UnclearError(f"{shown(text)} speaks of a change, which is no level; {LEAVE_IT_OUT}")
    phrases = _phrases(indicators)
    measures = dict(zip(keys, indicators["measure"], strict=True))
    said = measures_in(text)
    fitting = [key for key in keys if not said or _SAME_MEASURE.get(measures[key], measures[key]) in said]
    for words in (_words(text), _words(f"{text} {context}")):
        named = _named_in(words, {key: phrases[key] for key in fitting})
        if len(named) == 1:
            return named[0]
    if said:
        named = _likest(_words(f"{text} {context}"), text, indicators[indicators["indicator"].isin(fitting)])
    if len(named) == 1:
        return named[0]
    told = f"can mean {' or '.join(named[:4])}" if named else "names no indicator of indicators.csv"
    raise UnclearError(f"{shown(text)} {told}; {LEAVE_IT_OUT}, and say what is left with --indicator")


def _likest(words: frozenset[str], text: str, indicators: pd.DataFrame) -> list[str]:
    """The indicators of the substance that some words name, with the most words, in the unit that the text names."""
    shared: dict[str, int] = {}
    columns = (indicators[name] for name in ("indicator", "name", "substance", "crop", "unit"))
    for key, name, substance, crop, unit in zip(*columns, strict=True):
        of_what = _words(f"{substance} {crop}") or _words(name)
        others = _named_units(text)
        if others and not any(_converts(other, unit) for other in others):
            continue
        if words & of_what:
            shared[key] = 10 * len(words & of_what) - len(_words(name) - words)
    return [key for key, number in shared.items() if number == max(shared.values())]


def _phrases(indicators: pd.DataFrame) -> dict[str, frozenset[str]]:
    return {key: _words(name) for key, name in zip(indicators["indicator"], indicators["name"], strict=True)}


def _words(text: str) -> frozenset[str]:
    return frozenset(simple(text).split()) - _FILLING


def _named_in(words: frozenset[str], phrases: dict[str, frozenset[str]]) -> list[str]:
    """The indicators of which all words are there, by the name or by the key, those with most words."""
    scores = {}
    for key, name in phrases.items():
        sizes = [len(phrase) for phrase in (name, _words(key)) if phrase and phrase <= words]
        if sizes:
            scores[key] = max(sizes)
    return [key for key, size in scores.items() if size == max(scores.values())]


def producer_of(given: str, source: str, publisher: str, stated: list[str], producers: pd.DataFrame) -> Understood:
    """The producer: as given, or that of all statements of the source, or the one that the source is called after."""
    keys = producers["producer"].tolist()
    if given:
        if given not in keys:
            raise UnclearError(f"--producer {given} is not in producers.csv; use one of {', '.join(keys)}, or add it")
        return Understood(given, "--producer")
    if len(stated) == 1:
        return Understood(stated[0], "as all statements of the source")
    named = [
        key
        for key, name, short in zip(keys, producers["name"], producers["short_name"], strict=True)
        if simple(publisher) in {simple(name), simple(short)} - {""}
    ]
    if not stated and len(named) == 1:
        return Understood(named[0], f"the publisher of the source, {shown(publisher)}")
    parts = [key for key in keys if key in source.split("-")]
    if not stated and len(parts) == 1:
        return Understood(parts[0], "the key of the source")
    raise UnclearError(f"nothing says who made the estimates; say it with --producer, one of {', '.join(keys)}")


def producers_in(text: str, producers: pd.DataFrame) -> list[str]:
    """The producers that a text names, by their names or by short ones, which are longer than the code of a country."""
    padded = f" {simple(text)} "
    columns = (producers[name] for name in ("producer", "name", "short_name"))
    return [
        key
        for key, name, short in zip(*columns, strict=True)
        if f" {simple(name)} " in padded or (len(short) > len("US") and re.search(rf"\b{re.escape(short)}\b", text))
    ]


def unit_of(given: str, texts: Texts, wanted: str) -> Understood | None:
    """The unit of all numbers: as given, or the one that the sheet names and that converts to the wanted one.

    What is given must not be another than the sheet names.
    """
    if given:
        try:
            meant = _canonical(given, wanted)
        except UnitError as error:
            raise UnclearError(f"--unit {given} is not usable: {error}") from None
        for place, text in texts:
            if other := other_unit(given, text, wanted):
                raise UnclearError(f"--unit says {given}, but {place} {shown(text)} says {other}; {CORRECT_ONE}")
        return Understood(meant, "--unit")
    found = ((place, text, unit) for place, text in texts if (unit := _unit_in(text, wanted)))
    return next((Understood(unit, f"{place} {shown(text)}") for place, text, unit in found), None)


def other_unit(given: str, text: str, wanted: str) -> str:
    """The unit that a text names and that is not the given one; empty where it names none, or the given one too."""
    if (rate := _FOR_PEOPLE.search(text)) and not _converts(given, "per 100,000"):
        return rate[0].strip(" ()[],;")
    # "Seizures" alone says what is measured, although seizures are counted too.
    named = [unit for unit in _named_units(text) if unit != text.strip().lower() or not measures_in(unit)]
    if any(_converts(unit, given) and factor(unit, given) == 1.0 for unit in named):
        return ""
    scales = [unit for unit in named if _converts(unit, "one") and unit != "percent"]
    if scales and not _converts(wanted, "one"):
        written = [*_beginnings(given)]
        named = [unit for unit in named if unit not in scales] or [
            unit for unit in scales if not any(unit.rstrip("s") in each for each in written)
        ]
    return named[0] if named else ""


def _named_units(text: str) -> list[str]:
    """The units that a text names in brackets, after "in" or a comma, or as all of it."""
    found = []
    scales = (scale.lower() for scale in re.findall(r"\b(thousand|million)s?\b", text, re.IGNORECASE))
    for piece in (*_pieces(text), *scales):
        whole = "%" if _OF_HUNDRED.match(piece) else next(_beginnings(piece), "")
        if len(whole) > 1 or whole in ("t", "%"):
            found += [whole] if _is_named_unit(whole) else []
    for piece in re.findall(rf"\b{_IN}((?:[^,;()]|(?<=\d),(?=\d))+)", text):
        found += [next((unit for unit in _beginnings(piece) if len(unit) > 2 and _is_named_unit(unit)), "")]
    return list(dict.fromkeys(filter(None, found)))


def _is_named_unit(text: str) -> bool:
    return re.search(r"[a-z%]", text) is not None and text not in ("unit", "units", "one") and is_unit(text)


def _converts(unit: str, other: str) -> bool:
    try:
        factor(unit, other)
    except UnitError:
        return False
    return True


def is_of_one_kind(unit: str, other: str) -> bool:
    """Whether two units are of the same thing, such as hectares and acres."""
    return _converts(usual_unit(other) or other, unit)


def usual_unit(text: str) -> str:
    """The unit that a cell of a unit column names, as units.csv can have it; empty where it names none."""
    return next((each for each in _beginnings(text) if is_unit(each)), "")


def is_known(unit: str) -> bool:
    """Whether a cell of a unit column names a unit at all."""
    return bool(usual_unit(unit))


def is_count(unit: str) -> bool:
    """Whether numbers in a unit are counts of something: no mass, area, volume, sum of money, share or rate."""
    return not any(_converts(unit, other) for other in ("kg", "m^2", "m^3", "m", "USD", "percent", "per 100,000"))


class YearWithUnit(NamedTuple):
    """A year, the unit that is written beside it, and what else is: "Area 2022 (ha)"."""

    year: int
    unit: str
    words: str = ""

    @property
    def is_footnote(self) -> bool:
        """Whether the unit is rather the mark of a footnote: one letter in brackets, but for that of the ton."""
        return len(self.unit) == 1 and self.unit != "t"


def year_with_unit(text: str) -> YearWithUnit | None:
    """What a heading such as "2022 (tons)" or "2022, kg" says; None where it is not a year and a unit alone."""
    for form in _YEAR_WITH_UNIT:
        found = form.fullmatch(text)
        piece = found["unit"].strip("()[] ").removeprefix("in ") if found else ""
        if found and len(piece.split()) <= MOST_WORDS and _is_named_unit(next(_beginnings(piece), "")):
            return YearWithUnit(int(found["year"]), piece)
    return None


def year_in_words(text: str) -> YearWithUnit | None:
    """What a heading such as "Area 2022 (ha)" says, which has a year and a unit after some words without digits."""
    found = next(filter(None, (form.fullmatch(text) for form in _YEAR_IN_WORDS)), None)
    if not found or not _is_named_unit(usual_unit(found["unit"])):
        return None
    return YearWithUnit(int(found["year"]), found["unit"].strip(), found["words"].strip(" ,:–—-"))


def unit_in_text(text: str, wanted: str) -> str:
    """The unit that a heading names and that converts to the wanted one; empty if there is none."""
    return _unit_in(text, wanted)


def unit_in_cell(text: str, wanted: str) -> str:
    """The unit that a cell of a unit column names; empty where it names none that converts to the wanted one."""
    return _usable(text, wanted, shortest=1)


def _unit_in(text: str, wanted: str) -> str:
    """The unit in brackets, after "in", after a comma or alone; empty if there is none."""
    return next((unit for piece in _pieces(text) if (unit := _usable(piece, wanted))), "")


def _pieces(text: str) -> list[str]:
    """The parts of a text that may be a unit."""
    text = _BRACKETS_BESIDE.sub(" ", text)
    pieces: list[str] = re.findall(r"[(\[（]([^()\[\]（）]+)[)\]）]", text)
    pieces += re.findall(rf"\b{_IN}((?:[^,;()]|(?<=\d),(?=\d))+)", text)
    return [*pieces, text, *re.split(r"[,;:–—]\s|：", text)[1:]]


def _usable(piece: str, wanted: str, shortest: int = 2) -> str:
    """The longest beginning of a text that is a unit which converts to the wanted one."""
    for unit in _beginnings(piece):
        # One letter in brackets is rather a footnote; only the ton is written so in titles.
        if len(unit) < shortest and unit != "t":
            continue
        try:
            return _canonical(unit, wanted)
        except UnitError:
            continue
    return ""


def _beginnings(piece: str) -> Iterator[str]:
    """The first words of a text in the form of units, the longest beginning first."""
    text = re.sub(rf"^{_IN}", "", piece.strip(), flags=re.IGNORECASE)
    for words_of_unit, means in _UNIT_WORDS:
        text = words_of_unit.sub(means, text)
    text = _TIMES_THOUSAND.sub(r"thousand \g<unit> ", text)
    text = _THOUSANDS.sub("thousand ", _FOR_A_THOUSAND.sub("/1000 ", text))
    text = re.sub(r"\bper\b", "/", _DOLLARS.sub("USD", text))
    words = re.sub(r"\s*/\s*", "/", text).split()
    for length in range(min(len(words), MOST_WORDS), 0, -1):
        yield " ".join(words[:length]).strip(".,:;").lower()


def conversion(text: str, other: str) -> float | None:
    """What a number in the unit of one cell is multiplied by to be in that of another; None where it does not convert.

    The same words convert whatever they mean.
    """
    return 1.0 if text == other else _conversion(text, other, current_units())


@lru_cache(maxsize=4096)
def _conversion(text: str, other: str, units: Units) -> float | None:
    """The conversion by the units in use, which are named so that those of another package are asked anew."""
    wanted = next((unit for unit in _beginnings(other) if is_unit(unit)), "")
    given = unit_in_cell(text, wanted) if wanted else ""
    return units.factor(given, wanted) if given else None


def _canonical(unit: str, wanted: str) -> str:
    """The wanted unit itself where the two are the same; UnitError where one does not convert."""
    return wanted if factor(unit, wanted) == 1.0 else unit
