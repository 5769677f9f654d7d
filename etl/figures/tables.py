"""The tables of a published edition: what the ETL and the dashboard share, beside `etl.figures.dates`.

Every table that mirrors a CSV file of the data package has that file's columns under the same names. Text
that a file leaves empty is the empty string; a number that it leaves empty is NULL. Values are plain numbers
in the unit of their indicator.
"""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, Float, ForeignKey, Identity, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

# PostgreSQL sorts and compares by the language of the database; SQLite, Python and the rules of etl by characters.
_WORD = String().with_variant(String(collation="C"), "postgresql")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _key(name: str) -> "Column[str]":
    return Column(name, _WORD, primary_key=True)


def _text(name: str) -> "Column[str]":
    return Column(name, _TEXT, nullable=False, default="")


def _reference(name: str, target: str, primary_key: bool = False) -> "Column[str]":
    return Column(name, _WORD, ForeignKey(target), nullable=False, primary_key=primary_key)


edition = Table(
    "edition",
    metadata,
    _key("edition"),  # hash of the bytes of the data package and of the code of etl
    Column("statements", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    _text("data_as_of"),  # newest publication date among the sources of statements
    _text("title"),
    _text("version"),
)

source_kind = Table("source_kind", metadata, _key("kind"), _text("name"), _text("csl_type"))

area_level = Table(
    "area_level", metadata, _key("level"), _text("name"), _text("plural"), Column("rank", Integer, nullable=False)
)

source = Table(
    "source",
    metadata,
    _key("source"),
    _text("title"),
    _text("publisher"),
    _reference("kind", "source_kind.kind"),
    _text("published"),  # year, month or day; empty where unknown
    _text("url"),
    _text("url_seen"),
    _text("language"),
    _text("authority"),
    _text("note"),
    _text("rests_on"),  # key of the source whose numbers this one repeats, or empty
)

producer = Table(
    "producer",
    metadata,
    _key("producer"),
    _text("name"),
    _text("description"),
    _text("short_name"),  # the name in labels; empty: the name itself
)

indicator = Table(
    "indicator",
    metadata,
    _key("indicator"),
    _text("name"),
    _text("unit"),
    _text("unit_name"),
    _text("description"),
    _text("crop"),
    _text("symbol"),  # short form of the unit; empty: the unit itself
    _text("product_of"),  # two indicators whose product this one is, or empty
    Column("product_scale", Float),  # turns the product of their units into this unit; NULL where there is none
)

area = Table(
    "area",
    metadata,
    _key("area"),
    _text("name"),
    _reference("level", "area_level.level"),
    _text("parent"),  # key of the area it is part of, or empty
    Column("latitude", Float),
    Column("longitude", Float),
    _text("note"),
    _text("parts"),  # what its parts are called, or empty
)

area_group = Table(
    "area_group",
    metadata,
    _key("group"),
    _text("name"),
    _reference("area", "area.area", primary_key=True),
    _text("from"),
    _text("to"),
    _reference("source", "source.source"),
)

event = Table(
    "event",
    metadata,
    _key("date"),
    _key("title"),
    _reference("area", "area.area"),
    _text("description"),
    _reference("source", "source.source"),
    _text("kind"),
)

fact = Table(
    "fact",
    metadata,
    _key("fact"),
    _text("subject"),
    _text("measure"),
    _text("value"),  # a number or a partial date, as text
    _text("unit"),
    Column("year", Integer),
    _text("qualifier"),
    _reference("source", "source.source"),
    _text("locator"),
    _text("note"),
    _text("check"),
)

annotation = Table(
    "annotation",
    metadata,
    _reference("indicator", "indicator.indicator", primary_key=True),
    _reference("area", "area.area", primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    _reference("producer", "producer.producer", primary_key=True),
    _text("text"),
    _reference("source", "source.source", primary_key=True),
    _text("locator"),
)

# statement_id, decided_by and range_statement_id point at statements, which point back at their observation;
# that circle is kept by construction in etl.method.resolve, not by the database.
observation = Table(
    "observation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _reference("indicator", "indicator.indicator"),
    _reference("area", "area.area"),
    Column("year", Integer, nullable=False),
    _reference("producer", "producer.producer"),
    Column("value", Float),  # NULL: only a range is known, or every statement is set aside
    Column("low", Float),
    Column("high", Float),
    _text("flag"),  # of the value in force: p-f, at-least, approximate, rounded, range or empty
    _text("evidence"),  # the best among the statements that print the value in force
    Column("statement_id", Integer),  # the statement cited; NULL: every statement is set aside
    Column("decided_by", Integer),  # the statement whose publication put the value in force
    Column("range_statement_id", Integer),  # the statement the range is from
    Index("observation_by_series", "indicator", "area", "producer", "year", unique=True),
    Index("observation_by_year", "indicator", "year"),
    Index("observation_by_area", "area"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("observation_id", Integer, ForeignKey("observation.id"), nullable=False),
    _reference("source", "source.source"),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    _text("unit"),  # the indicator's, which value, low and high are in
    _text("converted_from"),  # number and unit as the data file has them, where they were converted
    _text("locator"),
    _text("as_printed"),
    _text("evidence"),
    _text("via"),
    _text("flag"),
    _text("verdict"),
    _text("note"),
    _text("file"),  # path below the data folder
    Column("line", Integer, nullable=False),
    Index("statement_by_observation", "observation_id"),
    Index("statement_by_source", "source"),
    Index("statement_by_verdict", "verdict"),
)

FIGURES_PACKAGE = "figures package"  # in confirmed_by: nobody but the data package itself says so

# What corrections.csv says of a statement; values in the unit of its indicator.
correction = Table(
    "correction",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id"), primary_key=True, autoincrement=False),
    _text("verdict"),  # misprint, wrong-scope or wrong-unit; the statement's own verdict for the last is misprint
    Column("printed", Float, nullable=False),
    Column("meant", Float),
    _text("reason"),
    _text("confirmed_by"),  # key of a source, a person or role in words, or empty
    _text("file"),
    Column("line", Integer, nullable=False),
)

vintage = Table(
    "vintage",
    metadata,
    Column("observation_id", Integer, ForeignKey("observation.id"), primary_key=True, autoincrement=False),
    # A whole day, `etl.figures.dates.known_from` of what the source gives; empty for undated sources. Compared as text,
    # it is not later than another exactly when it is the same or an earlier day.
    _key("published_from"),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    _text("flag"),
    _text("evidence"),
    Column("statement_id", Integer, nullable=False),
    Column("decided_by", Integer, nullable=False),
    Column("range_statement_id", Integer),
)

consistency = Table(
    "consistency",
    metadata,
    Column("observation_id", Integer, ForeignKey("observation.id"), primary_key=True, autoincrement=False),
    _key("code"),  # of the warning, see etl.package.problems
    Column("computed", Float, nullable=False),  # what the other observations give for this one
    Column("inputs", Integer, nullable=False),  # how many observations that was computed from
)

link = Table(
    "link",
    metadata,
    _key("address"),
    _text("status"),  # of the answer, or a word for why there was none
    _text("state"),  # working, dead or unclear: what the status means for a reader
    _text("final_address"),
    _text("title"),
    _text("content_type"),
    _text("checked"),
    _text("number_found"),
    _text("archived"),
)


class Publication(NamedTuple):
    """One entry of the history: which edition was shown from when on, and what it changed against the one before.

    `action` is refresh or rollback, `time` is in UTC (YYYY-MM-DDTHH:MM:SS+00:00). Counts are None where nothing
    is known of them.
    """

    edition: str
    time: str
    action: str
    figures_added: int | None = None
    figures_changed: int | None = None
    figures_removed: int | None = None
    verdicts_changed: int | None = None
    statements_added: int | None = None
    statements_removed: int | None = None


# Where editions lie. SQLite: files in a folder beside the database, with the history. PostgreSQL: a schema each,
# and a schema with the pointer to the current one and the history.
DATABASE_NAME = "drug_control.sqlite"
HISTORY_NAME = "history.jsonl"
CONTROL_SCHEMA = "drug_control"

control = MetaData(schema=CONTROL_SCHEMA)

pointer = Table("pointer", control, _key("edition"))  # one row

publication = Table(
    "publication",
    control,
    Column("number", Integer, Identity(), primary_key=True),
    *(_text(name) for name in Publication._fields[:3]),
    *(Column(name, Integer) for name in Publication._fields[3:]),
)


def editions_folder(database: Path) -> Path:
    """Where the editions of a SQLite database lie: no two databases share a folder."""
    return database.parent / ("editions" if database.name == DATABASE_NAME else f"{database.stem}-editions")


def edition_schema(edition: str) -> str:
    """The PostgreSQL schema of an edition."""
    return f"{CONTROL_SCHEMA}_{edition}"


outline = Table(
    "outline",
    metadata,
    _key("area"),  # may be an area that no figure is about; a map shows the whole country
    _text("country"),
    _text("name"),  # in ISO 3166, where the area has no row of its own
    _text("geometry"),  # JSON: a list of rings, each a list of [longitude, latitude]
)
