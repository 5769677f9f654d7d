"""The processes that answer, and the one that looks after them.

uvicorn replaces workers that die and restarts them one by one at SIGHUP. Added here: workers end when nobody looks
after them any more, a stop refuses new connections at once, and a new worker has the time that it needs to start, on a
machine that is busy too: who takes it for one that hangs, and starts another, makes the machine busier still.
"""

import multiprocessing
import os
import signal
import socket
import threading
from contextlib import suppress
from multiprocessing.process import BaseProcess

from uvicorn.config import Config
from uvicorn.server import Server
from uvicorn.supervisors import Multiprocess

SECONDS_TO_START = 120
SECONDS_OF_SILENCE = 30  # of a worker, before it counts as one that hangs
SECONDS_TO_STOP = 15.0


class Supervisor(Multiprocess):
    """Looks after the workers of a configuration that listens on these sockets."""

    def handle_term(self) -> None:
        """Stop: no new reader is let in from now on, those who wait for an answer get it."""
        self._refuse_new_connections()
        super().handle_term()

    def handle_int(self) -> None:
        """The same from a keyboard."""
        self._refuse_new_connections()
        super().handle_int()

    def restart_all(self) -> None:
        """Put a new worker in the place of each, once it can answer."""
        patience = self.config.timeout_worker_healthcheck
        self.config.timeout_worker_healthcheck = SECONDS_TO_START
        try:
            super().restart_all()
        finally:
            self.config.timeout_worker_healthcheck = patience

    def _refuse_new_connections(self) -> None:
        # Closing would not do: every worker has the same socket open too, and a closed one goes on listening for them.
        for listening in self.sockets:
            with suppress(OSError):  # no worker has begun to listen yet
                listening.shutdown(socket.SHUT_RDWR)


def serve(config: Config) -> None:
    """Serve until a signal says to stop. Raises SystemExit where it could not start."""
    if config.workers > 1:
        config.timeout_worker_healthcheck = SECONDS_OF_SILENCE
        Supervisor(config, [config.bind_socket()]).run()
        return
    server = Server(config)
    server.run()
    if not server.started:
        raise SystemExit(1)


def end_with_parent(seconds: float = SECONDS_TO_STOP) -> None:
    """Let this process end soon after the one that has started it: as at a stop, or after some seconds at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent, seconds), name="parent", daemon=True).start()


def _end_after(parent: BaseProcess, seconds: float) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(seconds)
    os.kill(os.getpid(), signal.SIGKILL)
