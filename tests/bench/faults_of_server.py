"""What happens to a PostgreSQL that editions are read from."""

import os
import signal
from contextlib import suppress

import psycopg
from phases import End, Phase, at_once

_OF_OTHERS = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


def phases(url: str) -> list[Phase]:
    """Its processes hang or end, and the row that names the edition is locked."""
    return [
        Phase("backends of the database stopped", lambda: _stopped(url), is_without_figures=True),
        Phase("the pointer locked", lambda: _locked(url), is_without_figures=True),
        at_once("backends of the database ended", lambda: _of_each_backend(url, "pg_terminate_backend(pid)")),
    ]


def _of_each_backend(url: str, what: str) -> list[int]:
    with psycopg.connect(url, autocommit=True) as own:
        return [int(found) for (found,) in own.execute(f"SELECT {what} FROM pg_stat_activity WHERE {_OF_OTHERS}")]


def _stopped(url: str) -> End:
    stopped = _of_each_backend(url, "pid")
    for process in stopped:
        os.kill(process, signal.SIGSTOP)

    def go_on() -> None:
        for process in stopped:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    return go_on


def _locked(url: str) -> End:
    own = psycopg.connect(url)
    own.execute("LOCK TABLE drug_control.pointer IN ACCESS EXCLUSIVE MODE")
    return own.close
