"""What costs much is made in a process of its own, which gives way to readers and comes back when it has died."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

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


def die() -> None:
    """What no process survives."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(path: Path) -> str:
    """What the first process does not survive, and the next one does."""
    if not path.exists():
        path.touch()
        die()
    return "made"


def test_another_process_works_and_is_replaced_when_it_dies(tmp_path: Path) -> None:
    apart = Apart(begin)
    process, parent, nice, begun = apart.run(about)
    assert (parent, begun) == (os.getpid(), "yes") and process != parent and nice > os.nice(0)
    with pytest.raises(_RefusedError) as refused:
        apart.run(refuse)
    assert (refused.value.status, refused.value.sentence) == (404, "There is no briefing of that name.")
    os.kill(process, signal.SIGKILL)
    again = apart.run(about)[0]
    assert again not in {process, os.getpid()}, "who asks after its death does not notice it"
    assert apart.run(die_once, tmp_path / "died") == "made", "nor who asks while it dies"
    with pytest.raises(BrokenProcessPool):
        apart.run(die)
    assert apart.run(about)[0] not in {process, again, os.getpid()}
