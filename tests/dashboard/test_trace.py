"""A picture read back: what it is from, and what has changed since."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from exported import HOME, VIEWS, chart, commands_on
from exporting import bare_picture, run_command
from forged_files import FORGED, MADE, ForgedFile, rewritten, with_a_slide_more
from forging import Forgery, forged, picture_of
from PIL import Image
from pptx import Presentation
from sentence_readings import on_one_line
from sentence_rows import wrong_in

from dashboard.exports import png
from dashboard.exports.drawing import draw_picture
from dashboard.exports.own_words import OwnWords
from dashboard.exports.pack import WithoutPictures, pack
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.said_inside import PART
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.trace import UnknownPictureError, read_pictures
from etl.editions.reading import Database, Edition
from etl.figures.paths import DATABASE_NAME

pytestmark = pytest.mark.files

UNCHANGED = "This is the current edition: nothing has changed."
NEXT = "0123456789ab"


@pytest.fixture(scope="module")
def revised(published_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A later edition, in which some figures are others, beside the one of the bundled figures, which is kept."""
    database = tmp_path_factory.mktemp("revised") / DATABASE_NAME
    shutil.copyfile(published_database, database)
    kept = database.parent / "editions" / f"{Database(published_database).edition().name}.sqlite"
    kept.parent.mkdir()
    shutil.copyfile(published_database, kept)
    of_series = "SELECT id FROM observation WHERE indicator = 'opium-poppy-cultivation' AND area = 'AFG'"
    of_series += " AND producer = 'unodc' AND year ="
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"UPDATE edition SET edition = '{NEXT}'")
        connection.execute(f"UPDATE observation_row SET value = 236000 WHERE id IN ({of_series} 2018)")
        connection.execute(f"UPDATE observation_row SET low = 1000 WHERE id IN ({of_series} 2009)")
        connection.execute(f"UPDATE observation_row SET statement_id = NULL WHERE id IN ({of_series} 2017)")
        connection.execute(f"UPDATE observation_row SET year = 1990 WHERE id IN ({of_series} 2016)")
        connection.commit()
    return database


@pytest.fixture
def later(revised: Path) -> typer.Typer:
    """The two commands, once the later edition is published."""
    return commands_on(revised)


@pytest.mark.processes
def test_a_picture_of_the_current_edition_is_what_that_gives(
    command: typer.Typer, edition: Edition, renderer: Renderer, tmp_path: Path
) -> None:
    for form in ("png", "svg"):
        out = tmp_path / f"drawn.{form}"
        out.write_bytes(draw_picture(chart(edition), SIZES["half"], form, renderer))
        told = run_command(command, "trace", out)
        assert told.exit_code == 0, told.output
        assert UNCHANGED in told.output and "The drawing itself was not compared" in told.output


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_what_every_view_says_of_itself_is_what_its_edition_gives(
    command: typer.Typer, edition: Edition, tmp_path: Path, query: str
) -> None:
    for home in (HOME, ""):
        shown = chart(edition, query, home)
        out = tmp_path / "picture.png"
        out.write_bytes(picture_of(shown))
        told = run_command(command, "trace", out, "--address", HOME)
        assert told.exit_code == 0, told.output
        assert UNCHANGED in told.output and shown.title in told.output and shown.address in told.output


