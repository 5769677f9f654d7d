"""Files that cost much are made in a process of their own, which gives way to everything else on the machine."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from dashboard.server.supervisor import end_with_parent
from etl.editions.reading import Database

GivenWork = ParamSpec("GivenWork")
MadeApart = TypeVar("MadeApart")

_NICE = 10  # readers of pages come first
_AFTER_PARENT = 0.0


class Apart:
    """One process beside this one, started when it is needed, and anew where it has died.

    `begin` is called in it first, and must be a function of a module, as must be what runs in it.
    """

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def run(
        self, function: Callable[GivenWork, MadeApart], *given: GivenWork.args, **named: GivenWork.kwargs
    ) -> MadeApart:
        """What the function gives there; where the process has died, perhaps long before, that is tried once more.

        Raises what it raises, and BrokenProcessPool where another process has died of it too.
        """
        try:
            return self._run(function, *given, **named)
        except BrokenProcessPool:
            return self._run(function, *given, **named)

    def _run(
        self, function: Callable[GivenWork, MadeApart], *given: GivenWork.args, **named: GivenWork.kwargs
    ) -> MadeApart:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, mp_context=get_context("spawn"), initializer=_start, initargs=(self._begin,)
                )
            pool = self._pool
        try:
            return pool.submit(function, *given, **named).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            raise


def at_once(function: Callable[GivenWork, MadeApart], *given: GivenWork.args, **named: GivenWork.kwargs) -> MadeApart:
    """The same in this process."""
    return function(*given, **named)


@cache
def database_at(address: Path | str) -> Database:
    """The database at an address, for what is made where only that can be told."""
    return Database(address)


def _start(begin: Callable[[], None]) -> None:
    end_with_parent(_AFTER_PARENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the server from a keyboard means its parent
    os.nice(_NICE)
    begin()
