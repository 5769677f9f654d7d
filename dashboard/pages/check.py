"""`/check`: a text is pasted, and every figure of it gets a finding, a reason and a link.

The page is a form that the browser sends by itself, so that it works without scripts; no script draws it anew, so that
nothing that is typed is lost. What is sent is read, answered and forgotten.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from dash import html

from dashboard.api.check import CHECKS_A_MINUTE, RunApart
from dashboard.api.tabular import to_csv
from dashboard.checking import example
from dashboard.checking.corrected import correct
from dashboard.checking.facts import facts_in
from dashboard.checking.findings import Checked
from dashboard.checking.given import LIMITS, LONGEST_TEXT, GivenTextError, given_day, given_text
from dashboard.checking.markup import (
    as_page,
    changes_shown,
    left_as_they_are,
    list_of_figures,
    marked_text,
    outdated_figures,
)
from dashboard.checking.report import about, fact_record, record, source_words, summary
from dashboard.checking.verdicts import check
from dashboard.exports.apart import database_at
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.server.rates import Rate
from dashboard.server.urls import CHECK, Urls, urls, used
from etl.documents.prose.reader import TextTooLongError
from etl.editions.reading import Edition

TITLE = "Check a text"
_LEAD = (
    "Paste an article, a report or a draft. Every figure of it on drug control is compared with the figures of this "
    "dashboard: whether it agrees, was revised since, is a slip, or is right for another year, area or producer."
)
_PRIVACY = (
    "The text is read on this server and forgotten with the answer: it is not kept, not logged and not sent anywhere."
)
_HOW_READ = (
    "Texts in Arabic, Chinese, Dutch, English, French, German, Italian, Persian, Portuguese, Russian, Spanish "
    "and Urdu are read by fixed rules. What is not sure stays unsure. "
    f"At most {LIMITS} are read at once."
)
_LAST_DAY = "9999-12-31"  # so that a browser takes four digits for a year
_COLUMNS = (
    *("number", "place", "start", "end", "as_printed", "kind", "about", "indicator", "area", "year", "base_year"),
    *("producer", "verdict", "sure", "why", "in_force", "meant", "right_for", "revised_on", "source", "observation"),
)


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a reader has sent: the text, its day, and as what the findings are wanted: page, csv or report."""

    text: str = ""
    published: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class FileMade:
    """Findings to take away: a file with its media type; what is shown by the browser itself has no name."""

    body: bytes
    media_type: str
    name: str = ""


def read_form(body: bytes) -> SentForm:
    """What stands in the body of a form, whatever bytes it has."""
    fields = parse_qs(body.decode("latin-1"), keep_blank_values=True, errors="replace")
    text, published, wanted = (fields.get(name, [""])[-1] for name in ("text", "published", "as"))
    return SentForm(text, published.strip(), wanted)


def page(edition: Edition, query: str) -> Page:
    """The page as it is first visited: empty, or with the example."""
    if parse_qs(query).get("example", [""])[-1] != example.EXAMPLE:
        return _page(_form(SentForm()))
    form, source = SentForm(example.TEXT, example.PUBLISHED), edition.sources.get(example.SOURCE)
    title = f' <a href="{escape(urls().source(source.source))}">{escape(source.title)}</a>' if source else ""
    told = f'<p class="note">An example: the numbers of the article{title} in words of our own.</p>'
    return _page(told + _result(form, example.checked_example(edition), edition, urls()))


def answer(sent: SentForm, database: Path | str, reader: str, rate: Rate, run: RunApart) -> Page | FileMade:
    """What a reader gets who has sent a text; `run` runs what costs much, here or in another process."""
    try:
        form = SentForm(given_text(sent.text), given_day(sent.published), sent.wanted)
        wait = rate.wait(reader)
        if wait:
            sentence = f"At most {CHECKS_A_MINUTE} texts a minute are read for one reader; try again in {wait} seconds."
            return _refused(429, sentence, form)
        if form.wanted == "csv":
            return FileMade(run(_csv, database, form, urls().whole), "text/csv; charset=utf-8", "checked-text.csv")
        if form.wanted == "report":
            return FileMade(run(_report, database, form, urls().whole), "text/html; charset=utf-8")
        return _page(run(_checked, database, form, urls()).decode())
    except (GivenTextError, TextTooLongError) as error:
        return _refused(413 if len(sent.text) > LONGEST_TEXT else 400, str(error), sent)


def _refused(status: int, sentence: str, sent: SentForm) -> Page:
    return _page(f'<p class="check-refused" role="alert">{escape(sentence)}</p>{_form(sent)}', status)


def _page(content: str, status: int = 200) -> Page:
    written = f'<article class="check-page"><h1>{TITLE}</h1>{content}</article>'
    # What stands there where a script brings the page all the same: the way to the form.
    body = html.Div([html.H1(TITLE), html.P(_LEAD, className="lead"), html.A("Open the form", href=urls().check())])
    return Page(TITLE, _LEAD, body, status, Metadata(canonical=CHECK), written, is_plain=True)


