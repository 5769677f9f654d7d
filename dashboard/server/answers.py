"""Callback answers that depend on nothing but the edition and the request, made once and given again as bytes.

Many readers ask the same things of the same edition: drawing, writing and compressing an answer takes milliseconds,
finding it takes a fraction of one. What is kept goes with its edition, and never takes more than `MOST_BYTES`.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.compression import accepted_encoding
from dashboard.server.dash_internals import CALLBACK, callback_asked_for
from dashboard.server.messages import header, replay
from dashboard.server.origin import base_address
from etl.editions.reading import Database, Edition, NoEditionError

MOST_BYTES = 32 * 1024 * 1024
LARGEST_ANSWER = 1024 * 1024
_OVERHEAD = 600  # bytes of a key, headers and the dict's own, counted with each answer

AnswerKey = tuple[bytes, str, str]


@dataclass
class KeptAnswer:
    """One complete answer as it goes over the wire, before the headers that every answer carries."""

    start: Message
    body: bytes = b""
    whole: bool = field(default=False)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + _OVERHEAD


class Answers:
    """The answers of one edition: those asked for last, up to a number of bytes."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition.name
        self._answers: OrderedDict[AnswerKey, KeptAnswer] = OrderedDict()
        self._bytes = 0

    def find(self, key: AnswerKey) -> KeptAnswer | None:
        """The answer that was kept for a request, or None."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, key: AnswerKey, answer: KeptAnswer, most: int = MOST_BYTES) -> None:
        """Keep an answer, and let go of those that nobody has asked for the longest."""
        if len(answer.body) > LARGEST_ANSWER:
            return
        known = self._answers.pop(key, None)
        self._bytes += answer.size - (known.size if known else 0)
        self._answers[key] = answer
        while self._bytes > most:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= oldest.size


class KeptAnswers:
    """Give the answers of some callbacks from memory. `outputs` are the callbacks, by the name that Dash gives them.

    Only callbacks that are functions of the edition, the request and the address of the dashboard may be named.
    """

    def __init__(self, app: ASGIApp, database: Database, prefix: str, outputs: Collection[str]) -> None:
        self.app = app
        self.database = database
        self.prefix = prefix
        self.outputs = frozenset(outputs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != CALLBACK or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = (await receive()).get("body", b"")  # `Limits` has read and checked the whole of it
        try:
            answers = self.database.edition().keep(Answers)
        except NoEditionError:
            await self.app(scope, replay(body), send)
            return
        encoding = accepted_encoding(header(scope, b"accept-encoding"))
        key = (hashlib.blake2b(body, digest_size=16).digest(), encoding, base_address(scope, self.prefix))
        answer = answers.find(key)
        if answer is not None:
            await send(answer.start)
            await send({"type": "http.response.body", "body": answer.body})
            return
        if callback_asked_for(body) not in self.outputs:
            await self.app(scope, replay(body), send)
            return
        made = _Recording(send)
        await self.app(scope, replay(body), made.send)
        if made.answer is not None and made.answer.whole:
            answers.keep(key, made.answer)


class _Recording:
    """Pass an answer on, and remember it where it is a good one."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.answer: KeptAnswer | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self.answer = KeptAnswer(message)
        elif self.answer is not None and message["type"] == "http.response.body":
            self.answer.body += message.get("body", b"")
            self.answer.whole = not message.get("more_body")
        await self._send(message)
