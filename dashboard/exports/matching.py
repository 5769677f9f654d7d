"""Whether what a picture says of itself is what its edition has: everything is made anew, and compared."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dashboard.exports.brief import brief_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.own_words import OwnWords
from dashboard.exports.provenance import provenance, provenance_texts
from dashboard.exports.said import Picture, Said, SaidValue
from dashboard.exports.texts import on_one_line, xml_text
from dashboard.server.urls import INSIDE, Urls
from dashboard.views import scenes
from dashboard.views.briefing import place_and_year
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.view import read_view
from dashboard.words.numbers import format_value
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.links import safe_address
from etl.figures.quoting import escaped, shown
from etl.figures.vocabulary.numbers import SAME

_ADDRESSES = {"address", "source_address", "via"}
BY_WORDING = "another version of the dashboard may word it otherwise"


def chart_of(said: Said, edition: Edition) -> ExportedChart | None:
    """The chart that a picture says it is, in an edition; None where its view is none of that edition's."""
    view, remarks = read_view(said.view, edition.keep(scenes.choices))
    if remarks or view.query() != said.view:
        return None
    home = said.address.removesuffix(INSIDE.view(said.view))
    try:
        urls = Urls.at(home) if home and home != said.address else INSIDE
    except ValueError:
        urls = INSIDE
    place, own = place_and_year(said.page), OwnWords(on_one_line(said.own_title), on_one_line(said.own_subtitle))
    if place is None:
        return ExportedChart(edition, view, urls, own)
    try:
        every = brief_of(edition, place["area"], place["year"], urls).every_chart
    except PageNotFoundError:
        return None
    return next((replace(chart, own=own) for chart in every if chart.view.query() == said.view), None)


def mismatches(picture: Picture, edition: Edition) -> list[str]:
    """A line for each thing in which a picture is not what its edition gives; `edition` is the one that it names."""
    said, chart = picture.said, chart_of(picture.said, edition)
    if chart is None:
        return [f"The view {shown(said.view)} does not exist in this edition."]
    is_ours = Said.model_validate(provenance(chart))
    found = [
        *_differ("data as of", said.data_as_of, is_ours.data_as_of),
        *_differ("address", said.address, is_ours.address),
        *_of_sources(said, is_ours),
        *_of_values(said, is_ours, edition),
    ]
    return [*found, *_of_texts(picture, chart)]


def _of_texts(picture: Picture, chart: ExportedChart) -> Iterator[str]:
    """The words of a picture, which stand in it once more beside what it says in the form of data."""
    wanted = provenance_texts(chart)
    said = [("Title", picture.said.title), *((name, picture.texts[name]) for name in wanted if name in picture.texts)]
    for name, text in dict.fromkeys(said):
        if name != "Provenance" and xml_text(text) != xml_text(wanted[name]):
            place = first_difference(text, wanted[name])
            said_here, right_here = (f"{'…' * (place > 0)}{words[place:]}" for words in (text, wanted[name]))
            yield f"{name}: the file says {shown(said_here)}, the edition gives {shown(right_here)} ({BY_WORDING})"


def first_difference(one: str, other: str) -> int:
    """Where two texts begin to differ: the beginning of that word."""
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return one.rfind(" ", 0, same) + 1


def _of_sources(said: Said, ours: Said) -> Iterator[str]:
    listed, wanted = ({source.source: source for source in one.sources} for one in (said, ours))
    if len(said.sources) > len(listed):
        yield "a source is listed twice"
    for key in listed.keys() - wanted.keys():
        yield f"source {shown(key)}: not a source of this view"
    for key in wanted.keys() - listed.keys():
        yield f"source “{wanted[key].title}”: left out"
    for key in wanted.keys() & listed.keys():
        # What an older picture does not say yet is no forgery.
        for name in listed[key].model_fields_set:
            right = getattr(wanted[key], name)
            yield from _differ(f"source “{wanted[key].title}”, {name}", getattr(listed[key], name), right)
    if list(listed) != list(wanted) and listed.keys() == wanted.keys():
        yield "the sources stand in another order, and so have other numbers"


def _of_values(said: Said, ours: Said, edition: Edition) -> Iterator[str]:
    day = next((value.asof for value in ours.values if value.asof), "")

    def place(value: SaidValue) -> tuple[Key, str]:
        return value.key, day if value.asof is None else value.asof

    listed, wanted = ({place(value): value for value in one.values} for one in (said, ours))
    for (key, asof), count in Counter(map(place, said.values)).items():
        if count > 1:
            yield f"{figure_name(key, asof, edition)}: given {count} times"
    for key, asof in listed.keys() - wanted.keys():
        yield f"{figure_name(key, asof, edition)}: not in this view"
    for (key, asof), right in wanted.items():
        if (key, asof) not in listed:
            yield f"{figure_name(key, asof, edition)}: left out"
            continue
        value = listed[key, asof]
        # What an older picture does not say yet is no forgery; what it says is, where the edition says nothing.
        for name in value.model_fields_set - {"asof", "inputs"}:
            yield from _differ(f"{figure_name(key, asof, edition)}, {name}", getattr(value, name), getattr(right, name))
        if not _same_inputs(value, right):
            yield f"{figure_name(key, asof, edition)}: the figures that it is computed from are others"


def _same_inputs(value: SaidValue, right: SaidValue) -> bool:
    if len(value.inputs) != len(right.inputs):
        return False
    return all(
        _is_same(getattr(one, name), getattr(other, name))
        for one, other in zip(value.inputs, right.inputs, strict=True)
        for name in one.model_fields_set & other.model_fields_set | {"indicator", "area", "year", "producer"}
    )


def _differ(what: str, said: Any, right: Any) -> Iterable[str]:
    if _is_same(said, right):
        return []
    is_address = what.rpartition(", ")[2] in _ADDRESSES
    given = "an address that is not one of the web" if is_address and said and not safe_address(said) else _told(said)
    return [f"{what.replace('_', ' ')}: the file says {given}, the edition has {_told(right)}"]


def _is_same(said: Any, right: Any) -> bool:
    if isinstance(said, float | int) and isinstance(right, float | int):
        return math.isclose(said, right, rel_tol=SAME)
    if isinstance(said, str) and isinstance(right, str):  # parts of documents have what XML can hold
        return xml_text(said) == xml_text(right)
    return bool(said == right)


def _told(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    return format_value(value) if isinstance(value, float) else shown(value)


def figure_name(key: Key, asof: str, edition: Edition) -> str:
    """What a figure is called; names that the edition does not have are quoted as they stand in the file."""
    area = edition.areas[key.area].name if key.area in edition.areas else shown(key.area)
    producer = edition.producers[key.producer].label if key.producer in edition.producers else shown(key.producer)
    measure = "" if key.indicator in edition.indicators else f", {shown(key.indicator)}"
    known = f", as known on {escaped(asof)}" if asof else ""
    return f"{area} {key.year} ({producer}{measure}{known})"
