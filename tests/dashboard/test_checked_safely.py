"""No text costs more than a second, breaks anything or becomes markup; its report tells where each number is from."""

import gc
import random
import time

import pytest

from dashboard.checking.markup import as_page
from dashboard.checking.report import as_text, summary
from dashboard.checking.verdicts import check
from dashboard.server.urls import INSIDE
from etl.documents.prose.reader import TextTooLongError
from etl.editions.reading import Edition

HOSTILE = {
    "one digit": "1" * 59_000,
    "one letter": "a" * 59_000,
    "dots": "." * 59_000,
    "brackets": "(" * 59_000,
    "thousands": "1" + " 000" * 3_900,
    "without an end": "poppy 5 ha and " * 2_900,
    "sentences": "In 2018 Afghanistan had 263,000 hectares, " * 1_400,
    "lines": "263,000 ha\n" * 2_900,
    "right to left": "\u202e263,000\u202d hectares\u2066 " * 2_000,
    "nothing seen": "\u200b\u00ad\x00" * 19_000,
    "numerals": "一二三四五六七八九十百千万亿" * 1_000,
    "accents": "e\u0301\u0301" * 19_000,
    "random": "".join(random.Random(1).choices("0123 456789.,-%$€()abcdeАБВ一万亿١٢\u202e\n", k=30_000)),
    "ends": "?" * 59_000,
    "short sentences": "a? " * 19_000,
    "marks": "".join(random.Random(1).choices("0123456789.,'’٬٫ ", k=9_000)),
    "broken": "\ud800 263,000 hectares",
    "markup": "<script>alert(1)</script> 263,000 hectares of poppy in Afghanistan in 2018",
}


@pytest.mark.many
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_more_than_a_second_or_breaks_anything(name: str, edition: Edition) -> None:
    check("", edition)
    gc.freeze()  # to look through what other tests have left is no cost of this text
    try:
        # What else the machine does makes a text dearer at times, and never cheaper.
        assert any(_cost(HOSTILE[name], edition) < 1 for _ in range(3))
    finally:
        gc.unfreeze()


def _cost(text: str, edition: Edition) -> float:
    """Seconds of processor that it takes to check a text and to print what was found, or to refuse it."""
    begin = time.process_time()
    try:
        found = check(text, edition, "2018-11-19")
    except TextTooLongError as error:
        assert str(error).endswith("part it.")
    else:
        assert all(it.reading.as_printed in text for it in found)
        as_page(text[:1000], [it for it in found if it.reading.end < 1000][:20], edition, INSIDE)
    return time.process_time() - begin


def test_nothing_of_a_text_becomes_markup(edition: Edition) -> None:
    text = HOSTILE["markup"]
    page = as_page(text, check(text, edition), edition, INSIDE)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_report_gives_each_figure_its_finding_reason_source_and_page(edition: Edition) -> None:
    found = check("Afghanistan had 263,000 hectares of opium poppy in 2018.", edition)
    text = as_text(found, edition, INSIDE)
    assert "UNODC gives 263,000 ha for 2018." in text
    assert "Afghanistan Opium Survey 2018" in text
    assert "/number/opium-poppy-cultivation/AFG/2018/unodc" in text
    assert summary(found) == "1 figure: it agrees."
    assert summary([]) == "No figure of this field was found in the text."
