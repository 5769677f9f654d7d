"""The columns of every table of figures, with their types and meanings: `columns.csv` beside this file, read once.

Derived from it are the tables of an edition (`etl.figures.tables`), what the code asks of the data package
(`etl.package.contract`), the descriptions in `datapackage.json` and the list of `data/README.md` (written by
`python -m etl package`), and the columns of the API with their meanings in OpenAPI.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from etl.figures import vocabulary
from etl.figures.beside import rows_beside

ColumnKind = Literal["text", "number", "integer"]
_PATTERNS = {
    "word": "[A-Za-z0-9][A-Za-z0-9-]*",
    "day": r"\d{4}(-\d{2}(-\d{2})?)?",
    "whole day": r"\d{4}-\d{2}-\d{2}",
    "address": r"https?://\S+",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, and what its cells may hold.

    Texts are never missing, only empty; numbers are missing where none is known, unless the column is required.
    `refers_to` names the table whose key it takes, `words` the only texts it takes, `form` what they look like: the
    name of a pattern, or a pattern. A column is in the files of the data package, in an edition, or in both; an
    `optional` one may be absent from a file.
    """

    name: str
    meaning: str
    kind: ColumnKind = "text"
    required: bool = False
    optional: bool = False
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
        return _PATTERNS.get(self.form, self.form)


@dataclass(frozen=True)
class Table:
    """One table: its name in an edition, its name in the data package, and its columns in order.

    `key` names the columns that are its primary key in an edition, `file_key` those in the package.
    """

    name: str
    key: tuple[str, ...]
    resource: str
    title: str
    file_key: tuple[str, ...]
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


def _words(name: str) -> tuple[str, ...]:
    """The words of a list of the vocabulary, or those that are written out."""
    return tuple(getattr(vocabulary, name)) if hasattr(vocabulary, name) else tuple(filter(None, name.split("|")))


def _column(row: dict[str, str]) -> Column:
    words = _words(row["words"])
    told = "; ".join(f"{word}: {word.meaning}" for word in words if isinstance(word, vocabulary.Word))
    return Column(
        name=row["column"],
        meaning=row["meaning"].replace("{words}", told),
        kind=cast("ColumnKind", row["kind"]),
        required=row["presence"] == "required",
        optional=row["presence"] == "optional",
        refers_to=row["refers_to"],
        words=words,
        form=row["form"],
        minimum=int(row["minimum"]) if row["minimum"] else None,
        maximum=int(row["maximum"]) if row["maximum"] else None,
        in_file=row["place"] != "edition",
        in_edition=row["place"] != "file",
    )


def _read() -> dict[str, tuple[Column, ...]]:
    found: dict[str, list[Column]] = {}
    for row in rows_beside("etl.figures", "columns.csv"):
        found.setdefault(row["table"], []).append(_column(row))
    return {name: tuple(columns) for name, columns in found.items()}


_COLUMNS = _read()


def _table(
    name: str, key: Iterable[str], resource: str = "", title: str = "", file_key: Iterable[str] | None = None
) -> Table:
    return Table(name, tuple(key), resource, title, tuple(key if file_key is None else file_key), _COLUMNS[name])


OBSERVATION_KEY = ("indicator", "area", "year", "producer")  # names an observation, in every edition and everywhere

# What makes two statements of two editions the same: one source prints one number in one place. How the number is
# written (`as_printed`), and what else is noted of it, can be mended without making another statement of it.
STATEMENT_IDENTITY = (*OBSERVATION_KEY, "source", "locator", "value", "low", "high")

EDITION = _table("edition", ["edition"])
SOURCE_KIND = _table("source_kind", ["kind"], "source-kinds", "Kinds of publication")
AREA_LEVEL = _table("area_level", ["level"], "area-levels", "Levels of areas")
SOURCE = _table("source", ["source"], "sources", "One publication")
PRODUCER = _table("producer", ["producer"], "producers", "Who made the estimate")
INDICATOR = _table("indicator", ["indicator"], "indicators", "What is measured")
AREA = _table("area", ["area"], "areas", "The world, countries and provinces")
GROUP = _table("area_group", ["group", "area"], "groups", "Groups of areas, one row a member")
EVENT = _table("event", ["date", "title"], "events", "Dated events with one source each")
FACT = _table("fact", ["fact"], "facts", "Every number of the Paris Pact article")
ANNOTATION = _table("annotation", [*OBSERVATION_KEY, "source"], "annotations", "Numbers that charts point at")
OBSERVATION = _table("observation", ["id"])
STATEMENT = _table("statement", ["id"], "statements", "One number as one source prints it", file_key=[])
CORRECTION = _table(
    "correction",
    ["statement_id"],
    "corrections",
    "A known error of a source",
    file_key=[*OBSERVATION_KEY, "source", "locator", "printed"],
)
VINTAGE = _table("vintage", ["observation_id", "published_from"])
CONSISTENCY = _table("consistency", ["observation_id", "code"])
LINK = _table("link", ["address"], "links", "What was found at an address")
OUTLINE = _table("outline", ["area"])
WITHOUT_SOURCE = _table("without_source", ["source", "with_resting", "observation_id"])
ALIAS = _table("alias", ["alias"], "aliases", "Other names of areas, as outside tables write them")
PUBLICATION = _table("publication", [])

EDITION_TABLES = (
    *(EDITION, SOURCE_KIND, AREA_LEVEL, SOURCE, PRODUCER, INDICATOR, AREA, GROUP, EVENT, FACT, ANNOTATION),
    *(OBSERVATION, STATEMENT, CORRECTION, VINTAGE, CONSISTENCY, LINK, OUTLINE, WITHOUT_SOURCE),
)
PACKAGE_TABLES = (
    *(STATEMENT, SOURCE, AREA, ALIAS, GROUP, INDICATOR, PRODUCER, EVENT, FACT, ANNOTATION, CORRECTION, LINK),
    *(SOURCE_KIND, AREA_LEVEL),
)
MAY_LACK = (CORRECTION, LINK, ALIAS)  # tables that a data package may lack; they are then empty

# What an observation shows, today or on another day.
SHOWN = tuple(column.name for column in VINTAGE.columns if column.name not in VINTAGE.key)
