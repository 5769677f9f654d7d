"""Answers that depend on nothing but the edition and the request, made once and given again as bytes.

Many readers ask the same things of the same edition: drawing, writing and compressing an answer takes milliseconds,
finding it takes a fraction of one. What is kept goes with its edition, and never takes more than `MOST_BYTES` for
redraws and as much for documents, so that who reads all pages does not push out what others redraw.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.addresses import PageAddress, address_of_layout
from dashboard.server.compression import accepted_encoding, undated
from dashboard.server.dash_addresses import CALLBACK, DEPENDENCIES, LAYOUT
from dashboard.server.dash_internals import callback_asked_for
from dashboard.server.headers import SHARED_CACHES
from dashboard.server.messages import header, is_known, replay
from dashboard.server.metrics import meters
from dashboard.server.origin import base_address
from etl.editions.reading import Database, Edition, NoEditionError

MOST_BYTES = 32 * 1024 * 1024
LARGEST_ANSWER = 1024 * 1024
_OVERHEAD = 600  # bytes of a key, headers and the dict's own, counted with each answer
_OF_UNCHANGED = frozenset({b"etag", b"vary", b"cache-control", b"cdn-cache-control"})

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

    def __len__(self) -> int:
        return len(self._answers)


class KeptDocuments(Answers):
    """Those of documents, and of what Dash asks for when one of them opens."""


@dataclass(frozen=True)
class _Question:
    """What an answer depends on beside the edition, the encoding and the address of the dashboard.

    That of a page is kept only if `keep_answer` is called while it is made. A document names what it was made from
    (`ETag`), so that whoever has it need not be sent it again.
    """

    asked: bytes
    store: type[Answers]
    is_page: bool = False
    is_document: bool = False


class KeptAnswers:
    """Give some answers from memory.

    `page_in` finds the page that a callback brings, in the body of its request, and None for other callbacks;
    `of_edition` says whether the page at an address is a function of the edition and the address. `outputs` are other
    callbacks that depend on nothing else than the edition and their request, by the name that Dash gives them.
    """

    def __init__(
        self,
        app: ASGIApp,
        database: Database,
        prefix: str,
        outputs: Collection[str],
        page_in: Callable[[bytes], PageAddress | None],
        of_edition: Callable[[PageAddress], bool],
    ) -> None:
        self.app = app
        self.database = database
        self.prefix = prefix
        self.outputs = frozenset(outputs)
        self.page_in = page_in
        self.of_edition = of_edition

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        question = None
        if scope["type"] == "http" and scope["method"] == "GET":
            question = self._about_a_page(scope)
        elif scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == CALLBACK:
            body = (await receive()).get("body", b"")  # `Limits` has read and checked the whole of it
            receive = replay(body)
            question = self._in_callback(body)
        store = await self._store(question) if question is not None else None
        if question is None or store is None:
            await self.app(scope, receive, send)
            return
        encoding = accepted_encoding(header(scope, b"accept-encoding"))
        digest = hashlib.blake2b(question.asked, digest_size=16).digest()
        key = (digest, encoding, base_address(scope, self.prefix))
        answer = store.find(key)
        meters().kept.labels("no" if answer is None else "yes").inc()
        if answer is not None:
            await _give(answer, header(scope, b"if-none-match"), send)
            return
        made = _Recording(send, question, store.edition, header(scope, b"if-none-match"))
        token = _recording.set(made)
        try:
            await self.app(scope, receive, made.send)
        finally:
            _recording.reset(token)
        if made.answer is not None and made.answer.whole:
            store.keep(key, made.answer)

    def _about_a_page(self, scope: Scope) -> _Question | None:
        path = scope["path"]
        if path == DEPENDENCIES:
            return _Question(path.encode(), KeptDocuments)
        is_layout = path == LAYOUT
        address = address_of_layout(scope) if is_layout else PageAddress.of_request(scope)
        if address is None or not self.of_edition(address):
            return None
        asked = f"{LAYOUT if is_layout else ''}\n{address.path}\n{address.query}"
        return _Question(asked.encode(), KeptDocuments, is_page=True, is_document=not is_layout)

    def _in_callback(self, body: bytes) -> _Question | None:
        if callback_asked_for(body) in self.outputs:
            return _Question(body, Answers)
        page = self.page_in(body)
        return _Question(body, KeptDocuments, is_page=True) if page and self.of_edition(page) else None

    async def _store(self, question: _Question) -> Answers | None:
        """Where the answer is, if it is kept; None while there is no edition."""
        try:
            edition = self.database.edition_at_once()
            edition = await run_in_threadpool(self.database.edition) if edition is None else edition
        except NoEditionError:
            return None
        return edition.keep(question.store)


def keep_answer() -> None:
    """Say that the page that is being made is the one that was asked for, so that its answer may be kept."""
    recording = _recording.get()
    if recording is not None:
        recording.may_be_kept = True


async def _give(answer: KeptAnswer, if_none_match: str, send: Send) -> None:
    """Send an answer, or that the reader has it."""
    start, body = answer.start, answer.body
    tag = next((value.decode() for name, value in start["headers"] if name == b"etag"), "")
    if tag and is_known(if_none_match, tag):
        headers = [pair for pair in start["headers"] if pair[0] in _OF_UNCHANGED]
        start, body = {**start, "status": 304, "headers": headers}, b""
    await send(start)
    await send({"type": "http.response.body", "body": body})


class _Recording:
    """Pass an answer on, and remember it where it is a good one."""

    def __init__(self, send: Send, question: _Question, edition: str, if_none_match: str) -> None:
        self._send = send
        self._question = question
        self._edition = edition
        self._if_none_match = if_none_match
        self.may_be_kept = not question.is_page
        self.answer: KeptAnswer | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and self.may_be_kept:
            self.answer = KeptAnswer(message)
            return
        if self.answer is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self.answer.body += message.get("body", b"")
        if message.get("more_body"):
            return
        self.answer.body = undated(self.answer.body)
        self.answer.whole = True
        if self._question.is_document:
            digest = hashlib.blake2b(self.answer.body, digest_size=6).hexdigest()
            added = (("etag", f'"{self._edition}-{digest}"'), SHARED_CACHES)
            headers = [*self.answer.start["headers"], *((name.encode(), value.encode()) for name, value in added)]
            self.answer.start = {**self.answer.start, "headers": headers}
        await _give(self.answer, self._if_none_match, self._send)


_recording: ContextVar[_Recording | None] = ContextVar("recorded_answer", default=None)
