"""Runs tests in several processes: `pytest --workers 3`.

Each process is a copy of the one that has imported and collected everything, taken at that moment: another process
costs next to nothing, and one that waits for a program or a server leaves its processor to others. Modules are given
out whole as long as there are enough of them, since their tests share fixtures; those of readers' browsers come last,
in processes of their own.
"""

import gc
import os
import traceback
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

LAST = "browser"  # takes the event loop of its process


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=1, help="processes that share the tests")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the tests out; without `--workers`, or where there is nothing to run, pytest does what it does."""
    workers, config = session.config.option.workers, session.config
    if workers < 2 or config.option.collectonly or session.testsfailed or not session.items:
        return None
    gc.freeze()  # what the copies share is looked through by none of them
    Run(session, workers).share()
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
    return True


class Queue:
    """The tests that nobody has yet, by their places among all."""

    def __init__(self, items: Sequence[pytest.Item], places: Iterable[int]) -> None:
        self._modules: dict[object, deque[int]] = defaultdict(deque)
        for place in places:
            self._modules[items[place].path].append(place)
        self._untouched = deque(self._modules)

    def __bool__(self) -> bool:
        return any(self._modules.values())

    def next_of(self, module: object) -> tuple[object, int | None]:
        """The next test after those of a module: of the same, of an untouched one, or the last of the longest."""
        if left := self._modules.get(module):
            return module, left.popleft()
        if self._untouched:
            return self.next_of(self._untouched.popleft())
        longest = max(self._modules.items(), key=lambda each: len(each[1]), default=None)
        if longest is None or not longest[1]:
            return module, None
        return module, longest[1].pop()

    def give_back(self, module: object, place: int) -> None:
        self._modules[module].appendleft(place)


@dataclass
class Worker:
    number: int
    connection: Connection
    queue: Queue
    module: object = None
    held: deque[int | None] = field(default_factory=deque)  # what it works on, and what it was told comes then

    def give(self, stop: bool) -> None:
        """Tell it one test more, or that there is none; each test is told before the one before it is done."""
        if self.held and self.held[-1] is None:
            return
        self.module, place = (None, None) if stop else self.queue.next_of(self.module)
        self.held.append(place)
        with suppress(OSError):  # of one that has just ended is heard at its connection
            self.connection.send(place)


class Run:
    def __init__(self, session: pytest.Session, workers: int) -> None:
        self._session, self._workers = session, workers
        self._hook, self._config = session.config.hook, session.config
        places = range(len(session.items))
        last = {place for place in places if session.items[place].get_closest_marker(LAST)}
        self._queues = [Queue(session.items, (p for p in places if p not in last)), Queue(session.items, last)]
        self._running: list[Worker] = []

    def share(self) -> None:
        try:
            for _ in range(self._workers):
                self._start_one()
            while self._running:
                by_connection = {worker.connection: worker for worker in self._running}
                for ready in wait(list(by_connection)):
                    self._hear(by_connection[ready])
        finally:
            for worker in self._running:
                worker.connection.close()
            for worker in self._running:
                os.waitpid(worker.number, 0)

    @property
    def _stop(self) -> bool:
        return bool(self._session.shouldfail or self._session.shouldstop)

    def _start_one(self) -> None:
        queue = next((queue for queue in self._queues if queue), None)
        if queue is None or self._stop:
            return
        ours, theirs = Pipe()
        if (number := os.fork()) == 0:
            for connection in (ours, *(worker.connection for worker in self._running)):
                connection.close()  # so that everybody hears of the end of the process that shares out
            _work(self._session, theirs)
        theirs.close()
        worker = Worker(number, ours, queue)
        self._running.append(worker)
        worker.give(self._stop)
        worker.give(self._stop)

    def _hear(self, worker: Worker) -> None:
        reports = None
        with suppress(EOFError):
            reports = worker.connection.recv()
        if reports is None:
            self._end(worker)
            return
        place = worker.held.popleft()
        assert place is not None
        self._tell(place, [self._hook.pytest_report_from_serializable(config=self._config, data=r) for r in reports])
        worker.give(self._stop)

    def _end(self, worker: Worker) -> None:
        """Its process has ended, with all its tests done or in the middle of one."""
        self._running.remove(worker)
        worker.connection.close()
        _, status = os.waitpid(worker.number, 0)
        if (place := worker.held.popleft()) is not None:
            text = f"The process of the test ended with {os.waitstatus_to_exitcode(status)}."
            item = self._session.items[place]
            self._tell(place, [pytest.TestReport(item.nodeid, item.location, {}, "failed", text, "call")])
            if (following := worker.held.popleft()) is not None:
                worker.queue.give_back(self._session.items[following].path, following)
        self._start_one()

    def _tell(self, place: int, reports: list[Any]) -> None:
        item = self._session.items[place]
        self._hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in reports:
            self._hook.pytest_runtest_logreport(report=report)
        self._hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


class Reporter:
    """Keeps the reports of a test for the process that shares out."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.reports: list[Any] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        serializable = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self.reports.append(serializable)


def _work(session: pytest.Session, connection: Connection) -> None:
    """Run one test after the other until there are no more; never returns."""
    code = 1
    config = session.config
    plugins = config.pluginmanager
    # A file to which two processes write what they print is nobody's. The one of before stays open: what was imported
    # may have kept it.
    capture = plugins.getplugin("capturemanager")
    _before, capture._global_capturing = capture._global_capturing, None
    capture.start_global_capturing()
    capture.suspend_global_capture()
    plugins.unregister(name="terminalreporter")
    plugins.register(reporter := Reporter(config))
    try:
        for item, following in _told(session.items, connection):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            connection.send(reporter.reports)
            reporter.reports = []
        code = 0
    except (KeyboardInterrupt, EOFError, OSError):  # whoever wants the tests no more says so where it is shown
        pass
    except BaseException:
        capture.suspend_global_capture()
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            session._setupstate.teardown_exact(None)
        os._exit(code)


def _told(items: Sequence[pytest.Item], connection: Connection) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    place = connection.recv()
    while place is not None:
        following = connection.recv()
        yield items[place], None if following is None else items[following]
        place = following
