"""What the reader accepts, what it refuses, and what it keeps silent about."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from rights import WITHOUT_RIGHTS
from sample_data import BUNDLED, TODAY, small_data

from etl.figures.links import address_flaw
from etl.figures.quoting import shown
from etl.package.descriptor import describe
from etl.package.extract import extract
from etl.rules import check
from etl.rules.annotations import template_flaw
from etl.rules.cells import is_real_date
from etl.rules.references import circles

AREA_2018 = {"indicator": "opium-poppy-cultivation", "year": "2018", "value": "263000", "low": "242000"}


def test_every_row_knows_its_file_and_line(folder: DataFolder) -> None:
    statements = extract(folder.path).tables["statements"]
    row = statements[(statements["file"] == AFGHAN) & (statements["value"] == 263000)].iloc[0]
    line = (folder.path / AFGHAN).read_text(encoding="utf-8").splitlines()[row["line"] - 1]
    assert ",263000," in line and row["source"] in line


def test_columns_have_the_types_of_the_contract(folder: DataFolder) -> None:
    tables = extract(folder.path).tables
    types = {name: str(kind) for name, kind in tables["statements"].dtypes.items()}
    assert types["year"] == "Int64" and types["value"] == "float64" and types["note"] == "str"
    assert not tables["statements"].drop(columns=["value", "low", "high", "range_level"]).isna().any().any()


def test_a_file_with_only_the_published_columns_is_valid(folder: DataFolder) -> None:
    for file, own in (("indicators.csv", {"symbol", "product_of"}), ("producers.csv", {"short_name"})):
        rows = folder.rows(file)
        folder.write_rows(file, [name for name in rows[0] if name not in own], rows)
    assert folder.problems() == []
    assert (extract(folder.path).tables["indicators"]["symbol"] == "").all()


def test_columns_may_stand_in_any_order(folder: DataFolder) -> None:
    rows = folder.rows(AFGHAN)
    before = extract(folder.path).tables["statements"]
    folder.write_rows(AFGHAN, list(rows[0])[::-1], rows)
    assert extract(folder.path).tables["statements"].equals(before)


def test_what_a_spreadsheet_writes_is_accepted(folder: DataFolder) -> None:
    """A byte order mark and CR LF line ends."""
    before = extract(folder.path).tables["statements"]
    path = folder.path / AFGHAN
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert folder.problems() == []
    assert extract(folder.path).tables["statements"].equals(before)


def test_a_new_statement_file_may_have_no_rows_yet(folder: DataFolder) -> None:
    header = (folder.path / AFGHAN).read_bytes().splitlines(keepends=True)[0]
    (folder.path / "statements/new.csv").write_bytes(header)
    assert folder.found() == {("statements/new.csv", 1, "file-not-listed")}


def test_statements_in_the_folder_of_a_topic_are_read_like_flat_ones(folder: DataFolder) -> None:
    before = extract(folder.path).tables["statements"].drop(columns=["file", "line"])
    topic = folder.path / "statements/cultivation-and-production"
    topic.mkdir(exist_ok=True)
    (folder.path / AFGHAN).rename(topic / "afghan-opium.csv")
    describe(folder.path)
    assert folder.problems() == []
    after = extract(folder.path).tables["statements"].drop(columns=["file", "line"])
    assert sorted(map(str, before.itertuples(index=False))) == sorted(map(str, after.itertuples(index=False)))


def test_a_new_file_in_the_folder_of_a_topic_is_read_and_not_listed_yet(folder: DataFolder) -> None:
    header = (folder.path / AFGHAN).read_bytes().splitlines(keepends=True)[0]
    (folder.path / "statements/seizures").mkdir(exist_ok=True)
    (folder.path / "statements/seizures/heroin.csv").write_bytes(header)
    (folder.path / "statements/.kept").mkdir()
    (folder.path / "statements/.kept/old.csv").write_bytes(b"\0")
    assert folder.found() == {("statements/seizures/heroin.csv", 1, "file-not-listed")}


def test_a_state_has_statements_of_its_first_and_last_year(folder: DataFolder) -> None:
    for year in ("1922", "1991"):
        folder.add(AFGHAN, AREA_2018, area="SUN", year=year)
    assert folder.problems() == []


def test_a_file_larger_than_a_block_is_read_line_by_line(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract(folder.path)
    monkeypatch.setattr("etl.package.csv_file.BLOCK", 1000)
    parts = extract(folder.path)
    assert all(parts.tables[name].equals(table) for name, table in whole.tables.items())
    line = folder.edit_line(AFGHAN, 300, lambda line: line[:-1] + b"\xff\n")
    assert folder.found() == {(AFGHAN, line, "not-utf-8")}


def test_hidden_files_of_editors_are_not_statements(folder: DataFolder) -> None:
    (folder.path / "statements/._afghan-opium.csv").write_bytes(b"\0\1")
    assert folder.problems() == []


NO_NUMBERS = [
    "1e999", "nan", "NaN", "inf", "-inf", "0x10", "1_000", "263,000", "263 000", " 5", "5 ", "+5", ".5", "5.", "1e5",
    "٢٦٣", "½", "5 ha", "--5", "−5", "1.2.3", "e", "=1+1", "9" * 400,
]  # fmt: skip
BROKEN_ADDRESSES = [
    "https://", "https:///x", "https://?x", "https://-.", "http://[", "https://a.org:port", "https://a.org:99999/",
    "https://me:secret@a.org", "https://a.org@b.org", "https://a b.org", "https://a.org/\tx", "https://a.org/'x",
    'https://a.org/"x', "https://a.org/<b>", "https://a.org\\b",
]  # fmt: skip


def test_a_file_name_that_is_not_text_is_told(folder: DataFolder) -> None:
    name = os.fsencode(folder.path / "statements") + b"/caf\xe9.csv"
    Path(os.fsdecode(name)).write_bytes((folder.path / AFGHAN).read_bytes())
    [problem] = folder.problems()
    assert problem.code == "file-unreadable" and str(problem).isprintable()


def test_what_is_no_file_is_not_waited_for(folder: DataFolder) -> None:
    """Opening a pipe would wait for somebody to write into it."""
    (folder.path / "events.csv").unlink()
    os.mkfifo(folder.path / "events.csv")
    assert folder.found() == {("events.csv", 1, "file-unreadable")}


@pytest.mark.parametrize("name", ["events.csv", "datapackage.json", "statements", ""])
@pytest.mark.processes
def test_what_may_not_be_read_is_told(tmp_path: Path, name: str) -> None:
    folder = DataFolder(tmp_path / "data", small_data())
    (folder.path / name).chmod(0)
    command = [*WITHOUT_RIGHTS, sys.executable, "-m", "etl", "check", "--data", str(folder.path)]
    told = subprocess.run(command, capture_output=True, text=True, cwd=BUNDLED.parent, check=False)
    (folder.path / name).chmod(0o755)
    assert told.returncode == 1
    assert told.stderr == ""
    *problems, _ = told.stdout.splitlines()
    assert problems
    assert all("-unreadable " in line for line in problems)


def test_a_name_that_no_system_takes_is_told(folder: DataFolder) -> None:
    [problem] = check(extract(folder.path / ("x" * 300)))
    assert problem.code == "folder-unreadable"


def _in_rows(folder: DataFolder, column: str, texts: list[str]) -> dict[int, str]:
    """Each text in a row of its own, by its line; so one look at the folder is enough for all."""
    rows = folder.rows(AFGHAN)
    places = [place for place, row in enumerate(rows) if row["value"]][: len(texts)]
    for place, text in zip(places, texts, strict=True):
        rows[place][column] = text
    folder.write_rows(AFGHAN, list(rows[0]), rows)
    return {place + 2: text for place, text in zip(places, texts, strict=True)}


def test_only_finite_plain_decimals_are_numbers(folder: DataFolder) -> None:
    texts = _in_rows(folder, "value", NO_NUMBERS)
    problems = folder.problems()
    assert sorted((folder.below(problem), problem.line, problem.code) for problem in problems) == [
        (AFGHAN, line, "not-a-number") for line in texts
    ]
    assert [problem.text for problem in problems if shown(texts[problem.line]) not in problem.text] == []


def test_only_plain_digits_are_a_year(folder: DataFolder) -> None:
    texts = _in_rows(folder, "year", ["2018.0", "2018.5", "２０１８", "2018-19", "c. 2018", "9" * 30])
    assert folder.found() == {(AFGHAN, line, "not-an-integer") for line in texts}


@pytest.mark.parametrize("file", ["sources.csv", "areas.csv", "indicators.csv", "producers.csv", AFGHAN])
def test_what_only_follows_from_an_unreadable_file_is_not_listed(folder: DataFolder, file: str) -> None:
    (folder.path / file).write_bytes(b"\xff\xfe\0")
    assert folder.found() == {(file, 1, "not-utf-8")}


def test_what_only_follows_from_a_broken_line_is_not_listed(folder: DataFolder) -> None:
    """Hundreds of statements and a source that rests on it have the source of this line."""
    lines = (folder.path / "sources.csv").read_text(encoding="utf-8").splitlines()
    place = next(place for place, line in enumerate(lines, start=1) if line.startswith("unodc-world-drug-report-2020"))
    folder.edit_line("sources.csv", place, lambda line: line[:-1] + b",x\n")
    assert folder.found() == {("sources.csv", place, "too-many-fields")}


def test_a_mistyped_source_key_is_told_where_it_is_used_and_not_as_unused(folder: DataFolder) -> None:
    rows = folder.rows("sources.csv")
    key = next(row["source"] for row in rows if row["source"] == "unodc-afghanistan-opium-survey-2018")
    folder.change("sources.csv", {"source": key}, source=f"{key}x")
    problems = folder.problems()
    assert {problem.code for problem in problems} == {"key-unknown"}
    assert all(f'"{key}x"' in problem.text for problem in problems)


def test_a_misprint_may_be_outside_its_range(folder: DataFolder) -> None:
    folder.change(AFGHAN, AREA_2018, value="236000", as_printed="236,000", flag="misprint", note="digits swapped")
    assert folder.problems() == []


def test_a_number_in_acres_is_welcome(folder: DataFolder) -> None:
    folder.change(
        AFGHAN, AREA_2018, value="650000", low="600000", high="700000", unit="acres", as_printed="650,000 acres"
    )
    assert folder.problems() == []


def test_next_year_is_the_last_one(folder: DataFolder) -> None:
    line = folder.change(AFGHAN, AREA_2018, year="2028")
    package = extract(folder.path)
    assert [(problem.line, problem.code) for problem in check(package, today=TODAY)] == [(line, "year-out-of-range")]
    later = check(package, today=TODAY.replace(year=2027))
    assert [(problem.line, problem.code) for problem in later] == [(line, "year-after-source")]


@pytest.mark.parametrize("text", ["2019", "2019-02", "2019-02-28", "2020-02-29", "0999"])
def test_real_dates(text: str) -> None:
    assert is_real_date(text)


@pytest.mark.parametrize(
    "text", ["", "2019-02-29", "2019-02-30", "2019-13", "2019-00", "0000", "2019-1", "19", "２０１９"]
)
def test_unreal_dates(text: str) -> None:
    assert not is_real_date(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org",
        "http://a.org:8080/x?y=1#z",
        "https://a.org/a(b),c;d%20e",
        "https://zürich.ch/ü",
        "https://[::1]/",
    ],
)
def test_web_addresses_are_accepted(address: str) -> None:
    assert address_flaw(address) == ("", "")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:1", "data:text/html,x", "ftp://a.org", "//a", "a"]
)
def test_only_the_web_is_linked_to(address: str) -> None:
    assert address_flaw(address)[0] == "address-not-http"


@pytest.mark.parametrize("address", BROKEN_ADDRESSES)
def test_broken_and_misleading_addresses_are_refused(address: str) -> None:
    assert address_flaw(address)[0] == "address-broken"


@pytest.mark.parametrize("text", ["{year}: {value} {unit}", "{low} to {high}", "{{braces}} {value}"])
def test_annotation_texts_that_can_be_filled(text: str) -> None:
    assert template_flaw(text) == ""
    text.format(value="1", unit="ha", year="2018", low="0", high="2")


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{0}", "{value!r}", "{value:>9}", "{value.real}", "{value[0]}", "{x}", "no number"]
)
def test_annotation_texts_that_cannot_be_filled(text: str) -> None:
    assert template_flaw(text) != ""


def test_circles_are_told_once_and_long_chains_are_none() -> None:
    chain = {str(place): str(place + 1) for place in range(5000)}
    assert circles(chain) == {}
    assert circles({"a": "b", "b": "c", "c": "b", "d": "d", "e": ""}) == {"b": ["b", "c", "b"], "d": ["d", "d"]}


def test_progress_ends_at_the_size_of_the_files(folder: DataFolder) -> None:
    steps: list[tuple[int, int]] = []
    extract(folder.path, progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps) and steps[-1][0] == steps[-1][1]
