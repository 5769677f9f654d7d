"""Every table of figures, and its columns with types and meanings: `tables.csv` and `columns.csv` beside this file.

Derived from it are the tables of an edition (`etl.figures.tables`), what the code asks of the data package
(`etl.package.contract`), the descriptions in `datapackage.json` and the list of `data/README.md` (written by
`python -m etl package`), and the columns of the API with their meanings in OpenAPI.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from etl.figures.beside import rows_beside
from etl.figures.keys import Key
from etl.figures.vocabulary import attributes, crops, editions, history, indicators, judgement, numbers, people, sources
from etl.figures.vocabulary.word import Word

ColumnKind = Literal["text", "number", "integer"]
_FORMS = {row["form"]: row for row in rows_beside("etl.figures", "forms.csv")}
_VOCABULARY = (attributes, crops, editions, history, indicators, judgement, numbers, people, sources)
_LISTS: dict[str, type[Word]] = {
    found.__name__: found
    for module in _VOCABULARY
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Word)
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, and what its cells may hold.

    Texts are never missing, only empty; numbers are missing where none is known, unless the column is required.
    `refers_to` names the table whose key it takes, `words` the only texts it takes, `form` the form of `forms.csv` in
    which they are written. A column is in the files of the data package, in an edition, or in both; an `optional` one
    may be absent from a file, and a `unique` one has no cell twice.
    """

    name: str
    meaning: str
    kind: ColumnKind = "text"
    required: bool = False
    optional: bool = False
    unique: bool = False
    refers_to: str = ""
    words: tuple[str, ...] = ()
    form: str = ""
    minimum: int | None = None
    maximum: int | None = None
    in_file: bool = True
    in_edition: bool = True

    @property
    def pattern(self) -> str:
        """What its texts look like, as a regular expression; empty where anything goes."""
        return _FORMS[self.form]["pattern"] if self.form else ""


def pattern_in_words(pattern: str) -> str:
    """What a text that does not fit a pattern should be, in words; a package can have patterns of its own."""
    said = (row["says"] for row in _FORMS.values() if row["pattern"] == pattern)
    return next(said, f"what the pattern {pattern} in datapackage.json lets through")


@dataclass(frozen=True)
class Table:
    """One table: its name in an edition, its name in the data package, and its columns in order.

    `key` names the columns that are its primary key in an edition, `file_key` those in the package. One that a package
    `may_lack` is empty then.
    """

    name: str
    key: tuple[str, ...]
    resource: str
    title: str
    file_key: tuple[str, ...]
    may_lack: bool
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def pick(self, *names: str) -> tuple[Column, ...]:
        """Some of its columns."""
        return tuple(self.by_name[name] for name in names)

    @property
    def in_file(self) -> tuple[Column, ...]:
        """The columns of its files in the data package."""
        return tuple(column for column in self.columns if column.in_file)

    @property
    def in_edition(self) -> tuple[Column, ...]:
        """The columns of its table in an edition."""
        return tuple(column for column in self.columns if column.in_edition)


def _words_of_list(name: str) -> tuple[str, ...]:
    """The words of lists of the vocabulary, and those that are written out."""
    return tuple(word for part in filter(None, name.split("|")) for word in _LISTS.get(part, (part,)))


def _read_column(row: dict[str, str]) -> Column:
    words = _words_of_list(row["words"])
    told = "; ".join(f"{word}: {word.meaning}" for word in words if isinstance(word, Word))
    return Column(
        name=row["column"],
        meaning=row["meaning"].replace("{words}", told),
        kind=cast("ColumnKind", row["kind"]),
        required=row["presence"] in {"required", "unique"},
        unique=row["presence"] == "unique",
        optional=row["presence"] == "optional",
        refers_to=row["refers_to"],
        words=words,
        form=row["form"],
        minimum=int(row["minimum"]) if row["minimum"] else None,
        maximum=int(row["maximum"]) if row["maximum"] else None,
        in_file=row["place"] != "edition",
        in_edition=row["place"] != "file",
    )


def _read_tables() -> dict[str, Table]:
    found: dict[str, list[Column]] = {}
    for row in rows_beside("etl.figures", "columns.csv"):
        found.setdefault(row["table"], []).append(_read_column(row))
    return {
        row["table"]: Table(
            name=row["table"],
            key=tuple(row["key"].split()),
            resource=row["resource"],
            title=row["title"],
            file_key=tuple(row["file_key"].split()),
            may_lack=row["may_lack"] == "yes",
            columns=tuple(found[row["table"]]),
        )
        for row in rows_beside("etl.figures", "tables.csv")
    }


TABLES = _read_tables()

OBSERVATION_KEY = Key._fields  # names an observation, in every edition and everywhere

SERIES_KEY = tuple(name for name in OBSERVATION_KEY if name != "year")  # names a series

# What makes two statements of two editions the same: one source prints one number in one place. How the number is
# written (`as_printed`), and what else is noted of it, can be mended without making another statement of it.
STATEMENT_IDENTITY = (*OBSERVATION_KEY, "source", "locator", "value", "low", "high")

SOURCE = TABLES["source"]
GROUP = TABLES["area_group"]
EVENT = TABLES["event"]
OBSERVATION = TABLES["observation"]
PRODUCER = TABLES["producer"]
ESTIMATOR = TABLES["estimator"]
BREAK = TABLES["series_break"]
INDICATOR = TABLES["indicator"]
AREA = TABLES["area"]
STATEMENT = TABLES["statement"]
DEFINITION = TABLES["definition"]
VINTAGE = TABLES["vintage"]
LINK = TABLES["link"]
PUBLICATION = TABLES["publication"]

EDITION_TABLES = tuple(table for table in TABLES.values() if table.key and table.in_edition)
PACKAGE_TABLES = tuple(table for table in TABLES.values() if table.resource)

# What an observation shows, today or on another day.
SHOWN_COLUMNS = tuple(column.name for column in VINTAGE.columns if column.name in OBSERVATION.by_name)
