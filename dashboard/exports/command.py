"""`python -m dashboard export`: pictures, tables, slides, packs and briefs of views in bulk."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.exports.brief import Brief, brief_of
from dashboard.exports.brief_pdf import brief_pdf
from dashboard.exports.chart import ExportedChart
from dashboard.exports.command_options import ADDRESS_VARIABLE, query_of, taking_a_view
from dashboard.exports.drawing import FORMS as PICTURE_FORMS
from dashboard.exports.drawing import draw_maps, draw_picture, maps_among
from dashboard.exports.own_words import OURS, OwnWords
from dashboard.exports.renderer import NoBrowserError, PictureError, Renderer
from dashboard.exports.sizes import DEFAULT_SIZE, SIZES
from dashboard.exports.table_csv import table_csv
from dashboard.exports.views_asked import charts_asked
from dashboard.exports.written import (
    BRIEFS,
    ONE_EACH,
    FileForm,
    RefusedError,
    distinct,
    refuse_a_wrong_name,
    write_whole,
)
from dashboard.server.urls import INSIDE, Urls
from dashboard.views.briefing import place_and_year
from etl.editions.reading import Database, NoEditionError
from etl.figures.quoting import counted, file_trouble

_WITHOUT_ADDRESS = (
    "Note: links and the addresses at the foot will carry no host name. Give the address of the dashboard with "
    f"--address, or in {ADDRESS_VARIABLE}."
)


SizeName = StrEnum("SizeName", {name.upper(): name for name in SIZES})  # type: ignore[misc]
_DEFAULT_SIZE = SizeName(DEFAULT_SIZE)


def add_export(command_line: typer.Typer, database: Callable[[], Database]) -> None:
    """Add `export` to the command line; `database` gives the published database when it is needed."""

    @command_line.command()
    @taking_a_view
    def export(
        form: Annotated[FileForm, typer.Argument(help="What to make.")],
        out: Annotated[Path, typer.Option(help="The file to write; a folder for several pictures.")],
        size: Annotated[SizeName, typer.Option(help="The size of pictures.")] = _DEFAULT_SIZE,
        views: Annotated[
            Path | None,
            typer.Option(
                help="A file of views: a line for each, as in an address (indicator=...&area=...), or CSV with the "
                "names of the parameters as its heading and several values of one separated by spaces."
            ),
        ] = None,
        page: Annotated[str, typer.Option(help="A whole briefing: afghanistan-2018 or briefing/<area>/<year>.")] = "",
        title: Annotated[str, typer.Option(help="A title of your own for one picture, slide or brief.")] = "",
        subtitle: Annotated[str, typer.Option(help="A subtitle of your own for one picture, slide or brief.")] = "",
        template: Annotated[
            Path | None, typer.Option(help="A presentation (.pptx) whose layouts, colours and fonts slides take.")
        ] = None,
        address: Annotated[
            str, typer.Option(envvar=ADDRESS_VARIABLE, help="Where readers find the dashboard, for links and footers.")
        ] = "",
        **of_view: list[str] | None,
    ) -> None:
        """Make pictures, tables, slides, packs or briefs of views."""
        query = query_of(of_view)
        try:
            edition = database().edition()
            urls = Urls.at(address) if address else INSIDE
            charts = charts_asked(edition, query, views, page, urls)
            asked = place_and_year(page) if page else None
            if form in BRIEFS and asked is None:
                raise RefusedError(f"A {form.value} is the brief of an area and a year: name it with --page.")
            own = OwnWords.of(title, subtitle)
            if own != OURS and form not in BRIEFS:
                if len(charts) != 1:
                    raise RefusedError(
                        "A title or subtitle of your own is for one view, given with --indicator, or for a brief."
                    )
                charts = [replace(charts[0], own=own)]
            refuse_a_wrong_name(out, form, len(charts))
            if not urls.has_host:
                typer.echo(_WITHOUT_ADDRESS, err=True)
            name = page.strip("/").replace("/", "-") if page else out.stem if out.suffix else charts[0].file_name
            if form in ONE_EACH:
                _write_each(charts, size.value, form.value, out)
            elif form is FileForm.PPTX:
                _write(out, _presented(charts, template))
            elif asked is not None and form in BRIEFS:
                _write(out, _brief(brief_of(edition, asked["area"], asked["year"], urls, own), form))
            else:
                _write(out, _packed(charts, name, size.value))
        except (RefusedError, NoBrowserError, PictureError, NoEditionError, ValueError, OSError) as error:
            typer.echo(file_trouble(error), err=True)
            raise typer.Exit(1) from None


def _write_each(charts: list[ExportedChart], size: str, form: str, out: Path) -> None:
    """One picture or table as the file `out`, several as files of their own names in the folder `out`."""
    alone = len(charts) == 1 and out.suffix.lower() == f".{form}" and not out.is_dir()
    names = distinct([chart.file_name for chart in charts])
    what = "picture" if form in PICTURE_FORMS else "table"
    with ExitStack() as opened:
        renderer = opened.enter_context(Renderer()) if form in PICTURE_FORMS else None
        progress = opened.enter_context(_progress())
        for chart, name in progress.track(list(zip(charts, names, strict=True)), description=f"{what.title()}s"):
            made = _table(chart, form) if renderer is None else draw_picture(chart, SIZES[size], form, renderer)
            write_whole(out if alone else out / f"{name}.{form}", made)
    said = f"{counted(len(charts), what)} {'is' if len(charts) == 1 else 'are'} in {out}"
    typer.echo(str(out) if alone else said)


def _table(chart: ExportedChart, form: str) -> bytes:
    from dashboard.exports.workbook import workbook

    return workbook(chart) if form == FileForm.XLSX else table_csv(chart)


def _presented(charts: list[ExportedChart], template: Path | None) -> bytes:
    from dashboard.exports.slide_places import map_place
    from dashboard.exports.slides import presentation  # with the library for slides, which only these forms need

    if not maps_among(charts):
        return presentation(charts, template=template)
    try:
        with Renderer() as renderer:
            return presentation(charts, draw_maps(charts, renderer, map_place(template)), template)
    except NoBrowserError as error:
        typer.echo(f"{error}\nThe slides are made without maps.", err=True)
        return presentation(charts, template=template)


def _brief(brief: Brief, form: FileForm) -> bytes:
    from dashboard.exports.brief_docx import brief_docx, drawn_chart  # with a library that only this form needs

    return brief_pdf(brief) if form is FileForm.PDF else brief_docx(brief, drawn_chart(brief))


def _packed(charts: list[ExportedChart], name: str, size: str) -> bytes:
    from dashboard.exports.pack import WithoutPictures, pack
    from dashboard.exports.slide_places import map_place

    try:
        with Renderer() as renderer, _progress() as progress:
            pictures = {
                chart.file_name: draw_picture(chart, SIZES[size], "png", renderer)
                for chart in progress.track(charts, description="Pictures")
            }
            maps = draw_maps(charts, renderer, map_place(None))
    except NoBrowserError as error:
        typer.echo(f"{error}\nThe pack is made without pictures.", err=True)
        return pack(charts, name, {}, WithoutPictures.NO_CHROMIUM)
    return pack(charts, name, pictures, maps=maps)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, transient=True, console=console, disable=not console.is_terminal)


def _write(out: Path, content: bytes) -> None:
    """Write a file and name it."""
    write_whole(out, content)
    typer.echo(str(out))
