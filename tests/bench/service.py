"""A dashboard that is started again whenever it ends, as a service of the system is."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from load_answers import Ask
from readers import ask_once, connect

REPOSITORY = Path(__file__).resolve().parents[2]
WORKERS = 2
STARTING_MAY_TAKE = 600.0


class Service:
    """It answers once this is made; `files` is how many files each of its processes may open, 0 for no limit."""

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
                self._command, cwd=REPOSITORY, env=self._environment, stdout=subprocess.DEVNULL
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
