"""Read a picture back: which view, edition and sources it is from, and what has changed since."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dashboard import scenes
from dashboard.exports import png, svg
from dashboard.exports.chart import Chart
from dashboard.numbers import number, shown_text
from dashboard.queries import Edition
from dashboard.records import Indicator, Key, Observation
from dashboard.view import read_view

_LARGEST = 100 * 1024 * 1024


class UnknownPictureError(Exception):
    """The file is no picture of ours; the text says what was found."""


def read_provenance(path: Path) -> dict[str, Any]:
    """What a picture says of itself. Raises UnknownPictureError, or OSError where it cannot be read."""
    if path.stat().st_size > _LARGEST:
        raise UnknownPictureError(f"{path} is too large for one of our pictures.")
    content = path.read_bytes()
    try:
        if content.startswith(png.SIGNATURE):
            text = png.read_texts(content).get("Provenance", "")
        else:
            text = svg.read_provenance(content.decode("utf-8", "replace"))
        found = json.loads(text) if text else None
    except png.NotAPictureError as error:
        raise UnknownPictureError(f"{path}: {error}.") from None
    except ValueError:
        raise UnknownPictureError(f"{path}: its provenance cannot be read.") from None
    if not isinstance(found, dict) or not {"view", "address", "edition", "sources", "values"} <= found.keys():
        raise UnknownPictureError(
            f"{path} does not say where it is from. It was not made by this dashboard, or a program that shrinks "
            "pictures has removed it; look for the address at the foot of the picture."
        )
    return found


def report(provenance: dict[str, Any], edition: Edition) -> list[str]:
    """Lines that say where a picture is from and what has changed since."""
    lines = [
        provenance.get("title") or "Untitled",
        f"View:     {provenance['view']}",
        f"Address:  {provenance['address']}",
        f"Edition:  {provenance['edition']}, data as of {provenance.get('data_as_of') or 'unknown'}",
        f"Values:   {len(provenance['values'])}",
        "",
        "Sources",
        *_sources(provenance["sources"]),
        "",
    ]
    if provenance["edition"] == edition.name:
        return [*lines, "This is the current edition: nothing has changed."]
    changed = [*_revised(provenance, edition), *_new(provenance, edition)]
    lines.append(f"Since then, up to the current edition {edition.name}, data as of {edition.data_as_of}:")
    return [*lines, *(f"  {line}" for line in changed or ["no value of this view has changed."])]


def _sources(sources: Iterable[dict[str, str]]) -> Iterable[str]:
    for index, source in enumerate(sources, 1):
        yield f"[{index}] {source['publisher']} ({source['published'] or 'n.d.'}). {source['title']}"
        yield f"    {source['address'] or 'no address'}"


def _figures(provenance: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """The observations that a picture rests on; of a computed value its inputs, which were printed somewhere."""
    found = {}
    for value in provenance["values"]:
        for entry in value.get("inputs") or [value]:
            found[Key(entry["indicator"], entry["area"], int(entry["year"]), entry["producer"])] = entry
    return found


def _asof(provenance: dict[str, Any]) -> str:
    return parse_qs(str(provenance["view"])).get("asof", [""])[-1]


def _revised(provenance: dict[str, Any], edition: Edition) -> Iterable[str]:
    """A line for each figure of the picture that shows something else now."""
    for key, before in _figures(provenance).items():
        indicator = edition.indicators.get(key.indicator)
        now = edition.observation(key, _asof(provenance)) if indicator else None
        name = _name(key, edition)
        if now is None or indicator is None:
            yield f"{name}: no longer in the figures"
            continue
        ranges = ("low", "high") if "low" in before else ()
        if any(getattr(now, part) != before.get(part) for part in ("value", *ranges)):
            shown = shown_text(before["value"], before.get("low"), before.get("high"), before.get("flag", ""))
            yield f"{name}: was {shown}, is {_with_range(now, indicator)}"
        elif now.source != before["source"]:
            yield f"{name}: the same value, now cited from {_title(now.source, edition)}"


def _new(provenance: dict[str, Any], edition: Edition) -> Iterable[str]:
    """A line for each figure that the view shows now and the picture does not have."""
    view, _ = read_view(provenance["view"], edition.keep(scenes.choices))
    had = _figures(provenance)
    for item in Chart(edition, view).observations:
        if item.key not in had:
            yield f"{_name(item.key, edition)}: new, {number(item, edition.indicators[item.key.indicator]).text}"


def _with_range(now: Observation, indicator: Indicator) -> str:
    text = number(now, indicator, unit=False).text
    if now.value is None or not now.has_range:
        return text
    return f"{text} (range {shown_text(None, now.low, now.high, '')})"


def _name(key: Key, edition: Edition) -> str:
    area = edition.areas[key.area].name if key.area in edition.areas else key.area
    producer = edition.producers[key.producer].label if key.producer in edition.producers else key.producer
    return f"{area} {key.year} ({producer})"


def _title(source: str, edition: Edition) -> str:
    return f"“{edition.sources[source].title}”" if source in edition.sources else "no source"
