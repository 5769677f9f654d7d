"""Requests take turns: what is expensive keeps nobody else waiting, and who waits too long is told so."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from dashboard.server.kinds import ANSWERS, CHECKS, KINDS, LISTS, PAGES, SEARCHES, WHOLE_EDITIONS, RequestKind, kind_of
from dashboard.server.turns import Queue, Turns

MAY_TAKE = 30


class Reader:
    """Asks for something, and holds what comes."""

    def __init__(self, turns: Turns, path: str, query: str = "") -> None:
        self.got: list[Message] = []
        self._turns = turns
        self._scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def ask(self) -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            self.got.append(message)

        await self._turns(self._scope, receive, send)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"]) if self.got else 0


class Work:
    """An application whose answers come in three pieces, each when it is let go on."""

    def __init__(self) -> None:
        self.at_work = self.most = 0
        self.go_on = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        try:
            await self.go_on.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            for more in (True, True, False):
                await asyncio.sleep(0)
                await send({"type": "http.response.body", "body": b"x", "more_body": more})
        finally:
            self.at_work -= 1


def _turns(work: Work, **changes: Any) -> Turns:
    kinds = KINDS
    return Turns(work, {kind: Queue(replace(kind, **changes)) for kind in kinds})


def test_a_text_that_is_sent_waits_for_its_turn_and_the_form_for_none_of_them() -> None:
    assert kind_of("/check", "", "POST") == kind_of("/api/v1/check", "", "POST") == CHECKS
    assert kind_of("/check", "") == PAGES
    assert kind_of("/mcp", "", "POST") == ANSWERS


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("/", "area=AFG", PAGES),
        ("/_dash-update-component", "", PAGES),
        ("/sitemap.xml", "", PAGES),
        ("/api/v1/observations", "area=AFG", ANSWERS),
        ("/api/v1/statements.csv", "", LISTS),
        ("/api/v1/files/observations.parquet", "", WHOLE_EDITIONS),
        ("/api/v1/statements.csv", "q=a", SEARCHES),
        ("/api/v1/statements", "area=AFG&q=a", SEARCHES),
        ("/api/v1/statements", "area=AFG&%71=a", SEARCHES),
        ("/healthz", "", None),
        ("/readyz", "", None),
        ("/export/view.zip", "", None),
    ],
)
def test_every_kind_of_request_has_a_queue_of_its_own(path: str, query: str, kind: RequestKind | None) -> None:
    assert kind_of(path, query) == kind


def test_a_few_searches_are_made_at_once_and_keep_no_page_waiting() -> None:
    async def run() -> None:
        work = Work()
        turns = _turns(work)
        searches = [Reader(turns, "/api/v1/statements.csv", f"q={number}") for number in range(20)]
        asked = [asyncio.ensure_future(search.ask()) for search in searches]
        await asyncio.sleep(0.05)
        assert work.at_work == SEARCHES.at_once
        refused = [search for search in searches if search.status]
        assert {search.status for search in refused} == {503}
        assert len(refused) == 20 - SEARCHES.at_once - SEARCHES.waiting
        page = Reader(turns, "/")
        asked.append(asyncio.ensure_future(page.ask()))
        await asyncio.sleep(0.05)
        assert work.at_work == SEARCHES.at_once + 1
        work.go_on.set()
        await asyncio.wait_for(asyncio.gather(*asked), MAY_TAKE)
        assert page.status == 200
        assert [search.status for search in searches].count(200) == SEARCHES.at_once + SEARCHES.waiting

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/", "/api/v1/observations", "/api/v1/observations.csv"])
def test_who_waits_too_long_for_a_turn_or_an_answer_is_told_so_and_the_place_is_kept(path: str) -> None:
    async def run() -> None:
        work = Work()
        turns = _turns(work, at_once=1, patience=0.05, seconds=0.2)
        first, second, third = (Reader(turns, path) for _ in range(3))
        slow = asyncio.ensure_future(first.ask())
        await asyncio.sleep(0)
        await second.ask()  # no turn
        await slow  # no answer
        await third.ask()  # still no turn: the work that nobody waits for goes on
        assert [reader.status for reader in (first, second, third)] == [503, 503, 503]
        assert work.most == work.at_work == 1
        work.go_on.set()
        last = Reader(turns, path)
        await last.ask()
        assert last.status == 200
        assert sum(message["type"] == "http.response.start" for message in first.got) == 1

    asyncio.run(run())


def test_who_takes_a_long_list_slowly_keeps_nobody_waiting() -> None:
    async def run() -> None:
        work = Work()
        work.go_on.set()
        turns = _turns(work, at_once=1, patience=MAY_TAKE)
        slow, quick = Reader(turns, "/api/v1/statements.csv"), Reader(turns, "/api/v1/statements.csv")
        taken = asyncio.Event()

        async def take_slowly(message: Message) -> None:
            slow.got.append(message)
            await taken.wait()

        asked = asyncio.ensure_future(turns(slow._scope, lambda: asyncio.sleep(0), take_slowly))
        await asyncio.sleep(0)
        # The head of an answer is no piece of work: the turn is given away with the first piece.
        taken.set()
        await asyncio.sleep(0)
        taken.clear()
        await asyncio.wait_for(quick.ask(), MAY_TAKE)
        assert quick.status == 200
        taken.set()
        await asyncio.wait_for(asked, MAY_TAKE)

    asyncio.run(run())
