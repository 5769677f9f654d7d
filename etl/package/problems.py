"""What `check` can say: a code for every kind of problem (`problems.csv`), and the line that tells of one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from etl.figures.beside import rows_beside
from etl.figures.quoting import escaped

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: errors stop a refresh, warnings do not."""

    severity: Severity
    title: str
    meaning: str
    remedy: str


CODES = {
    row.pop("code"): Code(**row)  # type: ignore[arg-type]
    for row in rows_beside("etl.package", "problems.csv")
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where a maintainer finds it, and what to do about it.

    about: what problems of one cause are about, such as a key that is gone; they are told as one. Empty: the text.
    """

    file: str
    line: int
    code: str
    text: str
    about: str = ""

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


def unreadable(error: OSError) -> str:
    """What keeps a file that is there from being read."""
    return f"the file cannot be read ({error.strerror}); check what it is"


def flaw_of_file(path: Path) -> tuple[str, str]:
    """Code and text of what keeps a file of the contract from being read; empty where it is there."""
    if path.is_file():
        return "", ""
    if path.exists():
        return "file-unreadable", "it is not a file; restore it"
    return "file-missing", "the file is listed in datapackage.json but is not there; restore it"
