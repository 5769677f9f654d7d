"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a free port, run as an ordinary user."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DEBIAN = Path("/usr/lib/postgresql")
USER = "figures"
# The parameters of a fixture that gives a test both kinds of database, one after the other.
BOTH_KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.processes))
# Another order of letters than that of their codes, as on most servers; and no care for the disk.
INITDB = ("--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en")
OPTIONS = ("listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """A running server and the folder that it lives in; `new_database` gives the address of an empty database."""

    port: int
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def new_database(self, name: str) -> Iterator[str]:
        import psycopg

        connection = f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres"
        with psycopg.connect(connection, autocommit=True) as maintenance:
            maintenance.execute(f'CREATE DATABASE "{name}"')
            yield self.url(name)
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End it and remove its folder."""
        _run(self.folder, "pg_ctl", "stop", "-w", "-m", "fast")
        shutil.rmtree(self.folder)

    def write(self, path: Path) -> None:
        """Write down where it is, for other processes."""
        path.write_text(f"{self.port}\n{self.folder}")

    @classmethod
    def read(cls, path: Path) -> "Server":
        """The server that `write` wrote down."""
        port, folder = path.read_text().splitlines()
        return cls(int(port), Path(folder))


def start_server() -> Server:
    """A server that runs until it is stopped, whatever becomes of the process that has started it."""
    return _start("initdb", "--no-sync", *INITDB)


@contextmanager
def streaming_replica(server: Server) -> Iterator[Server]:
    """A replica that takes over what is written to a server as it comes, for as long as the block."""
    source = ("--host=127.0.0.1", f"--port={server.port}", f"--username={USER}")
    replica = _start("pg_basebackup", "--no-sync", "--checkpoint=fast", "--write-recovery-conf", *source)
    try:
        yield replica
    finally:
        replica.stop()


def _start(program: str, *arguments: str) -> Server:
    """A server whose files a program has made."""
    # Not below pytest's folder, which only the user who runs the tests may enter.
    folder = Path(tempfile.mkdtemp(prefix="figures-postgresql-"))
    if who := _ordinary_user():
        os.chown(folder, who["user"], who["group"])
    port = _free_port()
    options = " ".join([f"-p {port}", f"-k {folder}", *(f"-c {option}" for option in OPTIONS)])
    try:
        _run(folder, program, *arguments)
        _run(folder, "pg_ctl", "start", "-w", "-o", options, "-l", str(folder / "log"))
    except BaseException:
        shutil.rmtree(folder)
        raise
    return Server(port, folder)


@contextmanager
def running_server() -> Iterator[Server]:
    """A server for as long as the block."""
    server = start_server()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def pooled(server: Server) -> Iterator[int]:
    """The port of a pgbouncer that gives each transaction any connection; the test is skipped where there is none."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("no pgbouncer is installed: apt-get install pgbouncer")
    folder, port = Path(tempfile.mkdtemp(prefix="figures-pgbouncer-")), _free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port} user={USER}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        "pool_mode = transaction\ndefault_pool_size = 3\n"
    )
    who = _ordinary_user()
    if who:
        os.chown(folder, who["user"], who["group"])
        settings.chmod(0o644)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([program, str(settings)], stdout=output, stderr=output, cwd=folder, **who)
    try:
        _wait_for(port, process, folder / "output")
        yield port
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder)


def _wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        assert process.poll() is None and time.monotonic() < deadline, output.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)


def _run(folder: Path, program: str, *arguments: str) -> None:
    command = [str(_binaries() / program), "-D", str(folder / "cluster"), *arguments]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    who = _ordinary_user()
    # The server would keep a pipe open; what it says is in the file.
    with (folder / "output").open("a+b") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, env=environment, **who
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")


def _binaries() -> Path:
    """The newest PostgreSQL that is installed."""
    found = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    assert found, "The tests need PostgreSQL: apt-get install postgresql"
    return max(found, key=lambda path: int(path.parent.name) if path.parent.name.isdecimal() else 0)


def _ordinary_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: who runs it then, as `subprocess` takes it."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = users.get("postgres") or users["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
