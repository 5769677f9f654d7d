"""Kills a refresh at many random moments while readers read, and says what they saw.

    python tests/bench/kill_refresh.py [TIMES] [postgresql]

Ends with status 1 if a reader saw an error or a mixture, the next refresh failed, or anything was left behind.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "etl")]

from data_folder import DataFolder  # noqa: E402  (a script finds its neighbours only now)
from killing import kill_refreshes, start_refresh, strays, write_reading  # noqa: E402
from postgresql import running_server  # noqa: E402

from etl.editions.store import open_store  # noqa: E402


def main(times: int, with_postgresql: bool) -> bool:
    """Whether everything went well."""
    with ExitStack() as stack:
        folder = DataFolder(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data")
        url = ""
        if with_postgresql:
            server = stack.enter_context(running_server())
            url = stack.enter_context(server.new_database("killed"))
        begun = time.monotonic()
        outcome = kill_refreshes(folder, url, times, seed=times)
        write_reading(folder, times + 1)
        after = start_refresh(folder.path, url)
        after.wait()
        left = strays(folder.path, url)
        print(f"store:                       {'PostgreSQL' if url else 'SQLite'}")
        print(f"refreshes killed:            {outcome.killed} (and {outcome.ended} ended before their moment)")
        print(f"of all, switched:            {outcome.switched}")
        print(f"reads meanwhile:             {outcome.reads:,}, of {outcome.editions_read} editions")
        print(f"errors and mixtures read:    {len(outcome.wrong)}")
        print(f"the refresh after that:      {after.output().splitlines()[-1]}")
        print(f"left behind:                 {', '.join(sorted(left)) or 'nothing'}")
        print(f"editions kept:               {len(open_store(folder.path, url).names())}")
        print(f"seconds:                     {time.monotonic() - begun:.0f}")
        for line in outcome.wrong[:10]:
            print(line)
        return after.wait() == 0 and not outcome.wrong and not left


if __name__ == "__main__":
    arguments = sys.argv[1:]
    numbers = [int(argument) for argument in arguments if argument.isdecimal()]
    sys.exit(0 if main(numbers[0] if numbers else 200, "postgresql" in arguments) else 1)
