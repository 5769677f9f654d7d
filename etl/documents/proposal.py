"""From an outside file to what would be written: reads, understands, compares; writes nothing."""

import dataclasses
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from etl.documents.area_names import AreaNames
from etl.documents.compare import Judged, judge
from etl.documents.files.cells import Mark
from etl.documents.files.sheets import ImportFileError, Sheet, choose, read_sheets
from etl.documents.layouts import IMPORTERS, importer_for
from etl.documents.layouts.harvest import Harvest, ReadFigure, Reading, Remark, row_names
from etl.documents.meaning import UnclearError, Understood, indicator_of, producer_of, unit_in_cell, unit_of
from etl.figures.beside import rows_beside
from etl.figures.links import address_flaw
from etl.figures.quoting import nearest_of, shown
from etl.package.extract import Package, extract
from etl.rules import check

DECIMAL_MARKS: dict[str, Mark] = {"": "", "point": ".", "comma": ","}
MAPPING_KEYS = {"columns", "where", "indicators", "unit"}


@dataclass(frozen=True)
class ImportRequest:
    """What the maintainer asks for; empty where they leave it to the file."""

    file: Path
    source: str
    indicator: str = ""
    producer: str = ""
    sheet: str = ""
    mapping: Path | None = None
    layout: str = ""
    unit: str = ""
    within: str = ""
    rows: str = ""
    skip: tuple[str, ...] = ()
    via: str = ""
    decimal: str = ""


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


def propose(data: Path, request: ImportRequest) -> Proposal:
    """Read a file and compare it with the data folder. Raises ImportFileError where nothing can be proposed."""
    package = extract(data)
    _check_package(package, request.source)
    reading = _reading_of_request(package, request)
    sheets = [
        dataclasses.replace(_between(sheet, request.rows), told_decimal=_told_decimal(request.decimal))
        for sheet in read_sheets(request.file, request.sheet)
    ]
    if request.layout and request.layout not in (names := [importer.name for importer in IMPORTERS]):
        raise ImportFileError(f"--layout {request.layout} is none; use one of {', '.join(names)}")
    _check_skips(sheets, request)
    layout = request.layout or ("long" if reading.mapping else "")
    usable = [sheet for sheet in sheets if importer_for(sheet, reading)]
    if request.rows and not usable and not layout:
        raise ImportFileError(
            f"--rows {request.rows} of {request.file} hold no table; give the rows from that of the years to the last"
        )
    # A layout that the maintainer names is tried on the only sheet there is, and then says what it misses.
    sheet = choose(sheets, sheets if layout and len(sheets) == 1 else usable, request.file)
    importer = importer_for(sheet, reading, layout)
    if importer is None:
        raise ImportFileError(f"{request.file}: no importer reads this sheet; say which with --layout")
    harvest = importer.read(sheet, reading)
    proposal = Proposal(package, sheet, harvest, _unknown_source(package, request.source))
    try:
        _understand(proposal, request)
    except UnclearError as error:
        harvest.errors.append(Remark("sheet", str(error)))
    proposal.refusals += _refusals(proposal, request)
    return proposal


def _unknown_source(package: Package, source: str) -> list[str]:
    """What to tell about a source that the data does not have: the key that it is most like."""
    known = package.tables["sources"]["source"].tolist()
    if source in known:
        return []
    nearest = nearest_of(source, known)
    advice = f"did you mean {nearest}? If not, add" if nearest else "add"
    return [f"Source {shown(source)} is not in sources.csv; {advice} its line, which stands at the end"]


def _check_skips(sheets: list[Sheet], request: ImportRequest) -> None:
    """A row to leave out that is nowhere is mistyped."""
    if not request.skip:
        return
    called = set().union(*(row_names(sheet, row) for sheet in sheets for row in range(len(sheet.rows))))
    missed = [shown(each) for each in request.skip if each not in called]
    if missed:
        raise ImportFileError(
            f'--skip {", ".join(missed)} fits no row; write a text as it stands in the row, a cell (A6) or "row 6"'
        )


def _check_package(package: Package, source: str) -> None:
    """A source that waits for its statements is no reason to stop."""
    errors = [problem for problem in check(package) if problem.is_error and problem.code != "source-unused"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise ImportFileError(f"{errors[0]}{more}; correct the data folder first, see `python -m etl check`")


def _reading_of_request(package: Package, request: ImportRequest) -> Reading:
    names = AreaNames(package.tables["areas"], package.tables["aliases"])
    if request.within and request.within not in names.name_of:
        raise ImportFileError(f"--within {request.within} is not in areas.csv; give the key of an area")
    mapping = _mapping(request.mapping) if request.mapping else {}
    return Reading(names, request.within, frozenset(request.skip), mapping)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}); give the mapping file") from None
    except (ValueError, RecursionError) as error:
        raise ImportFileError(
            f"{path} is not TOML in UTF-8 ({error}); see the example in etl/documents/layouts/long.py"
        ) from None
    unknown = mapping.keys() - MAPPING_KEYS
    tables = [mapping.get(key, {}) for key in ("columns", "where", "indicators")]
    if unknown or not all(isinstance(table, dict) for table in tables) or not isinstance(mapping.get("unit", ""), str):
        found = f"it has {', '.join(map(shown, sorted(unknown)))}" if unknown else "its parts have the wrong form"
        raise ImportFileError(f"{path}: {found}; a mapping has unit, [columns], [where] and [indicators]")
    return mapping


