"""Read a picture back: which view, edition and sources it is from, and what has changed since."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dashboard.exports import png, svg
from dashboard.exports.chart import ExportedChart
from dashboard.views import scenes
from dashboard.views.view import read_view
from dashboard.words.numbers import number, shown_text
from etl.editions.reading import Edition
from etl.figures.records import Key, Observation

_LARGEST = 100 * 1024 * 1024
_ZIP_SIGNATURE = b"PK\x03\x04"
_OFFICE_PART = "[Content_Types].xml"  # the first part of every document of an office program


class UnknownPictureError(Exception):
    """The file is no picture of ours; the text says what was found."""


def read_pictures(path: Path) -> list[dict[str, Any]]:
    """What a picture says of itself, or each picture of a pack.

    Raises UnknownPictureError, or OSError where the file cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise UnknownPictureError(f"{path} is too large for one of our pictures.")
    content = path.read_bytes()
    if not content.startswith(_ZIP_SIGNATURE):
        return [_provenance(content, str(path))]
    return [_provenance(picture, f"{path}, {name}") for name, picture in _pictures_inside(content, path)]


def _pictures_inside(content: bytes, path: Path) -> list[tuple[str, bytes]]:
    """The pictures of a pack by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.filename == _OFFICE_PART for entry in entries):
                raise UnknownPictureError(
                    f"{path} is a document of an office program; whence reads PNG and SVG pictures, and packs of them. "
                    "A presentation of this dashboard names its sources in the notes and on the last slides."
                )
            pictures = [entry for entry in entries if entry.filename.lower().endswith((".png", ".svg"))]
            if sum(entry.file_size for entry in pictures) > _LARGEST:
                raise UnknownPictureError(f"The pictures in {path} are too large for ours.")
            found = [(entry.filename, archive.read(entry)) for entry in pictures]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise UnknownPictureError(f"{path} is a damaged zip file; get the pack again.") from None
    if not found:
        raise UnknownPictureError(
            f"There is no PNG or SVG picture in {path}, and whence reads nothing else. The README.txt of a pack names "
            "its views and sources."
        )
    return found


def _provenance(content: bytes, place: str) -> dict[str, Any]:
    """What a picture says of itself; `place` is where it was found, for messages."""
    try:
        if content.startswith(png.SIGNATURE):
            text = png.read_texts(content).get("Provenance", "")
        else:
            text = svg.read_provenance(content.decode("utf-8", "replace"))
        found = json.loads(text) if text else None
    except png.NotAPictureError as error:
        raise UnknownPictureError(f"{place}: {error}.") from None
    except ValueError:
        raise UnknownPictureError(f"{place}: its provenance cannot be read.") from None
    if not isinstance(found, dict) or not {"view", "address", "edition", "sources", "values"} <= found.keys():
        raise UnknownPictureError(
            f"{place} does not say where it is from. It was not made by this dashboard, or a program that shrinks "
            "pictures has removed it; look for the address at the foot of the picture."
        )
    return found


def whence_lines(provenance: dict[str, Any], edition: Edition) -> list[str]:
    """Lines that say where a picture is from and what has changed since."""
    lines = [
        provenance.get("title") or "Untitled",
        f"View:     {provenance['view']}",
        f"Address:  {provenance['address']}",
        f"Edition:  {provenance['edition']}, data as of {provenance.get('data_as_of') or 'unknown'}",
        f"Values:   {len(provenance['values'])}",
        "",
        "Sources",
        *_sources(provenance["sources"], _copies(provenance)),
        "",
    ]
    if provenance["edition"] == edition.name:
        return [*lines, "This is the current edition: nothing has changed."]
    changed = [*_changed_figures(provenance, edition), *_new(provenance, edition)]
    lines.append(f"Since then, up to the current edition {edition.name}, data as of {edition.data_as_of}:")
    return [*lines, *(f"  {line}" for line in changed or ["no value of this view has changed."])]


def _sources(sources: Iterable[dict[str, str]], copies: Mapping[str, list[str]]) -> Iterable[str]:
    for index, source in enumerate(sources, 1):
        yield f"[{index}] {source['publisher']} ({source['published'] or 'n.d.'}). {source['title']}"
        if source["address"]:
            yield f"    {source['address']}"
            continue
        read = copies.get(source["source"], [])
        yield from (f"    copy that was read: {address}" for address in read) if read else ["    no address"]


def _copies(provenance: dict[str, Any]) -> dict[str, list[str]]:
    """The addresses of the copies in which the figures were read, by the key of their source."""
    found: dict[str, list[str]] = {}
    for entry in _figures_behind(provenance).values():
        if (address := entry.get("via")) and address not in found.setdefault(entry["source"], []):
            found[entry["source"]].append(address)
    return found


def _figures_behind(provenance: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """The observations that a picture rests on; of a computed value its inputs, which were printed somewhere."""
    found = {}
    for value in provenance["values"]:
        for entry in value.get("inputs") or [value]:
            found[Key(entry["indicator"], entry["area"], int(entry["year"]), entry["producer"])] = entry
    return found


def _asof(provenance: dict[str, Any]) -> str:
    return parse_qs(str(provenance["view"])).get("asof", [""])[-1]


def _changed_figures(provenance: dict[str, Any], edition: Edition) -> Iterable[str]:
    """A line for each figure of the picture that shows something else now."""
    for key, before in _figures_behind(provenance).items():
        now = edition.observation(key, _asof(provenance)) if key.indicator in edition.indicators else None
        changed = _what_changed(before, now, edition) if now is not None else ["no longer in the figures"]
        if changed:
            yield f"{_name_of_figure(key, edition)}: {'; '.join(changed)}"


def _what_changed(before: dict[str, Any], now: Observation, edition: Edition) -> list[str]:
    """What is different in a figure: its value, its range, its source; empty where nothing is."""
    was = shown_text(before["value"], before.get("low"), before.get("high"), before.get("flag", ""))
    shown = shown_text(now.value, now.low, now.high, now.flag if "flag" in before else "")
    changes = [f"was {was}, is {shown}"] if was != shown else []
    had_value = None not in (before["value"], now.value)  # else the range is what is shown
    if "low" in before and had_value and (before["low"], before["high"]) != (now.low, now.high):
        changes.append(f"range was {_range(before['low'], before['high'])}, is {_range(now.low, now.high)}")
    if now.source != before["source"]:
        changes.append(f"now cited from {_title(now.source, edition)}")
    if changes and was == shown:
        changes.insert(0, "the same value")
    return changes


def _new(provenance: dict[str, Any], edition: Edition) -> Iterable[str]:
    """A line for each figure that the view shows now and the picture does not have."""
    view, _ = read_view(provenance["view"], edition.keep(scenes.choices))
    had = _figures_behind(provenance)
    for item in ExportedChart(edition, view).observations:
        if item.key not in had:
            shown = number(item, edition.indicators[item.key.indicator])
            yield f"{_name_of_figure(item.key, edition)}: new, {shown.text}"


def _range(low: float | None, high: float | None) -> str:
    return "none" if low is None and high is None else shown_text(None, low, high, "")


def _name_of_figure(key: Key, edition: Edition) -> str:
    area = edition.areas[key.area].name if key.area in edition.areas else key.area
    producer = edition.producers[key.producer].label if key.producer in edition.producers else key.producer
    return f"{area} {key.year} ({producer})"


def _title(source: str, edition: Edition) -> str:
    return f"“{edition.sources[source].title}”" if source in edition.sources else "no source"
