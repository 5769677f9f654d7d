"""What breaks around a dashboard, and what fifty readers notice of it: nineteen phases and one table.

    python tests/bench/faults.py [SECONDS [PHASE ...]]      # of each phase, 8 without it; those whose names begin so

A dashboard with two workers is read all the time on SQLite, then on a PostgreSQL of its own, and its health is asked
for ten times a second. Meanwhile its processes are killed, its database is replaced, spoiled and put back, hangs or
locks, the disk fills, file handles run out, and it gets connections and requests that no reader sends. What mends it is
what nobody has to look after: the next refresh, or whatever starts a service again that has ended. Every answer must be
whole, of exactly one edition, and of one that was published by then; where there is none, a clear 503.

Ends with status 1 where an answer was wrong, one was a 500, a health answer came after more than a second, or readers
were not served again within five seconds. Needs root (for a disk of its own), and the PostgreSQL and Chromium of the
tests.
"""

import http.client
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

import psycopg  # noqa: E402  (neighbours, only now)
from load_answers import FIGURES, FIRST_FIGURE, Ask, Timeline  # noqa: E402
from postgresql import Server, running_server  # noqa: E402
from readers import HealthWatch, Readers, ask_once, connect, meanwhile, recovery, usual_asks  # noqa: E402
from sample_data import sample_data  # noqa: E402
from sharing import SHARED  # noqa: E402

from etl.editions.reading import Database  # noqa: E402
from etl.editions.reading.listing import Position  # noqa: E402
from etl.editions.store import open_store  # noqa: E402
from etl.figures.paths import DATABASE_NAME  # noqa: E402
from etl.publish import refresh  # noqa: E402

WORKERS = 2
SECONDS = 8.0
STARTING_MAY_TAKE = 600.0
HEALTH_MAY_TAKE = 1.0
RECOVERY_MAY_TAKE = 5.0
DISK = "400m"
FILES = 64  # that a process may open, in the phase in which they run out
OTHER_PAGES = 400
SEARCH = "/api/v1/statements.csv?q=" + "+".join("aeiou123")
PACK = "/export/view.zip?page=afghanistan-2018"
AT_ONCE = 20

Mend = Callable[[], object]
Phase = Callable[[], Mend]  # brings something about, and gives what ends it


