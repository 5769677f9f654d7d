"""What costs much is made in a process of its own, which gives way to readers and comes back when it has died."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from dashboard.exports.addresses import _RefusedError
from dashboard.exports.apart import Apart

pytestmark = pytest.mark.processes


def begin() -> None:
    """Prepares the process."""
    os.environ["BEGUN"] = "yes"


def about() -> tuple[int, int, int, str]:
    """What the process is, whose, how much it gives way, and whether it was prepared."""
    return os.getpid(), os.getppid(), os.nice(0), os.environ.get("BEGUN", "")


def refuse() -> None:
    """A refusal of a request."""
    raise _RefusedError(404, "There is no briefing of that name.")


def test_another_process_works_and_is_replaced_when_it_dies() -> None:
    apart = Apart(begin)
    process, parent, nice, begun = apart.run(about)
    assert (parent, begun) == (os.getpid(), "yes") and process != parent and nice > os.nice(0)
    with pytest.raises(_RefusedError) as refused:
        apart.run(refuse)
    assert (refused.value.status, refused.value.sentence) == (404, "There is no briefing of that name.")
    with pytest.raises(BrokenProcessPool):
        apart.run(os.kill, process, signal.SIGKILL)
    assert apart.run(about)[0] not in {process, os.getpid()}
