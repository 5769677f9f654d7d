"""A parameter of a view is declared once: whoever adds a row has it in addresses, in the API and in `--help`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from exporting import OPIUM, run_command
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dashboard.api import parameters as api
from dashboard.app import create_app
from dashboard.exports.command import add_export
from dashboard.exports.trace_command import add_trace
from dashboard.views import scenes, view
from dashboard.views.offered import offered
from dashboard.views.parameters import (
    Day,
    KeyOf,
    Kind,
    OneOf,
    Parameter,
    ShortText,
    Switch,
    WholeNumber,
    Year,
    parameter,
    rows_of,
)
from dashboard.views.strict import read_strictly
from dashboard.views.view import View, read_view, view_parameters
from etl.editions.reading import Database, Edition

README = Path(__file__).resolve().parents[2] / "README.md"
AFGHANISTAN = "indicator=opium-production&area=AFG"


@dataclass(frozen=True, slots=True)
class Shaded(View):
    """A view with one row more than there is."""

    shade: str = parameter(
        "shade", OneOf({"plain": "Plain", "dark": "Dark"}), "How dark the ground is.", "dark", default="plain"
    )


@pytest.fixture
def shaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dashboard as it would be with that row."""
    monkeypatch.setattr(view, "View", Shaded)


@pytest.mark.usefixtures("shaded")
def test_a_new_row_is_in_the_address_of_a_view_and_found_there_again(edition: Edition) -> None:
    choices = edition.keep(scenes.choices)
    shown, remarks = read_view(f"{AFGHANISTAN}&shade=dark", choices)
    assert (shown.shade, remarks) == ("dark", [])  # type: ignore[attr-defined]
    assert shown.query() == f"{AFGHANISTAN}&shade=dark"
    assert shown.with_(shade="plain").query() == AFGHANISTAN
    assert read_view(f"{AFGHANISTAN}&shade=green", choices)[1] == [
        "There is no shade “green” in this edition; it was left out."
    ]


@pytest.mark.usefixtures("shaded")
def test_a_new_row_is_read_strictly_where_nothing_is_forgiven(edition: Edition) -> None:
    assert read_strictly(f"{AFGHANISTAN}&shade=dark", edition)[1] == []
    assert read_strictly(f"{AFGHANISTAN}&shade=drak", edition)[1] == ["“shade” is “drak”; did you mean “dark” (Dark)?"]
    assert read_strictly(f"{AFGHANISTAN}&shade=dark&shade=plain", edition)[1] == [
        "“shade” is given 2 times; give it once."
    ]


@pytest.mark.usefixtures("shaded")
def test_a_new_row_is_taken_and_described_by_the_api(
    published_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with TestClient(create_app(Database(published_database))) as client:
        document = client.get("/api/v1/openapi.json").json()
        cited = client.get(f"/api/v1/citation/view.txt?{AFGHANISTAN}&shade=dark")
        refused = client.get(f"/api/v1/citation/view.txt?{AFGHANISTAN}&shade=green")
        assert "How dark the ground is." in client.get("/data/api").text
    described = document["components"]["parameters"]["query-shade"]
    assert described["description"] == "How dark the ground is."
    assert described["schema"] == {"type": "string", "enum": ["plain", "dark"], "default": "plain"}
    assert (cited.status_code, refused.status_code) == (200, 400)
    assert "shade=dark" in cited.text
    assert refused.json()["detail"] == "“shade” is “green”; choose from plain, dark."


@pytest.mark.usefixtures("shaded")
def test_a_new_row_is_an_option_of_the_command_line(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    command = typer.Typer()
    add_export(command, lambda: database)
    add_trace(command, lambda: database)
    told = run_command(command, "export", "--help").output
    assert re.search(r"--shade +<plain\|dark> +How dark the ground is\.", told)
    refused = run_command(command, "export", "png", *OPIUM, "--shade", "green", "--out", "x.png")
    assert "“shade” is “green”; choose from plain, dark." in refused.output


@pytest.mark.parametrize("declared", view_parameters(), ids=lambda declared: declared.name)
def test_every_row_says_what_it_means_with_an_example_that_is_understood(edition: Edition, declared: Parameter) -> None:
    assert declared.meaning.endswith(".") and declared.meaning[0].isupper()
    assert declared.kind.takes(declared.example, edition.keep(offered))
    assert set(declared.forms) <= set(view.FORMS)


NAMES = {"areas": {"AFG": "Afghanistan"}}
KINDS: list[tuple[Kind, Any, str, str]] = [
    (KeyOf("areas"), "AFG", "AFG", "Mars"),
    (OneOf({"log": "Log"}), "log", "log", "lgo"),
    (Switch("today"), True, "today", "tomorrow"),
    (WholeNumber(1, 9), 7, "7", "10"),
    (Year(), 2018, "2018", "18"),
    (Day(), "2019-11-26", "2019-11-26", "2019-02-30"),
    (ShortText(9, 3), "a & b", "a & b", "much too long"),
    (ShortText(9, 3), "a & b", "a & b", "a b c d"),
]


@pytest.mark.parametrize(("kind", "value", "text", "wrong"), KINDS, ids=lambda kind: type(kind).__name__)
def test_every_kind_of_value_has_one_text_and_refuses_others_with_what_to_do(
    kind: Kind, value: Any, text: str, wrong: str
) -> None:
    assert kind.takes(text, NAMES) and not kind.takes(wrong, NAMES)
    assert (kind.read(text), kind.write(value)) == (value, text)
    for sentence in (kind.fault("x", wrong, NAMES), kind.remark("x", wrong)):
        assert kind.called("x") in sentence and sentence[-1] in ".?"


lists = st.lists(st.sampled_from(["annotations", "events", "revisions"]), max_size=3)


@given(lists, st.randoms())
def test_several_words_have_one_order_in_addresses_and_none_of_them_can_be_said(words: list[str], random: Any) -> None:
    layer = rows_of(View)["layers"]
    shuffled = [*words, *words] or ["none"]
    random.shuffle(shuffled)
    value, remarks = layer.read(shuffled, {})
    assert remarks == [] and set(value) == set(words)
    assert layer.read(layer.write(value), {})[0] == value


def test_filters_of_lists_have_the_words_of_the_parameters_that_they_mean(client: TestClient) -> None:
    of_view = {declared.name: declared for declared in view_parameters()}
    shared = [item for item in api.STATEMENT_FILTERS if item.name in of_view]
    assert {item.name for item in shared} == {"indicator", "area", "group", "producer", "year", "from", "to", "asof"}
    assert all(item.meaning == of_view[item.name].meaning for item in shared)
    page = client.get("/data/api").text
    assert all(item.meaning in page for item in shared)


def _row(declared: Parameter) -> str:
    """A parameter as the README lists it."""
    words = declared.kind.offered({}) if isinstance(declared.kind, OneOf | Switch) else None
    values = ", ".join(f"`{word}`" for word in words) if words else f"such as `{declared.example}`"
    return f"| `{declared.name}`{' (repeatable)' * declared.repeatable} | {declared.description} | {values} |"


def test_the_table_in_the_readme_is_complete() -> None:
    table = "\n".join(_row(declared) for declared in view_parameters())
    assert table in README.read_text(encoding="utf-8"), f"The README should have these rows:\n{table}"