class Service:
    """A dashboard that is started again whenever it ends, as a service of the system is."""

    def __init__(self, url: str, folder: Path, files: int = 0) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", "dashboard", "--port", str(self.port), "--workers", str(WORKERS)]
        limited = ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash"] if files else []
        self._command = [*limited, *command]
        self._environment = {**os.environ, "DATABASE_URL": url, "DASHBOARD_CACHE": str(folder), "TMPDIR": str(folder)}
        self._is_wanted = True
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + STARTING_MAY_TAKE
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                if ask_once(connect(self.port), Ask("", "/readyz")).status == 200:
                    return
            time.sleep(0.2)
        self.end()
        raise RuntimeError("The dashboard has not started.")

    def _keep(self) -> None:
        while self._is_wanted:
            self.process = subprocess.Popen(
                self._command, cwd=TESTS.parent, env=self._environment, stdout=subprocess.DEVNULL
            )
            self.process.wait()
            time.sleep(0.1)

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End it for good."""
        self._is_wanted = False
        self.process.terminate()
        self._thread.join(60)

    @property
    def workers(self) -> list[int]:
        """The processes that answer requests."""
        parent = self.process.pid
        found = []
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split():
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
        return found


class Published:
    """A data folder, and what its refreshes have published and when."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.data = folder / "data"
        shutil.copytree(sample_data(), self.data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        self.database = self.data / DATABASE_NAME
        self.url = url or f"sqlite:///{self.database}"
        self._is_file = not url
        self.timeline = Timeline()
        self._figures = iter(FIGURES[1:])
        name = refresh(self.data, store=open_store(self.data, url)).edition
        self.timeline.editions[name] = FIRST_FIGURE
        self.timeline.shown.append((0.0, float("inf"), FIRST_FIGURE))

    def publish_the_next(self) -> None:
        """Make the harvest another one, and publish that."""
        figure = next(self._figures)
        path = self.data / "statements" / "afghan-opium.csv"
        written = "|".join(map(str, FIGURES))
        text, changed = re.subn(
            rf"(opium-production,AFG,2008,unodc,)(?:{written}),", rf"\g<1>{figure},", path.read_text(encoding="utf-8")
        )
        assert changed, f"{path} has no harvest of 2008 to change"
        path.write_text(text, encoding="utf-8")
        # From now on either figure may be seen, and once it is published only the new one.
        self.timeline.shown.append((time.monotonic(), float("inf"), figure))
        name = refresh(
            self.data, store=open_store(self.data, "" if self._is_file else self.url), accept_removals=True
        ).edition
        self.timeline.editions[name] = figure
        now = time.monotonic()
        self.timeline.shown[:] = [
            (since, now if until == float("inf") and shown != figure else until, shown)
            for since, until, shown in self.timeline.shown
        ]

    def numbers(self) -> list[str]:
        """Addresses of numbers, the same ones each time."""
        edition = Database(self.database if self._is_file else self.url).edition()
        keys = edition.list_keys(Position(), 10**6)
        return [f"/number/{key.path}" for key in random.Random(1).sample(keys, OTHER_PAGES)]


def _nothing() -> Mend:
    return lambda: None


# What happens to processes.


def _worker_killed(service: Service) -> Phase:
    def begin() -> Mend:
        os.kill(service.workers[0], signal.SIGKILL)
        return lambda: None

    return begin


def _parent_killed(service: Service) -> Phase:
    def begin() -> Mend:
        service.process.kill()
        return lambda: None

    return begin


def _workers_replaced(service: Service) -> Phase:
    def begin() -> Mend:
        service.process.send_signal(signal.SIGHUP)
        return lambda: None

    return begin


# What happens to the file of the database.


def _next_edition(published: Published) -> Phase:
    def begin() -> Mend:
        published.publish_the_next()
        return lambda: None

    return begin


def _aside(published: Published) -> Phase:
    def begin() -> Mend:
        kept = published.database.with_suffix(".aside")
        published.database.rename(kept)
        return lambda: kept.rename(published.database)

    return begin


def _corrupt(published: Published) -> Phase:
    def begin() -> Mend:
        kept, corrupt = published.database.with_suffix(".kept"), published.database.with_suffix(".corrupt")
        shutil.copy2(published.database, kept)
        content = bytearray(kept.read_bytes())
        # The head is whole, so the file opens; what is behind it is not.
        content[8192:] = random.Random(2).randbytes(len(content) - 8192)
        corrupt.write_bytes(content)
        corrupt.replace(published.database)
        return lambda: kept.replace(published.database)

    return begin


def _cut(published: Published) -> Phase:
    def begin() -> Mend:
        # The kept edition is the same file, so what mends it is a refresh: the next figure is published.
        os.truncate(published.database, published.database.stat().st_size // 2)
        return published.publish_the_next

    return begin


def _written_over(published: Published) -> Phase:
    def begin() -> Mend:
        published.database.write_bytes(random.Random(3).randbytes(published.database.stat().st_size))
        return published.publish_the_next

    return begin


def _disk_full(published: Published, folder: Path) -> Phase:
    """Nothing can be written: neither another edition nor the files of whole editions that readers ask for."""

    def begin() -> Mend:
        filler = folder / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 20))
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0")
        refused = ""
        try:
            published.publish_the_next()
        except Exception as error:
            refused = str(error)
        assert refused, "an edition was published on a disk that is full"
        # What it could not publish was never shown.
        since, _, figure = published.timeline.shown.pop()
        assert since and figure
        return filler.unlink

    return begin


# What comes over the network.


def _from(number: int) -> tuple[str, int]:
    """One of twenty addresses of this machine that are not the readers'."""
    return f"127.0.1.{number % AT_ONCE + 1}", 0


