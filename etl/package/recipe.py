"""What a recipe says of one published table: what each of its columns is, and what its words mean.

What the keys mean is told in `data/recipes/README.md`; `recipe_form.py` reads them strictly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.figures import columns
from etl.figures.vocabulary.numbers import Evidence

FOLDER = "recipes"  # below the data folder

RecipeSettings = dict[str, str]

NUMBERS = ("value", "low", "high")
# What else a column can hold, beside attributes.
READ_AS = ("area", "year", "unit", "substance", "ages", "words", "text")
# What a statement says of itself beside number, place and time.
ATTRIBUTES = tuple(column.name for column in columns.STATEMENT.in_file if column.optional)
PATTERN_WORDS = ("topic", "measure", "substance", "people", "level", "part")  # for the pattern of an indicator
SETTINGS = (
    *(
        "area",
        "year",
        "indicator",
        "producer",
        "unit",
        "times",
        "printed",
        "holds",
        "repeats",
        "left_out",
        "flag",
        "note",
    ),
    *PATTERN_WORDS,
    *(name for name in ATTRIBUTES if name not in PATTERN_WORDS),
)
REPEATS = ("sum", "same", "apart")


@dataclass(frozen=True)
class ColumnRule:
    """What a column holds: a number, what its texts are read as, an attribute as it stands, or nothing to read.

    settings: what is so of each number in the column. fill: an empty cell means the text above it. unread: why the
    column is not read.
    """

    holds: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    fill: bool = False
    unread: str = ""


@dataclass(frozen=True)
class Case:
    """What holds of a row with these texts in these columns, in these years where some are given."""

    texts: Mapping[str, str]
    settings: Mapping[str, str]
    years: tuple[tuple[int, int], ...] = ()

    def holds_in(self, year: str) -> bool:
        """Whether it holds of a row of a year; empty for one that names none."""
        return not self.years or any(first <= int(year or 0) <= last for first, last in self.years)


@dataclass(frozen=True)
class TableRule:
    """How one table is read, which can stand on several sheets.

    sheets: name or pattern of each sheet to what is so of all numbers on it; empty for the only sheet. header: the
    rows of the names of the columns, from 1; empty where they are looked for. rows: those of the body, as spans.
    unlisted: why numbers of indicators that the data does not have are left out; empty where they stop the import.
    across: what each row of the header is read as for columns that have no rule. words: for a column, its texts and
    what they mean. where: for a column, the texts of the rows that are read.
    """

    sheets: Mapping[str, RecipeSettings] = field(default_factory=dict)
    header: tuple[int, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    across: tuple[str, ...] = ()
    repeats: str = ""
    zeros: str = ""
    blanks: frozenset[str] = frozenset()
    read_hidden: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, ColumnRule] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, RecipeSettings]] = field(default_factory=dict)
    across_words: Mapping[str, RecipeSettings] = field(default_factory=dict)
    blocks: Mapping[str, RecipeSettings] = field(default_factory=dict)
    left_out_rows: tuple[tuple[int, int, str], ...] = ()
    when: tuple[Case, ...] = ()
    unlisted: str = ""
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def in_rows(self, row: int) -> bool:
        """Whether a row, counted from 1, is one of the body, as far as rows are given."""
        return not self.rows or any(first <= row <= last for first, last in self.rows)

    def reason_to_leave_out(self, row: int) -> str:
        """Why a row, counted from 1, is left out; empty if it is not."""
        return next((why for first, last, why in self.left_out_rows if first <= row <= last), "")


@dataclass(frozen=True)
class Recipe:
    """How a publication with tables becomes statements; `file` is the name of the files they are written to.

    within: the area outside which no name means anything. decimal: the word for what stands before decimals.
    in_several_files: each file of the publication has some of the sheets.
    """

    name: str
    title: str
    source: str
    producer: str
    evidence: str = str(Evidence.ORIGINAL)
    via: str = ""
    decimal: str = ""
    file: str = ""
    records: str = ""
    within: str = ""
    in_several_files: bool = False
    tables: tuple[TableRule, ...] = ()

    @property
    def producers(self) -> list[str]:
        """The producer of the recipe, and those that some of its numbers have instead."""
        found = [self.producer]
        for rule in self.tables:
            words = [each for of_column in rule.words.values() for each in of_column.values()]
            others = [*rule.sheets.values(), *rule.across_words.values(), *rule.blocks.values(), *words]
            settings = [rule.settings, *others, *(case.settings for case in rule.when)]
            settings += [column.settings for column in rule.columns.values()]
            found += [each["producer"] for each in settings if "producer" in each]
        return list(dict.fromkeys(found))