def _checked(database: Path | str, form: SentForm, here: Urls) -> bytes:
    """The findings as the content of the page: a function of what another process can be told."""
    edition = database_at(database).edition()
    with used(here):
        found = check(form.text, edition, form.published)
        return _result(form, found, edition, here).encode()


def _report(database: Path | str, form: SentForm, whole: Urls) -> bytes:
    edition = database_at(database).edition()
    found = check(form.text, edition, form.published)
    return as_page(form.text, found, edition, whole, form.published, facts_in(form.text, edition, found)).encode()


def _csv(database: Path | str, form: SentForm, whole: Urls) -> bytes:
    edition = database_at(database).edition()
    found = check(form.text, edition, form.published)
    rows = [
        record(checked, edition, whole)
        | {"number": number, "about": about(checked, edition), "source": source_words(checked, edition)}
        for number, checked in enumerate(found, start=1)
    ]
    rows += [
        fact_record(each, whole)
        | {"number": number, "about": f"{each.fact.subject}, {each.fact.measure}", "source": each.fact.source}
        for number, each in enumerate(facts_in(form.text, edition, found), start=len(rows) + 1)
    ]
    return b"".join(to_csv(_COLUMNS, [rows]))


def _result(form: SentForm, found: list[Checked], edition: Edition, here: Urls) -> str:
    """The findings: in one sentence, in the text, one by one, and what of the text would be another."""
    facts = facts_in(form.text, edition, found)
    if not found and not facts:
        return f'<p class="lead">{summary(found)}</p>{_form(form)}'
    button = '<button class="button" form="check-form" name="as" value="{}"{}>{}</button>'
    # The report opens beside this page: who came back from it by the browser would find an empty form.
    report = button.format("report", ' formtarget="_blank"', "Report to print")
    take_away = (
        f'<p class="take-away">{report}{button.format("csv", "", "Table (CSV)")}'
        '<a class="button" href="#check-form">Change the text</a></p>'
    )
    return (
        f'<p class="lead" role="status">{escape(summary(found, facts))}</p>{take_away}'
        f"{outdated_figures(found, edition, here, form.published)}"
        '<div class="check-columns"><section class="check-text"><h2>The text</h2>'
        f"{marked_text(form.text, found, facts)}</section><section><h2>Its figures</h2>"
        f"{list_of_figures(found, edition, here, facts)}</section></div>"
        f"{_corrected(form, found, edition)}"
        f'<section class="check-again"><h2>Another text, or this one changed</h2>{_form(form)}</section>'
    )


def _corrected(form: SentForm, found: list[Checked], edition: Edition) -> str:
    corrected = correct(form.text, found, edition, form.published)
    left = left_as_they_are(corrected)
    if not corrected.changes:
        return f'<section class="check-corrected"><h2>What to correct</h2>{left}</section>' if left else ""
    return (
        '<section class="check-corrected"><h2>Corrected text</h2><p>Slips and revised numbers are replaced by the '
        f"current numbers. This is what changes:</p>{changes_shown(corrected)}{left}"
        '<label class="control-label" for="corrected-text">The text with these changes</label>'
        f'<textarea id="corrected-text" rows="6" readonly dir="auto">\n{escape(corrected.text)}</textarea>'
        '<p><button type="button" class="button" data-copy="#corrected-text">Copy corrected text</button></p></section>'
    )


def _form(sent: SentForm) -> str:
    # No `maxlength`: a browser would cut what is pasted, and nobody would hear of figures that were not read.
    address = escape(urls().check())
    filled = escape(urls().check(example=example.EXAMPLE))
    return (
        f'<form id="check-form" class="check-form" method="post" action="{address}" accept-charset="utf-8" '
        'autocomplete="off"><p class="lead">'
        f'{_LEAD}</p><label class="control-label" for="check-text">Text, up to {LONGEST_TEXT:,} characters</label>'
        f'<textarea id="check-text" name="text" rows="12" required dir="auto" '
        f'aria-describedby="check-privacy">\n{escape(sent.text)}</textarea>'
        '<div class="check-row"><div><label class="control-label" for="check-day">Day of publication, if known</label>'
        f'<input id="check-day" name="published" type="date" max="{_LAST_DAY}" value="{escape(sent.published)}" '
        'aria-describedby="check-day-note"></div>'
        '<button class="button button-primary">Check the figures</button>'
        f'<a class="button" href="{filled}">Example: the Paris Pact article</a></div>'
        '<p class="note" id="check-day-note">The day tells what “last year” means, and which numbers have been revised '
        f'since.</p><p class="note" id="check-privacy">{_PRIVACY} {_HOW_READ}</p></form>'
    )
