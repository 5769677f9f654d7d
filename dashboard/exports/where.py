"""Where a number can be read: an address, and whose it is; of a figure without a current number, what is set aside."""

from etl.editions.reading import Edition
from etl.figures.links import where_to_read
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.sources import AddressOf


def read_where(edition: Edition, item: Observation | Statement) -> tuple[str, AddressOf | None]:
    """The address at which a number can be read, and whose it is; empty and None where there is none.

    A figure of which every statement is set aside cites nothing: its address is that of the earliest of them.
    """
    source = edition.sources.get(item.source)
    if source is not None:
        return where_to_read(source, item.via, item.locator, item.as_printed)
    if isinstance(item, Statement):
        return "", None
    printed = edition.statements_of(item)
    for one in sorted(printed, key=lambda said: (edition.sources[said.source].known_from, said.id)):
        address, whose = where_to_read(edition.sources[one.source], one.via, one.locator, one.as_printed)
        if whose is not None:
            return address, AddressOf.SET_ASIDE
    return "", None
