"""What a parameter is: its name, the values that it takes, what it means, an example, and where it applies.

The rows are the fields of `dashboard.views.view.View`, one for each parameter. From them come the query of an address,
the forgiving reading of pages, the strict one of the API and the command line, the OpenAPI document, `--help`, the help
texts of the controls and the table of the README: a new parameter is one row, and what it does to a chart.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from typing import Any

from dashboard.words.did_you_mean import nearest, quoted
from dashboard.words.sentences import joined

Keys = Mapping[str, Collection[str]]  # the keys that an edition offers, by the name of their table
Names = Mapping[str, Mapping[str, str]]  # the same, each key with its name
Schema = dict[str, Any]

_LONGEST_REMARK = 40  # characters of a value in a remark
_MOST_LISTED = 12  # keys in a sentence
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Kind:
    """What values a parameter takes; in an address each is a text."""

    @property
    def placeholder(self) -> str:
        """What stands for a value where one is to be written."""
        return "text"

    @property
    def advice(self) -> str:
        """What a program is told of a text that is no such value, as the end of a sentence that begins with it."""
        raise NotImplementedError

    @property
    def unlike(self) -> str:
        """What a page says that such a text is not; empty where a value is one of those that there are."""
        return ""

    def takes(self, text: str, keys: Keys) -> bool:
        """Whether a text is such a value."""
        raise NotImplementedError

    def schema(self, names: Names) -> Schema:
        """The JSON schema of a value."""
        raise NotImplementedError

    def offered(self, names: Names) -> Mapping[str, str] | None:
        """The values there are, each with its name; None where they cannot be listed."""
        return None

    def called(self, name: str) -> str:
        """What a value of the parameter of that name is called."""
        return name

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        """What is wrong with a text that is no such value, and what to do; `propose` the nearest there is."""
        return f"“{name}” is {quoted(text)}{self.advice}"

    def remark(self, name: str, text: str) -> str:
        """What a page says of a text that is no such value, and goes on without it."""
        begun = text[:_LONGEST_REMARK]
        if self.unlike:
            return f"“{begun}” is not {self.unlike}; “{name}” was left out."
        return f"There is no {self.called(name)} “{begun}” in this edition; it was left out."

    def read(self, text: str) -> Any:
        """The value that a text stands for."""
        return text

    def write(self, value: Any) -> str:
        """The text that stands for a value."""
        return str(value)

    def in_order(self, texts: Collection[str]) -> Iterable[str]:
        """Several values in the order in which an address has them, whichever way they were given."""
        return sorted(texts)


class Enumerated(Kind):
    """A value out of a list, each with the name that readers see."""

    def offered(self, names: Names) -> Mapping[str, str]:
        raise NotImplementedError

    def schema(self, names: Names) -> Schema:
        return {"type": "string", "enum": list(self.offered(names))}


@dataclass(frozen=True, slots=True)
class KeyOf(Enumerated):
    """A key of a table of what an edition offers."""

    table: str
    placeholder = "key"

    def offered(self, names: Names) -> Mapping[str, str]:
        return names[self.table]

    def called(self, name: str) -> str:
        return self.table.rpartition(" ")[2].removesuffix("s")

    def takes(self, text: str, keys: Keys) -> bool:
        return text in keys[self.table]

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        offered = names[self.table]
        near = nearest(text, offered.items()) if propose else ""
        few = f"; choose from {', '.join(offered)}." if len(offered) <= _MOST_LISTED else "."
        advice = f"; did you mean {near}?" if near else few
        return f"There is no {self.called(name)} {quoted(text)} in this edition{advice}"


@dataclass(frozen=True, slots=True)
class KeyOfAdditive(KeyOf):
    """A key of an indicator whose figures add up."""

    table: str = "additive indicators"

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        if text in names["all indicators"]:
            return f"Figures of {text} cannot be added up, so they have neither a sum nor a rate."
        return KeyOf.fault(self, name, text, names, propose)


@dataclass(frozen=True, slots=True)
class OneOf(Enumerated):
    """One of some words; several may be chosen where there is a word for none."""

    words: Mapping[str, str] = field(hash=False)
    none: str = ""

    @property
    def taken(self) -> tuple[str, ...]:
        """Every word that can be given."""
        return (*self.words, self.none) if self.none else tuple(self.words)

    @property
    def placeholder(self) -> str:
        return "|".join(self.taken)

    def offered(self, names: Names) -> Mapping[str, str]:
        return {word: self.words.get(word, word) for word in self.taken}

    def takes(self, text: str, keys: Keys) -> bool:
        return text in self.taken

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        near = nearest(text, self.offered(names).items())
        advice = f"did you mean {near}?" if near else f"choose from {', '.join(self.taken)}."
        return f"“{name}” is {quoted(text)}; {advice}"

    def in_order(self, texts: Collection[str]) -> Iterable[str]:
        return (word for word in self.words if word in texts)


@dataclass(frozen=True, slots=True)
class Switch(Enumerated):
    """Something that is there or not: the one word says that it is."""

    word: str

    @property
    def placeholder(self) -> str:
        return self.word

    @property
    def advice(self) -> str:
        return f"; write {self.word}, or leave it out."

    def offered(self, names: Names) -> Mapping[str, str]:
        return {self.word: self.word}

    def takes(self, text: str, keys: Keys) -> bool:
        return text == self.word

    def read(self, text: str) -> bool:
        return True

    def write(self, value: Any) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class WholeNumber(Kind):
    """A whole number between two others."""

    least: int
    most: int
    placeholder = "number"

    @property
    def advice(self) -> str:
        return f"; give {self.unlike}."

    @property
    def unlike(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def takes(self, text: str, keys: Keys) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,9}", text)) and self.least <= int(text) <= self.most

    def schema(self, names: Names) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, text: str) -> int:
        return int(text)


@dataclass(frozen=True, slots=True)
class Year(WholeNumber):
    """A year, in four digits."""

    least: int = 1900
    most: int = 2199
    placeholder = "year"
    advice = ", which is not a year; write it as 2018."
    unlike = "a year"

    def takes(self, text: str, keys: Keys) -> bool:
        return len(text) == 4 and WholeNumber.takes(self, text, keys)


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A day, written YYYY-MM-DD."""

    placeholder = "day"
    advice = ", which is not a day; write it as 2019-11-26."
    unlike = "a date such as 2019-11-26"

    def takes(self, text: str, keys: Keys) -> bool:
        try:
            return bool(re.fullmatch(_DAY, text) and date.fromisoformat(text))
        except ValueError:
            return False

    def schema(self, names: Names) -> Schema:
        return {"type": "string", "format": "date", "pattern": f"^{_DAY}$"}


