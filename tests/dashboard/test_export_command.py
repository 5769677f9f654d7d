"""The command that exports: what it writes, and what it says of what it cannot."""

from pathlib import Path

import pytest
import typer
from exported import AFGHANISTAN, HOME
from exporting import OPIUM, run_command
from PIL import Image


@pytest.mark.processes
def test_the_command_draws_a_picture_and_trace_names_its_sources(command: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    words = ["--indicator", "opium-poppy-cultivation", "--area", "AFG", "--from", 1994, "--to", 2025, "--address"]
    made = run_command(command, "export", "png", *words, HOME, "--out", out)
    assert made.exit_code == 0, made.output
    with Image.open(out) as picture:
        assert picture.size == (1920, 1080)
    told = run_command(command, "trace", out)
    assert told.exit_code == 0
    assert run_command(command, "whence", out).output == told.output  # its old name, which scripts may have
    assert f"{HOME}/?{AFGHANISTAN}" in told.output
    assert "Afghanistan Opium Survey 2018" in told.output
    assert "https://reliefweb.int/report/afghanistan/afghanistan-opium-survey-2018" in told.output
    assert "nothing has changed" in told.output


@pytest.mark.processes
def test_a_command_without_the_address_of_the_dashboard_says_so_beside_what_it_prints(
    command: typer.Typer, tmp_path: Path
) -> None:
    made = run_command(command, "export", "png", *OPIUM, "--size", "half", "--out", tmp_path / "out.png")
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
        (b"# nothing\n", "contains no view"),
    ],
)
def test_a_file_of_views_that_is_wrong_is_named_with_the_line(
    command: typer.Typer, tmp_path: Path, content: bytes, said: str
) -> None:
    views = tmp_path / "views.txt"
    views.write_bytes(content)
    made = run_command(command, "export", "png", "--views", views, "--out", tmp_path / "pictures")
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
    made = run_command(command, "export", form, *OPIUM, "--out", tmp_path / name)
    assert made.exit_code == 1
    assert made.stderr.startswith("Nothing was written:") and made.stderr.count("\n") == 1
    assert f"; write {proposed} instead of {tmp_path / name}." in made.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.processes
def test_many_views_become_many_pictures(command: typer.Typer, tmp_path: Path) -> None:
    views = tmp_path / "views.txt"
    views.write_text(
        f"# two views\n/?{AFGHANISTAN}\n\nindicator=opium-production&area=AFG&producer=unodc\n", encoding="utf-8"
    )
    made = run_command(command, "export", "svg", "--views", views, "--size", "half", "--out", tmp_path / "pictures")
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "pictures").glob("*.svg"))) == 2


def test_a_list_of_views_may_be_csv(command: typer.Typer, tmp_path: Path) -> None:
    views = tmp_path / "views.csv"
    views.write_text("indicator,area,producer\nopium-poppy-cultivation,AFG MMR,unodc\n", encoding="utf-8")
    made = run_command(command, "export", "pptx", "--views", views, "--out", tmp_path / "deck.pptx")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "deck.pptx").read_bytes().startswith(b"PK")


@pytest.mark.processes
def test_a_whole_briefing_becomes_one_pack_with_all_its_pictures(command: typer.Typer, tmp_path: Path) -> None:
    import zipfile

    out = tmp_path / "pack.zip"
    made = run_command(command, "export", "pack", "--page", "afghanistan-2018", "--out", out)
    assert made.exit_code == 0, made.output
    first = out.read_bytes()
    names = zipfile.ZipFile(out).namelist()
    assert "afghanistan-2018.pptx" in names
    assert sum(name.endswith(".png") for name in names) == sum(name.endswith(".csv") for name in names) == 4
    assert run_command(command, "export", "pack", "--page", "afghanistan-2018", "--out", out).exit_code == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--indicator", "opium-poppy-cultivation", "--area", "0000"], "There is no area “0000” in this edition."),
        (["--indicator", "opium-poppy-cultivation", "--area", "Colombia"], "did you mean “COL” (Colombia)?"),
        (["--indicator", "opium-cultivation", "--area", "AFG"], "did you mean “opium-poppy-cultivation”"),
        (["--area", "AFG"], "needs an indicator"),
        ([*OPIUM, "--form", "pie"], "“form” is “pie”; choose from line, stack, bar, panels, scatter, map."),
        ([*OPIUM, "--from", "2020", "--to", "2010"], "The first year, 2020, is after the last, 2010; exchange them."),
        ([*OPIUM, "--asof", "yesterday"], "“asof” is “yesterday”, which is not a day; write it as 2019-11-26."),
        ([*OPIUM, "--year", "18"], "“year” is “18”, which is not a year"),
        ([], "in one way"),
        (["--page", "zzzz"], "briefing/AREA/YEAR"),
        (["--page", "briefing/Colombia/2018"], "did you mean briefing/COL/2018 (Colombia)?"),
        (["--page", "briefing/AFG/1066"], "no source prints a figure for Afghanistan in 1066"),
        ([*OPIUM, "--from", "2100"], "shows no figure"),
        (["--indicator", "heroin-retail-price", "--form", "bar", "--top", "1900"], "No country has a figure for 1900"),
        (["--indicator", "opium-poppy-cultivation", "--top", "1900"], "No country has a figure for 1900 (top)."),
    ],
)
def test_a_command_that_asks_for_nonsense_writes_nothing_and_says_what_to_do(
    command: typer.Typer, tmp_path: Path, words: list[str], said: str
) -> None:
    made = run_command(command, "export", "png", *words, "--out", tmp_path / "out.png")
    assert made.exit_code == 1
    assert made.stderr.startswith("Nothing was written:")
    assert said in made.stderr
    assert not any(word in made.stderr for word in ("left out", "are shown", "were exchanged"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*OPIUM, "--address", "example"], "not the address"),
        (["--views", "/nonexistent/views.txt"], "There is no file /nonexistent/views.txt."),
    ],
)
def test_a_command_that_asks_for_nonsense_is_told_so_in_a_sentence(
    command: typer.Typer, tmp_path: Path, words: list[str], said: str
) -> None:
    made = run_command(command, "export", "png", *words, "--out", tmp_path / "out.png")
    assert made.exit_code == 1
    assert said in made.output
    assert "Traceback" not in made.output
    assert not (tmp_path / "out.png").exists()


def test_without_chromium_the_command_says_what_to_do(
    command: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    words = ["--indicator", "opium-production", "--area", "AFG", "--out"]
    made = run_command(command, "export", "png", *words, tmp_path / "out.png")
    assert made.exit_code == 1
    assert "apt install chromium" in made.output and "CHROMIUM" in made.output
    packed = run_command(command, "export", "pack", *words, tmp_path / "pack.zip")
    assert packed.exit_code == 0
    assert (tmp_path / "pack.zip").exists()
