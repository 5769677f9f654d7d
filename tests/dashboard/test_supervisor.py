"""A stop lets no new reader in, workers are replaced with patience, and none outlives who has started it."""

import signal
import socket
from types import SimpleNamespace
from typing import Any

import pytest
from uvicorn.supervisors.multiprocess import Multiprocess

from dashboard.server import supervisor
from dashboard.server.supervisor import SECONDS_OF_SILENCE, SECONDS_TO_START, Supervisor


@pytest.fixture
def supervised(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A supervisor whose workers are told of by what is called, and its socket."""
    made = Supervisor.__new__(Supervisor)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    made.sockets, made.config, made.called = [listening], SimpleNamespace(timeout_worker_healthcheck=7), []  # type: ignore[assignment,attr-defined]
    for name in ("handle_term", "handle_int", "restart_all"):
        monkeypatch.setattr(
            Multiprocess,
            name,
            lambda self, name=name: self.called.append((name, self.config.timeout_worker_healthcheck)),
        )
    yield made
    listening.close()


@pytest.mark.parametrize("name", ["handle_term", "handle_int"])
def test_a_stop_refuses_new_connections_before_workers_end(supervised: Any, name: str) -> None:
    address = supervised.sockets[0].getsockname()
    getattr(supervised, name)()
    assert supervised.called == [(name, 7)]
    with pytest.raises(OSError), socket.create_connection(address, timeout=1):
        pass


def test_new_workers_have_time_to_start_and_hanging_ones_are_found_as_before(supervised: Any) -> None:
    supervised.restart_all()
    assert supervised.called == [("restart_all", SECONDS_TO_START)]
    assert supervised.config.timeout_worker_healthcheck == 7


def test_one_worker_serves_by_itself_and_several_are_looked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[Any] = []

    class Served:
        def __init__(self, config: Any, sockets: Any = None) -> None:
            self.started, self.config = config.host == "good", config

        def run(self) -> None:
            run.append(self.config)

    monkeypatch.setattr(supervisor, "Server", Served)
    monkeypatch.setattr(supervisor, "Supervisor", Served)
    supervisor.serve(SimpleNamespace(workers=1, host="good"))  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        supervisor.serve(SimpleNamespace(workers=1, host="taken"))  # type: ignore[arg-type]
    several = SimpleNamespace(workers=2, host="good", bind_socket=lambda: None)
    supervisor.serve(several)  # type: ignore[arg-type]
    assert len(run) == 3 and several.timeout_worker_healthcheck == SECONDS_OF_SILENCE


def test_a_worker_ends_soon_after_who_has_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(supervisor.os, "kill", lambda process, number: sent.append(number))
    supervisor._end_after(SimpleNamespace(join=lambda: None), 0.01)  # type: ignore[arg-type]
    assert sent == [signal.SIGTERM, signal.SIGKILL]
