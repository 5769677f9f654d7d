"""What whoever runs the dashboard can rely on: workers that come back, a stop that lets readers finish, readiness."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from serving import ask
from starlette.testclient import TestClient

from dashboard.app import create_app
from etl.editions.reading import Database

REPOSITORY = Path(__file__).resolve().parents[2]
MAY_TAKE = 180  # on a machine that does much else
CALLBACK = "/_dash-update-component"


@dataclass
class Served:
    """A dashboard with two workers, in processes of its own."""

    process: subprocess.Popen[bytes]
    port: int
    metrics_port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> set[int]:
        """The processes that answer."""
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        )
        rows = (line.split(None, 2) for line in listed.stdout.splitlines())
        return {int(row[0]) for row in rows if row[1] == str(self.process.pid) and "spawn_main" in row[-1]}

    def is_ready(self, within: float = 10) -> bool:
        """Whether a worker says, within some seconds, that it can read an edition."""
        try:
            return ask(self.address + "/readyz", timeout=within).status_code == 200
        except httpx.TransportError:
            return False


def _until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + MAY_TAKE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def served(small_database: Path, tmp_path: Path) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as probe, socket.create_server(("127.0.0.1", 0)) as other:
        port, metrics_port = probe.getsockname()[1], other.getsockname()[1]
    log = tmp_path / "log"
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--workers", "2", "--log-format", "json"]
    command += ["--metrics-port", str(metrics_port)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{small_database}"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=output, stderr=subprocess.STDOUT)
        one = Served(process, port, metrics_port, log)
        try:
            _until(one.is_ready, log.read_text())
            yield one
        finally:
            process.terminate()
            process.wait(MAY_TAKE)


def _is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.mark.processes
def test_workers_are_replaced_without_an_error_and_end_when_nobody_looks_after_them(served: Served) -> None:
    _until(lambda: len(served.workers()) == 2, "two workers")
    before = served.workers()
    served.process.send_signal(signal.SIGHUP)
    answers: list[int] = []
    tags: set[str] = set()
    with httpx.Client(base_url=served.address, timeout=MAY_TAKE) as kept:

        def are_replaced() -> bool:
            answers.extend([kept.get("/readyz").status_code, ask(f"{served.address}/readyz").status_code])
            tags.add(ask(f"{served.address}/sources", timeout=MAY_TAKE).headers["etag"])
            return len(served.workers()) == 2 and not served.workers() & before

        _until(are_replaced, "two other workers")
    assert set(answers) == {200}
    assert len(tags) == 1, "every process makes the same document of an edition"
    counted = ask(f"http://127.0.0.1:{served.metrics_port}/metrics").text
    (line,) = [one for one in counted.splitlines() if one.startswith('drug_control_requests_total{kind="health"')]
    assert float(line.rpartition(" ")[2]) >= len(answers), "all processes count, also those that are gone"
    assert "drug_control_edition_info{" in counted
    assert ask(f"{served.address}/metrics").status_code == 404

    served.process.kill()
    _until(lambda: _is_refused(served.port), "nobody who answers once the supervisor is dead")


@pytest.mark.processes
def test_a_killed_worker_is_replaced_and_a_stop_lets_requests_finish(served: Served) -> None:
    _until(lambda: len(served.workers()) == 2, "two workers")
    killed = min(served.workers())
    os.kill(killed, signal.SIGKILL)
    _until(lambda: len(served.workers() - {killed}) == 2, "a worker in the place of the one that was killed")
    _until(served.is_ready, "an answer of those that are left")

    body = json.dumps({"output": "nobody.children"}).encode()
    head = (
        f"POST {CALLBACK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", served.port), timeout=MAY_TAKE) as connection:
        connection.sendall(head.encode() + body[:10])
        # The half request has been taken up once a whole one after it on another connection has been answered.
        _until(served.is_ready, "an answer before the stop")
        served.process.send_signal(signal.SIGTERM)
        _until(lambda: _is_refused(served.port), "no new readers once it stops")
        connection.sendall(body[10:])
        answer = connection.makefile("rb").readline()
    assert answer.startswith(b"HTTP/1.1 400"), answer
    assert served.process.wait(MAY_TAKE) == 0
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert {"request_id", "status", "ms", "edition"} <= lines[-1].keys()
    assert lines[-1]["path"] == CALLBACK


def test_it_is_ready_when_an_edition_can_be_read_and_says_which(small_database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_database, tmp_path / "served.sqlite"))
    database = Database(path)
    with TestClient(create_app(database)) as client:
        assert client.get("/readyz").json() == {"status": "ready", "edition": database.edition().name}
        path.unlink()
        missing = client.get("/readyz")
        assert (missing.status_code, missing.headers["cache-control"]) == (503, "no-store")
        assert missing.json()["error"]["message"] == "No edition of the figures is published at the moment."
        assert client.get("/healthz").status_code == 200
        path.write_bytes(b"no database at all" * 100)
        assert client.get("/readyz").status_code == 503
        path.unlink()
        shutil.copy(small_database, path)
        assert client.get("/readyz").status_code == 200
