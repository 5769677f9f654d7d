"""`python -m dashboard export` and `whence`: pictures, slides and packs in bulk, and pictures read back."""

import csv
import inspect
import os
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_maps, draw_picture, maps_among
from dashboard.exports.pack import pack
from dashboard.exports.renderer import NoBrowserError, PictureError, Renderer
from dashboard.exports.said import Picture
from dashboard.exports.sizes import DEFAULT_SIZE, SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.whence import Told, UnknownPictureError, read_pictures
from dashboard.exports.whence import whence as told_of
from dashboard.server.urls import INSIDE, Urls
from dashboard.views.briefing import advice_on_page, views_of_page
from dashboard.views.parameters import Parameter
from dashboard.views.strict import read_strictly
from dashboard.views.view import View, view_parameters
from etl.editions.reading import Database, Edition, NoEditionError
from etl.figures.quoting import counted, shown

ADDRESS_VARIABLE = "DASHBOARD_ADDRESS"
_WITHOUT_ADDRESS = (
    "Note: links and the addresses at the foot will carry no host name. Give the address of the dashboard with "
    f"--address, or in {ADDRESS_VARIABLE}."
)
_WITHOUT_CHROMIUM = "The pictures are left out: no Chromium was found on the computer that made this pack."


class FileForm(StrEnum):
    """What can be exported."""

    PNG = "png"
    SVG = "svg"
    PPTX = "pptx"
    PACK = "pack"


_ENDINGS = {FileForm.PNG: ".png", FileForm.SVG: ".svg", FileForm.PPTX: ".pptx", FileForm.PACK: ".zip"}
SizeName = StrEnum("SizeName", {name.upper(): name for name in SIZES})  # type: ignore[misc]
_DEFAULT_SIZE = SizeName(DEFAULT_SIZE)


class _RefusedError(Exception):
    """What is wrong with a command, found before anything is written: a sentence, or a line for each fault."""

    def __str__(self) -> str:
        faults = super().__str__()
        return f"Nothing was written:{chr(10) if chr(10) in faults else ' '}{faults}"


def add_commands(command_line: typer.Typer, database: Callable[[], Database]) -> None:
    """Add `export` and `whence` to the command line; `database` gives the published database when it is needed."""

    @command_line.command()
    @_taking_a_view
    def export(
        form: Annotated[FileForm, typer.Argument(help="What to make.")],
        out: Annotated[Path, typer.Option(help="The file to write; a folder for several pictures.")],
        size: Annotated[SizeName, typer.Option(help="The size of pictures.")] = _DEFAULT_SIZE,
        views: Annotated[
            Path | None,
            typer.Option(
                help="A file of views: a line for each, as in an address (indicator=...&area=...), or CSV with the "
                "names of the parameters as its heading and several values of one parted by spaces."
            ),
        ] = None,
        page: Annotated[str, typer.Option(help="A whole briefing: afghanistan-2018 or briefing/<area>/<year>.")] = "",
        address: Annotated[
            str, typer.Option(envvar=ADDRESS_VARIABLE, help="Where readers find the dashboard, for links and foots.")
        ] = "",
        **of_view: list[str] | None,
    ) -> None:
        """Make pictures, slides or packs of views."""
        query = urlencode({_parameter_name(option): texts or () for option, texts in of_view.items()}, doseq=True)
        try:
            edition = database().edition()
            urls = Urls.at(address) if address else INSIDE
            charts = [ExportedChart(edition, view, urls) for view in _views(edition, query, views, page)]
            _refuse_a_wrong_name(out, form, len(charts))
            if not urls.has_host:
                typer.echo(_WITHOUT_ADDRESS, err=True)
            name = page.strip("/").replace("/", "-") if page else out.stem if out.suffix else charts[0].file_name
            if form in (FileForm.PNG, FileForm.SVG):
                _write_pictures(charts, size.value, form.value, out)
            elif form is FileForm.PPTX:
                _write(out, _presented(charts))
            else:
                _write(out, _packed(charts, name, size.value))
        except (_RefusedError, NoBrowserError, PictureError, NoEditionError, ValueError, OSError) as error:
            typer.echo(_sentence(error), err=True)
            raise typer.Exit(1) from None

    @command_line.command()
    def whence(
        file: Annotated[
            Path, typer.Argument(help="A PNG or SVG picture of this dashboard, or a pack or a document with some.")
        ],
        edition: Annotated[
            Path | None,
            typer.Option(help="The edition that the picture names, downloaded as SQLite; else the one that is kept."),
        ] = None,
        address: Annotated[
            str, typer.Option(envvar=ADDRESS_VARIABLE, help="Where readers find the dashboard, to know its pictures.")
        ] = "",
    ) -> None:
        """Say which view, edition and sources a picture is from, whether it is what they give, and what has changed.

        It ends with an error where the file could not be compared, or is not what its edition gives.
        """
        try:
            home = Urls.at(address).base if address else ""
            pictures = read_pictures(file)
            published = database()
            told = [_told(picture, published, edition, home) for picture in pictures]
        except (UnknownPictureError, NoEditionError, ValueError, OSError) as error:
            typer.echo(_sentence(error), err=True)
            raise typer.Exit(1) from None
        typer.echo("\n\n".join("\n".join(one.lines) for one in told))
        if not all(one.is_true for one in told):
            raise typer.Exit(1)


