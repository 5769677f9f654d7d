"""A connection to PostgreSQL that waits for no answer longer than a reader would.

A limit that the server keeps is none where the server itself hangs: a backend that was stopped, or a machine that is
gone without a word.
"""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

SECONDS_TO_CONNECT = 4
SECONDS_TO_ANSWER = 4.0
# Before ours, so that a server that is only slow says so itself and its connection stays good.
SECONDS_FOR_A_STATEMENT = 3

# What stands before each read. It needs nothing that outlives a transaction, for poolers that share connections.
BEGIN = f"BEGIN READ ONLY; SET LOCAL statement_timeout = '{SECONDS_FOR_A_STATEMENT}s'"

OPTIONS: dict[str, Any] = {
    "connect_timeout": SECONDS_TO_CONNECT,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Statements that were prepared on a connection are not there on the next one that a pooler gives.
    "prepare_threshold": None,
}


class LateError(psycopg.OperationalError):
    """The server has not answered in time; the connection is closed."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection on which every answer has `SECONDS_TO_ANSWER`."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """What the server answers. Raises LateError where it does not in time."""
        try:
            return super().wait(gen, interval, SECONDS_TO_ANSWER if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if self.closed or self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            raise LateError(f"no answer within {SECONDS_TO_ANSWER:g} s") from error
