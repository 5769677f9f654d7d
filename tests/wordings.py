"""Every wording that readers may meet, as one table with its place: python tests/wordings.py > wordings.csv

The rows of the tables of words, the texts of the code with their parts in braces, and the texts of the scripts. What is
only for programs is among them where it looks like a sentence; to read and to translate, too much is better than too
little.
"""

import ast
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
_WORDS = re.compile(r"[A-Za-z]{2,}[^<>]* |^[A-Z][a-z]+$")  # several words, or a label of one
_IN_SCRIPT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
_NO_WORDING = re.compile(r"^[^a-zA-Z“]*(<|https?:|SELECT |[MLZ]\d|[\w-]+(-[\w-]+| [\w-]+-[\w-]+)*$)")
Row = tuple[str, str]


def wordings() -> Iterator[Row]:
    """Place and wording, room by room: the tables first, then the code, then the scripts."""
    for path in sorted((REPOSITORY / "dashboard").rglob("*.csv")):
        yield from _of_table(path)
    for path in sorted((REPOSITORY / "dashboard").rglob("*.py")):
        yield from _of_code(path)
    for path in sorted((REPOSITORY / "assets").glob("*.js")):
        yield from _of_script(path)


def _of_table(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key, *columns = row
            yield from ((f"{_named(path)}: {row[key]}, {column}", row[column]) for column in columns if row[column])


def _of_code(path: Path) -> Iterator[Row]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            is_docstring = isinstance(node, ast.Expr)
            text = "" if is_docstring or isinstance(node, ast.JoinedStr | ast.Subscript) else _text_of(child)
            if _WORDS.search(text) and not _NO_WORDING.match(text):
                yield f"{_named(path)}:{getattr(child, 'lineno', 0)}", " ".join(text.split())


def _text_of(node: ast.AST) -> str:
    """A text as readers see it, with what is put into it in braces; empty for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )


def _of_script(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for found in _IN_SCRIPT.finditer(line):
            text = found[1] or found[2] or ""
            if " " in text and _WORDS.search(text) and not _NO_WORDING.match(text):
                yield f"{_named(path)}:{number}", text


def _named(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


if __name__ == "__main__":
    writer = csv.writer(sys.stdout)
    writer.writerow(("place", "wording"))
    writer.writerows(wordings())
