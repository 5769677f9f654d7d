"""The briefing pack: slides, pictures, tables and sources of some charts in one zip file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from dashboard import PRODUCT
from dashboard.exports.chart import ExportedChart, all_sources, source_lists
from dashboard.exports.citations import source_citation, source_reference, to_bibtex, to_csl_json
from dashboard.exports.fixed_zip import moment_of, zipped
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv


class WithoutPictures(StrEnum):
    """Why a pack has no pictures, for its README."""

    NO_CHROMIUM = "Pictures are left out: no Chromium was found on the computer that made this pack."
    NO_CHROMIUM_AT_SERVER = (
        "Pictures are left out: the server has no Chromium to draw them with. “Download picture” under a chart draws "
        "the same picture in the browser."
    )
    NOT_DRAWN = "Pictures are left out: they could not be drawn this time."


_TODAY = "Today: "


def pack(
    charts: Sequence[ExportedChart],
    name: str,
    pictures: Mapping[str, bytes],
    without_pictures: str = "",
    maps: Mapping[str, bytes] | None = None,
) -> bytes:
    """The pack of some charts of one edition. `pictures` are PNG files by the charts' file names, `maps` those for
    the slides. Where there are none, `without_pictures` is the sentence that says why, for the README.
    """
    files = lists_of_pack(charts, name, pictures, without_pictures) | {f"{name}.pptx": presentation(charts, maps)}
    drawn = {f"{chart.file_name}.png": pictures[chart.file_name] for chart in charts if chart.file_name in pictures}
    return zipped(files | drawn, moment_of(charts[0].edition.data_as_of))


def lists_of_pack(
    charts: Sequence[ExportedChart], name: str, pictures: Collection[str], without_pictures: str
) -> dict[str, bytes]:
    """What of a pack is text: its README, a table for each chart, and its sources; `pictures` are their names."""
    references = [source_reference(source, charts[0].edition.csl_types) for source in all_sources(charts)]
    return {
        "README.txt": _readme(charts, name, pictures, without_pictures).encode(),
        **{f"{chart.file_name}.csv": table_csv(chart) for chart in charts},
        "sources.csl.json": to_csl_json(references).encode(),
        "sources.bib": to_bibtex(references).encode(),
    }


def views_listed(readme: str) -> Iterator[str]:
    """The queries of the views that the README of a pack lists."""
    today = (line.removeprefix(_TODAY) for line in readme.splitlines() if line.startswith(_TODAY))
    return (address.partition("?")[2] for address in today)


def _readme(charts: Sequence[ExportedChart], name: str, pictures: Collection[str], without_pictures: str) -> str:
    lines = [PRODUCT, f"{charts[0].stamp}.", ""]
    for chart in charts:
        lines += [chart.title, f"{chart.subtitle}.", f"As printed: {chart.pinned}", f"{_TODAY}{chart.address}", ""]
    lines += [
        "In this pack",
        f"  {name}.pptx: slides of the charts, which can be edited where PowerPoint has such a chart; sources in the "
        "notes and at the end.",
    ]
    for chart in charts:
        if chart.file_name in pictures:
            lines.append(f"  {chart.file_name}.png: the picture. It carries its sources inside; read them with")
            lines.append(f"    python -m dashboard trace {chart.file_name}.png")
        lines.append(f"  {chart.file_name}.csv: every figure that is shown, with its range, source and addresses.")
    lines += [
        "  sources.csl.json, sources.bib: all sources, for reference managers.",
        "",
        *([without_pictures, ""] if without_pictures else []),
        "No number stands alone: please cite the publication that a figure is from, and name the edition.",
        "",
    ]
    lists = source_lists(charts)
    for chart, listed in zip(charts, lists, strict=False):
        lines.append("Sources" if len(lists) == 1 else f"Sources of: {chart.title}")
        lines += [*(f"  [{number}] {source_citation(source)}" for number, source in listed), ""]
    return "\n".join(lines) + "\n"
