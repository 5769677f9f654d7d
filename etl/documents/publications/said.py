"""What a file says of a publication, each thing with where it stands, the surest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

_LONGEST = 400  # characters of a cell
FIELDS = ("title", "publisher", "published", "language", "kind", "url")


@dataclass(frozen=True)
class SaidOfIt:
    """A text and where it stands; is_inferred: it is not said of the publication itself, and only concluded."""

    text: str
    where: str
    is_inferred: bool = False


@dataclass
class Description:
    """All that is said of a publication, by the columns of `sources.csv`; the surest of each comes first."""

    said: dict[str, list[SaidOfIt]] = field(default_factory=lambda: {name: [] for name in FIELDS})

    def add(self, name: str, text: str, where: str, *, is_inferred: bool = False) -> None:
        """Note what is said of a column; nothing is noted of an empty text or one that was said before."""
        text = " ".join("".join(each if each.isprintable() else " " for each in text).split())[:_LONGEST]
        if text and text.casefold() not in (each.text.casefold() for each in self.said[name]):
            self.said[name].append(SaidOfIt(text, where, is_inferred))

    def add_all(self, name: str, texts: Iterable[tuple[str, str]]) -> None:
        """Note several texts, each with where it stands."""
        for text, where in texts:
            self.add(name, text, where)

    def best(self, name: str) -> SaidOfIt | None:
        """The surest of what is said of a column."""
        return next(iter(self.said[name]), None)
