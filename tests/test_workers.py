"""Tests that are run in several processes end as they do in one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PLUGINS = ("workers", "no:cacheprovider", "no:dash", "no:schemathesis", "no:anyio")
ENDED_BADLY = ("test_that_fails", "test_that_is_killed")
MODULE = """
import os, pytest

@pytest.mark.parametrize("number", range(20))
def test_that_passes(number):
    with open("ran", "a") as lines:
        lines.write(f"{__name__} {number}\\n")

def test_that_fails():
    print("something to look at")
    assert False, "it fails"

def test_that_is_killed():
    os.kill(os.getpid(), 9)

def test_after_it():
    pass
"""
OF_A_FIXTURE = """
import os, pytest

@pytest.fixture(scope="module")
def made():
    yield
    open(f"put-away-{os.getpid()}", "x").close()

@pytest.mark.parametrize("number", range(20))
def test_that_passes(made, number):
    open(f"made-{os.getpid()}", "w").close()
"""


@pytest.mark.processes
def test_each_test_runs_once_and_those_that_fail_or_are_killed_are_told(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"test_{number}.py").write_text(MODULE)
    (tmp_path / "test_fixture.py").write_text(OF_A_FIXTURE)
    plugins = [word for name in PLUGINS for word in ("-p", name)]
    command = [sys.executable, "-m", "pytest", *plugins, "--workers", "3", "-q"]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "6 failed, 83 passed" in told.stdout.splitlines()[-1]
    assert told.stdout.count("something to look at") == 3 + told.stdout.count('print("something to look at")')
    failed = set(re.findall(r"FAILED (test_\d\.py::\w+)", told.stdout))
    assert failed == {f"test_{number}.py::{test}" for number in range(3) for test in ENDED_BADLY}
    assert told.stdout.count("The process of the test ended with -9.") >= 3
    ran = (tmp_path / "ran").read_text().splitlines()
    assert len(ran) == len(set(ran)) == 60
    made, put_away = ({path.name.split("-")[-1] for path in tmp_path.glob(name)} for name in ("made-*", "put-away-*"))
    assert made == put_away

    stopped = subprocess.run([*command, "-x"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert stopped.returncode == 1 and " stopping after " in stopped.stdout
    assert "83 passed" not in stopped.stdout
