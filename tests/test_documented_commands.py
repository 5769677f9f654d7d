"""Every command and option is told in its one place, and none is told or shown that there is not."""

import re
import shlex
from typing import Any

import pytest
from documented import DATA, PROGRAMS, SECTIONS, every_document, first_spans, names_of, options_in, options_of
from documents import REPOSITORY, Document, spans_of

from etl.documents.layouts import IMPORTERS
from etl.figures.quoting import per_cent
from etl.figures.vocabulary.editions import REMOVALS_ACCEPTED

CALLS = {
    "python -m etl": "etl",
    "drug-control-etl": "etl",
    "python -m dashboard": "dashboard",
    "drug-control": "dashboard",
}


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


def test_the_loss_that_a_refresh_asks_about_is_told() -> None:
    (told,) = [row[2] for row in SECTIONS["For maintainers"].rows if row[0] == "`refresh`"]
    assert f"more than {per_cent(REMOVALS_ACCEPTED)} of the statements" in told


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


def test_every_importer_can_be_named_with_the_option_for_it() -> None:
    [option] = [option for option in options_of("etl", "import") if "--layout" in option.opts]
    assert all(importer.name in option.help for importer in IMPORTERS)
