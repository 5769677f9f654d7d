"""The documents are complete: all that a user can call, ask or set is told, and nothing is told that is not there."""

import ast
import importlib
import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uvicorn.config
from documents import REPOSITORY, Document, spans_of
from typer.main import get_command

import dashboard
from dashboard.__main__ import command_line
from dashboard.api.built import BuiltFiles
from dashboard.api.problems import KINDS
from dashboard.api.resources import RESOURCES
from dashboard.api.router import Api
from dashboard.charts.figure import CHARTS
from dashboard.charts.reading import MARKS
from dashboard.pages import api_reference
from dashboard.pages.options import FORM_NAMES
from dashboard.pages.routes import ROUTES
from dashboard.server import urls
from etl.__main__ import app
from etl.documents.layouts import IMPORTERS
from etl.editions.reading import Database
from etl.package.problems import CODES

USERS, DATA, ETL, DASHBOARD = (
    Document.at(path) for path in ("README.md", "data/README.md", "etl/README.md", "dashboard/README.md")
)
DOCUMENTS = (USERS, DATA, ETL, DASHBOARD)
PACKAGES = {"etl": ETL, "dashboard": DASHBOARD}
SECTIONS = USERS.sections()
TWO_SCREENS = 90  # lines

PROGRAMS = {"dashboard": get_command(command_line), "etl": get_command(app)}
CALLS = {
    "python -m etl": "etl",
    "drug-control-etl": "etl",
    "python -m dashboard": "dashboard",
    "drug-control": "dashboard",
}
SERVER = "http://127.0.0.1:8050"  # where examples find the dashboard
MADE = {"data/drug_control.sqlite", "data/editions/", "editions/", "out.png", "briefing.zip", "statements/KEY.csv"}

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path)
every_package = pytest.mark.parametrize("package", PACKAGES)


def names_of(option: Any) -> set[str]:
    """All names of an option."""
    return {*option.opts, *option.secondary_opts}


def options_of(program: str, command: str) -> list[Any]:
    """The options of a command, in the order of its help."""
    return [option for option in PROGRAMS[program].commands[command].params if option.param_type_name == "option"]


