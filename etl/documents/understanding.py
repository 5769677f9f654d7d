"""What the figures of an import measure, in which unit and by whom; what is unclear is an error."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from etl.documents.agreement import (
    headings_that_differ,
    indicators_that_differ,
    producers_that_differ,
    substances_that_differ,
    titles_of_others,
    units_that_differ,
)
from etl.documents.area_names import AreaNames
from etl.documents.compare import Judged, judge
from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Harvest, ReadFigure, Remark
from etl.documents.meaning import (
    CORRECT_ONE,
    UnclearError,
    Understood,
    indicator_in,
    indicator_of,
    is_count,
    is_known,
    other_than,
    producer_of,
    unit_in_cell,
    unit_in_text,
    unit_of,
    unknown_words,
)
from etl.documents.request import ImportRequest
from etl.figures.quoting import counted, shown
from etl.figures.vocabulary.indicators import Measure
from etl.method.units_in_use import factor
from etl.package.extract import Package
from etl.package.simple_names import simple

ASSUMED = "assumed"  # of a unit that nothing says
WITHOUT_UNIT = "leave the option out to read each row in its own unit, or correct it"
NAME_UNIT = "units.csv has no unit of this name: add the name to the unit that is meant there, or write a recipe"
# What columns of units say of a plain count, such as deaths or persons.
_OF_COUNTS = frozenset({"number", "numbers", "no", "nr", "n", "count", "counts"})


@dataclass
class Proposal:
    """What an import gives.

    first: what the maintainer should know before all else. refusals: why it must not be written even if there is no
    error.
    """

    package: Package
    sheet: Sheet
    harvest: Harvest
    first: list[str] = field(default_factory=list)
    meaning: list[str] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    producer: str = ""
    refusals: list[str] = field(default_factory=list)


def understand(proposal: Proposal, request: ImportRequest, names: AreaNames) -> None:
    """Find out what the figures measure, and compare them with the data."""
    tables, harvest = proposal.package.tables, proposal.harvest
    sources = tables["sources"].set_index("source")
    title, publisher = (
        sources.loc[request.source, ["title", "publisher"]] if request.source in sources.index else ("", "")
    )
    own = tables["statements"][tables["statements"]["source"] == request.source]
    stated = sorted(own["producer"].unique())
    producer = _settled(
        harvest, lambda: producer_of(request.producer, request.source, str(publisher), stated, tables["producers"])
    )
    if producer:
        proposal.producer = producer.word
        proposal.meaning.append(f"producer {producer.word} ({producer.origin})")
    harvest.errors += headings_that_differ(harvest.figures)
    if request.indicator:
        _keep_the_indicator(proposal, request.indicator)
    named = {figure.indicator for figure in harvest.figures} - {""}
    found = {name: _settled(harvest, partial(_known_indicator, name, proposal)) for name in sorted(named)}
    if not named or any(not figure.indicator for figure in harvest.figures):
        found[""] = _settled(
            harvest, lambda: indicator_of(request.indicator, harvest.texts, str(title), tables["indicators"])
        )
    indicators = {name: answer for name, answer in found.items() if answer}
    if producer is None or len(indicators) < len(found):
        return
    wanted = dict(zip(tables["indicators"]["indicator"], tables["indicators"]["unit"], strict=True))
    units: dict[str, Understood] = {}
    figures: list[tuple[ReadFigure, str, str]] = []
    harvest.figures = [
        dataclasses.replace(
            figure, unit=figure.unit or unit_in_text(figure.indicator, wanted[indicators[figure.indicator].word])
        )
        for figure in harvest.figures
    ]
    for name, answer in indicators.items():
        proposal.meaning.append(f"indicator {answer.word} ({answer.origin})")
        of_it = [figure for figure in harvest.figures if figure.indicator == name]
        units[name] = _unit(proposal, request, wanted[answer.word], of_it)
    for figure in harvest.figures:
        indicator = indicators[figure.indicator].word
        unit = unit_in_cell(figure.unit, wanted[indicator]) if figure.unit else units[figure.indicator].word
        if request.unit and figure.unit and (other := _other_than_told(request.unit, figure.unit, wanted[indicator])):
            remedy = WITHOUT_UNIT if is_known(other) else NAME_UNIT
            text = f"--unit says {request.unit}, but the unit there is {shown(other)}; {remedy}"
            harvest.errors.append(Remark(figure.cell, text))
        elif unit or request.unit:
            figures.append((figure, indicator, units[figure.indicator].word if request.unit else unit))
        else:
            text = f"unit {shown(figure.unit)} does not convert to {wanted[indicator]}; say the unit with --unit"
            harvest.errors.append(Remark(figure.cell, text))
    if not request.within:
        areas = {figure.area for figure, _, _ in figures}
        harvest.warnings += titles_of_others(names, areas, harvest.texts, tables["groups"])
    differing = [*producers_that_differ(producer, harvest.texts, tables["producers"])]
    differing += substances_that_differ(list(indicators.values()), harvest.texts, tables)
    if not request.indicator:
        differing += indicators_that_differ(list(indicators.values()), harvest.texts, tables["indicators"])
    if not request.unit:
        differing += units_that_differ(_units_said(figures, units), harvest.texts)
    harvest.errors += differing
    if differing:  # what the numbers are is not known
        return
    figures = [each for each in figures if _is_of_its_time(each[0], names, harvest)]
    measures = dict(zip(tables["indicators"]["indicator"], tables["indicators"]["measure"], strict=True))
    for figure, indicator, _ in figures:
        doubt = names.not_yet(figure.area, figure.year)
        if doubt and measures[indicator] != Measure.POPULATION:  # which is always of the land
            harvest.warnings.append(Remark(figure.cell, doubt, doubt))
    first_cells = {figure.area: figure.cell for figure, _, _ in reversed(figures)}
    harvest.errors += [Remark(first_cells[area], why) for area, why in names.odd_ones(first_cells)]
    proposal.judged = judge(proposal.package, _said_once(figures, harvest), request.source, producer.word)


def _units_said(figures: list[tuple[ReadFigure, str, str]], units: dict[str, Understood]) -> dict[str, str]:
    """The units of some figures, each with the place that says so: the first figure of it where a row does."""
    said: dict[str, str] = {}
    for figure, _, unit in figures:
        origin = units[figure.indicator].origin.replace(ASSUMED, "the indicator")
        said.setdefault(unit, f"the unit of {figure.cell}" if figure.unit else origin)
    return said


def _is_of_its_time(figure: ReadFigure, names: AreaNames, harvest: Harvest) -> bool:
    """Whether the area existed in the year; a number of a state that was gone is an error."""
    if why := names.not_of(figure.area, figure.year):
        text = f"{why}, so no number of {figure.year} is of it; leave the number out with --skip, or name the state"
        harvest.errors.append(Remark(figure.cell, text, why))
    return not why


def _said_once(figures: list[tuple[ReadFigure, str, str]], harvest: Harvest) -> list[tuple[ReadFigure, str, str]]:
    """The figures without those of one indicator, area and year that two columns or rows give under two names."""
    firsts: dict[tuple[str, str, int], ReadFigure] = {}
    twice = set()
    for figure, indicator, _ in figures:
        key = (indicator, figure.area, figure.year)
        first = firsts.setdefault(key, figure)
        if first is not figure:
            twice.add(key)
            text = f"{figure.area} {figure.year} of {indicator} stands under two names, here and in {first.cell}"
            harvest.errors.append(Remark(figure.cell, f"{text}; choose one with --columns or --where"))
    return [each for each in figures if (each[1], each[0].area, each[0].year) not in twice]


def _settled(harvest: Harvest, ask: Callable[[], Understood]) -> Understood | None:
    """An answer; what is unclear is an error, and the other questions are still asked."""
    try:
        return ask()
    except UnclearError as error:
        harvest.errors.append(Remark("sheet", str(error)))
        return None


def _other_than_told(told: str, said: str, wanted: str) -> str:
    """The unit of a row, where it is not the one that the maintainer says, or nobody knows that it is."""
    own = unit_in_cell(said, wanted)
    if own:
        return "" if factor(own, wanted) == factor(told, wanted) else said
    return "" if simple(said) in _OF_COUNTS and is_count(wanted) else said


def _keep_the_indicator(proposal: Proposal, indicator: str) -> None:
    """Leave out figures whose row or column says that they are of another indicator; an error where that is all.

    What says something that is not understood may be another indicator too, unless it says so of all figures.
    """
    harvest, indicators = proposal.harvest, proposal.package.tables["indicators"]
    if indicator not in set(indicators["indicator"]):
        return
    said = list(dict.fromkeys(figure.indicator for figure in harvest.figures if figure.indicator))
    others = {each: why for each in said if (why := _why_another(each, proposal, indicator, len(said) == 1))}
    if others and len(others) == len(said) and all(figure.indicator for figure in harvest.figures):
        named = " and ".join(f"{shown(each)} {why}" for each, why in list(others.items())[:3])
        harvest.errors.append(Remark("indicator", f"--indicator says {indicator}, but {named}; {CORRECT_ONE}"))
        harvest.figures = []
        return
    for each, why in others.items():
        cells = [figure.cell for figure in harvest.figures if figure.indicator == each]
        text = f"{shown(each)} {why}, not {indicator}; {counted(len(cells), 'number')} left out"
        harvest.skipped.append(Remark(f"{cells[0]} to {cells[-1]}" if len(cells) > 1 else cells[0], text))
    wanted = dict(zip(indicators["indicator"], indicators["unit"], strict=True))[indicator]
    harvest.figures = [
        dataclasses.replace(figure, indicator="", unit=figure.unit or unit_in_text(figure.indicator, wanted))
        for figure in harvest.figures
        if figure.indicator not in others
    ]


def _why_another(said: str, proposal: Proposal, indicator: str, is_only_one: bool) -> str:
    """Why a text is taken to name another indicator; empty where it names this one, or says no more.

    "Area harvested" alone may be of poppy fields; "Area harvested Quinces" is of something that nobody knows here.
    """
    indicators = proposal.package.tables["indicators"]
    if why := other_than(indicator, said, indicators):
        return why
    context = " ".join(text for _, text in proposal.harvest.texts)
    try:
        found = indicator_in(said, context, indicators)
    except UnclearError:
        is_of_it = is_only_one and not unknown_words(indicator, said, indicators, proposal.package.tables["words"])
        return "" if is_of_it else "is not known to be that"
    return "" if found == indicator else f"says {found}"


def _known_indicator(name: str, proposal: Proposal) -> Understood:
    """What a row or the heading of a column says it measures, together with the titles of the table."""
    context = " ".join(text for _, text in proposal.harvest.texts)
    key = indicator_in(name, context, proposal.package.tables["indicators"])
    return Understood(key, f"the table says {shown(name)}")


def _unit(proposal: Proposal, request: ImportRequest, wanted: str, figures: list[ReadFigure]) -> Understood:
    """The unit of the figures that have none of their own; an assumed one is told and must not be written."""
    if figures and all(figure.unit for figure in figures) and not request.unit:
        named = sorted({figure.unit for figure in figures})
        proposal.meaning.append(f"unit {', '.join(named)} (as the rows say)")
        return Understood(wanted, "")
    found = unit_of(request.unit, proposal.harvest.texts, wanted)
    if found is None:
        text = f"the sheet names no unit; {wanted}, the unit of the indicator, is only assumed"
        proposal.harvest.warnings.append(Remark("unit", f"{text}, look it up and say it with --unit"))
        proposal.refusals.append("the unit is only assumed; say it with --unit")
        return Understood(wanted, ASSUMED)
    proposal.meaning.append(f"unit {found.word} ({found.origin})")
    return found
