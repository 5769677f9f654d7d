"""Tries ten thousand bad inputs, fresh ones each time: python tests/bench/fuzz.py [NUMBER]

Runs the tests that try 500 addresses, callback bodies and damaged ones, and those of odd CSV, JSON and xlsx files; then
an edition of attacks, on the server and in a real browser.
"""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FILES = (
    "dashboard/test_bad_input.py",
    "etl/test_fuzz.py",
    "etl/test_import_contract.py",
    "dashboard/test_hostile_edition.py",
    "browser/test_hostile_data.py",
)


def main(inputs: int) -> int:
    """The status of the tests."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *(str(TESTS / file) for file in FILES)]
    environment = {**os.environ, "BAD_INPUTS": str(inputs)}
    return subprocess.run(command, cwd=TESTS.parent, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
