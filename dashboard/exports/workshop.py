"""Files that take a moment to make, made aside from the event loop: a few at a time, and nobody waits for ever."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


class BusyError(Exception):
    """Too many readers ask at the same time, or this one took too long."""


class Workshop:
    """Runs functions in threads: `workers` at a time, each for `seconds`.

    At most `places` are at work or waiting, and each waits for its turn for `patience` seconds.
    """

    def __init__(self, workers: int, places: int, seconds: float, patience: float = 20.0) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="exports")
        self._places = threading.BoundedSemaphore(places)
        self._seconds = seconds
        self._patience = patience

    async def make(self, function: Callable[[], Made]) -> Made:
        """What the function gives. Raises BusyError where there is no place, no turn, or it is not ready in time."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def take_turn() -> Made:
            loop.call_soon_threadsafe(begun.set)
            return function()

        # The place is free again when the work has ended, not when its reader has lost patience.
        work = self._threads.submit(take_turn)
        work.add_done_callback(lambda _: self._places.release())
        try:
            await asyncio.wait_for(begun.wait(), self._patience)
            return await asyncio.wait_for(asyncio.wrap_future(work), self._seconds)
        except TimeoutError:
            raise BusyError from None
        finally:
            work.cancel()  # what nobody waits for any more does not take a turn
