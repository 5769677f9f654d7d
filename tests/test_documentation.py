"""The documents are complete: codes, variables, files and licences are told, and what they lead to is there."""

import ast
import csv
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn.config
from documented import (
    DOCUMENTS,
    PACKAGES,
    SECTIONS,
    every_document,
    every_package,
    modules,
)
from documents import REPOSITORY, Document, spans_of

import dashboard
from dashboard.charts.figure import CHARTS
from dashboard.charts.how_to_read import MARKS
from dashboard.pages.options import FORM_NAMES
from etl.package.problems import CODES

MADE = {"data/drug_control.sqlite", "data/editions/", "editions/", "out.png", "briefing.zip", "statements/KEY.csv"}
TWO_SCREENS = 90  # lines


def test_every_code_of_a_problem_is_told_with_what_to_do() -> None:
    assert "etl/package/problems.csv" in SECTIONS["For maintainers"].text
    for code, entry in CODES.items():
        assert entry.meaning.endswith(".") and entry.remedy.endswith((".", '".')), code
    assert len({entry.title for entry in CODES.values()}) == len(CODES)


def variables_of(module: str, code: ast.Module) -> Iterator[str]:
    """The environment variables that a module reads, sets, or lets an option be."""
    for node in ast.walk(code):
        named: list[ast.expr] = []
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            named = [node.slice]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.environ.get", "os.getenv"}:
            named = node.args[:1]
        elif isinstance(node, ast.keyword) and node.arg == "envvar":
            named = [node.value]
        for name in named:
            constant = isinstance(name, ast.Constant)
            yield str(name.value if constant else getattr(importlib.import_module(module), ast.unparse(name)))


@pytest.mark.many
def test_every_environment_variable_is_told() -> None:
    told = {span.partition("=")[0] for document in DOCUMENTS for span in document.spans}
    read = {variable for module, code in modules().items() for variable in variables_of(module, code)}
    assert {"DASHBOARD_DATA", "CHROMIUM"} <= read <= told


@every_document
def test_every_name_in_capitals_is_a_name_of_the_code(document: Document) -> None:
    code = ("etl/**/*.py", "dashboard/**/*.py", "tests/**/*.py", "tests/*.sh")
    files = [path for pattern in code for path in REPOSITORY.glob(pattern)]
    known = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in files)))
    known |= set(re.findall(r"\w+", Path(uvicorn.config.__file__).read_text(encoding="utf-8")))
    named = [re.match(r"[A-Z][A-Z_]{2,}(?==|$)", span) for span in document.spans]
    assert {name[0] for name in named if name} <= known


def test_every_form_of_chart_has_all_that_the_how_to_asks_for() -> None:
    [told] = [row for row in SECTIONS["For analysts"].rows if spans_of(row[0]) == ["form"]]
    assert set(CHARTS) == set(MARKS) == set(FORM_NAMES) == set(spans_of(told[2]))


@every_document
def test_links_lead_somewhere(document: Document) -> None:
    for link in document.links:
        path, _, anchor = link.partition("#")
        if not re.match(r"[a-z]+:", link):
            target = (document.folder / path).resolve() if path else REPOSITORY / document.path
            assert target.exists(), link
            assert not anchor or anchor in Document.at(target.relative_to(REPOSITORY).as_posix()).anchors, link


def file_of(document: Document, name: str) -> Path | None:
    """The file or folder that a document names: as seen from the root, from its own folder, or among the data."""
    roots = (REPOSITORY, document.folder, REPOSITORY / "data", REPOSITORY / "data" / "statements")
    return next((root / name for root in roots if (root / name).exists()), None)


@every_document
def test_every_file_that_is_named_is_there(document: Document) -> None:
    no_files = MADE | vendored().keys()  # a package may be called as a file is
    for span in document.spans:
        if span not in no_files and re.fullmatch(r"[\w-][\w./-]*(/|\.(py|md|csv|json|toml|js|css|sh))", span):
            assert file_of(document, span), span


