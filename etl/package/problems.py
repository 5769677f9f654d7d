"""What `check` can say: a code for every kind of problem (`problems.csv`), and the line that tells of one."""

import csv
from dataclasses import dataclass
from importlib import resources
from typing import Literal, NamedTuple

from etl.figures.quoting import escaped

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: errors stop a refresh, warnings do not."""

    severity: Severity
    title: str
    meaning: str
    remedy: str


def _read() -> dict[str, Code]:
    text = (resources.files(__package__) / "problems.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row.pop("code"): Code(**row) for row in rows}  # type: ignore[arg-type]


CODES = _read()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where a maintainer finds it, and what to do about it."""

    file: str
    line: int
    code: str
    text: str

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether it stops a refresh."""
        return self.severity == "error"

    def __str__(self) -> str:
        word = "" if self.is_error else "warning: "
        return f"{escaped(self.file)}:{self.line}: {self.code} {word}{escaped(self.text)}"
