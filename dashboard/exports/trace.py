"""Read a picture back: which view, edition and sources it is from, whether it is what that edition gives, and what has
changed since.

Nothing that a file says is believed: it is compared with the edition that the file names, or is told as what the file
says.
"""

import io
import zipfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.exports import png, printing, svg
from dashboard.exports.matching import chart_of, mismatches
from dashboard.exports.provenance import provenance, provenance_texts
from dashboard.exports.said import NotSaidError, Picture, Said, read_said
from dashboard.exports.said_inside import PART, said_in
from dashboard.exports.since import NOTHING_CHANGED, changes_since, figures_behind
from dashboard.exports.table_csv import COLUMNS
from dashboard.exports.texts import within
from dashboard.server.urls import INSIDE, Urls
from etl.editions.reading import Edition
from etl.figures.links import safe_address
from etl.figures.quoting import counted, escaped, shown

_HEADINGS = ",".join(COLUMNS).encode()  # of a table of a view
_LARGEST = 100 * 1024 * 1024
_ZIP_SIGNATURE = b"PK\x03\x04"
_OFFICE_PART = "[Content_Types].xml"  # every document of an office program has it
_LONGEST_TITLE = 400  # characters
_MOST_MISMATCHES = 30  # lines about one picture
_DRAWING = "The drawing itself was not compared; its figures are at the address."


class UnknownPictureError(Exception):
    """The file is no picture of ours; the text says what was found."""


@dataclass(frozen=True)
class Told:
    """What is to be said of a picture, and whether it was compared with its edition and is what that gives."""

    lines: list[str]
    is_true: bool


def read_pictures(path: Path) -> list[Picture | str]:
    """Each picture of a file, with what it says of itself; a sentence for one in a pack that says nothing.

    A file is a picture, a pack, or a document of an office program; in the last, pictures that say nothing may be
    anybody's. Raises UnknownPictureError, or OSError where the file cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise UnknownPictureError(f"{path} is larger than any picture of this dashboard.")
    content = path.read_bytes()
    if content.startswith(printing.SIGNATURE):
        return _charts_of_brief(content, path)
    if content.removeprefix(BOM_UTF8).startswith(_HEADINGS):
        raise UnknownPictureError(
            f"{path} has the headings of a table of this dashboard. A table alone does not say which view it is of, so "
            "nothing was compared: each row names its source, its edition and the page of its figure. Inside a pack "
            "tables are compared."
        )
    if not content.startswith(_ZIP_SIGNATURE):
        try:
            return [read_said(_texts(content, str(path)), str(path))]
        except NotSaidError as error:
            raise UnknownPictureError(str(error)) from None
    is_document, pictures = _pictures_inside(content, path)
    found: list[Picture | str] = [*_charts_of_document(content, str(path))] if is_document else []
    for name, picture in pictures:
        place = f"{path}, {name}"
        try:
            texts = _texts(picture, place)
            if texts.get("Provenance") or not is_document:
                found.append(read_said(texts, place))
        except (NotSaidError, UnknownPictureError) as error:
            found += [] if is_document and isinstance(error, UnknownPictureError) else [str(error)]
    if not is_document:
        found += _charts_of_slides(content, path)
    if not found:
        raise UnknownPictureError(
            f"No picture or chart in {path} says where it is from. Presentations of this dashboard name the sources of "
            "their charts in the notes and on the last slides."
            if is_document
            else f"There is no PNG or SVG picture and no slide of this dashboard in {path}. The README.txt of a pack "
            "names its views and sources."
        )
    return found


def _charts_of_slides(content: bytes, path: Path) -> Iterator[Picture | str]:
    """The charts of the presentations in a pack, which say of themselves what the pictures beside them do."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        decks = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".pptx")]
        if sum(entry.file_size for entry in decks) > _LARGEST:
            raise UnknownPictureError(f"The presentations in {path} are larger than those of this dashboard.")
        for deck in decks:
            place = f"{path}, {escaped(deck.filename)}"
            try:
                yield from _charts_of_document(archive.read(deck), place)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
                yield f"{place} is damaged; get the pack again."


def _charts_of_document(content: bytes, path: str) -> Iterator[Picture | str]:
    """The charts of a presentation or a workbook, as a part beside them has them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if PART.fullmatch(name)]
        for place, name in enumerate(names, 1):
            if said := said_in(archive.read(name)):
                try:
                    yield read_said({"Provenance": said}, f"{path}, chart {place}")
                except NotSaidError as error:
                    yield str(error)


def _charts_of_brief(content: bytes, path: Path) -> list[Picture | str]:
    """The series of each figure of a brief, as its properties have them."""
    try:
        texts = printing.read_texts(content)
        said = [text for name, text in texts.items() if name.startswith("Provenance")]
        found = [read_said({"Provenance": text}, f"{path}, figure {place}") for place, text in enumerate(said, 1)]
    except (NotSaidError, ValueError) as error:
        raise UnknownPictureError(f"{path}: {error}.") from None
    if not found:
        raise UnknownPictureError(f"{path} does not say where it is from; it is not a brief of this dashboard.")
    return [*found]


def _pictures_inside(content: bytes, path: Path) -> tuple[bool, list[tuple[str, bytes]]]:
    """Whether a zip file is a document of an office program, and its pictures by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            pictures = [entry for entry in entries if entry.filename.lower().endswith((".png", ".svg"))]
            if sum(entry.file_size for entry in pictures) > _LARGEST:
                raise UnknownPictureError(f"The pictures in {path} are larger than those of this dashboard.")
            is_document = any(entry.filename == _OFFICE_PART for entry in entries)
            return is_document, [(escaped(entry.filename), archive.read(entry)) for entry in pictures]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise UnknownPictureError(f"{path} is a damaged zip file; get the pack again.") from None


