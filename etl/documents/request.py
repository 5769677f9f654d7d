"""What a maintainer asks of an import."""

from dataclasses import dataclass
from pathlib import Path

from etl.documents.files.cells import Mark
from etl.documents.files.sheets import ImportFileError
from etl.figures.quoting import shown

DECIMAL_MARKS: dict[str, Mark] = {"": "", "point": ".", "comma": ","}


@dataclass(frozen=True)
class ImportRequest:
    """What the maintainer asks for; empty where they leave it to the file."""

    file: Path
    source: str
    indicator: str = ""
    producer: str = ""
    sheet: str = ""
    layout: str = ""
    unit: str = ""
    within: str = ""
    rows: str = ""
    skip: tuple[str, ...] = ()
    via: str = ""
    decimal: str = ""
    columns: str = ""
    where: tuple[str, ...] = ()
    seasons: str = ""
    totals_are_areas: bool = False
    hidden: bool = False

    @property
    def told_beside_a_recipe(self) -> list[str]:
        """The options that say what a recipe says; only another edition of its table has another source and address."""
        given = {name: each for name, each in vars(self).items() if name not in ("file", "source", "via")}
        return [f"--{name.replace('_', '-')}" for name, each in given.items() if each]


def told_decimal(word: str) -> Mark:
    """The mark before decimals that a word names; none where no word is given."""
    if word not in DECIMAL_MARKS:
        raise ImportFileError(f"--decimal {shown(word)} is none; use point or comma")
    return DECIMAL_MARKS[word]