@dataclass(frozen=True, slots=True)
class ShortText(Kind):
    """Words of a reader's own, up to so many characters and words."""

    most: int
    most_words: int

    def takes(self, text: str, keys: Keys) -> bool:
        return len(text) <= self.most and len(text.split()) <= self.most_words

    def schema(self, names: Names) -> Schema:
        pattern = rf"^\s*(\S+\s+){{0,{self.most_words - 1}}}\S*\s*$"
        return {"type": "string", "minLength": 1, "maxLength": self.most, "pattern": pattern}

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        if len(text) <= self.most:
            return f"“{name}” has more than {self.most_words} words; leave out the most common ones."
        return f"“{name}” is longer than {self.most} characters; shorten it."

    def remark(self, name: str, text: str) -> str:
        return f"“{name}” is longer than {self.most} characters or {self.most_words} words; it was left out."


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address.

    `meaning` says what it is about, `rule` what it does to others. `repeatable`: it may be given several times, and
    `keeps_order` where the order in which they are given means something. `default` is the value where it is not given,
    None where there is none; one that is `required` has to be given to a program. `forms` are the forms of a chart that
    it has an effect on; empty: all.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    rule: str = ""
    repeatable: bool = False
    keeps_order: bool = False
    required: bool = False
    default: Any = None
    forms: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """All that is to be said of it in words; names of parameters stand between backticks."""
        forms = f"For the form{'s' * (len(self.forms) > 1)} {joined(self.forms)}." if self.forms else ""
        return " ".join(text for text in (self.meaning, self.rule, forms) if text)

    def has_effect_on(self, form: str) -> bool:
        """Whether it changes a chart of a form."""
        return not self.forms or form in self.forms

    def write(self, value: Any) -> list[str]:
        """The texts of an address that say this value: none for the default."""
        if value == self.default:
            return []
        if not self.repeatable:
            return [self.kind.write(value)]
        none = [self.kind.none] if isinstance(self.kind, OneOf) and self.kind.none else []
        return [self.kind.write(one) for one in value] or none

    def read(self, given: Sequence[str], keys: Keys) -> tuple[Any, list[str]]:
        """The value that texts stand for, and a remark for each that stands for none and was left out."""
        taken = [text for text in given if self.kind.takes(text, keys)]
        remarks = [self.kind.remark(self.name, text) for text in given if text not in taken]
        if not taken:
            return self.default, remarks
        if not self.repeatable:
            return self.kind.read(taken[-1]), remarks
        ordered = dict.fromkeys(taken) if self.keeps_order else self.kind.in_order(set(taken))
        return tuple(self.kind.read(text) for text in ordered), remarks


def parameter(name: str, kind: Kind, meaning: str, example: str, *, default: Any = MISSING, **more: Any) -> Any:
    """A row: the field of a class that holds the value of a parameter; without a default it has to be given."""
    known = None if default is MISSING else default
    return field(
        default=default, metadata={"parameter": Parameter(name, kind, meaning, example, default=known, **more)}
    )


def rows_of(declared: type) -> Mapping[str, Parameter]:
    """The rows of a class by the names of their fields, in their order."""
    return {row.name: row.metadata["parameter"] for row in fields(declared)}
