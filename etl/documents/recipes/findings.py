"""What is told about a table: everything of one kind on one line, with how often and where first."""

from dataclasses import dataclass, field

PLACES = 3  # that a line names


@dataclass
class Group:
    """One thing to tell, how often it was found, and its first places."""

    text: str
    count: int = 0
    places: list[str] = field(default_factory=list)

    def add(self, place: str) -> None:
        """Count one more."""
        self.count += 1
        if place and len(self.places) < PLACES:
            self.places.append(place)


@dataclass
class Findings:
    """Groups by their text. errors stop the import; left_out, notes and warnings are only told."""

    errors: dict[str, Group] = field(default_factory=dict)
    warnings: dict[str, Group] = field(default_factory=dict)
    left_out: dict[str, Group] = field(default_factory=dict)
    notes: dict[str, Group] = field(default_factory=dict)

    def error(self, text: str, place: str = "") -> None:
        """Something that stops the import."""
        _add(self.errors, text, place)

    def warn(self, text: str, place: str = "") -> None:
        """Something that somebody should look at."""
        _add(self.warnings, text, place)

    def leave_out(self, text: str, place: str = "") -> None:
        """Something that is not imported, with the reason."""
        _add(self.left_out, text, place)

    def note(self, text: str, place: str = "") -> None:
        """Something that was read in a way worth knowing."""
        _add(self.notes, text, place)


def _add(groups: dict[str, Group], text: str, place: str) -> None:
    groups.setdefault(text, Group(text)).add(place)
