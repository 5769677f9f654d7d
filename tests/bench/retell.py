"""Holds what an edition says against its tables: python tests/bench/retell.py DATABASE [COUNT]

So many views (1,000) drawn at random from all that can be asked of a whole edition, each with its title and findings,
judged as `tests/dashboard/test_truth_of_sentences.py` judges those of the sample. Prints every sentence that does not
hold, and one that has no wording in the tables of the tests.
"""

import os
import sys
import tempfile
from pathlib import Path
from random import Random

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "dashboard"), str(TESTS.parent)]

from sharing import SHARED  # noqa: E402
from walking import any_choice, views  # noqa: E402

from etl.editions.reading import Database  # noqa: E402


def main(database: Path, count: int, seed: int) -> int:
    """The status: 1 where any sentence does not hold."""
    with tempfile.TemporaryDirectory() as shared:
        os.environ[SHARED] = shared  # for the sample that the tests are parametrized by
        from retelling import Tables
        from test_truth_of_sentences import wrong_in

        edition, tables, random = Database(database).edition(), Tables(database), Random(seed)
        wrong = 0
        for view in views(edition, (any_choice(edition, random) for _ in range(count))):
            try:
                told = wrong_in(tables, edition, view)
            except AssertionError as failed:  # what is shown is not what the tables have
                told = [f"?{view.query()}\n   {failed}"]
            wrong += len(told)
            print(*told, sep="\n", end="\n" if told else "", flush=True)
    print(f"{count} views, {wrong} sentences that do not hold (seed {seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    asked = [int(text) for text in sys.argv[2:]]
    sys.exit(main(Path(sys.argv[1]).absolute(), asked[0] if asked else 1000, Random().randrange(10**6)))
