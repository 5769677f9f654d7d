"""What the API says when it cannot give what was asked for: RFC 9457 problem details that say what to do."""

from dataclasses import dataclass, field
from typing import Any

from dashboard.server.urls import Urls

MEDIA_TYPE = "application/problem+json"

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

    def body(self, urls: Urls, instance: str) -> dict[str, Any]:
        """The problem details of a request for the address `instance`."""
        status, title = KINDS[self.kind]
        members: dict[str, Any] = {
            "type": urls.api_reference(self.kind),
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": instance,
        }
        return members | ({"errors": self.errors} if self.errors else {})
