"""What happens to the processes of a dashboard."""

import os
import signal

from phases import Phase, at_once
from service import Service


def phases(service: Service) -> list[Phase]:
    """A worker and what looks after the workers are killed; all workers are replaced."""
    return [
        at_once("a worker killed", lambda: os.kill(service.workers[0], signal.SIGKILL), may_break=True),
        at_once("the parent killed", lambda: service.process.kill(), may_break=True),
        at_once("all workers replaced", lambda: service.process.send_signal(signal.SIGHUP)),
    ]
