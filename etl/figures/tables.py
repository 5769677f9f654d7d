"""The tables of a published edition, made from `etl.figures.columns`, and where editions lie.

Every table that mirrors a CSV file of the data package has that file's columns under the same names. Text
that a file leaves empty is the empty string; a number that it leaves empty is NULL. Values are plain numbers
in the unit of their indicator.
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


def _table(described: columns.Table, *indexes: Index, among: MetaData = metadata, rowid: bool = True) -> Table:
    made = (_column(column, column.name in described.key) for column in described.in_edition)
    return Table(described.name, among, *made, *indexes, sqlite_with_rowid=rowid)


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


edition = _table(columns.EDITION)
source_kind = _table(columns.SOURCE_KIND)
area_level = _table(columns.AREA_LEVEL)
source = _table(columns.SOURCE)
producer = _table(columns.PRODUCER)
indicator = _table(columns.INDICATOR)
area = _table(columns.AREA)
area_group = _table(columns.GROUP)
event = _table(columns.EVENT)
fact = _table(columns.FACT)
annotation = _table(columns.ANNOTATION)

# statement_id, decided_by and range_statement_id point at statements, which point back at their observation;
# that circle is kept by construction in etl.method.resolve, not by the database.
observation = _table(
    columns.OBSERVATION,
    Index("observation_by_series", "indicator", "area", "producer", "year", unique=True),
    Index("observation_by_year", "indicator", "year"),
    Index("observation_by_area", "area"),
)
statement = _table(
    columns.STATEMENT,
    Index("statement_by_observation", "observation_id"),
    Index("statement_by_source", "source"),
    Index("statement_by_verdict", "verdict"),
)
correction = _table(columns.CORRECTION)
vintage = _table(columns.VINTAGE)
consistency = _table(columns.CONSISTENCY)
link = _table(columns.LINK)
outline = _table(columns.OUTLINE)
# SQLite keeps these rows in their key itself, since they have little else.
without_source = _table(columns.WITHOUT_SOURCE, rowid=False)

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

publication = _table(columns.PUBLICATION, among=control)
publication.append_column(Column("number", Integer, Identity(), primary_key=True))


def edition_schema(edition: str) -> str:
    """The PostgreSQL schema of an edition."""
    return f"{CONTROL_SCHEMA}_{edition}"
