"""`/number/<indicator>/<area>/<year>/<producer>`: everything about one observation."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.api.linked_data import linked_number
from dashboard.exports.citations import number_references
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.citation import citation_section
from dashboard.pages.parts.figures import crumbs, lead_in, number_link, sentence
from dashboard.pages.parts.number_figure import figure_block, in_force_today
from dashboard.pages.parts.number_history import history_section
from dashboard.pages.parts.number_source import about_value, pointed_at
from dashboard.pages.parts.number_warnings import breaks_beside, warnings
from dashboard.pages.parts.share import report_form
from dashboard.pages.parts.statements import other_statements
from dashboard.server.urls import INSIDE, urls
from dashboard.views.not_found import NumberMovedError, PageMovedError, PageNotFoundError
from dashboard.words.breaks import changed_when, parting
from dashboard.words.makers import made_by, maker_label
from dashboard.words.numbers import number, range_number
from dashboard.words.sentences import movement
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation


def page(edition: Edition, query: str, indicator: str, area: str, year: str, producer: str) -> Page:
    """The page of one observation."""
    try:
        observation = number_at(edition, (indicator, area, year, producer), day_in(query))
    except NumberMovedError as moved:
        raise PageMovedError(urls().number(moved.now, asof=day_in(query), source=marked_source(query))) from None
    chosen = Chosen(observation, edition.statements_of(observation))
    key, measure = observation.key, edition.indicators[observation.key.indicator]
    place = edition.areas[key.area]
    shown, between = number(observation, measure).text, range_number(observation, measure, unit=False)
    title = f"{measure.name}, {place.name} {observation.period}"
    known, day = f", as known on {observation.asof}" if observation.asof else "", observation.asof
    marked = marked_source(query)
    body = html.Article(
        [
            crumbs(
                ("Explore", urls().explore()),
                (measure.name, urls().explore(indicator=key.indicator, asof=day)),
                (place.name, urls().explore(indicator=key.indicator, area=key.area, asof=day)),
            ),
            html.H1(f"{title}{known}"),
            html.P(f"{made_by(edition, observation)} · {measure.unit_name}", className="lead"),
            in_force_today(edition, observation),
            pointed_at(edition, chosen, marked),
            html.Div(
                [
                    html.Section([figure_block(edition, observation), *about_value(edition, chosen)], className="card"),
                    html.Div(
                        [
                            *breaks_beside(edition, observation),
                            *warnings(edition, observation),
                            other_statements(edition, chosen, html.H2, marked),
                            history_section(edition, chosen, edition.vintages_of(observation)),
                        ]
                    ),
                ],
                className="number-page",
            ),
            report_form(edition, chosen),
            _neighbours(edition, observation),
            citation_section(
                number_references(edition, chosen, urls().whole),
                partial(urls().number_citation, observation),
                [item for item in (number(observation, measure), between) if item is not None],
            ),
        ]
    )
    range_text = f", range {between.text}" if between else ""
    return Page(
        f"{title}{known}: {shown}",
        f"{title}{known}: {shown}{range_text}{_cited_from(chosen, edition)}; with everyone else's figure.",
        body,
        metadata=Metadata(
            linked=lambda whole: linked_number(edition, observation, whole),
            picture=urls().whole.number_picture(observation, edition.name),
            picture_words=f"{title}{known}: {shown}{range_text}",
            canonical=INSIDE.observation(observation),
        ),
    )


def _cited_from(chosen: Chosen, edition: Edition) -> str:
    """The source of the number, for those who see a link to it."""
    source = edition.sources.get(chosen.observation.source)
    return f", from {source.title} ({source.published_by})" if source is not None else ""


def day_in(query: str) -> str:
    """The day as known on which an address asks for a number; empty: today.

    Raises PageNotFoundError where it is no day, since a number of another day would not be what was asked for.
    """
    text = parse_qs(query).get("asof", [""])[-1]
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise PageNotFoundError(f"“{text[:40]}” is not a day such as 2019-11-26.") from None


def marked_source(query: str) -> str:
    """The source whose statements an address points at; empty where it points at none."""
    return parse_qs(query).get("source", [""])[-1]


def number_at(edition: Edition, path: Sequence[str], asof: str = "") -> Observation:
    """The observation that the four parts of an address name, as known on a day; empty: today.

    Raises NumberMovedError where it stands in the series of another producer now, else PageNotFoundError.
    """
    indicator, area, year, producer = path
    key = Key(indicator, area, int(year), producer) if year.isascii() and year.isdecimal() and len(year) == 4 else None
    found = edition.observation(key, asof) if key else None
    if found is None:
        now = edition.moved(key) if key else None
        if now is not None and edition.observation(now, asof) is not None:
            raise NumberMovedError(now)
        when = f" was published by {asof} and" if asof else ""
        raise PageNotFoundError(
            f"No source in this edition{when} prints a number for that indicator, area, year and producer."
        )
    return found


def number_wherever(edition: Edition, path: Sequence[str], asof: str = "") -> Observation:
    """The same, wherever it stands now. Raises PageNotFoundError where there is none."""
    try:
        return number_at(edition, path, asof)
    except NumberMovedError as moved:
        return number_at(edition, tuple(map(str, moved.now)), asof)


def _neighbours(edition: Edition, observation: Observation) -> Component:
    """Years before and after, other producers, other indicators, the areas above and below."""
    key, measure = observation.key, edition.indicators[observation.key.indicator]
    around = edition.around(observation)
    rows: list[Component] = [
        _row(item.period, item, edition, _moved(edition, observation, item))
        for item in around
        if item.key.producer == key.producer
    ]
    rows += [
        _row(maker_label(edition, item), item, edition, []) for item in around if item.key.producer != key.producer
    ]
    rows += [
        _row(edition.indicators[item.key.indicator].name, item, edition, [])
        for item in edition.same_place_and_year(key.area, key.year, observation.asof)
        if item.key.indicator != key.indicator and item.key.producer == key.producer
    ]
    parent = edition.areas[key.area].parent
    above = edition.observation(key._replace(area=parent), observation.asof) if parent else None
    if above is not None:
        rows.append(_row(edition.areas[parent].name, above, edition, []))
    parts = edition.parts_of(observation)
    if parts:
        links = [
            html.Span([f"{edition.areas[item.key.area].name} ", number_link(number(item, measure, unit=False))])
            for item in parts
        ]
        rows.append(html.Div([html.Dt("Areas in it"), html.Dd(lead_in(list(links)))], className="pair"))
    if not rows:
        return html.Section([html.H2("Around this number"), html.P("Nothing else is known of this area and year.")])
    return html.Section([html.H2("Around this number"), html.Dl(rows, className="pairs")])


def _moved(edition: Edition, this: Observation, other: Observation) -> list[Component | str]:
    """How the figure moved between another year and that of the number, always from the earlier to the later."""
    earlier, later = sorted((this.key, other.key), key=lambda key: key.year)
    if between := parting(edition.breaks_of(this), earlier.year, later.year):
        return [f"; not comparable: {changed_when(between)}"]
    if this.value is None or other.value is None or this.is_poppy_free or other.is_poppy_free:
        return []
    if other.key.year < this.key.year:
        return [f"; change to {this.period}: ", *sentence(movement(this, other))]
    return [f"; change from {this.period}: ", *sentence(movement(other, this))]


def _row(name: str, item: Observation, edition: Edition, more: list[Component | str]) -> Component:
    shown = number_link(number(item, edition.indicators[item.key.indicator]))
    return html.Div([html.Dt(name), html.Dd([shown, *more])], className="pair")
