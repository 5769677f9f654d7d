"""Every sentence template in the sources that may tell of figures, and whether a table of the tests has a row for it.

A template is a text of five words or more beside what is put into it. Whole files may hold none that tells of figures;
everything in other files is held against the tables.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sentence_case import Wording
from wordings import wordings

FEWEST_WORDS = 5
ROOMS = ("words", "views", "pages", "charts", "checking", "exports", "api", "assistants")

# Files, or rooms, none of whose texts tells what figures there are or what they come to.
TELL_NOTHING_OF_FIGURES = {
    "dashboard/api/": "what the lists, parameters and columns of the API mean, and why a request is refused",
    "dashboard/assistants/command.py": "help of a command",
    "dashboard/assistants/server.py": "what the tools for assistants do",
    "dashboard/assistants/tools.csv": "what the tools for assistants do",
    "dashboard/charts/svg/": "drawing",
    "dashboard/checking/command.py": "help and refusals of a command",
    "dashboard/checking/given.py": "why a text is refused",
    "dashboard/exports/addresses.py": "why a download is refused",
    "dashboard/exports/brief_pdf.py": "why a brief cannot be printed",
    "dashboard/exports/command.py": "help and refusals of a command",
    "dashboard/exports/command_options.py": "help of a command",
    "dashboard/exports/own_words.py": "why a title of one's own is refused",
    "dashboard/exports/picture.py": "drawing",
    "dashboard/exports/picture_code.py": "drawing",
    "dashboard/exports/png.py": "why a file cannot be read",
    "dashboard/exports/printing.py": "why a file cannot be read or printed",
    "dashboard/exports/qr.py": "drawing",
    "dashboard/exports/renderer.py": "why nothing can be drawn",
    "dashboard/exports/slide_places.py": "why a template of slides is refused",
    "dashboard/exports/svg.py": "why a file cannot be read",
    "dashboard/exports/theme.py": "drawing",
    "dashboard/exports/trace_command.py": "help of a command",
    "dashboard/exports/views_asked.py": "why a list of views is refused",
    "dashboard/exports/written.py": "why a file cannot be written",
    "dashboard/pages/api_reference.py": "how the API is used",
    "dashboard/pages/controls.csv": "labels of controls",
    "dashboard/pages/controls.py": "labels of controls",
    "dashboard/pages/method.csv": "the method",
    "dashboard/pages/page.py": "that there is no page",
    "dashboard/pages/routes.py": "what is logged",
    "dashboard/views/looks.py": "drawing",
    "dashboard/views/search.py": "what is searched by",
    "dashboard/views/search_index.py": "what is searched by",
    "dashboard/views/strict.py": "why a parameter is refused",
    "dashboard/views/zooms.csv": "names of regions",
    "dashboard/words/rules.csv": "the method",
    "dashboard/words/terms.csv": "the glossary",
}


class Template(NamedTuple):
    """A sentence as a file has it, with a pair of braces where something is put in."""

    file: str
    sentence: str

    @property
    def pieces(self) -> list[str]:
        """What is printed of it in any case."""
        return [piece for piece in self.sentence.split("{}") if piece.strip()]

    def is_in(self, text: str) -> bool:
        """Whether its pieces stand in a text in their order, each near the one before.

        What may stand inside a sentence begins one with a capital.
        """
        first, *others = self.pieces
        if not all(piece in text for piece in (first[1:], *others)):
            return False
        begin = f"[{re.escape(first[0] + first[0].upper())}]{re.escape(first[1:])}"
        return re.search(".{0,300}?".join([begin, *map(re.escape, others)]), text) is not None


def templates() -> Iterator[Template]:
    """All that may tell of figures."""
    rooms = tuple(f"dashboard/{room}/" for room in ROOMS)
    for place, wording in wordings():
        file = place.partition(":")[0]
        template = Template(file, _with_bare_braces(wording))
        is_long = len(_words(" ".join(template.pieces))) >= FEWEST_WORDS
        if is_long and file.startswith(rooms) and not file.startswith(tuple(TELL_NOTHING_OF_FIGURES)):
            yield template


def without_a_row(tables: Sequence[Wording]) -> set[Template]:
    """The templates of which no wording of the tables has all words in their order."""
    patterns = [_words_of_pattern(wording.pattern) for wording in tables]
    return {
        template
        for template in templates()
        if not any(_are_in_order(_words(" ".join(template.pieces)), words) for words in patterns)
    }


def read_templates(name: str) -> list[dict[str, str]]:
    """The rows of a table of templates beside the tests."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _with_bare_braces(wording: str) -> str:
    parts, depth = [""], 0
    for letter in wording:
        if letter == "{":
            depth += 1
            parts += ["{}", ""] if depth == 1 else []
        elif letter == "}" and depth:
            depth -= 1
        elif not depth:
            parts[-1] += letter
    return "".join(parts)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower())


def _words_of_pattern(pattern: str) -> list[str]:
    without_kinds = re.sub(r"\[[^\]]*\][*+?]*|\\[dwsb]|\{\d[^}]*\}", " ", pattern)
    return _words(re.sub(r"\(\?[:=!]|[()|?*+.\\^$]", " ", without_kinds))


def _are_in_order(words: Sequence[str], among: Sequence[str]) -> bool:
    rest = iter(among)
    return all(word in rest for word in words)