def _connections(port: int, many: int, said: bytes) -> Phase:
    """Connections that begin to ask and go no further, kept up as they are ended."""

    def begin() -> Mend:
        stack = ExitStack()
        for number in range(many):
            with suppress(OSError):
                one = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=_from(number))
                stack.callback(one.close)
                one.sendall(said)
        return stack.close

    return begin


def _slow_requests(port: int) -> Phase:
    def send(ended: threading.Event) -> None:
        while not ended.is_set():
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=5, source_address=_from(0)) as one,
            ):
                for letter in b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 1000:
                    one.sendall(bytes([letter]))
                    if ended.wait(0.2):
                        return

    return lambda: meanwhile(send, 40)


def _big_heads(port: int) -> Phase:
    def send(ended: threading.Event) -> None:
        while not ended.is_set():
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=5, source_address=_from(0)) as one,
            ):
                one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
                for _ in range(150):
                    one.sendall(b"x" * 1024 * 1024)
            ended.wait(0.05)

    return lambda: meanwhile(send, 2)


def asking(port: int, path: str, many: int = AT_ONCE) -> Phase:
    """The same expensive request from many at once, again and again."""

    def ask(ended: threading.Event) -> None:
        while not ended.is_set():
            with suppress(OSError, http.client.HTTPException):
                status = ask_once(connect(port, 180), Ask("", path)).status
                ended.wait(1.0 if status == 503 else 0.0)

    return lambda: meanwhile(ask, many)


# What happens to the database server.


def _stopped_backends(url: str) -> Phase:
    def begin() -> Mend:
        with psycopg.connect(url, autocommit=True) as own:
            rows = own.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            ).fetchall()
        for (process,) in rows:
            os.kill(process, signal.SIGSTOP)

        def mend() -> None:
            for (process,) in rows:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

        return mend

    return begin


def _locked_pointer(url: str) -> Phase:
    def begin() -> Mend:
        own = psycopg.connect(url)
        own.execute("LOCK TABLE drug_control.pointer IN ACCESS EXCLUSIVE MODE")
        return own.close

    return begin


def _ended_backends(url: str) -> Phase:
    def begin() -> Mend:
        with psycopg.connect(url, autocommit=True) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        return lambda: None

    return begin


# Whether readers may be without figures during a phase, and whether connections may break at its beginning.
WITHOUT_FIGURES = {"removed", "replaced by a corrupt one", "cut in half", "written over", "backends stopped", "locked"}
BREAKS = {"a worker killed", "the parent killed"}


class Run:
    """The phases of one dashboard, one after the other."""

    def __init__(self, seconds: float, only: Sequence[str] = ()) -> None:
        self._seconds, self._only = seconds, tuple(only)
        self.faults: list[str] = []
        self.answers = self.wrong = self.internal = 0
        self.phases = 0

    def all(self, service: Service, published: Published, phases: dict[str, Phase]) -> None:
        """Go through them, and print a line for each."""
        phases = {name: phase for name, phase in phases.items() if not self._only or name.startswith(self._only)}
        if not phases:
            return
        asks = usual_asks(service.port, published.numbers())
        with HealthWatch(service.port) as health, Readers(service.port, asks, published.timeline) as readers:
            time.sleep(self._seconds)
            for name, phase in phases.items():
                self._one(name, phase, service, published, readers, health, asks[0])

    def _one(
        self,
        name: str,
        phase: Phase,
        service: Service,
        published: Published,
        readers: Readers,
        health: HealthWatch,
        ask: Ask,
    ) -> None:
        timeline = published.timeline
        recovery(service.port, ask, timeline)
        readers.begin()
        since = time.monotonic()
        is_without = any(name.endswith(part) for part in WITHOUT_FIGURES)
        if is_without:
            timeline.faults.append((since, float("inf")))
        mend = phase()
        done = time.monotonic()
        # What has no end of its own is over as soon as it has happened.
        back = 0.0 if name not in BREAKS else recovery(service.port, ask, timeline)
        time.sleep(max(0.0, self._seconds - (time.monotonic() - done)))
        mend()
        back = max(back, recovery(service.port, ask, timeline))
        if is_without:
            timeline.faults[-1] = (since, time.monotonic())
        until = time.monotonic()
        noticed = readers.begin()
        slowest, refused = health.slowest(since, until), health.refused(since, until)
        statuses = noticed.statuses
        print(
            f"{name:<36}{sum(statuses.values()):>8,}{noticed.p95:>7.2f}{statuses[503]:>6}{statuses[500]:>5}"
            f"{len(noticed.broken):>8}{noticed.wrong.total():>7}{slowest:>9.2f}{refused:>9}{back:>9.1f}",
            flush=True,
        )
        self.phases += name != "quiet"
        self.answers += sum(statuses.values())
        self.wrong += noticed.wrong.total()
        self.internal += statuses[500]
        found = [f"{many} x {problem}" for problem, many in noticed.wrong.most_common(6)]
        if name not in BREAKS and noticed.broken:
            found.append(f"{len(noticed.broken)} connections broke")
        if name not in BREAKS and refused:
            found.append(f"health was not answered {refused} times")
        if slowest > HEALTH_MAY_TAKE:
            found.append(f"health after {slowest:.1f} s")
        if back > RECOVERY_MAY_TAKE:
            found.append(f"readers were served again after {back:.1f} s")
        for one in found:
            print(f"    {one}", flush=True)
        self.faults += found


