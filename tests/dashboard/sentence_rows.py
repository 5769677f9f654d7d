"""The rows of the table of sentences, by what they name: there each must be, or must not."""

from collections import defaultdict

from sentence_finder import Template, read_templates

ROWS = read_templates("page_sentences.csv")
_NAMED: dict[str, list[tuple[Template, bool]]] = defaultdict(list)
for _row in ROWS:
    for _column, _must in (("appears", True), ("absent", False)):
        _NAMED[_row[_column]].append((Template(_row["file"], _row["sentence"]), _must))

NAMED = frozenset(_NAMED)


def wrong_in(what: str, text: str) -> list[str]:
    """What is missing in a text, or should not be in it, as the rows say that name it."""
    return [f"{what}: {template.sentence}" for template, must in _NAMED.get(what, ()) if template.is_in(text) != must]
