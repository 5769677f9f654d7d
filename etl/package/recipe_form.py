"""Makes a recipe of the content of its file, strictly.

Everything in it is checked before a table is opened; a key that no recipe has is refused with the one it is like.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from etl.figures import columns
from etl.figures.quoting import nearest_of, shown
from etl.figures.vocabulary.numbers import Evidence
from etl.package.recipe import (
    ATTRIBUTES,
    NUMBERS,
    READ_AS,
    REPEATS,
    SETTINGS,
    Case,
    ColumnRule,
    Recipe,
    RecipeSettings,
    TableRule,
)

HIDDEN = ("left out", "read")
DECIMALS = ("", "point", "comma")
FILES = ("one", "several")

_TOP = (
    *("title", "source", "producer", "evidence", "via", "decimal", "file", "files", "records", "within"),
    *("settings", "words", "table"),
)
_TABLE = (
    *("sheet", "sheets", "header", "rows", "across", "repeats", "zeros", "blanks", "hidden", "unlisted", "settings"),
    *("columns", "words", "across_words", "blocks", "left_out", "left_out_rows", "when", "where"),
)
_SPAN = re.compile(r"([0-9]{1,7})(?:\s*[-:]\s*([0-9]{1,7}))?")


class RecipeRefusedError(Exception):
    """Something in a recipe does not fit; the message is a clause that begins with where it stands."""


def recipe_of(name: str, content: dict[str, Any]) -> Recipe:
    """The recipe that the content of a TOML file says; raises RecipeRefusedError."""
    _check_keys(content, _TOP, "a recipe")
    for needed in ("title", "source", "producer", "table"):
        _demand(content.get(needed), f"{needed} is missing")
    tables = content["table"]
    _demand(isinstance(tables, list) and all(isinstance(each, dict) for each in tables), "write [[table]] for tables")
    shared = _settings(content.get("settings", {}), "[settings]")
    words = _words(content.get("words", {}), "[words]")
    evidence = _one_of(content.get("evidence", str(Evidence.ORIGINAL)), tuple(Evidence), "evidence")
    texts = {
        key: _text(content.get(key, ""), key)
        for key in ("title", "source", "producer", "via", "file", "records", "within")
    }
    return Recipe(
        name=name,
        evidence=evidence,
        decimal=_one_of(content.get("decimal", ""), DECIMALS, "decimal"),
        in_several_files=_one_of(content.get("files", FILES[0]), FILES, "files") == FILES[1],
        tables=tuple(_table(table, f"table {number}", shared, words) for number, table in enumerate(tables, start=1)),
        **texts | {"file": texts["file"] or texts["source"]},
    )


def _table(
    table: dict[str, Any], where: str, shared: RecipeSettings, shared_words: dict[str, dict[str, RecipeSettings]]
) -> TableRule:
    _check_keys(table, _TABLE, where)
    rules = {title: _column(rule, f"{where}, column {shown(title)}") for title, rule in _dict(table, "columns", where)}
    chosen = {title: _chosen(texts, f"{where}, where {shown(title)}") for title, texts in _dict(table, "where", where)}
    rules |= {title: _column("text", where) for title in chosen if title not in rules}
    own = _words(dict(_dict(table, "words", where)), where)
    for title, reasons in _dict(table, "left_out", where):
        own.setdefault(title, {}).update(_left_out(reasons, f"{where}, left_out, {shown(title)}"))
    for title in own:
        if title in rules and rules[title].unread:
            raise RecipeRefusedError(f'{where}: {shown(title)} is not read, but its texts are named; say "text" of it')
    across = table.get("across", [])
    across = [across] if isinstance(across, str) else list(across)
    for each in across:
        _one_of(each, READ_AS, f"{where}, across")
    _demand(rules or across, f"{where}: it names no column")
    repeats = _one_of(table.get("repeats", ""), ("", *REPEATS), f"{where}, repeats")
    hidden = _one_of(table.get("hidden", HIDDEN[0]), HIDDEN, f"{where}, hidden")
    return TableRule(
        _sheets(table, where),
        _header(table.get("header", []), where),
        _spans(str(table.get("rows", "")), where),
        tuple(across),
        repeats,
        _text(table.get("zeros", ""), f"{where}, zeros"),
        frozenset(_text(each, f"{where}, blanks") for each in table.get("blanks", [])),
        hidden == "read",
        shared | _settings(table.get("settings", {}), f"{where}, settings"),
        rules,
        {title: shared_words.get(title, {}) | own.get(title, {}) for title in (*shared_words, *own)},
        {text: _settings(each, f"{where}, {text}") for text, each in _dict(table, "across_words", where)},
        {text: _settings(each, f"{where}, {text}") for text, each in _dict(table, "blocks", where)},
        tuple(
            (first, last, _text(why, f"{where}, left_out_rows"))
            for rows, why in _dict(table, "left_out_rows", where)
            for first, last in _spans(rows, where)
        ),
        tuple(_case(case, f"{where}, when {number}") for number, case in enumerate(table.get("when", []), start=1)),
        _text(table.get("unlisted", ""), f"{where}, unlisted"),
        chosen,
    )


def _chosen(texts: object, where: str) -> frozenset[str]:
    """The texts of the rows that are read, one or a list."""
    several = texts if isinstance(texts, list) else [texts]
    _demand(several, f"{where}: name a text")
    return frozenset(_text(each, where) for each in several)


def _sheets(table: dict[str, Any], where: str) -> dict[str, RecipeSettings]:
    named = table.get("sheet", [])
    names = [named] if isinstance(named, str) else list(named)
    sheets = {_text(name, f"{where}, sheet"): RecipeSettings() for name in names}
    for name, each in _dict(table, "sheets", where):
        sheets[name] = _settings(each, f"{where}, sheet {shown(name)}")
    return sheets


def _column(rule: object, where: str) -> ColumnRule:
    if isinstance(rule, str):
        rule = {"is": rule}
    if not isinstance(rule, dict):
        raise RecipeRefusedError(f'{where}: write what it is, such as "area" or {{ unread = "the reason" }}')
    if "unread" in rule:
        _check_keys(rule, ("unread",), where)
        reason = _text(rule["unread"], where)
        _demand(reason, f"{where}: say why it is not read")
        return ColumnRule(unread=reason)
    settings = {key: each for key, each in rule.items() if key not in ("is", "fill")}
    holds = _one_of(rule.get("is", ""), (*NUMBERS, *READ_AS, "note", *ATTRIBUTES), where)
    _demand(holds in NUMBERS or not settings, f"{where}: only a column of numbers has settings of its own")
    return ColumnRule(holds, _settings(settings, where), bool(rule.get("fill", False)))


def _case(case: dict[str, Any], where: str) -> Case:
    texts = case.get("columns")
    if not isinstance(texts, dict) or not texts:
        raise RecipeRefusedError(f"{where}: write columns = {{ TITLE = TEXT }}")
    settings = {key: each for key, each in case.items() if key not in ("columns", "years")}
    return Case(
        {title: _text(text, where) for title, text in texts.items()},
        _settings(settings, where),
        _spans(str(case.get("years", "")), where),
    )


def _words(tables: Mapping[str, Any], where: str) -> dict[str, dict[str, RecipeSettings]]:
    return {
        title: {_plain(text): _settings(each, f"{where}, {shown(title)} {shown(text)}") for text, each in words.items()}
        for title, words in tables.items()
    }


def _left_out(reasons: object, where: str) -> dict[str, RecipeSettings]:
    """The words of a column that are left out, from lists of them by their reason."""
    if not isinstance(reasons, dict) or not all(isinstance(words, list) for words in reasons.values()):
        raise RecipeRefusedError(f'{where}: write "the reason" = ["word", "word"]')
    return {_text(word, where): {"left_out": _plain(why)} for why, words in reasons.items() for word in words}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _settings(given: object, where: str) -> RecipeSettings:
    if not isinstance(given, dict):
        raise RecipeRefusedError(f'{where}: write settings in braces, such as {{ unit = "kg" }}')
    _check_keys(given, SETTINGS, where)
    settings = {key: _text(each, f"{where}, {key}") for key, each in given.items()}
    if "holds" in settings:
        _one_of(settings["holds"], NUMBERS, f"{where}, holds")
    if "repeats" in settings:
        _one_of(settings["repeats"], REPEATS, f"{where}, repeats")
    for name in ATTRIBUTES:
        if settings.get(name) and (words := columns.STATEMENT[name].words):
            _one_of(settings[name], words, f"{where}, {name}")
    return settings


def _dict(table: dict[str, Any], key: str, where: str) -> Iterable[tuple[str, Any]]:
    given = table.get(key, {})
    if not isinstance(given, dict):
        raise RecipeRefusedError(f"{where}: {key} is a table")
    return [(_plain(name), each) for name, each in given.items()]


def _header(given: object, where: str) -> tuple[int, ...]:
    rows = [given] if isinstance(given, int) else given
    if not isinstance(rows, list) or not all(isinstance(row, int) and row > 0 for row in rows):
        raise RecipeRefusedError(f"{where}: header is the row of the names, such as 3, or several, such as [3, 4]")
    return tuple(sorted(rows))


def _spans(text: str, where: str) -> tuple[tuple[int, int], ...]:
    found = []
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        span = _SPAN.fullmatch(piece)
        _demand(span, f"{where}: {shown(piece)} is no span; write it as 3-20")
        assert span is not None
        first, last = int(span[1]), int(span[2] or span[1])
        _demand(first <= last, f"{where}: {shown(piece)} ends before it begins; write it as {last}-{first}")
        found.append((first, last))
    return tuple(found)


def _check_keys(given: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    known = tuple(known)
    for key in given:
        if key not in known:
            nearest = nearest_of(key, known)
            advice = f"did you mean {nearest}?" if nearest else f"there are {', '.join(known)}"
            raise RecipeRefusedError(f"{where} has no {shown(key)}; {advice}")


def _one_of(given: object, known: Iterable[str], where: str) -> str:
    words = tuple(map(str, known))
    if not isinstance(given, str) or given not in words:
        nearest = nearest_of(str(given), words)
        advice = f"did you mean {nearest}?" if nearest else f"use one of {', '.join(filter(None, words))}"
        raise RecipeRefusedError(f"{where} cannot be {shown(given)}; {advice}")
    return given


def _text(given: object, where: str) -> str:
    if isinstance(given, bool) or not isinstance(given, (str, int, Decimal)):
        raise RecipeRefusedError(f"{where} is no text")
    return _plain(str(given))


def _demand(holds: object, found: str) -> None:
    if not holds:
        raise RecipeRefusedError(found)