@contextmanager
def _disk() -> Iterator[Path]:
    """A small disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "faults", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


def _on_sqlite(run: Run) -> None:
    with _disk() as folder:
        published = Published(folder)
        (folder / "cache").mkdir()
        with Service(published.url, folder / "cache") as service:
            port = service.port
            run.all(
                service,
                published,
                {
                    "quiet": _nothing,
                    "a worker killed": _worker_killed(service),
                    "the parent killed": _parent_killed(service),
                    "all workers replaced": _workers_replaced(service),
                    "the next edition": _next_edition(published),
                    "the database replaced by a corrupt one": _corrupt(published),
                    "the database removed": _aside(published),
                    "the database cut in half": _cut(published),
                    "the database written over": _written_over(published),
                    "the disk full": _disk_full(published, folder),
                    "heads of 150 MB": _big_heads(port),
                    "1,000 half requests": _connections(port, 1000, b"GET / HTTP/1.1\r\nHost: x\r\n"),
                    "40 requests letter by letter": _slow_requests(port),
                    f"{AT_ONCE} searches at once": asking(port, SEARCH),
                    f"{AT_ONCE} whole lists at once": asking(port, "/api/v1/statements.csv"),
                    f"{AT_ONCE} packs at once": asking(port, PACK),
                },
            )
        with Service(published.url, folder / "cache", FILES) as service:
            run.all(service, published, {"file handles out": _connections(service.port, 1000, b"")})


def _on_postgresql(run: Run, server: Server) -> None:
    with server.new_database("figures") as url, tempfile.TemporaryDirectory(prefix="faults-") as folder:
        published = Published(Path(folder), url)
        (Path(folder) / "cache").mkdir()
        plain = url.replace("+psycopg", "")
        with Service(url, Path(folder) / "cache") as service:
            run.all(
                service,
                published,
                {
                    "backends of the database stopped": _stopped_backends(plain),
                    "the pointer locked": _locked_pointer(plain),
                    "backends of the database ended": _ended_backends(plain),
                },
            )


def main(seconds: float, only: Sequence[str] = ()) -> int:
    """Print the table; 1 where a promise was not kept."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    run = Run(seconds, only)
    print(
        f"{'phase':<36}{'answers':>8}{'p95':>7}{'503':>6}{'500':>5}{'broken':>8}{'wrong':>7}{'health':>9}{'refused':>9}"
        f"{'back':>9}"
    )
    with tempfile.TemporaryDirectory(prefix="faults-") as shared:
        os.environ[SHARED] = shared  # where the sample of the data is made
        _on_sqlite(run)
        with running_server() as server:
            _on_postgresql(run, server)
    print(f"{run.phases} phases, {run.answers:,} answers: {run.wrong} wrong, {run.internal} with 500")
    print("Not everything was as it must be." if run.faults else "Everything was as it must be.")
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, sys.argv[2:]))
