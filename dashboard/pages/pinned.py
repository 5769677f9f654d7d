"""`/v/<edition>/<code>`: what was printed with this address, as the edition had it, and what has changed since."""

from dash import html
from dash.development.base_component import Component

from dashboard.exports.chart import ExportedChart, all_sources
from dashboard.exports.provenance import provenance
from dashboard.exports.query_charts import charts_of
from dashboard.exports.said import Said
from dashboard.exports.since import NOTHING_CHANGED, ChangedFigure, changes_since
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.panel import panel_parts
from dashboard.pages.parts.figures import Child, sentence
from dashboard.pages.parts.framed_chart import chart
from dashboard.pages.parts.numbered_sources import numbered_sources
from dashboard.server.short_codes import query_of_code
from dashboard.server.urls import urls
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Edition, NoEditionError

MISTYPED = "This short address is not complete, or a letter of it is wrong."
_MADE_AGAIN = (
    "The operator of this dashboard can make it again, where the history of the figures is kept in git, with "
    "`python -m etl rebuild {name}`; where this version of the program can read it, this address then shows what was "
    "printed."
)
_BY_ITS_OWN = "The version of the program that made it can show it."
_MOST_CHANGES = 60  # told one by one
_LONGEST_NAME = 40  # letters of an edition that is not known


def page(current: Edition, query: str, edition: str, code: str) -> Page:
    """The page of what a code stands for, in the edition that its address names."""
    asked = query_of_code(code)
    if asked is None:
        raise PageNotFoundError(MISTYPED)
    printed, why_not = _printed_edition(current, edition)
    shown = printed or current
    charts = charts_of(shown, asked)
    if not charts:
        raise PageNotFoundError("The briefing that this address stands for is not in the edition.")
    sections = [_section(one, current, number, is_printed=printed is not None) for number, one in enumerate(charts)]
    sections.append(numbered_sources(all_sources(charts), html.H2))
    body = html.Article(
        [
            html.Div([html.P(said) for said in (why_not or [_as_printed(shown, current)])], className="remarks"),
            *sections,
            *panel_parts(),
        ],
        className="pinned",
    )
    title = charts[0].title
    return Page(
        title,
        f"{title}, as edition {shown.name} has it, and what has changed since.",
        body,
        charts=True,
        metadata=Metadata(picture=urls().whole.view_picture(charts[0].view.query(), shown.name), picture_words=title),
    )


def _printed_edition(current: Edition, name: str) -> tuple[Edition | None, list[str]]:
    """The edition that an address names; else None, and sentences that say why not and what is shown instead."""
    try:
        found = current.kept(name)
        reason, way = "is not kept here: only the last ones are", _MADE_AGAIN.format(name=name)
    except NoEditionError:
        found, reason, way = (
            None,
            "was made by another version of the program, and this one cannot read it",
            _BY_ITS_OWN,
        )
    if found is not None:
        return found, []
    return None, [
        f"Edition {name[:_LONGEST_NAME]} {reason}. What stands below is what the current edition {current.name} has "
        "for the same view, and may not be what was printed.",
        _when_it_was_shown(current, name, way),
    ]


def _when_it_was_shown(current: Edition, name: str, way: str) -> str:
    """When an edition was published that cannot be shown, where that is known, and the way to it."""
    days = [entry.time[:10] for entry in current.publications() if entry.edition == name]
    if not days:
        return "This dashboard has no record that it ever published that edition."
    return f"It was published on {days[0]}. {way}"


def _as_printed(shown: Edition, current: Edition) -> str:
    is_current = ", the current one" if shown.name == current.name else ""
    return f"As printed from edition {shown.name}{is_current}, data as of {shown.data_as_of}."


def _section(one: ExportedChart, current: Edition, place: int, *, is_printed: bool) -> Component:
    """A chart with the numbers of its sources as they were printed, what has changed of it, and the way to today's."""
    heading = html.H1 if place == 0 else html.H2
    return html.Section(
        [
            heading(sentence(one.headline)),
            html.P(f"{one.subtitle}.", className="lead"),
            *(_changes(one, current, place) if is_printed else []),
            chart(one.view, one.numbered_scene, f"pinned-{place}"),
            html.P(html.A("Open this view with the figures of today", href=urls().view(one.view.query()))),
        ]
    )


def _changes(one: ExportedChart, current: Edition, place: int) -> list[Component]:
    """What has changed of a chart since it was printed; each figure leads to its page."""
    heading = html.H2 if place == 0 else html.H3
    if one.edition.name == current.name:
        return [html.P("This is the current edition: nothing has changed since.")]
    found = changes_since(Said.model_validate(provenance(one)), current)
    if not found:
        return [html.P(f"Since then, up to the current edition {current.name}, {NOTHING_CHANGED}")]
    rest = len(found) - _MOST_CHANGES
    items = [html.Li(_change(change)) for change in found[:_MOST_CHANGES]]
    return [
        heading("What has changed since"),
        html.P(f"Up to the current edition {current.name}, data as of {current.data_as_of}:"),
        html.Ul(items, className="statement-list"),
        *([html.P(f"And {rest} more.")] if rest > 0 else []),
    ]


def _change(change: ChangedFigure) -> list[Child]:
    if change.is_gone:
        return [change.line]
    return [html.A(change.line, href=urls().number(change.key, asof=change.asof), className="quiet-link")]
