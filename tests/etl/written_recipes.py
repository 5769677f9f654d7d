"""Recipes that tests write, and what is read by them."""

from pathlib import Path

from outside_tables import sheet_of

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import ReadFigure
from etl.documents.recipes.figures import figures_of, parts_by_key
from etl.documents.recipes.findings import Findings, Group
from etl.documents.recipes.meanings import Meanings
from etl.documents.recipes.recipe_file import read_recipe
from etl.documents.recipes.table import read_table
from etl.package.extract import Package

TOP = 'title = "T"\nsource = "unodc-wdr-2022-annex-6-1-1"\nproducer = "unodc"\ndecimal = "point"\n'
SEIZURES = TOP + '[settings]\nindicator = "{substance}-seizures"\nunit = "kg"\n[[table]]\n'
COLUMNS = '[table.columns]\nCountry = "area"\nDrug = "substance"\nYear = "year"\nKilograms = "value"\n'
HEADER = ["Country", "Drug", "Year", "Kilograms"]
GRID = TOP + '[settings]\nindicator = "opium-poppy-cultivation"\nunit = "hectares"\nprinted = ""\n[[table]]\n'


class Reader:
    """Reads sheets by recipes that a test writes."""

    def __init__(self, package: Package, meanings: Meanings, folder: Path) -> None:
        self._indicators, self._meanings, self._folder = package.tables["indicators"], meanings, folder
        self.findings = Findings()

    def read(self, recipe: str, sheet: Sheet | list[list[object]]) -> list[ReadFigure]:
        path = self._folder / "r.toml"
        path.write_text(recipe, encoding="utf-8")
        rule = read_recipe(self._folder, str(path)).tables[0]
        sheet = sheet_of(sheet) if isinstance(sheet, list) else sheet
        self.findings = Findings()
        of_sheet = rule.sheets.get(sheet.name, {})
        table = read_table(sheet, rule, of_sheet, self._meanings, self.findings)
        parts = parts_by_key(table, self._indicators, self._meanings, self.findings)
        figures = figures_of(table, parts, self.findings)
        self.indicators = [indicator for _, indicator, _ in figures]
        return [figure for figure, _, _ in figures]

    def odd_ones(self, areas: set[str]) -> list[tuple[str, str]]:
        return list(self._meanings.areas.odd_ones(areas))

    def errors(self) -> str:
        return told(self.findings.errors)

    def left_out(self) -> str:
        return told(self.findings.left_out)


def told(groups: dict[str, Group]) -> str:
    return "\n".join(f"{group.text} ({group.count}) {'; '.join(group.places)}" for group in groups.values())
