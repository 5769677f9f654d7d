"""Requests take turns, each kind in a queue of its own, so that expensive ones keep nobody else waiting.

A request waits some seconds for its turn, and some for the beginning of its answer; after that, or where the queue is
full, the answer is 503 with the time after which to ask again. What works on although nobody waits keeps its place
until it has ended, so that there is never more work than places.
"""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.kinds import KINDS, RequestKind, kind_of
from dashboard.server.messages import BUSY, query_of, refuse
from dashboard.server.metrics import meters


class Queue:
    """The requests of a kind: those that are being answered, and those that wait."""

    def __init__(self, kind: RequestKind) -> None:
        self.kind = kind
        self.waiting = 0
        self._turns = asyncio.Semaphore(kind.at_once)

    async def take(self) -> bool:
        """Wait for a turn; whether there was one."""
        if self.waiting >= self.kind.waiting:
            return False
        self.waiting += 1
        meters().waiting.labels(self.kind.name).inc()
        try:
            async with asyncio.timeout(self.kind.patience):
                await self._turns.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
            meters().waiting.labels(self.kind.name).dec()
        return True

    async def take_again(self) -> None:
        """Wait for the next piece of an answer that has begun."""
        await self._turns.acquire()

    def give(self) -> None:
        """Let the next one have its turn."""
        self._turns.release()


def new_queues() -> Mapping[RequestKind, Queue]:
    """A queue for each kind."""
    return MappingProxyType({kind: Queue(kind) for kind in KINDS})


class Turns:
    """Let requests wait for their turn."""

    def __init__(self, app: ASGIApp, queues: Mapping[RequestKind, Queue]) -> None:
        self.app = app
        self.queues = queues
        self._left: set[asyncio.Task[None]] = set()  # work that nobody waits for any more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = kind_of(scope["path"], query_of(scope), scope["method"]) if scope["type"] == "http" else None
        if kind is None:
            await self.app(scope, receive, send)
            return
        queue = self.queues[kind]
        if not await queue.take():
            await _refuse(queue, send)
            return
        answer = _Answer(queue, send)
        work = asyncio.ensure_future(self._answer(scope, receive, answer))
        try:
            begun = asyncio.ensure_future(answer.begun.wait())
            await asyncio.wait({work, begun}, timeout=queue.kind.seconds, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
            if not answer.begun.is_set() and not work.done():
                answer.is_given_up = True
                await _refuse(queue, send)
                return
            await work
        finally:
            if not work.done():
                answer.is_given_up = True
                self._left.add(work)
                work.add_done_callback(self._forget)

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self.app(scope, receive, answer.send)
        finally:
            answer.end()

    def _forget(self, work: asyncio.Task[None]) -> None:
        self._left.discard(work)
        if not work.cancelled():
            work.exception()


async def _refuse(queue: Queue, send: Send) -> None:
    meters().refused.labels(queue.kind.name).inc()
    await refuse(send, 503, BUSY)


class _Answer:
    """An answer on its way; one that came too late goes nowhere."""

    def __init__(self, queue: Queue, send: Send) -> None:
        self._queue = queue
        self._send = send
        self._has_turn = True
        self.begun = asyncio.Event()
        self.is_given_up = False

    async def send(self, message: Message) -> None:
        if self.is_given_up:
            return
        self.begun.set()
        more = self._queue.kind.in_pieces and message.get("more_body", False)
        if more:
            self.end()
        await self._send(message)
        if more:
            await self._queue.take_again()
            self._has_turn = True

    def end(self) -> None:
        """Give the turn away, where it is still held."""
        if self._has_turn:
            self._has_turn = False
            self._queue.give()