def test_trace_says_what_has_changed_since_an_edition_that_is_kept(
    later: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    out = tmp_path / "old.png"
    out.write_bytes(picture_of(chart(edition)))
    told = run_command(later, "trace", out)
    assert told.exit_code == 0 and UNCHANGED not in told.output
    assert f"are those of edition {edition.name}." in told.output
    lines = {line.strip().partition(": ")[0]: line.partition(": ")[2] for line in told.output.splitlines()}
    assert lines["Afghanistan 2018 (UNODC)"] == "was 263,000, is 236,000"
    assert lines["Afghanistan 2009 (UNODC)"] == "the same value; range was 102,000–137,000, is 1,000–137,000"
    assert lines["Afghanistan 2017 (UNODC)"] == "the same value; now cited from no source"
    assert lines["Afghanistan 2016 (UNODC)"] == "no longer in the figures"
    assert f"up to the current edition {NEXT}" in told.output


@pytest.mark.parametrize("forgery", Forgery.all(), ids=lambda forgery: forgery.name)
def test_a_forged_picture_is_not_taken_for_a_true_one(
    command: typer.Typer, later: typer.Typer, edition: Edition, tmp_path: Path, forgery: Forgery
) -> None:
    out = tmp_path / "forged.png"
    out.write_bytes(forged(chart(edition, VIEWS[forgery.view]), forgery))
    for commands in (command, later):
        told = run_command(commands, "trace", out, "--address", HOME)
        assert told.exit_code == 1 and isinstance(told.exception, SystemExit), told.output
        assert forgery.told in told.output
        lines = told.output.splitlines()
        assert UNCHANGED not in lines and not any(line.startswith("Values, sources and words") for line in lines)
        assert "Address:  https://evil.invalid" not in told.output
        assert not [bad for bad in ("javascript:", "data:text", "\x1b") if bad in told.output]
        assert wrong_in(forgery.row, on_one_line(told.output)) == []


def test_a_forged_picture_of_an_edition_that_is_not_kept_is_told_as_what_the_file_says(
    command: typer.Typer, edition: Edition, published_database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "unknown.png"
    shown = chart(edition)

    def changed(data: dict[str, object]) -> None:
        data |= {"edition": "ffffffffffff", "address": "javascript:run()", "title": "Safe\nThis is true\x1b[2J"}
        data["values"][0]["value"] = 1.0  # type: ignore[index]

    out.write_bytes(forged(shown, Forgery("unknown", data=changed)))
    told = run_command(command, "trace", out)
    assert told.exit_code == 1
    assert 'Edition "ffffffffffff" is not available here' in told.output and UNCHANGED not in told.output
    assert "The file says of itself:" in told.output and "\nThis is true" not in told.output
    assert "Address:  no web address" in told.output and "javascript:" not in told.output
    assert "Afghanistan 1994 (UNODC): was about 1, is about 71,000" in told.output
    wrong = run_command(command, "trace", out, "--edition", published_database)
    assert wrong.exit_code == 1 and f"is edition {edition.name}" in wrong.output


def test_a_downloaded_edition_is_compared_where_none_is_kept(
    edition: Edition, published_database: Path, revised: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.sqlite"
    shutil.copyfile(revised, alone)
    application = commands_on(alone)
    out = tmp_path / "old.png"
    out.write_bytes(picture_of(chart(edition)))
    assert "is not available here" in run_command(application, "trace", out).output
    told = run_command(application, "trace", out, "--edition", published_database)
    assert told.exit_code == 0 and f"are those of edition {edition.name}." in told.output
    assert "was 263,000, is 236,000" in told.output
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database")
    assert run_command(application, "trace", out, "--edition", broken).exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "null", "1", '"text"', "{}", "{", "[" * 100_000, '{"view": 1, "address": [], "edition": {}}'),
        '{"view":"","address":"","edition":"","sources":{},"values":{}}',
        '{"view":"","address":"","edition":"","sources":[1],"values":[null]}',
        '{"view":"","address":"","edition":"","sources":[],"values":[{"indicator":"a","area":"b","year":"2018"}]}',
        '{"view":"","address":"","edition":"","sources":[],"values":[{"indicator":"a","area":"b","year":'
        + "9" * 5000
        + "}]}",
        '{"view":"","address":"","edition":"","sources":[],"values":[{"indicator":"a","area":"b","year":99999999999,'
        '"producer":"c","value":1,"source":""}]}',
        '{"view":"","address":"","edition":"","sources":[],"values":[{"indicator":"\\ud800","area":"b","year":2018,'
        '"producer":"c","value":NaN,"source":""}]}',
    ],
)
def test_what_has_another_form_is_refused_in_one_sentence(command: typer.Typer, tmp_path: Path, text: str) -> None:
    out = tmp_path / "odd.png"
    out.write_bytes(png.with_texts(bare_picture(), {"Provenance": text}))
    told = run_command(command, "trace", out)
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit)
    (sentence,) = told.output.strip().splitlines()
    assert "what it says of itself" in sentence and sentence.endswith(".") and len(sentence) < 400


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg></svg>", b"plain text", b"\xff" * 100])
def test_trace_says_of_a_strange_file_that_it_is_none_of_ours(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "strange.png"
    file.write_bytes(content)
    with pytest.raises(UnknownPictureError):
        read_pictures(file)


def test_trace_reads_every_picture_of_a_pack(command: typer.Typer, edition: Edition, tmp_path: Path) -> None:
    shown = [chart(edition, VIEWS["one series"]), chart(edition, VIEWS["a stack"])]
    pictures = {one.file_name: picture_of(one) for one in shown}
    (tmp_path / "pack.zip").write_bytes(pack(shown, "pack", pictures))
    told = run_command(command, "trace", tmp_path / "pack.zip")
    assert told.exit_code == 0
    assert all(one.title in told.output and one.address in told.output for one in shown)
    pictures[shown[1].file_name] = bare_picture()
    (tmp_path / "pack.zip").write_bytes(pack(shown, "pack", pictures))
    told = run_command(command, "trace", tmp_path / "pack.zip")
    assert told.exit_code == 1 and shown[0].title in told.output
    assert f"{shown[1].file_name}.png does not say where it is from" in told.output


def test_a_forged_slide_is_found_beside_the_true_picture_of_a_pack(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = chart(edition, VIEWS["one series"])
    made = pack([shown], "pack", {shown.file_name: picture_of(shown)})

    def forged_slide(name: str, content: bytes) -> bytes:
        return content.replace(b"263000", b"236000") if PART.fullmatch(name) else content

    def forged_slides(name: str, content: bytes) -> bytes:
        return rewritten(content, forged_slide) if name.endswith(".pptx") else content

    (tmp_path / "pack.zip").write_bytes(made)
    assert run_command(command, "trace", tmp_path / "pack.zip").exit_code == 0
    (tmp_path / "pack.zip").write_bytes(rewritten(made, forged_slides))
    told = run_command(command, "trace", tmp_path / "pack.zip")
    assert told.exit_code == 1 and "the file says 236,000, the edition has 263,000" in told.output


@pytest.mark.parametrize("file", MADE)
def test_what_stands_around_the_charts_of_a_file_is_what_its_edition_gives(
    command: typer.Typer, edition: Edition, tmp_path: Path, file: str
) -> None:
    """And so it is where the slides were made on a master of somebody's."""
    shown = [chart(edition, VIEWS[name]) for name in ("one series", "a map", "a ranking")]
    (tmp_path / file).write_bytes(MADE[file](shown))
    told = run_command(command, "trace", tmp_path / file)
    assert told.exit_code == 0, told.output
    assert "are those of edition" in told.output.splitlines()[-1]


@pytest.mark.parametrize("forgery", FORGED, ids=lambda forgery: forgery.name)
def test_a_forged_file_is_not_taken_for_a_true_one(
    command: typer.Typer, edition: Edition, tmp_path: Path, made_files: dict[str, bytes], forgery: ForgedFile
) -> None:
    (tmp_path / forgery.file).write_bytes(forgery.of(made_files[forgery.file]))
    told = run_command(command, "trace", tmp_path / forgery.file)
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit), told.output
    *_, last = told.output.split("is not what edition")
    assert forgery.told in last, last
    assert wrong_in(forgery.row, on_one_line(told.output)) == []


@pytest.fixture(scope="module")
def made_files(edition: Edition) -> dict[str, bytes]:
    shown = [chart(edition, VIEWS["one series"]), chart(edition, VIEWS["a map"])]
    return {file: make(shown) for file, make in MADE.items()}


def test_slides_of_others_and_pictures_of_other_views_are_found_in_a_pack(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    one, other = chart(edition, VIEWS["one series"]), chart(edition, VIEWS["a stack"])
    out = tmp_path / "pack.zip"
    out.write_bytes(pack([one], "pack", {one.file_name: picture_of(other)}))
    told = run_command(command, "trace", out)
    assert told.exit_code == 1 and "the picture is one of another view" in told.output
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Truth.txt", "All is well.")
    assert '"Truth.txt" is not a file of this pack' in run_command(command, "trace", out).output
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(with_a_slide_more(presentation([one])))
    told = run_command(command, "trace", deck)
    assert told.exit_code == 1 and "not of this edition" in told.output


def test_own_words_are_told_and_a_master_of_somebody_is_no_forgery(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    template, out = tmp_path / "theirs.pptx", tmp_path / "deck.pptx"
    master = Presentation()
    master.slide_masters[0].slide_layouts[1].placeholders[0].text = "Theirs"
    master.save(str(template))
    shown = replace(chart(edition, VIEWS["one series"]), own=OwnWords("As we read it"))
    out.write_bytes(presentation([shown], template=template))
    told = run_command(command, "trace", out)
    assert told.exit_code == 0, told.output
    assert 'Printed in place of our words: "As we read it"' in told.output
    out.write_bytes(rewritten(presentation([shown]), lambda _, part: part.replace(b">As we read it<", b">It ended<")))
    assert run_command(command, "trace", out).exit_code == 1


def test_trace_opens_the_slides_of_a_pack_without_pictures(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = chart(edition, VIEWS["one series"])
    (tmp_path / "pack.zip").write_bytes(pack([shown], "pack", {}, WithoutPictures.NO_CHROMIUM))
    told = run_command(command, "trace", tmp_path / "pack.zip")
    assert told.exit_code == 0 and shown.title in told.output and shown.address in told.output


def test_trace_reads_the_pictures_and_charts_in_a_presentation(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = [chart(edition, VIEWS["a map"]), chart(edition, VIEWS["one series"])]
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(presentation(shown, {shown[0].file_name: picture_of(shown[0])}))
    with zipfile.ZipFile(deck, "a") as archive:
        archive.writestr("ppt/media/logo.png", bare_picture())
        archive.writestr("ppt/media/broken.png", b"not a picture")
    told = run_command(command, "trace", deck)
    assert told.exit_code == 0, told.output
    assert all(one.title in told.output for one in shown)
    assert told.output.count(UNCHANGED) == 2 and "logo" not in told.output
    value = next(one for one in Forgery.all() if one.name == "a value")
    deck.write_bytes(presentation(shown, {shown[0].file_name: forged(shown[0], value)}))
    assert run_command(command, "trace", deck).exit_code == 1


def test_an_address_that_is_none_is_refused_in_one_sentence(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    out = tmp_path / "picture.png"
    out.write_bytes(picture_of(chart(edition)))
    told = run_command(command, "trace", out, "--address", "nonsense")
    assert told.exit_code == 1 and told.output.startswith("“nonsense” is not the address of a dashboard")


def test_trace_says_what_it_reads_where_it_is_given_something_else(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = chart(edition)
    Presentation().save(str(tmp_path / "deck.pptx"))
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("notes.txt", "no picture")
    (tmp_path / "cut.zip").write_bytes(pack([shown], "bare", {})[:2000])
    (tmp_path / "table.csv").write_bytes(table_csv(shown))
    (tmp_path / "notes.txt").write_text("no picture")
    for name, said in (
        ("deck.pptx", "No picture or chart in"),
        ("none.zip", "no PNG or SVG picture and no slide"),
        ("cut.zip", "damaged zip file"),
        ("table.csv", "table.csv has the headings of a table of this dashboard."),
        ("notes.txt", "does not say where it is from. Pictures, slides, workbooks, briefs and packs"),
        ("missing.png", f"There is no file {tmp_path / 'missing.png'}."),
        ("", "cannot be read"),
    ):
        told = run_command(command, "trace", tmp_path / name)
        assert told.exit_code == 1
        assert said in told.output
        assert "Errno" not in told.output and "not made by this dashboard" not in told.output


def test_trace_names_the_copy_of_a_source_that_has_no_address_of_its_own(
    command: typer.Typer, edition: Edition, tmp_path: Path
) -> None:
    shown = chart(edition, "area=LAO&producer=unodc")
    without = {source.source for source in shown.sources if not source.url}
    copies = {item.via for item in shown.observations if item.source in without and item.via}
    assert copies
    out = tmp_path / "picture.png"
    out.write_bytes(picture_of(shown))
    told = run_command(command, "trace", out)
    assert all(told.output.count(f"    copy that was read: {copy}\n") == 1 for copy in copies)


def test_the_old_name_of_the_command_still_works(command: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no picture")
    told = [run_command(command, name, tmp_path / "note.txt") for name in ("trace", "trace")]
    assert told[0].output == told[1].output and told[0].exit_code == told[1].exit_code == 1


def test_trace_of_a_picture_without_texts_says_where_to_look(command: typer.Typer, tmp_path: Path) -> None:
    Image.new("RGB", (5, 5)).save(tmp_path / "bare.png")
    told = run_command(command, "trace", tmp_path / "bare.png")
    assert told.exit_code == 1
    assert "address at the foot of the picture" in told.output


def test_a_picture_that_says_two_things_is_refused(command: typer.Typer, edition: Edition, tmp_path: Path) -> None:
    out = tmp_path / "twice.png"
    true = picture_of(chart(edition))
    other = provenance_texts(chart(edition, VIEWS["an index"]))
    for keyword in ("Provenance", "Title"):
        out.write_bytes(png.with_texts(true, {keyword: other[keyword]}))
        told = run_command(command, "trace", out)
        assert told.exit_code == 1 and f"it has two different entries for “{keyword}”" in told.output
