"""One module of Python and one script spell the addresses of the dashboard, and they agree."""

import ast
import json
import re
from pathlib import Path

import pytest
from address_words import OF_API, PATTERNS, WORDS

from dashboard.pages.frame import document
from dashboard.pages.routes import ROUTES
from dashboard.server import urls as spelled
from dashboard.server.dash_addresses import CALLBACK
from dashboard.server.messages import NO_EDITION
from dashboard.server.urls import EMBED, NUMBER

REPOSITORY = Path(__file__).resolve().parents[2]


# Who else may spell what looks like an address of ours, and why.
SPELLERS = {
    "server/urls.py": "it is the module that spells them",
    "server/dash_addresses.py": "Dash has addresses of its own, which it alone decides on",
    "server/dash_internals.py": "Dash writes its paths with strokes of its own",
    "exports/printing.py": "properties of a PDF file have names that begin with a stroke",
    "charts/map_fills.py": "a stroke is what plotly calls a hatch",
}
ESCAPERS = {
    "server/urls.py": "it escapes what goes into addresses",
    "server/addresses.py": "it takes the path of a request back to what the address bar has",
    "views/view.py": "the query of a view is the view itself as a text, and read by the same module",
    "views/forgiving.py": "it writes the query of a view as it was meant",
    "exports/command_options.py": "options become the query of a view",
    "exports/views_asked.py": "a row of a table of views becomes the query of a view",
    "pages/parts/share.py": "the subject and text of a mail are no address of ours",
}
_SPELLED = re.compile(rf"(?:^|[\"'=(])/(?:{WORDS})(?![\w-])|(?:^|[\"'=(])/\?|^/$")
_OF_TEXTS = {"split", "strip", "rstrip", "partition", "replace", "startswith", "rindex", "join"}


def _modules() -> list[tuple[str, ast.Module]]:
    root = REPOSITORY / "dashboard"
    return [(path.relative_to(root).as_posix(), ast.parse(path.read_text())) for path in sorted(root.rglob("*.py"))]


def _spelled_in(tree: ast.Module) -> list[str]:
    """The literals of a module that look like an address; docstrings, and slashes between other things, are none."""
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed_over.add(id(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _OF_TEXTS:
            passed_over |= {id(part) for part in (node.func.value, *node.args)}
        if isinstance(node, ast.JoinedStr | ast.Compare | ast.Dict):
            inner = node.values[1:] if isinstance(node, ast.JoinedStr) else ast.iter_child_nodes(node)
            passed_over |= {id(part) for part in inner if isinstance(part, ast.Constant) and part.value == "/"}
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in passed_over]
    return [node.value for node in literals if isinstance(node.value, str) and _SPELLED.search(node.value)]


@pytest.mark.many
def test_no_other_module_spells_an_address() -> None:
    found = {name: spelled for name, tree in _modules() if (spelled := _spelled_in(tree))}
    assert found.keys() == SPELLERS.keys(), {name: found[name] for name in found.keys() - SPELLERS.keys()}


@pytest.mark.many
def test_no_other_module_escapes_what_goes_into_an_address() -> None:
    escaping = {"quote", "quote_plus", "urlencode"}
    found = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "urllib.parse"
        and escaping & {i.name for i in node.names}
    }
    assert found == ESCAPERS.keys()


def test_the_check_of_spelled_addresses_sees_them() -> None:
    for line in (
        'f"/source/{key}"',
        'f"{base}/data"',
        '"/"',
        'f"/?{query}"',
        "'<a href=\"/method\">'",
        '"/_dash-layout"',
    ):
        assert _spelled_in(ast.parse(f"there = {line}")), line
    for line in ('"a/b".split("/")', '"key of /sources"', '"#/components/parameters"', '"/openapi.json"'):
        assert not _spelled_in(ast.parse(f"there = {line}")), line


SCRIPTS = sorted((REPOSITORY / "assets").glob("*.js"))


def test_no_other_script_spells_an_address_or_looks_for_the_prefix() -> None:
    assert len(SCRIPTS) > 10
    for script in SCRIPTS:
        if script.name != "addresses.js":
            text = script.read_text()
            assert not re.findall(rf"[\"'`/^]\\?/(?:{WORDS})(?![\w-])|dataset\.prefix", text), script.name


def test_scripts_and_server_agree_on_what_a_page_is() -> None:
    text = (REPOSITORY / "assets" / "addresses.js").read_text()

    def pattern(name: str) -> re.Pattern[str]:
        found = re.search(rf"const {name} = /(.*)/;", text)
        assert found is not None
        return re.compile(found[1].replace(r"\/", "/"))

    pages = {route.pattern for route in ROUTES} - {EMBED}
    assert not [page for page in pages if pattern("NOT_PAGES").search(page)]
    others = {*PATTERNS.values()} - pages - OF_API
    assert others and all(pattern("NOT_PAGES").search(other) for other in others)
    assert {page for page in pages if pattern("NUMBERS").search(page)} == {NUMBER, spelled.COMPUTED}
    for name, value in (("CALLBACK", CALLBACK), ("FIGURE", spelled.EXPORT_FIGURE)):
        assert f'const {name} = "{value}";' in text
    inner = re.search(r"const INNER = (\{.*\});", text)
    assert inner is not None and json.loads(inner[1]) == document.INNER


def test_scripts_and_server_say_in_the_same_words_that_there_is_no_edition() -> None:
    assert f"`{NO_EDITION} " in (REPOSITORY / "assets" / "trouble.js").read_text()


def test_every_page_without_parts_is_in_the_list_of_pages() -> None:
    assert {route.pattern for route in ROUTES if "{" not in route.pattern} - {EMBED} == set(spelled.ALWAYS_THERE)
