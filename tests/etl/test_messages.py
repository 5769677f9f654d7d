"""Whatever a command is given wrongly is told in a sentence that names it and what to do, never in a traceback."""

from pathlib import Path

import pytest
from data_folder import DataFolder
from typer.testing import CliRunner, Result

from etl.__main__ import app

WORDS = {
    "read": ["FILE"],
    "import": ["FILE", "--source", "unodc-wdr-2022-annex-6-1-1"],
    "add": ["source", "FILE"],
    "rename": ["AF-HEL", "AF-HIL"],
    "rollback": ["0123456789ab"],
    "rebuild": ["0123456789ab"],
}
COMMANDS = sorted(str(command.name or command.callback.__name__) for command in app.registered_commands)  # type: ignore[union-attr]
BAD_FILES = {
    "nowhere.csv": None,
    "empty.csv": b"",
    "empty.pdf": b"",
    "empty.xlsx": b" \n",
    "damaged.pdf": b"%PDF-1.4 and nothing else",
    "damaged.xlsx": b"PK and nothing else",
    "damaged.docx": b"PK\x03\x04 and nothing else",
    "binary.csv": b"\xff\xfe\x00\x01",
    "a-folder": Path(),
}


def run(command: str, *words: str, file: Path = Path("table.csv")) -> Result:
    given = [str(file) if word == "FILE" else word for word in WORDS.get(command, [])]
    return CliRunner().invoke(app, [command, *given, *words])


def told(result: Result) -> str:
    """What a command says that refuses."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1 and len(result.output.splitlines()) <= 3, result.output
    return result.output


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ["nowhere", "a file"])
def test_a_data_folder_that_is_none_is_named_with_the_option(command: str, kind: str, tmp_path: Path) -> None:
    table, folder = tmp_path / "table.csv", tmp_path / "figures"
    table.write_text("Country,2020\nAfghanistan,1\n", encoding="utf-8")
    if kind == "a file":
        folder.write_text("no folder", encoding="utf-8")
    said = told(run(command, "--data", str(folder), file=table))
    assert str(folder) in said and "name the data folder with --data" in said


@pytest.mark.parametrize("command", ["read", "import", "add"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(folder: DataFolder, command: str, name: str) -> None:
    file, content = folder.path.parent / name, BAD_FILES[name]
    if isinstance(content, Path):
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    said = told(run(command, "--data", str(folder.path), file=file))
    remedies = ("fetch it again", "name the", "give ", "save it", "check what it is")
    assert str(file) in said and any(remedy in said for remedy in remedies)


@pytest.mark.parametrize(
    ("command", "words", "why"),
    [
        ("read", ["--within", "XYZ"], "--within"),
        ("read", ["--published", "yesterday"], "--published"),
        ("read", ["--decimal", "dot"], "--decimal"),
        ("import", ["--within", "XYZ"], "--within"),
        ("import", ["--indicator", "poppies"], "--indicator"),
        ("refresh", ["--report", "report.txt"], "--report"),
        ("refresh", ["--report", "nowhere/report.md"], "--report"),
        ("refresh", ["--strict", "value-out-of-scales"], "did you mean value-out-of-scale?"),
        ("refresh", ["--strict", "zzz"], "--strict"),
    ],
)
def test_an_option_that_means_nothing_is_named_before_anything_is_done(
    folder: DataFolder, command: str, words: list[str], why: str
) -> None:
    table = folder.path.parent / "table.csv"
    table.write_text("Country,2020\nAfghanistan,1\n", encoding="utf-8")
    before = sorted(folder.path.parent.rglob("*"))
    result = run(command, *words, "--data", str(folder.path), file=table)
    assert isinstance(result.exception, SystemExit) and result.exit_code == 1
    assert why in result.output and sorted(folder.path.parent.rglob("*")) == before


def test_a_key_that_cannot_be_renamed_proposes_the_nearest(folder: DataFolder) -> None:
    said = CliRunner().invoke(app, ["rename", "AF-HELL", "AF-HIL", "--data", str(folder.path)]).output
    assert said == 'no table has the key "AF-HELL"; did you mean AF-HEL?\n'
    (folder.path / "topics.csv").write_bytes((folder.path / "topics.csv").read_bytes().replace(b"\nuse,", b"\nunodc,"))
    indicators = folder.path / "indicators.csv"
    indicators.write_bytes(indicators.read_bytes().replace(b",use,", b",unodc,"))
    said = CliRunner().invoke(app, ["rename", "unodc", "un-office", "--data", str(folder.path)]).output
    assert said.endswith('have the key "unodc"; say with --of topics or producers or estimators which is meant\n')
