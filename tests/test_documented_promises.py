"""What the README promises to who runs the dashboard is kept by tests, and its limits are those of the program."""

import csv
import re
from collections import Counter
from itertools import groupby

import pytest
from documented import SECTIONS
from documents import REPOSITORY

from dashboard.api import built, check, parameters
from dashboard.checking.given import LIMITS
from dashboard.server import answers, limits, protocol, supervisor
from etl.documents.files import pdf, size
from etl.editions.edition_names import EDITIONS_KEPT
from etl.editions.reading import patience

PROMISES = REPOSITORY / "tests" / "promises.csv"
FOR_OTHERS = ("Run it for others", "Many readers", "Security")
NO_PROMISE = {"advice", "figure"}  # what somebody else does, and what was measured
KB, MB = 1024, 1024**2

LIMITS = {
    f"one that hangs after {supervisor.SECONDS_OF_SILENCE} seconds",
    f"one of the {({10: 'ten'})[EDITIONS_KEPT]} that are kept",
    f"downloads of whole editions ({built.MOST_BYTES // 1024**3} GB at most)",
    f"more than {protocol.LARGEST_HEAD // KB} kB is refused (431)",
    f"as a whole after {protocol.SECONDS_TO_SEND:g} seconds ends (408)",
    f"an answer that nobody takes for {protocol.SECONDS_TO_TAKE:g}.",
    f"At most {protocol.MOST_WAITING_OF_ONE_ADDRESS} connections of one address",
    f"redraws that readers asked for last, {answers.MOST_BYTES // MB} MB at most",
    f"A read has {patience.SECONDS_FOR_A_STATEMENT} seconds, and the server {patience.SECONDS_TO_ANSWER:g}",
    f"paths of {limits.LONGEST_PATH:,} characters, queries of {limits.LONGEST_QUERY // KB} kB",
    f"heads of requests of {protocol.LARGEST_HEAD // KB} kB, bodies of {limits.LARGEST_BODY // MB} MB",
    f"Searches have {parameters.MOST_WORDS} words at most, texts to check {LIMITS}",
    f"one address may send {check.CHECKS_A_MINUTE} of them a minute",
    f"of a PDF {pdf.PAGES_LIMIT} pages, {pdf.WORDS_LIMIT:,} words, and {size.TABLES_LIMIT} tables",
}


def _promises() -> list[dict[str, str]]:
    with PROMISES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _sentences(section: str) -> list[str]:
    """The sentences of a section: of its texts, and of what its tables say of an option or a variable."""
    texts = [*SECTIONS[section].paragraphs, *(cell for row in SECTIONS[section].rows for cell in row[1:])]
    found = [part for text in texts for part in re.split(r"(?<=[.:;])\s+(?=[A-Z*`])", " ".join(text.split()))]
    return [part for part in found if re.search("[a-z]", part) and not re.fullmatch(r"\*\*[\w ]+\*\*( \(.*\))?:", part)]


@pytest.mark.parametrize("section", FOR_OTHERS)
def test_every_promise_to_who_runs_it_is_kept_by_a_test(section: str) -> None:
    begins = [row["begins"] for row in _promises() if row["section"] == section]
    sentences = _sentences(section)
    kept = Counter(begin for sentence in sentences for begin in begins if sentence.startswith(begin))
    assert [one for one in sentences if not one.startswith(tuple(begins))] == [], "a sentence without a test"
    assert [begin for begin in begins if kept[begin] != 1] == [], "a promise that no sentence makes"


def test_the_tests_that_keep_promises_are_there() -> None:
    code = " ".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def test_(\w+)", code, re.MULTILINE)) | NO_PROMISE
    for row in _promises():
        assert row["kept_by"] and set(row["kept_by"].split()) <= there, row


def test_promises_stand_in_the_order_of_the_sections() -> None:
    assert [section for section, _ in groupby(row["section"] for row in _promises())] == list(FOR_OTHERS)


def test_limits_that_are_told_are_those_of_the_program() -> None:
    told = " ".join(" ".join(SECTIONS[section].text.split()) for section in FOR_OTHERS)
    assert {limit for limit in LIMITS if limit not in told} == set()
