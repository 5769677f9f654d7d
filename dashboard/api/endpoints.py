"""What an address of the API is, what it is asked, and what it answers."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard.server.urls import Urls, Values
from dashboard.views.parameters import Parameter, Schema
from etl.editions.reading import Edition

JSON = "application/json"
CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the edition that answers it, whole addresses, the parts of the path, and the query.

    `body` and its media type are there where an address takes one; `reader` is the address of who asks.
    """

    edition: Edition
    urls: Urls
    parts: dict[str, str]
    values: Values
    query: str = ""
    body: bytes = b""
    media_type: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """A body: bytes, pieces that are made while they are sent, or a file."""

    body: bytes | Iterator[bytes] | Path
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """One address below the root, with `{names}` for the parts that vary.

    `check` raises ProblemError where the parts name nothing. `schema` describes a JSON body in an edition. `takes` is
    what is sent to it, by media type; where there is nothing, it is asked by GET.
    """

    path: str
    title: str
    description: str
    media_type: str
    answer: Callable[[Call], ApiAnswer]
    parameters: tuple[Parameter, ...] = ()
    parts: tuple[Parameter, ...] = ()
    check: Callable[[Call], object] | None = None
    schema: Callable[[Edition], Schema] | None = None
    example: tuple[tuple[str, str], ...] = ()  # names and values of an example, of parts and parameters alike
    tag: str = "Lists"
    takes: dict[str, Schema] | None = field(default=None, hash=False)

    @property
    def methods(self) -> tuple[str, ...]:
        """How it is asked."""
        return ("POST",) if self.takes else ("GET", "HEAD")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What its paths look like. Keys have no dots, so an ending never belongs to a key."""
        return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/.]+)", re.escape(self.path)))

    @property
    def media_type_with_charset(self) -> str:
        """The media type of the answer as its header gives it."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def to_json(value: Any) -> bytes:
    """JSON as it is sent. A number that JSON does not have would be an error of ours."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def about_edition(edition: Edition) -> dict[str, Any]:
    """The members of an answer that say which edition it is from."""
    return {"edition": edition.name, "data_as_of": edition.data_as_of}


def object_schema(properties: Schema, required: Iterable[str] | None = None, *, closed: bool = False) -> Schema:
    """The JSON schema of an object. All its members are required unless some are named; a closed one has no others."""
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
    }
    return schema | ({"additionalProperties": False} if closed else {})


def texts(**meanings: str) -> Schema:
    """The JSON schemas of members that are texts, by their names."""
    return {name: {"type": "string", "description": meaning} for name, meaning in meanings.items()}


def attachment(name: str) -> dict[str, str]:
    """The header that gives a download its name."""
    return {"content-disposition": f'attachment; filename="{name}"'}
