"""The tables of a published edition, made from `etl.figures.columns`, and where editions lie.

Every table that mirrors a CSV file of the data package has that file's columns under the same names. Text
that a file leaves empty is the empty string; a number that it leaves empty is NULL. Values are plain numbers
in the unit of their indicator. These are the tables as they are read; `etl.figures.stored` has them as they are kept.
"""

from typing import NamedTuple

from sqlalchemy import Column, Float, ForeignKey, Identity, Index, Integer, MetaData, String, Table, Text

from etl.figures import columns

metadata = MetaData()

# PostgreSQL sorts and compares by the language of the database; SQLite, Python and the rules of etl by characters.
_WORD = String().with_variant(String(collation="C"), "postgresql")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_NUMBERS = {"integer": Integer, "number": Float}
_KEY_OF = {table.name: table.key[0] for table in columns.EDITION_TABLES}


def _table(name: str, *indexes: Index, among: MetaData = metadata, rowid: bool = True) -> Table:
    described = columns.TABLES[name]
    made = (_column(column, column.name in described.key) for column in described.in_edition)
    return Table(name, among, *made, *indexes, sqlite_with_rowid=rowid)


def _column(described: columns.Column, is_key: bool) -> "Column[object]":
    """The column as a database has it; texts are never NULL, numbers only where they may be missing."""
    refers = described.refers_to if described.required else ""
    reference = [ForeignKey(f"{refers}.{_KEY_OF[refers]}")] if refers else []
    if described.kind != "text":
        return Column(
            described.name,
            _NUMBERS[described.kind],
            *reference,
            primary_key=is_key,
            autoincrement=False,
            nullable=not described.required,
        )
    if is_key or refers:
        return Column(described.name, _WORD, *reference, primary_key=is_key, nullable=False)
    return Column(described.name, _TEXT, nullable=False, default="")


edition = _table("edition")
source_kind = _table("source_kind")
area_level = _table("area_level")
source = _table("source")
copy = _table("copy")
producer = _table("producer")
estimator = _table("estimator")
definition = _table("definition")
topic = _table("topic")
substance = _table("substance")
unit = _table("unit")
indicator = _table("indicator")
area = _table("area")
alias = _table("alias")
word = _table("word")
series_note = _table("series_note")
quality = _table("quality")
qualitative_statement = _table("qualitative_statement", Index("qualitative_statement_by_area", "area", "year"))
area_group = _table("area_group")
event = _table("event")
fact = _table("fact")
annotation = _table("annotation")
series_break = _table(
    "series_break", Index("series_break_by_series", "indicator", "area", "producer", "first_year_after")
)
doubt = _table("doubt")

# statement_id, decided_by and range_statement_id point at statements, which point back at their observation;
# that circle is kept by construction in etl.method.resolve, not by the database.
observation = _table("observation")
statement = _table("statement")
correction = _table("correction")
consistency = _table("consistency")
link = _table("link")
outline = _table("outline")
# SQLite keeps these rows in their key itself.
vintage = _table("vintage", rowid=False)
without_source = _table("without_source", rowid=False)

FIGURES_PACKAGE = "figures package"  # in confirmed_by: nobody but the data package itself says so


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


# In PostgreSQL an edition is a schema, and one schema more has the pointer to the current one and the history.
CONTROL_SCHEMA = "drug_control"

control = MetaData(schema=CONTROL_SCHEMA)

pointer = Table("pointer", control, Column("edition", _WORD, primary_key=True))  # one row

publication = _table("publication", among=control)
publication.append_column(Column("number", Integer, Identity(), primary_key=True))


def edition_schema(edition: str) -> str:
    """The PostgreSQL schema of an edition."""
    return f"{CONTROL_SCHEMA}_{edition}"