@every_package
def test_every_name_that_a_how_to_leads_to_is_in_its_file(package: str) -> None:
    document = PACKAGES[package]
    led = re.findall(r"`(\w+)`(?: or `(\w+)`)? (?:of|in) `([\w/.]+\.py)`", re.sub(r"\s+", " ", document.text))
    assert led
    for *names, file in led:
        path = file_of(document, file)
        assert path is not None, file
        assert all(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for name in names if name), (names, file)


@every_package
def test_a_how_to_has_at_most_five_steps(package: str) -> None:
    for how_to in PACKAGES[package].sections()["How to add"].text.split("\n**")[1:]:
        assert 2 <= len(Document("", how_to).items) <= 5, how_to


def test_each_part_for_users_fits_on_two_screens() -> None:
    for title, section in SECTIONS.items():
        assert len(section.text.splitlines()) <= TWO_SCREENS, title


def test_the_last_part_says_what_is_new_in_each_version() -> None:
    assert list(SECTIONS)[-1] == "Changes"
    versions = SECTIONS["Changes"].sections(3)
    assert dashboard.__version__ in versions
    for version, changes in versions.items():
        assert changes.items, version
        assert all(len(item) > 20 and item.endswith(".") for item in changes.items), version


def vendored() -> dict[str, str]:
    """The version of each package that lies among the assets, or that something there is made with."""
    lines = (REPOSITORY / "assets/VENDORED").read_text(encoding="utf-8").split()
    return {name: version for name, _, version in (line.rpartition("@") for line in lines)}


def test_everything_that_is_inside_has_its_licence_told() -> None:
    section = SECTIONS["Licences"]
    kept = [path for folder in ("assets", "tests") for path in (REPOSITORY / folder).rglob("LICENSE*")]
    assert {path.relative_to(REPOSITORY).as_posix() for path in kept} <= set(section.links)
    for name, version in vendored().items():
        assert re.search(rf"`{re.escape(name)}` {re.escape(version)}\b", section.text), name
    folders = {path.parent.relative_to(REPOSITORY).as_posix() + "/" for path in kept} | {"data/geo/"}
    assert folders <= set(section.spans)


def test_the_readme_says_so_as_long_as_the_owner_has_chosen_no_licence() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    has_chosen = "license" in project or any(REPOSITORY.glob("LICEN[CS]E*"))
    assert has_chosen != ("No licence has been chosen by the owner" in SECTIONS["Licences"].text)


def test_what_is_said_of_a_disagreement_stands_in_its_table_alone() -> None:
    table = (REPOSITORY / "dashboard/words/disputes.csv").read_text(encoding="utf-8")
    wordings = [row["wording"] for row in csv.DictReader(table.splitlines()) if len(row["wording"].split()) > 2]
    constants = (node for code in modules().values() for node in ast.walk(code) if isinstance(node, ast.Constant))
    written = {node.value for node in constants if isinstance(node.value, str)}
    assert "First printed by" in wordings
    assert not [wording for wording in wordings if any(wording in text for text in written)]


def has_sentences(table: Path) -> bool:
    """Whether a table has cells that people read: at least four words, among them one that only a sentence has."""
    cells = [cell for row in csv.reader(table.read_text(encoding="utf-8").splitlines()[1:]) for cell in row]
    only_in_sentences = re.compile(r"(?:^|\s)(?:a|are|is|it|no|than|the)\s")
    return any(len(cell.split()) > 3 and only_in_sentences.search(cell) for cell in cells)


def test_every_table_of_words_is_told_to_who_translates() -> None:
    _, section = PACKAGES["dashboard"].text.split("**A language of its own**")
    spans = [span for span in spans_of(Document("", section).items[0]) if span.endswith(".csv")]
    told = {file_of(PACKAGES["dashboard"], span) for span in spans}
    tables = {path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.csv") if has_sentences(path)}
    assert tables and told == tables
