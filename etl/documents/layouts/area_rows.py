"""The rows of one area in a table of years: what they measure, in which unit, and the figure of each year."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from etl.documents.files.cells import PrintedNumber
from etl.documents.layouts.harvest import Harvest, ReadFigure, Remark, figure_of
from etl.documents.layouts.header import YearColumn
from etl.documents.layouts.labels import ROLES, Role
from etl.documents.meaning import conversion
from etl.figures.quoting import shown


@dataclass
class AreaRows:
    """The rows of one area that belong together: best value, lower and upper end; cells are by heading and role."""

    area: str
    name: str
    unit: str
    indicator: str = ""
    cells: dict[tuple[str, Role], dict[int, tuple[str, PrintedNumber]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def has(self, role: Role) -> bool:
        """Whether there is a row of this role already."""
        return any(role == each for _, each in self.cells)

    def figures(self, columns: Collection[YearColumn], harvest: Harvest) -> Iterator[ReadFigure]:
        """One figure for each year; a unit beside the year that is not that of the row is an error."""
        years = {(heading, year) for (heading, _), cells in self.cells.items() for year in cells}
        for heading, year in sorted(years):
            roles = {role: self.cells[heading, role] for role in ROLES if (heading, role) in self.cells}
            cells = {role: of_role[year] for role, of_role in roles.items() if year in of_role}
            beside = next((each.unit for each in columns if (each.heading, each.year) == (heading, year)), "")
            unit = self.unit or beside
            measured = joined(self.indicator, heading)
            figure = figure_of(harvest, cells, self.name, self.area, year, unit, measured)
            if figure and beside and conversion(beside, unit) != 1.0:
                found = f"the row says {shown(unit)}, the heading of the year {shown(beside)}"
                harvest.errors.append(Remark(figure.cell, f"{found}; correct a copy of the file"))
            elif figure:
                yield figure


def joined(*texts: str) -> str:
    """Those of some texts that are there, as one."""
    return " ".join(filter(None, texts))
