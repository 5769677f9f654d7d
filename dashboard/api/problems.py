"""What the API says when it cannot give what was asked for: RFC 9457 problem details that say what to do."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.server.urls import Urls
from etl.figures.beside import rows_beside

MEDIA_TYPE = "application/problem+json"


class ProblemKind(NamedTuple):
    """A kind of problem: its status, what has happened, and what to do."""

    status: int
    title: str
    remedy: str


# The kinds by the fragment of the page of the API that explains them.
PROBLEM_KINDS = {
    row["kind"]: ProblemKind(int(row["status"]), row["title"], row["remedy"])
    for row in rows_beside(__package__, "problems.csv")
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
        return PROBLEM_KINDS[self.kind].status

    def body(self, urls: Urls, instance: str) -> dict[str, Any]:
        """The problem details of a request for the address `instance`."""
        kind = PROBLEM_KINDS[self.kind]
        members: dict[str, Any] = {
            "type": urls.api_reference(self.kind),
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
            "instance": instance,
        }
        return members | ({"errors": self.errors} if self.errors else {})
