"""Checked figures as HTML: the text with its figures underlined, the list of them, and a page of its own to print.

Everything that comes from the text or from the data is escaped here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources

from dashboard.checking.corrected import CorrectedText
from dashboard.checking.facts import FactFound
from dashboard.checking.findings import Checked, Finding
from dashboard.checking.reasons import FINDINGS, shown_in_force, why
from dashboard.checking.report import (
    about,
    address,
    address_in_force,
    data_address,
    data_words,
    how_sure,
    outdated,
    outdated_sentence,
    revision,
    source_of,
    summary,
)
from dashboard.server.urls import Urls
from dashboard.words.numbers import figures_in
from dashboard.words.sentences import joined
from dashboard.words.unbroken import with_unbroken
from etl.editions.reading import Edition

_DAYS = re.compile(r"(?<![\d.,])((?:19|20)\d\d(?:-\d\d){0,2})(?!\d|[.,-]\d)")
_STYLE = (resources.files(__package__) / "report.css").read_text(encoding="utf-8")


def marked_text(text: str, found: Sequence[Checked], facts: Sequence[FactFound] = ()) -> str:
    """The text with each figure underlined by its finding, and each fact; they lead to what is said of them."""
    return f'<div class="checked-text" dir="auto">{"".join(_marked(text, found, facts))}</div>'


def _marked(text: str, found: Sequence[Checked], facts: Sequence[FactFound]) -> Iterator[str]:
    marks = [
        (each.reading.start, each.reading.end, each.finding.value, FINDINGS[each.finding.value]["name"])
        for each in found
    ]
    marks += [(each.start, each.end, "fact", "recorded fact") for each in facts]
    position = 0
    for number, (start, end, kind, name) in sorted(enumerate(marks, start=1), key=lambda item: item[1][0]):
        if start < position:
            continue
        yield escape(text[position:start])
        yield (
            f'<a class="checked checked-{kind}" id="in-text-{number}" href="#figure-{number}" '
            f'title="{escape(name)}">{escape(text[start:end])}<sup>{number}</sup></a>'
        )
        position = end
    yield escape(text[position:])


def list_of_figures(found: Sequence[Checked], edition: Edition, urls: Urls, facts: Sequence[FactFound] = ()) -> str:
    """Each figure with what it is about, the finding, the current number and its source, which lead on; then facts."""
    items = "".join(_item(number, checked, edition, urls) for number, checked in enumerate(found, start=1))
    items += "".join(_fact(number, each, edition, urls) for number, each in enumerate(facts, start=len(found) + 1))
    return f'<ol class="checked-list">{items}</ol>' if items else ""


def _fact(number: int, found: FactFound, edition: Edition, urls: Urls) -> str:
    """A recorded fact with what confirms it and its source."""
    fact = found.fact
    page, source = escape(urls.source(fact.source)), edition.sources.get(fact.source)
    told = f"{fact.subject}, {fact.measure}"
    return (
        f'<li id="figure-{number}"><p class="checked-head"><a class="checked-printed" href="#in-text-{number}" '
        f'title="Where it stands in the text">{escape(found.as_printed)}</a> <span class="verdict verdict-fact" '
        f'title="No figure of a series: recorded with the article that prints it">recorded fact</span>'
        f'<span class="quiet"> {escape(fact.check)}</span></p><p class="checked-about">{escape(told)}</p>'
        f'<p class="note">{_with_links(fact.note, urls.source(fact.source))}</p>{_said_by_data(found, urls)}'
        f'<p class="note">Source: <a href="{page}">{escape(source.title if source else fact.source)}</a>, '
        f"{escape(fact.locator)}</p></li>"
    )


def _said_by_data(found: FactFound, urls: Urls) -> str:
    """What of the data says the same as a recorded fact, which leads to it; empty where nothing does."""
    page = data_address(found, urls)
    return f'<p class="note"><a href="{escape(page)}">{escape(data_words(found))}</a></p>' if page else ""


def _item(number: int, checked: Checked, edition: Edition, urls: Urls) -> str:
    page = address(checked, urls)
    shown, source = shown_in_force(checked, edition), source_of(checked, edition)
    lines = [
        f'<p class="checked-head"><a class="checked-printed" href="#in-text-{number}" '
        f'title="Where it stands in the text">{escape(checked.reading.as_printed)}</a> {finding_badge(checked.finding)}'
        f"{_sureness(checked)}</p>",
        f'<p class="checked-about">{escape(about(checked, edition)) or "What it is about is not known."}</p>',
    ]
    current = address_in_force(checked, urls)
    if current:
        words = "Current figure" if len(checked.inputs) < 2 else "From the current figures"
        lines.append(f'<p>{words}: <a class="number" href="{escape(current)}">{escape(shown)}</a></p>')
    if page and page != current:
        lines.append(f'<p><a href="{escape(page)}">The figure that it is right for</a></p>')
    lines.append(f'<p class="note">{_with_links(why(checked, edition), current or page)}</p>')
    if source is not None:
        title = f'<a href="{escape(urls.source(source.source))}">{escape(source.title)}</a>'
        dated = with_unbroken(escape(source.dated))
        lines.append(f'<p class="note">Source: {title}, {escape(source.published_by)}, {dated}</p>')
    return f'<li id="figure-{number}">{"".join(lines)}</li>'


def finding_badge(finding: Finding) -> str:
    """A finding as a word and a shape, with what it means."""
    told = FINDINGS[finding.value]
    return (
        f'<span class="verdict verdict-{finding.value}" title="{escape(told["meaning"])}">{escape(told["name"])}</span>'
    )


def _sureness(checked: Checked) -> str:
    said = how_sure(checked)
    return f'<span class="quiet"> {said}</span>' if said else ""


def _with_links(sentence: str, page: str) -> str:
    """A sentence in which every number but years and days leads to the page of the figure, where there is one."""
    if not page:
        return escape(sentence)
    written = []
    for place, words in enumerate(_DAYS.split(sentence)):
        pieces = [(words, False)] if place % 2 else figures_in(words)
        written += [
            f'<a class="number quiet-link" href="{escape(page)}">{escape(piece)}</a>' if is_figure else escape(piece)
            for piece, is_figure in pieces
        ]
    return "".join(written)


def outdated_figures(found: Sequence[Checked], edition: Edition, urls: Urls, since: str) -> str:
    """What of a text has been revised since a day, and to what; empty where nothing has."""
    sentence = outdated_sentence(found, since)
    if not sentence:
        return ""
    numbers = {id(checked): number for number, checked in enumerate(found, start=1)}
    rows = "".join(
        f'<li><a href="#figure-{numbers[id(checked)]}">{escape(checked.reading.as_printed)}</a>: '
        f"{_with_links(revision(checked, edition), address(checked, urls))}</li>"
        for checked in outdated(found, since)
    )
    return f'<section class="checked-outdated"><h2>Outdated figures</h2><p>{sentence}</p><ul>{rows}</ul></section>'


def changes_shown(corrected: CorrectedText) -> str:
    """What a corrected text changes, each with what stood there."""
    rows = "".join(
        f'<li><a href="#figure-{change.number}">Figure {change.number}</a>: <del>{escape(change.was)}</del> '
        f"<ins>{escape(change.now)}</ins></li>"
        for change in corrected.changes
    )
    return f'<ul class="checked-changes">{rows}</ul>' if rows else ""


def left_as_they_are(corrected: CorrectedText) -> str:
    """Which figures are slips or revised and are not replaced; empty where all are."""
    if not corrected.left:
        return ""
    links = joined([f'<a href="#figure-{number}">figure {number}</a>' for number in corrected.left])
    return f"<p>Left as printed, because more than the digits would have to change: {links}.</p>"


def as_page(
    text: str,
    found: Sequence[Checked],
    edition: Edition,
    urls: Urls,
    published: str = "",
    facts: Sequence[FactFound] = (),
) -> str:
    """What was found as a page to print, which needs no other file."""
    told = [f"Edition {edition.name}, data as of {edition.data_as_of}."]
    if published:
        told.insert(0, f"The text is of {published}.")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Figures of a text, checked</title><style>{_STYLE}</style></head>
<body><h1>Figures of a text, checked</h1><p>{_joined([summary(found, facts), *told])}</p>
{outdated_figures(found, edition, urls, published)}
<h2>The text</h2>{marked_text(text, found, facts)}
<h2>Its figures</h2>{list_of_figures(found, edition, urls, facts)}</body></html>
"""


def _joined(sentences: Iterable[str]) -> str:
    return escape(" ".join(sentences))
