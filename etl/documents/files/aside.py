"""Files are read by a program of their own, which a hostile file may bring down; the one that asks goes on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from etl.figures.quoting import escaped

Refusal = Callable[[str], Exception]


def read_aside(
    reader: ModuleType, path: Path, *words: str, seconds: float, refusal: Refusal, what: str
) -> dict[str, Any]:
    """What a module that is run by itself, with limits of its own, finds in a file within so many seconds.

    `what` says, behind the name of the file, that it took too much. Raises what `refusal` makes of a sentence.
    """
    command = [sys.executable, "-I", str(Path(reader.__file__ or "")), str(path.absolute()), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    if answer is None:
        raise refusal(f"{path} {what}")
    return accepted(answer, path, refusal)


def accepted(answer: dict[str, Any], path: Path, refusal: Refusal) -> dict[str, Any]:
    """What a reader answered; raises what `refusal` makes of its sentence where it refuses the file."""
    if "refused" in answer:
        raise refusal(f"{path}: {escaped(answer['refused'])}")
    return answer
