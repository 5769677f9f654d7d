"""Pictures drawn by Chromium: exact sizes, texts inside, never a wrong one, and read back by `whence`."""

import asyncio
import io
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import typer
from exported import AFGHANISTAN, HOME, VIEWS, chart
from PIL import Image
from typer.testing import CliRunner

from dashboard.exports import png, svg
from dashboard.exports.command import add_commands
from dashboard.exports.drawing import draw
from dashboard.exports.pack import pack
from dashboard.exports.provenance import KEYWORDS, provenance, texts
from dashboard.exports.renderer import LostBrowserError, PictureError, Renderer, _within
from dashboard.exports.sizes import SIZES, Size
from dashboard.exports.slides import presentation
from dashboard.exports.whence import UnknownPictureError, read_pictures, report
from dashboard.queries import Database, Edition

_OPIUM = ["--indicator", "opium-production", "--area", "AFG"]
STAMP = Size("stamp", "A stamp", 60, 40, 1.0)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as made:
        yield made


@pytest.fixture
def command(published_database: Path) -> typer.Typer:
    """The two commands on the published figures."""
    application = typer.Typer()
    add_commands(application, lambda: Database(published_database))
    return application


def _run(command: typer.Typer, *words: object) -> Any:
    return CliRunner().invoke(command, [str(word) for word in words])


def _plain_colour(colour: tuple[int, int, int]) -> dict[str, Any]:
    """A figure that is nothing but one colour, so that a wrong picture is seen at once."""
    written = "#" + "".join(f"{part:02x}" for part in colour)
    return {"data": [], "layout": {"width": 60, "height": 40, "paper_bgcolor": written, "plot_bgcolor": written}}


def _colour_of(content: bytes) -> tuple[int, ...]:
    corner = Image.open(io.BytesIO(content)).convert("RGB").getpixel((1, 1))
    assert isinstance(corner, tuple)
    return corner


def _colours(count: int) -> list[tuple[int, int, int]]:
    return [(5 * index % 256, 91 * index % 256, 255 - index) for index in range(count)]


def _bare_picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (5, 5)).save(target, "PNG")
    return target.getvalue()


