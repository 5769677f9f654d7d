"""A picture read back: what it is from, and what has changed since."""

from pathlib import Path

import pytest
import typer
from exported import VIEWS, chart
from exporting import bare_picture, run_command
from PIL import Image

from dashboard.exports import png
from dashboard.exports.drawing import draw_picture
from dashboard.exports.pack import pack
from dashboard.exports.provenance import provenance, provenance_texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.whence import UnknownPictureError, read_pictures, whence_lines
from etl.editions.reading import Edition


def test_whence_says_what_has_changed_since(edition: Edition, renderer: Renderer, tmp_path: Path) -> None:
    shown = chart(edition)
    file = tmp_path / "old.png"
    file.write_bytes(draw_picture(shown, SIZES["half"], "png", renderer))
    (then,) = read_pictures(file)
    then["edition"] = "000000000000"
    assert whence_lines(then, edition)[-1].strip() == "no value of this view has changed."
    values = {(value["year"], value["producer"]): value for value in then["values"]}
    values[2018, "unodc"]["value"] = 236_000.0
    values[2017, "unodc"]["source"] = "another"
    values[2009, "unodc"]["low"] = 1_000.0
    values[2010, "unodc"] |= {"low": None, "high": None, "source": "another"}
    del then["values"][then["values"].index(values[2016, "unodc"])]
    since = "\n".join(whence_lines(then, edition))
    lines = {line.strip().partition(": ")[0]: line.partition(": ")[2] for line in since.splitlines()}
    assert lines["Afghanistan 2018 (UNODC)"] == "was 236,000, is 263,000"
    assert lines["Afghanistan 2017 (UNODC)"].startswith("the same value; now cited from “Afghanistan Opium Survey")
    assert lines["Afghanistan 2009 (UNODC)"] == "the same value; range was 1,000–137,000, is 102,000–137,000"
    assert lines["Afghanistan 2010 (UNODC)"].startswith(
        "the same value; range was none, is 104,000–145,000; now cited from “"
    )
    assert "Afghanistan 2016 (UNODC): new, 201,000 ha" in since


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg></svg>", b"plain text", b"\xff" * 100])
def test_whence_says_of_a_strange_file_that_it_is_none_of_ours(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "strange.png"
    file.write_bytes(content)
    with pytest.raises(UnknownPictureError):
        read_pictures(file)


def test_whence_reads_every_picture_of_a_pack(command: typer.Typer, edition: Edition, tmp_path: Path) -> None:
    shown = [chart(edition, VIEWS["one series"]), chart(edition, VIEWS["a stack"])]
    pictures = {one.file_name: png.with_texts(bare_picture(), provenance_texts(one)) for one in shown}
    (tmp_path / "pack.zip").write_bytes(pack(shown, "pack", pictures))
    told = run_command(command, "whence", tmp_path / "pack.zip")
    assert told.exit_code == 0
    assert all(one.title in told.output and one.address in told.output for one in shown)


def test_whence_says_what_it_reads_where_it_is_given_something_else(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = chart(edition)
    (tmp_path / "deck.pptx").write_bytes(presentation([shown]))
    (tmp_path / "bare.zip").write_bytes(pack([shown], "bare", {}))
    (tmp_path / "cut.zip").write_bytes(pack([shown], "bare", {})[:2000])
    for name, said in (
        ("deck.pptx", "whence reads PNG and SVG pictures, and packs of them"),
        ("bare.zip", "no PNG or SVG picture"),
        ("cut.zip", "damaged zip file"),
        ("missing.png", f"There is no file {tmp_path / 'missing.png'}."),
        ("", "cannot be read"),
    ):
        told = run_command(command, "whence", tmp_path / name)
        assert told.exit_code == 1
        assert said in told.output
        assert "Errno" not in told.output and "not made by this dashboard" not in told.output


def test_whence_names_the_copy_of_a_source_that_has_no_address_of_its_own(edition: Edition) -> None:
    written = provenance(chart(edition, VIEWS["one series"]))
    without = written["sources"][0]
    without["address"] = ""
    of_it = [value for value in written["values"] if value["source"] == without["source"]]
    assert "    no address" in whence_lines(written | {"values": []}, edition)
    for value in of_it:
        value["via"] = "https://copies.example.org/a.pdf"
    assert whence_lines(written, edition).count("    copy that was read: https://copies.example.org/a.pdf") == 1


def test_whence_of_a_picture_without_texts_says_where_to_look(command: typer.Typer, tmp_path: Path) -> None:
    Image.new("RGB", (5, 5)).save(tmp_path / "bare.png")
    told = run_command(command, "whence", tmp_path / "bare.png")
    assert told.exit_code == 1
    assert "address at the foot of the picture" in told.output