def _between(sheet: Sheet, rows: str) -> Sheet:
    """The sheet with nothing in the rows outside a span such as 3:20."""
    if not rows:
        return sheet
    span = re.fullmatch(r"([0-9]{1,7})[:-]([0-9]{1,7})", rows)
    if span is None or not 1 <= int(span[1]) <= int(span[2]):
        raise ImportFileError(f"--rows {shown(rows)} is no span of rows; write it as 3:20")
    first, last = int(span[1]) - 1, int(span[2]) - 1
    if first >= len(sheet.rows):
        raise ImportFileError(f"--rows {rows} is below the last row of sheet {shown(sheet.name)}, {len(sheet.rows)}")
    kept = [row if first <= number <= last else [] for number, row in enumerate(sheet.rows)]
    return dataclasses.replace(sheet, rows=kept)


def _told_decimal(word: str) -> Mark:
    """The mark before decimals that a word names; none where no word is given."""
    if word not in DECIMAL_MARKS:
        raise ImportFileError(f"--decimal {shown(word)} is none; use point or comma")
    return DECIMAL_MARKS[word]


def _understand(proposal: Proposal, request: ImportRequest) -> None:
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
    for name, answer in indicators.items():
        proposal.meaning.append(f"indicator {answer.word} ({answer.origin})")
        units[name] = _unit(proposal, request, wanted[answer.word], [f for f in harvest.figures if f.indicator == name])
    for figure in harvest.figures:
        indicator = indicators[figure.indicator].word
        unit = (
            unit_in_cell(figure.unit, wanted[indicator])
            if figure.unit and not request.unit
            else units[figure.indicator].word
        )
        if unit:
            figures.append((figure, indicator, unit))
        else:
            text = f"unit {shown(figure.unit)} does not convert to {wanted[indicator]}; say the unit with --unit"
            harvest.errors.append(Remark(figure.cell, text))
    proposal.judged = judge(proposal.package, figures, request.source, producer.word)


def _settled(harvest: Harvest, ask: Callable[[], Understood]) -> Understood | None:
    """An answer; what is unclear is an error, and the other questions are still asked."""
    try:
        return ask()
    except UnclearError as error:
        harvest.errors.append(Remark("sheet", str(error)))
        return None


def _known_indicator(name: str, proposal: Proposal) -> Understood:
    keys = set(proposal.package.tables["indicators"]["indicator"])
    if name not in keys:
        raise UnclearError(
            f"the table names the indicator {shown(name)}, which indicators.csv does not have; add it there"
        )
    return Understood(name, "a column of the table")


def _unit(proposal: Proposal, request: ImportRequest, wanted: str, figures: list[ReadFigure]) -> Understood:
    """The unit of the figures that have none of their own; an assumed one is told and must not be written."""
    if figures and all(figure.unit for figure in figures) and not request.unit:
        named = sorted({figure.unit for figure in figures})
        proposal.meaning.append(f"unit {', '.join(named)} (as the rows or the mapping say)")
        return Understood(wanted, "")
    found = unit_of(request.unit, proposal.harvest.texts, wanted)
    if found is None:
        text = f"the sheet names no unit; {wanted}, the unit of the indicator, is only assumed"
        proposal.harvest.warnings.append(Remark("unit", f"{text}, look it up and say it with --unit"))
        proposal.refusals.append("the unit is only assumed; say it with --unit")
        return Understood(wanted, "assumed")
    proposal.meaning.append(f"unit {found.word} ({found.origin})")
    return found


def _refusals(proposal: Proposal, request: ImportRequest) -> list[str]:
    """Why the proposal must not be written, besides an assumed unit."""
    sources = proposal.package.tables["sources"]
    known = sources[sources["source"] == request.source]
    refusals = []
    if not len(known):
        columns = [column.name for column in proposal.package.contract.tables["sources"].fields]
        refusals.append(f"sources.csv has no {request.source}; add the line {_source_line(columns, request.source)}")
    if request.via and (flaw := address_flaw(request.via)[1]):
        refusals.append(f"--via is not an address that a page may link to: {flaw}")
    if (
        len(known)
        and not request.via
        and not known["url"].iloc[0]
        and (proposal.harvest.errors or any(each.is_to_write for each in proposal.judged))
    ):
        refusals.append("the source has no url in sources.csv; say with --via where the file can be read")
    return refusals


def _source_line(columns: list[str], source: str) -> str:
    """The line of sources.csv to add for a source, with words in capitals for what the maintainer fills in."""
    example = {row["column"]: row["cell"] for row in rows_beside("etl.documents", "new_source.csv")}
    return ",".join((example | {"source": source}).get(column, "") for column in columns)
