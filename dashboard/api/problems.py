"""What the API says when it cannot give what was asked for: RFC 9457 problem details that say what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

MEDIA_TYPE = "application/problem+json"
LONGEST_QUOTE = 80
_MOST_COMPARED = 5000

# The kinds of problems: the fragment of the page of the API that explains them, with status and title.
KINDS = {
    "invalid-parameter": (400, "A parameter cannot be understood"),
    "unknown-address": (404, "There is nothing at this address"),
    "unknown-key": (404, "This edition has no such thing"),
    "read-only": (405, "The API is read only"),
    "edition-gone": (410, "The edition that this list began with has been replaced"),
    "internal-error": (500, "An error on our side"),
    "no-edition": (503, "No edition is published at the moment"),
}


@dataclass
class ProblemError(Exception):
    """A request that is answered with a problem; `errors` are the single faults, all of them at once."""

    kind: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return KINDS[self.kind][0]

    def body(self, base: str, path: str) -> dict[str, Any]:
        """The problem details of a request for `path`."""
        status, title = KINDS[self.kind]
        members: dict[str, Any] = {
            "type": f"{base}/data/api#{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": path,
        }
        return members | ({"errors": self.errors} if self.errors else {})


def quoted(text: str) -> str:
    """A text from outside as it may stand in a sentence: short, and without control characters."""
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: LONGEST_QUOTE + 1])
    return f"“{clean if len(clean) <= LONGEST_QUOTE else clean[:LONGEST_QUOTE] + '…'}”"


def nearest(text: str, offered: Iterable[tuple[str, str]]) -> str:
    """The key that was probably meant, with its name; `offered` are keys with names. Empty where nothing is near."""
    wanted = text[:LONGEST_QUOTE].casefold().strip()
    names: dict[str, tuple[str, str]] = {}
    for key, name in offered:
        names.setdefault(name.casefold(), (key, name))
        names[key.casefold()] = (key, name)
        if len(names) > _MOST_COMPARED:
            break
    found = names.get(wanted)
    if found is None:
        near = get_close_matches(wanted, names, n=1, cutoff=0.6)
        inside = next((name for name in names if wanted in name), None) if len(wanted) >= 3 else None
        match = near[0] if near else inside
        found = names[match] if match is not None else None
    if found is None:
        return ""
    key, name = found
    return f"“{key}”" if name in {"", key} else f"“{key}” ({name})"
