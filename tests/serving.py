"""Runs a dashboard in processes of its own, for as long as a test or a bench needs it."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from sharing import made_once

REPOSITORY = Path(__file__).resolve().parents[1]
STARTING_MAY_TAKE = 90
_OF_THE_RUN = "-dashboard"  # ends the names of the files in which the shared dashboards are written down
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # as a browser with windows draws its letters
)
# Chromium without the windows that nobody sees, which takes two thirds of the time.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
# To read all certificates there are costs more than most answers, and no server of a test has one.
_WITHOUT_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_ONE_PROCESS = """
import sys
from pathlib import Path
import uvicorn
from dashboard.app import create_app
from etl.editions.reading import Database
app = create_app(Database(Path(sys.argv[1])), sys.argv[3])
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", ws="none")
"""


def dashboard_of_the_run(name: str, database: Path, prefix: str = "") -> str:
    """The address of a dashboard of that database below a prefix: one for all processes of a run, and ended with it."""

    def start(path: Path) -> None:
        port = _free_port()
        command = [sys.executable, "-c", _ONE_PROCESS, str(database), str(port), prefix]
        # A child of nobody here: the process that asks first may end before those that share it.
        left = ["bash", "-c", '"$@" >/dev/null 2>&1 & echo $!', "bash", *command]
        number = int(subprocess.run(left, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True).stdout)
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(address, lambda: not Path(f"/proc/{number}").exists())
        path.write_text(f"{number}\n{address}{prefix}")

    return made_once(f"{name}{_OF_THE_RUN}", start).read_text().splitlines()[1]


def end_dashboards_of_the_run(shared: Path) -> None:
    """End those that `dashboard_of_the_run` has started, whichever process asked for them."""
    for written_down in shared.glob(f"*{_OF_THE_RUN}"):
        os.kill(int(written_down.read_text().splitlines()[0]), signal.SIGTERM)


def ask(address: str, timeout: float = 60) -> httpx.Response:
    """The answer of a server of this machine, over a connection of its own."""
    return httpx.get(address, timeout=timeout, verify=_WITHOUT_CERTIFICATES)


@contextmanager
def served(database: Path, workers: int) -> Iterator[tuple[str, int]]:
    """The address of a dashboard that is started as its users start it, and the number of its supervising process."""
    with served_from(f"sqlite:///{database}", workers) as started:
        yield started


@contextmanager
def served_from(url: str, workers: int, files: int = 0) -> Iterator[tuple[str, int]]:
    """The same of the database that a DATABASE_URL names; `files` is how many files it may open, 0 for no limit."""
    port = _free_port()
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--workers", str(workers)]
    limited = ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash"] if files else []
    with _running([*limited, *command], port, {"DATABASE_URL": url}) as (address, process):
        yield address, process


@contextmanager
def started(command: Sequence[str], folder: Path) -> Iterator[str]:
    """The address of a dashboard that a command starts in some folder; the command is told the port."""
    port = _free_port()
    with _running([*command, "--port", str(port)], port, folder=folder) as (address, _):
        yield address


@contextmanager
def running_bare(workers: int) -> Iterator[str]:
    """The address of a server of the same kind and number of workers that answers with one word."""
    port = _free_port()
    options = ["--port", str(port), "--workers", str(workers), "--log-level", "warning", "--no-access-log"]
    command = [sys.executable, "-m", "uvicorn", "bare:app", "--app-dir", str(REPOSITORY / "tests" / "bench"), *options]
    with _running(command, port) as (address, _):
        yield address


@contextmanager
def _running(
    command: Sequence[str], port: int, environment: dict[str, str] | None = None, folder: Path = REPOSITORY
) -> Iterator[tuple[str, int]]:
    address = f"http://127.0.0.1:{port}"
    # What a server says of each request is not what its caller prints.
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_it_answers(address, lambda: process.poll() is not None)
            yield address, process.pid
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str, has_ended: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTING_MAY_TAKE
    while time.monotonic() < deadline:
        if has_ended():
            raise RuntimeError("The server ended before it answered.")
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("The server did not start in time.")