def options_in(spans: Iterable[str]) -> set[str]:
    """The options that some code names."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(spans)))


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the two packages by its name, parsed."""
    paths = (path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py")))
    return {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


# Commands and options


def commands() -> list[tuple[str, str, Any]]:
    """Every command with its program and name; serving is the dashboard itself, and has no name."""
    named = [(program, name, command) for program in PROGRAMS for name, command in PROGRAMS[program].commands.items()]
    return [*named, ("dashboard", "", PROGRAMS["dashboard"])]


def told_of(program: str, command: str) -> set[str]:
    """The options that the documents tell of, in the one place for that command."""
    if program == "dashboard":
        told = options_in(first_spans(SECTIONS["For briefings" if command else "Run it for others"].rows))
        return told | set(told_parameters() if command == "export" else ())
    if command == "import":
        return options_in(DATA.sections()["Import a table that somebody has published"].spans)
    [row] = [row for row in SECTIONS["For maintainers"].rows if spans_of(row[0])[0].split()[0] == command]
    return options_in(spans_of(" ".join(row))) | ({"--data"} & options_in(SECTIONS["For maintainers"].spans))


def told_parameters() -> list[str]:
    """The parameters of a view that the README lists, as options."""
    return [f"--{name}" for name in first_spans(SECTIONS["For analysts"].rows) if not name.startswith("/")]


def first_spans(rows: Iterable[list[str]]) -> list[str]:
    """What stands between backticks in the first cells of rows."""
    return [span for row in rows for span in spans_of(row[0])]


@pytest.mark.parametrize(
    ("program", "name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_of_a_command_is_told_where_the_command_is(program: str, name: str, command: Any) -> None:
    told = told_of(program, name)
    for option in command.params:
        if option.param_type_name == "option":
            assert names_of(option) & told, f"{program} {name} {option.opts}"


def test_every_command_of_the_maintainer_is_told_and_no_other() -> None:
    assert {span.split()[0] for span in first_spans(SECTIONS["For maintainers"].rows)} == set(PROGRAMS["etl"].commands)


def test_no_parameter_of_a_view_is_told_that_there_is_not() -> None:
    assert set(told_parameters()) <= set().union(*(names_of(option) for option in options_of("dashboard", "export")))


@every_document
def test_no_option_is_told_that_no_command_has(document: Document) -> None:
    known = {"--help"}.union(*(names_of(option) for _, _, command in commands() for option in command.params))
    ours = [span for span in document.spans if not span.startswith("pip ")]
    assert options_in(ours) <= known


def called(line: str) -> tuple[Any, list[str]] | None:
    """The program that a line of code calls, with what it is given; None where it is none of ours."""
    line = line.partition("  #")[0].rpartition("&& ")[2].strip().removeprefix(".venv/bin/")
    for call, program in CALLS.items():
        if line == call or line.startswith(f"{call} "):
            return PROGRAMS[program], [word for word in shlex.split(line[len(call) :]) if word != "--help"]
    return None


@every_document
def test_every_command_that_is_shown_is_taken_by_the_program(document: Document) -> None:
    calls = [found for line in (*document.code, *document.spans) if (found := called(line))]
    assert calls
    for program, words in calls:
        command = program
        if words and not words[0].startswith("-"):
            assert words[0] in program.commands
            command = program.commands[words.pop(0)]
        if words:
            command.make_context("", words)  # raises where an option or its value is not one


@every_document
def test_every_script_that_is_shown_is_there(document: Document) -> None:
    for line in document.code:
        if script := re.match(r"(?:python|bash|sh) ([\w./]+)", line.strip()):
            assert (REPOSITORY / script[1]).is_file(), line


def test_the_options_of_an_import_are_told_in_the_words_of_its_help() -> None:
    rows = [f"| `{' '.join(filter(None, (o.opts[0], o.metavar)))}` | {o.help} |" for o in options_of("etl", "import")]
    assert "\n".join(rows) in DATA.text, "\n".join(["data/README.md should have these rows:", *rows])


# Addresses, parameters and the API


def with_names(address: str) -> str:
    """An address of a document as the program has it: `<area>` is `{area}`, and neither query nor fragment counts."""
    return re.sub(r"<(\w+)>", r"{\1}", re.split(r"[?#]", address)[0])


def addresses_in(document: Document) -> list[str]:
    """Every address of the dashboard in a document, of spans and of examples."""
    examples = [found for line in document.code for found in re.findall(rf"{SERVER}(/[^\s'\"]*)", line)]
    return [span for span in document.spans if re.match(r"/(?!\.)", span)] + examples


@pytest.fixture(scope="module")
def api(published_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The API of the bundled figures."""
    return Api(Database(published_database), "", BuiltFiles(tmp_path_factory.mktemp("downloads")))


def known_addresses() -> set[str]:
    """Every address that is not below the API, with names for the parts that vary."""
    named = {name: value for name, value in vars(urls).items() if name.isupper() and str(value).startswith("/")}
    return {value for name, value in named.items() if not name.startswith(("_", "API_"))} | {urls.API_REFERENCE}


def test_every_page_is_told_to_analysts() -> None:
    told = set(map(with_names, first_spans(SECTIONS["For analysts"].rows)))
    assert {route.pattern for route in ROUTES} <= told


def test_every_other_address_is_told_to_engineers() -> None:
    told = {with_names(address) for document in (USERS, DASHBOARD) for address in addresses_in(document)}
    patterns = [re.compile(re.escape(address).replace(r"\.\.\.", ".*")) for address in told]
    for address in known_addresses() - {urls.EXPORTS, urls.API}:
        assert any(pattern.fullmatch(address) for pattern in patterns), address


@every_document
def test_every_address_that_is_told_leads_somewhere(document: Document, api: Api) -> None:
    known = known_addresses() | {urls.API + endpoint.path for endpoint in api.endpoints}
    for address in map(with_names, addresses_in(document)):
        pattern = re.compile(re.escape(address).replace(r"\.\.\.", ".*"))
        assert any(pattern.fullmatch(one) or urls.parts_of(one, address) is not None for one in known), address


def test_parameters_and_lists_of_the_api_are_told_to_analysts(api: Api) -> None:
    told = set(SECTIONS["For analysts"].spans)
    assert {resource.name for resource in RESOURCES} <= told
    for endpoint in api.endpoints:
        assert {parameter.name for parameter in endpoint.parameters} <= told, endpoint.path


def test_examples_give_the_api_only_parameters_that_it_has(api: Api) -> None:
    for address in addresses_in(USERS):
        path, _, query = address.partition("?")
        for endpoint in api.endpoints:
            if path == urls.API + endpoint.path:
                names = {part.partition("=")[0] for part in query.split("&") if part}
                assert names <= {parameter.name for parameter in endpoint.parameters}, address


def test_the_page_of_the_api_tells_every_address_parameter_and_error(api: Api, published_database: Path) -> None:
    page = str(api_reference.page(Database(published_database).edition(), "").body.to_plotly_json())
    for endpoint in api.endpoints:
        if not re.search(r"\.(bib|ris|json|csv)$", endpoint.path):  # told with the address that they are formats of
            assert urls.API + endpoint.path in page, endpoint.path
        assert all(f"'{parameter.name}'" in page for parameter in endpoint.parameters), endpoint.path
    assert all(f"'{kind}'" in page for kind in KINDS)


# Codes, variables, forms, layouts


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


def test_every_importer_can_be_named_with_the_option_for_it() -> None:
    [option] = [option for option in options_of("etl", "import") if "--layout" in option.opts]
    assert all(importer.name in option.help for importer in IMPORTERS)


# Rooms


def rooms(package: str) -> list[str]:
    """The rooms of a package in their order: folders and modules, without those inside another."""
    return first_spans(row for row in PACKAGES[package].rows if not row[0].startswith("&nbsp;"))


@every_package
def test_every_room_has_its_line(package: str) -> None:
    told = {room.rstrip("/") for room in first_spans(PACKAGES[package].rows)}
    root = REPOSITORY / package
    folders = {path.parent.relative_to(root).as_posix() for path in root.glob("*/**/__init__.py")}
    modules = {path.name for path in root.glob("*.py")} - {"__init__.py"}
    assert told == folders | modules


def imported(code: ast.Module) -> Iterator[str]:
    """The modules, or parts of them, that a module imports."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@every_package
def test_a_room_imports_only_rooms_before_it(package: str) -> None:
    order = {room.removesuffix("/").removesuffix(".py"): place for place, room in enumerate(rooms(package))}
    for module, code in modules().items():
        for name in imported(code):
            if module.split(".")[0] == package == name.split(".")[0] and name != f"{package}.__version__":
                assert order[name.split(".")[1]] <= order[module.split(".")[1]], f"{module} imports {name}"


def test_the_two_packages_know_of_each_other_only_what_is_told() -> None:
    shared = ("etl.figures.", "etl.editions.reading.")
    for module, code in modules().items():
        for name in imported(code):
            if module.startswith("etl"):
                assert not name.startswith("dashboard"), f"{module} imports {name}"
            elif name.startswith("etl.") and module != "dashboard.__main__":
                assert name.startswith(shared), f"{module} imports {name}"


# What documents lead to


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
    for span in document.spans:
        if span not in MADE and re.fullmatch(r"[\w-][\w./-]*(/|\.(py|md|csv|json|toml|js|css|sh))", span):
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


# What the README holds


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


def test_everything_that_is_inside_has_its_licence_told() -> None:
    section = SECTIONS["Licences"]
    kept = [path for folder in ("assets", "tests") for path in (REPOSITORY / folder).rglob("LICENSE*")]
    assert {path.relative_to(REPOSITORY).as_posix() for path in kept} <= set(section.links)
    for vendored in (REPOSITORY / "assets/VENDORED").read_text(encoding="utf-8").split():
        name, _, version = vendored.rpartition("@")
        assert re.search(rf"`{re.escape(name)}` {re.escape(version)}\b", section.text), vendored
    folders = {path.parent.relative_to(REPOSITORY).as_posix() + "/" for path in kept} | {"data/geo/"}
    assert folders <= set(section.spans)


def test_the_readme_says_so_as_long_as_the_owner_has_chosen_no_licence() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    has_chosen = "license" in project or any(REPOSITORY.glob("LICEN[CS]E*"))
    assert has_chosen != ("No licence has been chosen by the owner" in SECTIONS["Licences"].text)
