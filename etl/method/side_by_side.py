"""Parts of one thing worked on side by side: each in a process that shares what was read, the results in their order.

A process is a copy of the one that asks, as it is at that moment, so that nothing has to be sent to it but the part.
"""

import gc
import os
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

_Shared = TypeVar("_Shared")
_Part = TypeVar("_Part")
_Result = TypeVar("_Result")

MOST_PROCESSES = 2  # each keeps what it works on in memory
LARGE = 50_000  # rows below which a second process gains nothing
AHEAD = 1  # results that may wait to be taken, beside those that are worked on


class ProcessEndedError(Exception):
    """A process was ended from outside before its part was done."""


def processes_for(rows: int) -> int:
    """How many processes work on so many rows on this machine."""
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES) if rows >= LARGE else 1


def side_by_side(
    work: Callable[[_Shared, _Part], _Result],
    shared: _Shared,
    parts: Sequence[_Part],
    processes: int,
    *,
    longest: Sequence[_Part] = (),
) -> Iterator[_Result]:
    """What `work` makes of the shared thing and each part, in the order of the parts; of one process as they are asked.

    The longest parts are begun before all others and given after them, so that nothing waits for them meanwhile. Raises
    what `work` raises, and ProcessEndedError.
    """
    if processes == 1:
        yield from (work(shared, part) for part in (*parts, *longest))
        return
    context = get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(work, shared)) as pool:
        waiting: deque[Future[_Result]] = deque()
        try:
            with warnings.catch_warnings():
                # The other threads are those of numpy and pyarrow, which make theirs anew in a copy of the process.
                warnings.simplefilter("ignore", DeprecationWarning)
                begun_first = [pool.submit(_do, part) for part in longest]
                for part in parts:
                    waiting.append(pool.submit(_do, part))
                    if len(waiting) > processes + AHEAD:
                        yield waiting.popleft().result()
            waiting.extend(begun_first)
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            text = "a process was ended from outside, perhaps for want of memory; run this again"
            raise ProcessEndedError(text) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_begun: list[Any] = []  # in a process of its own: what is done there, and the shared thing


def _begin(work: object, shared: object) -> None:
    _begun[:] = work, shared
    # What it begins with is never garbage; what it makes is, part by part.
    gc.freeze()
    gc.enable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(part: object) -> Any:
    work, shared = _begun
    return work(shared, part)


def _end_with_parent() -> None:
    """Without the one that asked, whose end may have been sudden, nobody takes a result."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
