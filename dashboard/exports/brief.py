"""The brief of an area and a year: one sheet of A4 that can be defended, as an HTML document to be printed.

Title, figures with range and change, one chart, where sources differ, what came after, numbered sources, edition and
address. Every number is a link to its page; the numbers of the sources stand at the figures. A title of the reader's
own stands in place of ours, and a subtitle below it; nothing else is theirs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from dashboard import PRODUCT
from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Canvas
from dashboard.charts.how_to_read import RANGES
from dashboard.charts.key import key_of, named_on
from dashboard.charts.svg.picture import still
from dashboard.charts.svg.sample import sample
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import wrap
from dashboard.exports.numbered_callouts import with_numbered_callouts
from dashboard.exports.own_words import OURS, OwnWords
from dashboard.exports.qr import square_code, svg_square
from dashboard.exports.svg import font_faces, without_faces
from dashboard.server.urls import INSIDE, Urls, page_query, used
from dashboard.views.brief import disagreement, headline, lead
from dashboard.views.briefing import Briefing, briefing_of, trend_view, views_of
from dashboard.views.citing import cited, most_used_first, numbered, sources_of
from dashboard.views.stories import afterwards
from dashboard.views.view import View
from dashboard.words.breaks import moved
from dashboard.words.makers import made_by
from dashboard.words.numbers import Number, number, range_number
from dashboard.words.ranges import without_range
from dashboard.words.sentences import Lead, Sentence, SentencePart, sentence_text
from etl.editions.reading import Edition
from etl.figures.links import where_to_read
from etl.figures.observations import Observation
from etl.figures.sources import Source

_CANVAS = Canvas(688, 290, grows=False)
_COLUMN, _SOURCE_TYPE = 328.0, 9.6  # pixels of one of two columns of sources, and of their type
MOST_SOURCE_LINES = 18  # of both columns
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
_FACES = "picture/brief.css"
_STYLES = ("tokens.css", "still.css", _FACES)


@dataclass(frozen=True)
class Brief:
    """A briefing as it is printed, with what the reader has it called."""

    edition: Edition
    briefing: Briefing
    urls: Urls = INSIDE
    own: OwnWords = OURS

    @property
    def page(self) -> str:
        """The address of its page inside the dashboard."""
        return INSIDE.briefing(self.briefing.area, self.briefing.year)

    @property
    def pinned(self) -> str:
        """The short address of the brief as this edition has it."""
        return self.urls.pinned(self.edition.name, page_query(self.page))

    @property
    def headline(self) -> Sentence:
        """What the figures are, whatever the reader has it called."""
        return headline(self.edition, self.briefing)

    @property
    def title(self) -> str:
        """The headline as text."""
        return sentence_text(self.headline)

    @property
    def figures(self) -> list[Observation]:
        """Its two to four figures; one where there are no more."""
        return [*self.briefing.figures, *self.briefing.more]

    @cached_property
    def charts(self) -> list[ExportedChart]:
        """The series of its figures as charts; the first is drawn."""
        return [self._chart(trend_view(self.briefing, item)) for item in self.figures]

    @cached_property
    def charts_of_page(self) -> list[ExportedChart]:
        """The charts of its page, in the order in which they are taken away."""
        return [self._chart(view) for view in views_of(self.edition, self.briefing)]

    @property
    def every_chart(self) -> list[ExportedChart]:
        """All that have their sources in the list."""
        return [*self.charts, *self.charts_of_page]

    def _chart(self, view: View) -> ExportedChart:
        return ExportedChart(self.edition, view, self.urls, shared=self)

    @cached_property
    def other_numbers(self) -> Sentence:
        """Where sources differ."""
        return disagreement(self.edition, self.briefing)

    @cached_property
    def lead(self) -> Sentence:
        """How the figures moved, and where the first of them stands now."""
        return lead(self.edition, self.briefing)

    @cached_property
    def after(self) -> list[Sentence]:
        """What the first of its figures did afterwards; the lead has the newest figure."""
        first = self.briefing.figures[0]
        told = afterwards(self.edition, first, self.briefing.series[first.key.indicator])
        return told[:-1] or told

    @cached_property
    def source_of(self) -> dict[str, str]:
        """The source of each number that its sentences may tell, by the page that the number leads to."""
        series = [item for items in self.briefing.series.values() for item in items]
        others = [other for item in self.briefing.figures for other in self.edition.around(item)]
        of_statements = {INSIDE.source(key): key for key in self.edition.sources}
        return of_statements | {INSIDE.observation(item): item.source for item in [*series, *others] if item.source}

    @cached_property
    def printed_sources(self) -> list[Source]:
        """Those of the figures, those of the numbers in sentences, then those of the chart, the most used first."""
        of_figures = [item.source for item in self.figures if item.source]
        told = [part for sentence in (self.other_numbers, self.lead, *self.after) for part in sentence]
        pages = [part.page for part in told if isinstance(part, Number)]
        of_sentences = [self.source_of[page] for page in pages if page in self.source_of]
        first = [self.edition.sources[key] for key in (*of_figures, *of_sentences)]
        return _each_once([*first, *by_use(self.charts[:1])])

    @cached_property
    def sources(self) -> list[Source]:
        """Those that are printed, then those of all other charts, the most used first."""
        return _each_once([*self.printed_sources, *by_use(self.every_chart)])


def brief_of(edition: Edition, area: str, year: str, urls: Urls = INSIDE, own: OwnWords = OURS) -> Brief:
    """The brief of an area and a year. Raises PageNotFoundError where the edition has no figure for them."""
    return Brief(edition, briefing_of(edition, area, year), urls, own)


def by_use(charts: Sequence[ExportedChart]) -> list[Source]:
    """The sources of some charts by how many of their figures are from each, and of equal use the newest first."""
    figures = {(item.key, item.asof): item for chart in charts for item in chart.observations}
    uses = Counter(item.source for item in figures.values())
    return most_used_first(_each_once(source for chart in charts for source in sources_of(chart.scene)), uses)


def _each_once(sources: Iterable[Source]) -> list[Source]:
    return list({source.source: source for source in sources}.values())


def brief_html(brief: Brief, most_lines: int = MOST_SOURCE_LINES) -> str:
    """The document to be printed, with at most so many lines of sources; the rest is counted."""
    with used(brief.urls.whole):
        body = _body(brief, most_lines)
    styles = "".join(map(without_faces, _STYLES))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(brief.title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<style>{font_faces(body, _FACES)}{styles}</style></head><body>{body}</body></html>"
    )


def _body(brief: Brief, most_lines: int) -> str:
    edition, numbers = brief.edition, numbered(brief.sources)
    cards = "".join(_card(brief, item, numbers) for item in brief.figures)

    def told(sentence: Sentence) -> str:
        """A sentence with the numbers of its sources."""
        return "".join(f"{_part(part)}{_source_of(brief, part, numbers)}" for part in sentence)

    return (
        f"<header><p>{escape(PRODUCT)}</p><p>Brief, data as of {escape(edition.data_as_of)}</p></header>"
        f"<main>{_title(brief)}"
        f'<p class="brief-lead">{told(brief.lead)} {escape(made_by(edition, *brief.briefing.figures))}.</p>'
        f'<section class="brief-cards" aria-label="Figures">{cards}</section>'
        f"{_chart(brief.charts[0])}"
        f"<section><h2>Where sources differ</h2><p>{told(brief.other_numbers)}</p></section>"
        f"<section><h2>What came after</h2><p>{' '.join(map(told, brief.after))}</p></section>"
        f"{_sources(brief, most_lines)}</main>{_foot(brief)}"
    )


def _title(brief: Brief) -> str:
    """The headline, or what the reader has written in place of it and below it, in the direction of its script."""
    title, subtitle = _own("h1", brief.own.title), _own("p", brief.own.subtitle)
    return f"{title or f'<h1>{_words(brief.headline)}</h1>'}{subtitle}"


def _own(element: str, text: str) -> str:
    return f'<{element} dir="auto">{escape(text)}</{element}>' if text else ""


def _words(sentence: Sentence) -> str:
    """A sentence as markup."""
    return "".join(map(_part, sentence))


def _part(part: SentencePart) -> str:
    """A part of a sentence as markup: a number as a link to its page, and what leads to a view as one to that."""
    return escape(part) if isinstance(part, str) else _link(part)


def _source_of(brief: Brief, part: SentencePart, numbers: Mapping[str, int]) -> str:
    """The number of the source of a number, small and behind it; nothing for words and for what was computed."""
    source = brief.source_of.get(part.page, "") if isinstance(part, Number) else ""
    return f"\u00a0<small>{cited([source], numbers)}</small>" if source in numbers else ""


def _link(shown: Number | Lead) -> str:
    return f'<a href="{escape(shown.href)}">{escape(shown.text)}</a>'


def _card(brief: Brief, item: Observation, numbers: Mapping[str, int]) -> str:
    """A figure with what it is, its range, how it moved on the year before, and the number of its source."""
    indicator = brief.edition.indicators[item.key.indicator]
    between, before = range_number(item, indicator), brief.briefing.before(item)
    ranged = without_range(item, indicator)
    if between is not None and item.value is not None:
        ranged = f"range {_link(between)}"
    maker = brief.edition.producers[item.key.producer].in_a_sentence
    lacks = f"no figure by {escape(maker)} for the year before"
    change = lacks if before is None else _words(moved(brief.edition, item, before))
    return (
        f'<div class="brief-card"><h2>{escape(indicator.name)}</h2>'
        f'<p class="brief-figure">{_link(number(item, indicator))} <small>{cited([item.source], numbers)}</small></p>'
        f"<p>{f'{ranged}; ' if ranged else ''}{change}</p></div>"
    )


def _chart(chart: ExportedChart) -> str:
    scene = chart.numbered_scene
    figure = with_numbered_callouts(chart, plotly_figure(chart.view, scene, _CANVAS))
    named = named_on(figure)
    entries = [entry for entry in key_of(chart.view, scene) if not entry.areas or not set(entry.areas) <= named]
    key = "".join(f"<li>{sample(entry)} {escape(entry.name)}</li>" for entry in entries)
    ranges = f" {RANGES}" if any(point.has_range for point in chart.scene.points) else ""
    elsewhere = "".join(f" {_words(told)}" for told in scene.elsewhere)
    by_source = cited((source.source for source in chart.sources), chart.numbers)
    return (
        f'<section class="brief-chart"><h2>{escape(chart.title_to_print)}</h2>'
        f'<figure><div class="brief-plot" role="img" aria-label="{escape(chart.description)}">'
        f'{still(figure, "chart")}</div><ul class="brief-key">{key}</ul>'
        f"<figcaption>{escape(chart.subtitle)}.{escape(ranges)}{elsewhere} Sources: {by_source}.</figcaption></figure>"
        "</section>"
    )


def _sources(brief: Brief, most_lines: int) -> str:
    """The numbered sources in two columns, as many as there is room for; where some are left out, where all are."""
    shown = _that_fit(brief.printed_sources, most_lines)
    rows = "".join(_source(position, source) for position, source in enumerate(brief.printed_sources[:shown], 1))
    rest = len(brief.printed_sources) - shown
    address = escape(brief.pinned)
    more = f'<p>All {len(brief.sources)} sources: <a href="{address}">{address}</a></p>' if rest else ""
    return f'<section class="brief-sources"><h2>Sources</h2><ol>{rows}</ol>{more}</section>'


def _that_fit(sources: Sequence[Source], most_lines: int) -> int:
    lines = shown = 0
    for position, source in enumerate(sources, 1):
        lines += len(wrap(f"[{position}] {short_source(source)}", _COLUMN, _SOURCE_TYPE))
        if lines > most_lines:
            break
        shown = position
    return shown


def _source(position: int, source: Source) -> str:
    address, text = where_to_read(source, "")[0], escape(short_source(source))
    linked = f'<a href="{escape(address)}">{text}</a>' if address else text
    return f"<li>[{position}] {linked}</li>"


def _foot(brief: Brief) -> str:
    """Edition, date and short address, also as a square code where it is known where the dashboard is."""
    code = square_code(brief.pinned) if brief.urls.has_host else None
    drawn = svg_square(code, "The address of this brief as a code") if code else ""
    address = escape(brief.pinned)
    stamp = f"Edition {brief.edition.name}. Data as of {brief.edition.data_as_of}."
    return (
        f"<footer><div><p>{escape(stamp)} No number stands alone: every number here leads to its sources.</p>"
        f'<p>As printed, and what has changed since: <a href="{address}">{address}</a></p></div>{drawn}</footer>'
    )