def _browsers() -> list[int]:
    """The main processes of every Chromium that this process has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if b"chrom" in words[0] and b"--remote-debugging-pipe" in words and not any(b"--type=" in w for w in words):
            grandparent = (Path("/proc") / str(parent) / "stat").read_text().rpartition(")")[2].split()[1]
            if os.getpid() in {parent, int(grandparent)}:
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
def test_a_picture_has_exactly_its_size_and_carries_its_texts(edition: Edition, renderer: Renderer, size: Size) -> None:
    shown = chart(edition)
    with Image.open(io.BytesIO(draw(shown, size, "png", renderer))) as picture:
        picture.load()
        assert picture.size == (size.width, size.height)
        assert {keyword: picture.info[keyword] for keyword in KEYWORDS} == texts(shown)


def test_an_svg_picture_has_its_size_font_and_sources(edition: Edition, renderer: Renderer) -> None:
    shown = chart(edition)
    drawn = draw(shown, SIZES["slide"], "svg", renderer).decode()
    assert 'width="1920" height="1080"' in drawn
    assert "@font-face" in drawn and "http://fonts" not in drawn
    assert svg.read_provenance(drawn) == texts(shown)["Provenance"]


def test_the_same_chart_gives_the_same_picture(edition: Edition, renderer: Renderer) -> None:
    first, second = (draw(chart(edition), SIZES["half"], "png", renderer) for _ in range(2))
    assert first == second


def test_many_readers_at_once_get_the_right_pictures(renderer: Renderer) -> None:
    colours = _colours(16)  # tests/bench/pictures.py asks for forty
    with ThreadPoolExecutor(16) as readers:
        drawn = readers.map(lambda colour: renderer.draw(_plain_colour(colour), STAMP), colours)
        assert [_colour_of(picture) for picture in drawn] == colours


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_lost_chromium_costs_one_retry_and_no_wrong_picture(stop: signal.Signals) -> None:
    colours = _colours(4)
    before = set(_browsers())
    with Renderer(seconds=3.0) as own:
        pictures = [own.draw(_plain_colour(colour), STAMP) for colour in colours[:2]]
        (browser,) = set(_browsers()) - before
        os.kill(browser, stop)
        pictures += [own.draw(_plain_colour(colour), STAMP) for colour in colours[2:]]
        assert [_colour_of(picture) for picture in pictures] == colours
        assert own.restarts == 1
        assert browser not in _browsers()
    assert set(_browsers()) == before


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.25, 0.5])
def test_a_chromium_that_is_killed_in_the_middle_of_many_pictures_is_replaced(seconds: float) -> None:
    colours = _colours(12)
    before = set(_browsers())
    with Renderer(seconds=10.0) as own, ThreadPoolExecutor(1) as aside:
        own.draw(_plain_colour((1, 2, 3)), STAMP)
        (browser,) = set(_browsers()) - before
        killed = aside.submit(lambda: (time.sleep(seconds), os.kill(browser, signal.SIGKILL)))
        assert [_colour_of(own.draw(_plain_colour(colour), STAMP)) for colour in colours] == colours
        killed.result()
        assert _colour_of(own.draw(_plain_colour((4, 5, 6)), STAMP)) == (4, 5, 6)
        assert own.restarts == 1


def test_work_that_was_cancelled_from_inside_is_an_error_like_any_other() -> None:
    async def wait_for_what_is_cancelled() -> None:
        answer = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, answer.cancel)
        await answer

    with pytest.raises(LostBrowserError):
        asyncio.run(_within(5, wait_for_what_is_cancelled()))


def test_a_figure_that_cannot_be_drawn_is_an_error_and_the_next_one_is_right(renderer: Renderer) -> None:
    with pytest.raises(PictureError, match="could not draw"):
        renderer.draw({"data": "no list", "layout": {"width": float("nan")}}, Size("bad", "", -1, -1, 1.0), "png")
    assert _colour_of(renderer.draw(_plain_colour((1, 2, 3)), STAMP)) == (1, 2, 3)


def test_the_command_draws_a_picture_and_whence_names_its_sources(command: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    words = ["--indicator", "opium-poppy-cultivation", "--area", "AFG", "--from", 1994, "--to", 2025, "--address"]
    made = _run(command, "export", "png", *words, HOME, "--out", out)
    assert made.exit_code == 0, made.output
    with Image.open(out) as picture:
        assert picture.size == (1920, 1080)
    told = _run(command, "whence", out)
    assert told.exit_code == 0
    assert f"{HOME}/?{AFGHANISTAN}" in told.output
    assert "Afghanistan Opium Survey 2018" in told.output
    assert "https://reliefweb.int/report/afghanistan/afghanistan-opium-survey-2018" in told.output
    assert "nothing has changed" in told.output


def test_a_command_without_the_address_of_the_dashboard_says_so_beside_what_it_prints(
    command: typer.Typer, tmp_path: Path
) -> None:
    made = _run(command, "export", "png", *_OPIUM, "--size", "half", "--out", tmp_path / "out.png")
    assert made.stdout == f"{tmp_path / 'out.png'}\n"
    assert "will carry no host name" in made.stderr and "DASHBOARD_ADDRESS" in made.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"indicator=opium-production&area=AFG&yaer=2018\n",
            "line 1: There is no parameter “yaer”; did you mean “year”",
        ),
        (b"indicator,area,colour\nopium-production,AFG,red\n", "line 2: There is no parameter “colour”"),
        (b"indicator,area\nopium-production,AFG,red\n", "line 2: there are more cells than in the heading"),
        (
            b"indicator=opium-production&area=AFG\nindicator=opium-production&area=AFG&form=bar&form=map\n",
            "line 2: “form” is",
        ),
        (b"\x89PNG\r\n\x1a\n\xff", "is not text in UTF-8"),
        (b"# nothing\n", "names no view"),
    ],
)
def test_a_file_of_views_that_is_wrong_is_named_with_the_line(
    command: typer.Typer, tmp_path: Path, content: bytes, said: str
) -> None:
    views = tmp_path / "views.txt"
    views.write_bytes(content)
    made = _run(command, "export", "png", "--views", views, "--out", tmp_path / "pictures")
    assert made.exit_code == 1
    assert made.stderr.startswith("Nothing was written:")
    assert str(views) in made.stderr and said in made.stderr
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize(
    ("form", "name", "proposed"),
    [("png", "x.jpg", "x.png"), ("pptx", "x.png", "x.pptx"), ("pptx", "x.zip", "x.pptx"), ("pack", "x", "x.zip")],
)
def test_a_file_with_the_wrong_ending_is_refused_in_one_sentence(
    command: typer.Typer, tmp_path: Path, form: str, name: str, proposed: str
) -> None:
    made = _run(command, "export", form, *_OPIUM, "--out", tmp_path / name)
    assert made.exit_code == 1
    assert made.stderr.startswith("Nothing was written:") and made.stderr.count("\n") == 1
    assert f"name it {proposed}." in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_many_views_become_many_pictures(command: typer.Typer, tmp_path: Path) -> None:
    views = tmp_path / "views.txt"
    views.write_text(
        f"# two views\n/?{AFGHANISTAN}\n\nindicator=opium-production&area=AFG&producer=unodc\n", encoding="utf-8"
    )
    made = _run(command, "export", "svg", "--views", views, "--size", "half", "--out", tmp_path / "pictures")
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "pictures").glob("*.svg"))) == 2


def test_a_list_of_views_may_be_csv(command: typer.Typer, tmp_path: Path) -> None:
    views = tmp_path / "views.csv"
    views.write_text("indicator,area,producer\nopium-poppy-cultivation,AFG MMR,unodc\n", encoding="utf-8")
    made = _run(command, "export", "pptx", "--views", views, "--out", tmp_path / "deck.pptx")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "deck.pptx").read_bytes().startswith(b"PK")


def test_a_whole_briefing_becomes_one_pack_with_all_its_pictures(command: typer.Typer, tmp_path: Path) -> None:
    import zipfile

    out = tmp_path / "pack.zip"
    made = _run(command, "export", "pack", "--page", "afghanistan-2018", "--out", out)
    assert made.exit_code == 0, made.output
    first = out.read_bytes()
    names = zipfile.ZipFile(out).namelist()
    assert "afghanistan-2018.pptx" in names
    assert sum(name.endswith(".png") for name in names) == sum(name.endswith(".csv") for name in names) == 4
    assert _run(command, "export", "pack", "--page", "afghanistan-2018", "--out", out).exit_code == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--indicator", "opium-poppy-cultivation", "--area", "XXX"], "There is no area “XXX” in this edition."),
        (["--indicator", "opium-poppy-cultivation", "--area", "Colombia"], "did you mean “COL” (Colombia)?"),
        (["--indicator", "opium-cultivation", "--area", "AFG"], "did you mean “opium-poppy-cultivation”"),
        (["--area", "AFG"], "needs an indicator"),
        ([*_OPIUM, "--form", "pie"], "“form” is “pie”; choose from line, stack, bar, panels, map."),
        ([*_OPIUM, "--from", "2020", "--to", "2010"], "The first year, 2020, is after the last, 2010; exchange them."),
        ([*_OPIUM, "--asof", "yesterday"], "“asof” is “yesterday”, which is not a day; write it as 2019-11-26."),
        ([*_OPIUM, "--year", "18"], "“year” is “18”, which is not a year"),
        ([], "in one way"),
        (["--page", "nowhere"], "briefing/AREA/YEAR"),
        (["--page", "briefing/Colombia/2018"], "did you mean briefing/COL/2018 (Colombia)?"),
        (["--page", "briefing/AFG/1066"], "no source prints a figure for Afghanistan in 1066"),
        ([*_OPIUM, "--from", "2100"], "shows no figure"),
    ],
)
def test_a_command_that_asks_for_nonsense_writes_nothing_and_says_what_to_do(
    command: typer.Typer, tmp_path: Path, words: list[str], said: str
) -> None:
    made = _run(command, "export", "png", *words, "--out", tmp_path / "out.png")
    assert made.exit_code == 1
    assert made.stderr.startswith("Nothing was written:")
    assert said in made.stderr
    assert not any(word in made.stderr for word in ("left out", "are shown", "were exchanged"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*_OPIUM, "--address", "example"], "not the address"),
        (["--views", "/nonexistent/views.txt"], "There is no file /nonexistent/views.txt."),
    ],
)
def test_a_command_that_asks_for_nonsense_is_told_so_in_a_sentence(
    command: typer.Typer, tmp_path: Path, words: list[str], said: str
) -> None:
    made = _run(command, "export", "png", *words, "--out", tmp_path / "out.png")
    assert made.exit_code == 1
    assert said in made.output
    assert "Traceback" not in made.output
    assert not (tmp_path / "out.png").exists()


def test_without_chromium_the_command_says_what_to_do(
    command: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    words = ["--indicator", "opium-production", "--area", "AFG", "--out"]
    made = _run(command, "export", "png", *words, tmp_path / "out.png")
    assert made.exit_code == 1
    assert "apt install chromium" in made.output and "CHROMIUM" in made.output
    packed = _run(command, "export", "pack", *words, tmp_path / "pack.zip")
    assert packed.exit_code == 0
    assert (tmp_path / "pack.zip").exists()


def test_whence_says_what_has_changed_since(edition: Edition, renderer: Renderer, tmp_path: Path) -> None:
    shown = chart(edition)
    file = tmp_path / "old.png"
    file.write_bytes(draw(shown, SIZES["half"], "png", renderer))
    (then,) = read_pictures(file)
    then["edition"] = "000000000000"
    assert report(then, edition)[-1].strip() == "no value of this view has changed."
    values = {(value["year"], value["producer"]): value for value in then["values"]}
    values[2018, "unodc"]["value"] = 236_000.0
    values[2017, "unodc"]["source"] = "another"
    values[2009, "unodc"]["low"] = 1_000.0
    values[2010, "unodc"] |= {"low": None, "high": None, "source": "another"}
    del then["values"][then["values"].index(values[2016, "unodc"])]
    since = "\n".join(report(then, edition))
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
    pictures = {one.file_name: png.with_texts(_bare_picture(), texts(one)) for one in shown}
    (tmp_path / "pack.zip").write_bytes(pack(shown, "pack", pictures))
    told = _run(command, "whence", tmp_path / "pack.zip")
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
        told = _run(command, "whence", tmp_path / name)
        assert told.exit_code == 1
        assert said in told.output
        assert "Errno" not in told.output and "not made by this dashboard" not in told.output


def test_whence_names_the_copy_of_a_source_that_has_no_address_of_its_own(edition: Edition) -> None:
    written = provenance(chart(edition, VIEWS["one series"]))
    without = written["sources"][0]
    without["address"] = ""
    of_it = [value for value in written["values"] if value["source"] == without["source"]]
    assert "    no address" in report(written | {"values": []}, edition)
    for value in of_it:
        value["via"] = "https://copies.example.org/a.pdf"
    assert report(written, edition).count("    copy that was read: https://copies.example.org/a.pdf") == 1


def test_whence_of_a_picture_without_texts_says_where_to_look(command: typer.Typer, tmp_path: Path) -> None:
    Image.new("RGB", (5, 5)).save(tmp_path / "bare.png")
    told = _run(command, "whence", tmp_path / "bare.png")
    assert told.exit_code == 1
    assert "address at the foot of the picture" in told.output
