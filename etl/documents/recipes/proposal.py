"""From an outside file and its recipe to what would be written: reads, understands, compares; writes nothing."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from etl.documents.agreement import substances_that_differ, units_that_differ
from etl.documents.compare import TELLING_APART, Judged, judge
from etl.documents.files.sheets import ImportFileError, Sheet, read_sheets
from etl.documents.layouts.harvest import ReadFigure
from etl.documents.layouts.labels import read_label
from etl.documents.layouts.other_columns import commented, said_elsewhere
from etl.documents.layouts.totals import TableRow, check_totals
from etl.documents.meaning import Texts, Understood, usual_unit
from etl.documents.other_kinds import other_kind
from etl.documents.recipes.figures import FigureKey, Part, figures_of, parts_by_key
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.meanings import Meanings
from etl.documents.recipes.places import places
from etl.documents.recipes.recipe_file import read_recipe
from etl.documents.recipes.table import TableNumber, TableNumbers, read_table
from etl.documents.request import told_decimal
from etl.documents.source import check_package, refusals
from etl.documents.writing import Origin
from etl.figures.quoting import escaped, nearest_of, shown
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, extract
from etl.package.recipe import ATTRIBUTES, Recipe, RecipeSettings, TableRule

TOTALS_TOLD = 3  # of an indicator that differ from the sum of their parts
Progress = Callable[[str], None]  # told what is being done


@dataclass
class RecipeProposal:
    """What an import by a recipe gives. refusals: why it must not be written even if there is no error."""

    package: Package
    recipe: Recipe
    origin: Origin
    findings: Findings = field(default_factory=Findings)
    sheets: list[str] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def propose_by_recipe(
    data: Path, file: Path, name: str, source: str, via: str, progress: Progress = lambda _: None
) -> RecipeProposal:
    """Read a file by a recipe and compare it with the data folder.

    source, via: of this edition of the table, where they are others than in the recipe; else empty. Raises
    ImportFileError where nothing can be proposed.
    """
    recipe = read_recipe(data, name)
    progress("checking the data")
    package = extract(data)
    check_package(package)
    origin = Origin(source or recipe.source, recipe.producer, via or recipe.via, recipe.evidence)
    proposal = RecipeProposal(package, recipe, origin)
    with units_in_use(package.tables["units"]):
        _check_keys(proposal)
        figures = _figures(proposal, file, progress)
        if not proposal.findings.errors:
            progress(f"comparing {len(figures):,} numbers with the data")
            proposal.judged = _judged(package, figures, origin)
    is_to_write = bool(proposal.findings.errors) or any(each.is_to_write for each in proposal.judged)
    proposal.refusals = refusals(package, origin.source, origin.via, is_to_write)
    return proposal


def _judged(package: Package, figures: list[tuple[ReadFigure, str, str]], origin: Origin) -> list[Judged]:
    """The figures compared with the data, those of each producer with its series."""
    by_producer: dict[str, list[tuple[ReadFigure, str, str]]] = {}
    for figure in figures:
        by_producer.setdefault(figure[0].attributes.get("producer", origin.producer), []).append(figure)
    return [each for producer, some in by_producer.items() for each in judge(package, some, origin.source, producer)]


def _check_keys(proposal: RecipeProposal) -> None:
    """The producers of the recipe are those of the data."""
    known = proposal.package.tables["producers"]["producer"].tolist()
    for producer in proposal.recipe.producers:
        if producer not in known:
            nearest = nearest_of(producer, known)
            advice = f"did you mean {nearest}?" if nearest else "add it there"
            raise ImportFileError(f"producers.csv has no {shown(producer)}; {advice}")


def _figures(proposal: RecipeProposal, file: Path, progress: Progress) -> list[tuple[ReadFigure, str, str]]:
    recipe, findings, tables = proposal.recipe, proposal.findings, proposal.package.tables
    if recipe.within and recipe.within not in set(tables["areas"]["area"]):
        raise ImportFileError(f"areas.csv has no {shown(recipe.within)}, which within names; give the key of an area")
    meanings = Meanings(tables, recipe.within)
    figures: list[tuple[ReadFigure, str, str]] = []
    first_cell: dict[tuple[str, ...], str] = {}
    for sheet, rule, of_sheet in _sheets(recipe, file):
        progress(f"reading sheet {sheet.name}")
        table = read_table(sheet, rule, of_sheet, meanings, findings)
        parts = parts_by_key(table, tables["indicators"], meanings, findings)
        _check_totals(table, parts, meanings, findings)
        _check_units(table, parts, findings)
        _check_titles(table, parts, tables, findings)
        for remark in commented(sheet):
            findings.warn(remark.text, remark.place)
        of_table = figures_of(table, parts, findings)
        first_cells = {figure.area: figure.cell for figure, _, _ in reversed(of_table)}
        for area, why in meanings.areas.odd_ones(first_cells):
            findings.error(why, first_cells[area])
        for figure, indicator, unit in of_table:
            key = (indicator, figure.area, str(figure.year), *sorted(map("=".join, _identity(figure).items())))
            if not figure.is_apart and first_cell.setdefault(key, figure.cell) != figure.cell:
                text = f"numbers of {indicator} for an area and year that another table of the recipe has too"
                findings.error(text, f"{first_cell[key]} and {figure.cell}")
            figures.append((figure, indicator, unit))
        proposal.sheets.append(sheet.name)
    return figures


def _identity(figure: ReadFigure) -> dict[str, str]:
    return {name: text for name, text in figure.attributes.items() if name != "note"}


def _sheets(recipe: Recipe, file: Path) -> Iterator[tuple[Sheet, TableRule, RecipeSettings]]:
    """Each sheet that a table of the recipe stands on, with its rule and what is so of all numbers on it."""
    wanted = list(dict.fromkeys(name for rule in recipe.tables for name in rule.sheets))
    is_any = recipe.in_several_files or any(not rule.sheets for rule in recipe.tables)
    sheets = read_sheets(file, () if is_any else wanted, recipe.records)
    sheets = [dataclasses.replace(sheet, told_decimal=told_decimal(recipe.decimal)) for sheet in sheets]
    if recipe.in_several_files:
        for sheet in sheets:
            if not any(fnmatchcase(sheet.name, name) for name in wanted):
                raise ImportFileError(f"{file} has the sheet {shown(sheet.name)}, which no table of the recipe names")
    for rule in recipe.tables:
        if not rule.sheets:
            if len(sheets) > 1:
                names = ", ".join(shown(sheet.name) for sheet in sheets)
                raise ImportFileError(f"{file} has several sheets ({names}); say in the recipe on which a table stands")
            yield sheets[0], rule, {}
        for name, of_sheet in rule.sheets.items():
            found = [sheet for sheet in sheets if fnmatchcase(sheet.name, name)]
            if refused := next((sheet.refused for sheet in found if sheet.refused), ""):
                raise ImportFileError(f"{file}: {escaped(refused)}")
            if not found and not recipe.in_several_files:
                raise ImportFileError(f"{file} has no sheet {shown(name)}, which the recipe names")
            yield from ((sheet, rule, of_sheet) for sheet in found)


def _check_totals(
    table: TableNumbers, parts: dict[FigureKey, list[Part]], meanings: Meanings, findings: Findings
) -> None:
    """Compare totals with the sum of their parts, by indicator and what else is measured."""
    rows: dict[tuple[str, ...], dict[str, TableRow]] = {}
    for (indicator, area, year, _, *attributes), repeated in parts.items():
        what = [text for name, text in zip(ATTRIBUTES, attributes, strict=True) if name in TELLING_APART]
        for part in repeated:
            kind = "area" if meanings.areas.parent_of.get(area) else "total"
            _count(rows, (indicator, *what), kind, area, part.number, year, table)
    for key in rows if len(rows) == 1 else ():  # a rest that is left out is of the only one
        for number in table.others:
            label = read_label(number.label)
            if label.kind == "rest" and number.settings.get("year"):
                _count(rows, key, label.kind, "", number, number.settings["year"], table)
    for key, named in rows.items():
        ordered = sorted(named.values(), key=lambda row: row.kind in ("total", "subtotal"))
        if ordered[-1].kind in ("total", "subtotal"):
            checked, warnings = check_totals(ordered, meanings.areas)
            for remark in checked:
                findings.note(remark.text, remark.place)
            for remark in warnings[:TOTALS_TOLD]:
                findings.warn(remark.text, remark.place)
            if len(warnings) > TOTALS_TOLD:
                findings.warn(f"{len(warnings) - TOTALS_TOLD:,} more totals of {key[0]} unlike the sum of their parts")


def _check_units(table: TableNumbers, parts: dict[FigureKey, list[Part]], findings: Findings) -> None:
    """Hold the units that the recipe gives the numbers of a sheet against what its titles and cells say."""
    sheet, titles = table.sheet, table.columns.titles
    units: dict[str, str] = {}
    headings: dict[tuple[str, str], str] = {}
    cells = []
    for number in (part.number for repeated in parts.values() for part in repeated):
        unit = usual_unit(number.settings.get("printed") or number.settings["unit"])
        units |= {unit: "the recipe"} if unit else {}
        for (row, column), _ in number.cells.values():
            cells.append(sheet.place(row, column))
            headings.setdefault((unit, titles.get(column, "")), sheet.column_name(column))
    differing = [*units_that_differ(units, [*_titles(table), *said_elsewhere(sheet, cells)])]
    for (unit, heading), place in headings.items():
        differing += units_that_differ({unit: "the recipe"} if unit else {}, [(place, heading)])
    for remark in differing:
        findings.error(remark.text, remark.place)


def _titles(table: TableNumbers) -> Texts:
    """Place and text of what stands above the header."""
    above = [(row, column) for row in range(table.columns.header) for column in range(table.sheet.width)]
    return [(table.sheet.place(*each), text) for each in above if (text := table.sheet.text(*each))]


def _check_titles(
    table: TableNumbers, parts: dict[FigureKey, list[Part]], tables: Mapping[str, pd.DataFrame], findings: Findings
) -> None:
    """Hold the indicators that the recipe gives the numbers of a sheet against what its titles say of all of them.

    Another drug stops the import. What speaks of no amount of a year is told: a recipe may say on purpose what it is.
    """
    used = dict.fromkeys(key[0] for key in parts)
    titles = _titles(table) if used else []
    for remark in substances_that_differ([Understood(each, "the recipe") for each in used], titles, tables):
        findings.error(remark.text, remark.place)
    indicators = tables["indicators"]
    of_them = indicators.loc[indicators["indicator"].isin(used), ["measure", "unit", "name"]].to_numpy()
    for place, text in titles:
        kinds = [other_kind(text, *each) for each in of_them]
        if kinds and all(kinds):
            findings.warn(f"{shown(text)} speaks of {kinds[0]}; look whether the recipe says so", place)


def _count(
    rows: dict[tuple[str, ...], dict[str, TableRow]],
    key: tuple[str, ...],
    kind: str,
    area: str,
    number: TableNumber,
    year: str,
    table: TableNumbers,
) -> None:
    """Keep a number for the check of totals; repeats are added."""
    if "value" not in number.cells or number.cells["value"][1].value is None:
        return
    cell, printed = number.cells["value"]
    row = rows.setdefault(key, {}).setdefault(number.label, TableRow(kind, number.label, area))  # type: ignore[arg-type]
    value = row.values.get(int(year), 0.0) + printed.value  # type: ignore[operator]
    row.take(int(year), value, places(table.sheet, table.columns.titles, [cell]), number.settings.get("unit", ""))