def _told(picture: Picture | str, published: Database, downloaded: Path | None, home: str) -> Told:
    """What is to be said of a picture, compared with the edition that it names: the one downloaded, or one kept."""
    if isinstance(picture, str):
        return Told([picture], is_true=False)
    current = published.edition()
    named = published.kept(picture.said.edition) if downloaded is None else Database(downloaded).edition()
    if named is not None and named.name != picture.said.edition:
        raise UnknownPictureError(
            f"{downloaded} is edition {named.name}, and {picture.place} names {shown(picture.said.edition)}."
        )
    return told_of(picture, current, named, home)


def _taking_a_view(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each parameter of a view; what is given of them comes to it by keywords."""
    own = inspect.signature(command).parameters.values()
    options = [
        inspect.Parameter(
            _option_name(parameter),
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                list[str] | None,
                typer.Option(f"--{parameter.name}", metavar=f"<{parameter.kind.placeholder}>", help=_help(parameter)),
            ],
        )
        for parameter in view_parameters()
    ]
    kept = [parameter for parameter in own if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
    command.__signature__ = inspect.Signature([*kept, *options])  # type: ignore[attr-defined]
    return command


def _option_name(parameter: Parameter) -> str:
    """What the command calls a parameter: some of their names are words of Python, or of options of its own."""
    return f"view_{parameter.name}"


def _parameter_name(option: str) -> str:
    return option.removeprefix("view_")


def _help(parameter: Parameter) -> str:
    """What an option means, with an example where its values are not listed."""
    words = re.sub("`([a-z]+)`", r"--\1", parameter.description)
    often = " May be repeated." if parameter.repeatable else ""
    is_listed = parameter.example in parameter.kind.placeholder
    return f"{words}{often}" if is_listed else f"{words}{often} For example {parameter.example}."


def _sentence(error: Exception) -> str:
    """An error in words, without the numbers of the operating system."""
    if not isinstance(error, OSError) or not error.filename:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"There is no file {error.filename}."
    return f"{error.filename} cannot be read or written: {error.strerror}."


def _views(edition: Edition, query: str, file: Path | None, page: str) -> list[View]:
    """The views that a command asks for, in one of the three ways."""
    if sum(bool(way) for way in (query, file, page)) != 1:
        raise _RefusedError("Say what to export in one way: --indicator and --area, or --views, or --page.")
    if page:
        found = views_of_page(edition, page)
        if not found:
            raise _RefusedError(advice_on_page(edition, page))
        return found
    if file is None:
        return [_view(edition, query, "")]
    found = [_view(edition, line, f"{file}, line {number}: ") for number, line in _lines(file)]
    if not found:
        raise _RefusedError(f"{file} names no view.")
    return found


def _view(edition: Edition, query: str, place: str) -> View:
    """The view of a query; what an address would forgive is an error here, so that no wrong picture is made."""
    view, faults = read_strictly(query, edition)
    if not faults and not ExportedChart(edition, view).observations:
        faults = ["This view shows no figure at all; choose other years, areas or producers."]
    if faults:
        raise _RefusedError("\n".join(f"{place}{fault}" for fault in faults))
    return view


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The queries in a file of views, each with its line; empty lines and those after a # are passed over."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _RefusedError(f"{file} is not text in UTF-8; save the views as plain text or CSV.") from None
    first = text.lstrip().partition("\n")[0]
    if "=" not in first and "," in first:
        yield from _rows(file, text)
        return
    for number, line in enumerate(text.splitlines(), 1):
        query = line.strip().rpartition("?")[2]
        if query and not line.lstrip().startswith("#"):
            yield number, query


def _rows(file: Path, text: str) -> Iterator[tuple[int, str]]:
    """The queries in a table of views, each with its line."""
    rows = csv.DictReader(text.splitlines())
    try:
        for row in rows:
            if None in row:
                raise _RefusedError(f"{file}, line {rows.line_num}: there are more cells than in the heading.")
            given = {name.strip(): str(value).split() for name, value in row.items() if value}
            yield rows.line_num, urlencode(given, doseq=True)
    except csv.Error as error:
        raise _RefusedError(f"{file}, line {rows.line_num}: this is not CSV ({error}).") from None


def _refuse_a_wrong_name(out: Path, form: FileForm, count: int) -> None:
    """Say before anything is drawn that a file cannot have that name, and propose one."""
    ending, found = _ENDINGS[form], out.suffix.lower()
    if form in (FileForm.PNG, FileForm.SVG):
        if count > 1 and found and not out.is_dir():
            raise _RefusedError(f"{count} pictures do not fit in one file, {out}; give a folder, such as {out.stem}.")
        if found in {"", ending} or out.is_dir():
            return
    elif found == ending and not out.is_dir():
        return
    name = f"{out.name}{ending}" if out.is_dir() or not found else f"{out.stem}{ending}"
    raise _RefusedError(
        f"A {form.value} is written to a file that ends in {ending}, and {out} is none; name it {name}."
    )


def _write_pictures(charts: list[ExportedChart], size: str, form: str, out: Path) -> None:
    """One picture as the file `out`, several as files of their own names in the folder `out`."""
    alone = len(charts) == 1 and out.suffix.lower() == f".{form}" and not out.is_dir()
    names = _distinct([chart.file_name for chart in charts])
    with Renderer() as renderer, _progress() as progress:
        for chart, name in progress.track(list(zip(charts, names, strict=True)), description="Pictures"):
            _write(
                out if alone else out / f"{name}.{form}", draw_picture(chart, SIZES[size], form, renderer), say=alone
            )
    if not alone:
        typer.echo(f"{counted(len(charts), 'picture')} {'is' if len(charts) == 1 else 'are'} in {out}")


def _distinct(names: list[str]) -> list[str]:
    """The names, with a number where one comes again."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return result


def _presented(charts: list[ExportedChart]) -> bytes:
    if not maps_among(charts):
        return presentation(charts)
    try:
        with Renderer() as renderer:
            return presentation(charts, draw_maps(charts, renderer))
    except NoBrowserError as error:
        typer.echo(f"{error}\nThe slides are made without maps.", err=True)
        return presentation(charts)


def _packed(charts: list[ExportedChart], name: str, size: str) -> bytes:
    try:
        with Renderer() as renderer, _progress() as progress:
            pictures = {
                chart.file_name: draw_picture(chart, SIZES[size], "png", renderer)
                for chart in progress.track(charts, description="Pictures")
            }
            maps = draw_maps(charts, renderer)
    except NoBrowserError as error:
        typer.echo(f"{error}\nThe pack is made without pictures.", err=True)
        return pack(charts, name, {}, _WITHOUT_CHROMIUM)
    return pack(charts, name, pictures, maps=maps)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, transient=True, console=console, disable=not console.is_terminal)


def _write(out: Path, content: bytes, *, say: bool = True) -> None:
    """Write a file whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    if say:
        typer.echo(str(out))
