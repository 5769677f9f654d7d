"""The method on statements that stand for all there are."""

import pandas as pd

from etl.method.prepare import with_dates
from etl.method.printed_step import with_table_steps
from etl.method.resolve import Resolution, resolve_part


def resolve(statements: pd.DataFrame, sources: pd.DataFrame) -> Resolution:
    """What follows from checked statements in their indicators' units."""
    return resolve_part(with_table_steps(statements), with_dates(sources, statements))