def _texts(content: bytes, place: str) -> Mapping[str, str]:
    """The texts inside a picture by their keywords."""
    try:
        if content.startswith(png.SIGNATURE):
            return png.read_texts(content)
        return svg.read_texts(content.decode("utf-8", "replace"))
    except ValueError as error:  # of a picture that is cut short, or says a thing twice
        raise UnknownPictureError(f"{place}: {error}.") from None


def trace(picture: Picture, current: Edition, named: Edition | None, home: str = "") -> Told:
    """What is to be said of a picture.

    `named` is the edition that it names, None where that is not at hand; `home` is the address of the dashboard, empty
    where that is not known.
    """
    if named is None:
        name = shown(picture.said.edition)
        head = [
            f"Edition {name} is not available here, so nothing was compared; give a download of it with --edition.",
            "The file says of itself:",
            "",
        ]
        return Told([*head, *_described(picture.said), "", *_since(picture.said, current)], is_true=False)
    chart = chart_of(picture.said, named)
    elsewhere = list(_at_another_home(picture.said, home))
    wrong = [*mismatches(picture, named), *elsewhere]
    if chart is not None and elsewhere:
        chart = replace(chart, urls=Urls.at(home))
    ours = None if chart is None else Said.model_validate(provenance(chart))
    described = [] if ours is None else _described(ours)
    if wrong or chart is None or ours is None:
        given = ["", "The edition gives for this view:", "", *described] if described else []
        return Told([*_not_as(escaped(picture.place), named, wrong), *given], is_true=False)
    same = f"Values, sources and words in the file are those of edition {named.name}. {_DRAWING}"
    own = [words for words in (picture.said.own_title, picture.said.own_subtitle) if words]
    described += [f"Printed in place of our words: {shown(words)}" for words in own]
    if others := sorted(picture.texts.keys() - provenance_texts(chart).keys()):
        described.append(f"Written into it by others, and not compared: {', '.join(map(shown, others))}")
    if named.name == current.name:
        return Told([*described, "", same, "This is the current edition: nothing has changed."], is_true=True)
    return Told([*described, "", same, *_since(ours, current)], is_true=True)


def trace_around(content: bytes, place: str, pictures: Sequence[Picture], named: Edition) -> Told | None:
    """What is to be said of what stands around the charts of a file; None where there is nothing to be read there."""
    # Here, since it brings the writers of all forms along, which other commands need not load.
    from dashboard.exports.remade import mismatches_around

    if not pictures or content.startswith(png.SIGNATURE):
        return None
    if len({picture.said.edition for picture in pictures}) > 1:
        return Told([f"{escaped(place)}: its parts name different editions, so its texts were not compared."], False)
    wrong = mismatches_around(content, place, pictures, named)
    if wrong:
        return Told(_not_as(f"What stands around the charts in {escaped(place)}", named, wrong), is_true=False)
    return Told(
        [f"Tables, texts and numbers around the charts in {escaped(place)} are those of edition {named.name}."], True
    )


def _not_as(what: str, named: Edition, wrong: Sequence[str]) -> list[str]:
    """That something is not as its edition has it, with the first of the differences."""
    rest = len(wrong) - _MOST_MISMATCHES
    return [
        f"{what} is not what edition {named.name}, which it names, gives:",
        *(f"  {line}" for line in wrong[:_MOST_MISMATCHES]),
        *([f"  and {counted(rest, 'difference')} more"] if rest > 0 else []),
    ]


def _described(said: Said) -> list[str]:
    """Title, view, address, edition and sources, each on lines of its own, with addresses of the web only."""
    return [
        within(escaped(said.title), _LONGEST_TITLE) or "Untitled",
        f"View:     {escaped(said.view)}",
        f"Address:  {_address(said)}",
        f"Edition:  {escaped(said.edition)}, data as of {escaped(said.data_as_of or 'unknown')}",
        f"Values:   {len(said.values)}",
        "",
        "Sources",
        *_sources(said),
    ]


def _address(said: Said) -> str:
    is_without_host = said.address == INSIDE.view(said.view)
    return escaped(said.address) if is_without_host else safe_address(said.address) or "no web address"


def _at_another_home(said: Said, home: str) -> Iterator[str]:
    """That a picture names the address of another dashboard than ours, where we know ours and it names one."""
    if home and safe_address(said.address) and not said.address.startswith(f"{home.rstrip('/')}/"):
        yield f"address: the file says {shown(said.address)}, the dashboard is at {home}"


def _sources(said: Said) -> Iterator[str]:
    copies = _copies(said)
    for place, source in enumerate(said.sources, 1):
        yield escaped(f"[{source.number or place}] {source.publisher} ({source.published or 'n.d.'}). {source.title}")
        address, read = safe_address(source.address), copies.get(source.source, [])
        if address or not read:
            yield f"    {address or 'no address'}"
        else:
            yield from (f"    copy that was read: {copy}" for copy in read)


def _copies(said: Said) -> dict[str, list[str]]:
    """The addresses of the copies in which the figures were read, by the key of their source."""
    found: dict[str, list[str]] = {}
    for figure in figures_behind(said).values():
        address = safe_address(figure.via)
        if address and address not in found.setdefault(figure.source, []):
            found[figure.source].append(address)
    return found


def _since(said: Said, current: Edition) -> list[str]:
    """What has changed from a picture up to the current edition."""
    changed = [change.line for change in changes_since(said, current)]
    return [
        f"Since then, up to the current edition {current.name}, data as of {current.data_as_of}:",
        *(f"  {line}" for line in changed or [NOTHING_CHANGED]),
    ]
