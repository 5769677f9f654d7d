"""What an edition that is kept says of disagreements, so that new ones can be told from old ones."""

from collections.abc import Mapping

from sqlalchemy import Connection, MetaData, select

from etl.editions.layout import has_layout
from etl.figures.columns import OBSERVATION_KEY, STATEMENT_IDENTITY
from etl.figures.tables import metadata
from etl.figures.vocabulary import Verdict

PRINTED = STATEMENT_IDENTITY[len(OBSERVATION_KEY) :]
_READ: Mapping[str, tuple[str, ...]] = {
    "observation": ("id", *OBSERVATION_KEY),
    "statement": ("observation_id", "verdict", *PRINTED),
}

Identity = tuple[str | int | float | None, ...]  # the cells of STATEMENT_IDENTITY


def disagreements(connection: Connection, schema: str) -> set[Identity]:
    """The statements of an edition that print another number than the one in force; none where it cannot tell."""
    if not has_layout(connection, schema, _READ):
        return set()
    copy = MetaData()
    tables = {name: table.to_metadata(copy, schema=schema) for name, table in metadata.tables.items()}
    statement, observation = tables["statement"], tables["observation"]
    query = (
        select(*(observation.c[name] for name in OBSERVATION_KEY), *(statement.c[name] for name in PRINTED))
        .join_from(statement, observation, statement.c.observation_id == observation.c.id)
        .where(statement.c.verdict == Verdict.DIFFERS)
    )
    return {tuple(row) for row in connection.execute(query)}
