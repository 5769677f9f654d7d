"""The tools of assistants, over the standard streams of a program and over HTTP at `/mcp`.

Tools are plain functions, which run in threads; texts are read where `run` says. Over HTTP no session is kept, so that
any worker answers any request.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from dashboard import PRODUCT, __version__
from dashboard.api.check import CHECKS_A_MINUTE, RunApart, checked_as_json
from dashboard.assistants import answers
from dashboard.assistants.answers import NotAnsweredError, Payload
from dashboard.checking.given import GivenTextError, given_day, given_text
from dashboard.exports.apart import at_once
from dashboard.server.limits import LARGEST_BODY
from dashboard.server.messages import unreadable
from dashboard.server.rates import Rate
from dashboard.server.urls import MCP, Urls, urls
from dashboard.words.did_you_mean import quoted
from dashboard.words.sentences import joined
from etl.documents.prose.reader import TextTooLongError
from etl.editions.reading import Database, Edition, NoEditionError
from etl.figures.beside import rows_beside

_TOLD = {row["tool"]: row for row in rows_beside(__package__, "tools.csv")}
_INSTRUCTIONS = (
    "Published figures on drug control, each with the publication that prints it, the place inside it, and everyone "
    "else who printed the same or another number. Repeat a number only with its year, area, producer and source, and "
    "give the page that stands beside it. What these tools do not give is not known here: say so, and do not fill gaps."
)
_EARLIEST, _LATEST = 1900, 2199

_reader: ContextVar[str] = ContextVar("reader", default="")  # the address of who asks over HTTP

WordsAsked = Annotated[str, Field(description="Words that must all occur", max_length=200)]
IndicatorKey = Annotated[str, Field(description="Key of an indicator, from find_indicators", max_length=100)]
AreaKey = Annotated[str, Field(description="Key of an area, from find_places, such as AFG", max_length=100)]
ProducerKey = Annotated[str, Field(description="Key of a producer, such as unodc", max_length=100)]
AnyProducer = Annotated[str, Field(description="Key of a producer; all where none is given", max_length=100)]
FirstYear = Annotated[int, Field(description="The first year", ge=_EARLIEST, le=_LATEST)]
LastYear = Annotated[int, Field(description="The last year, included", ge=_EARLIEST, le=_LATEST)]
ThatYear = Annotated[int, Field(description="The year that is described", ge=_EARLIEST, le=_LATEST)]
GivenText = Annotated[str, Field(description="The text")]
GivenDay = Annotated[str, Field(description="The day of publication, YYYY-MM-DD", max_length=10)]


class _StrictServer(MCPServer[Any]):
    """A server that refuses an argument of a name that a tool does not know, which could have narrowed the answer."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        tool = next((each for each in await self.list_tools() if each.name == name), None)
        known = list(tool.input_schema["properties"]) if tool else []
        if tool and (unknown := [each for each in arguments if each not in known]):
            raise ToolError(f"{name} does not take {joined(list(map(quoted, unknown)))}; it takes {joined(known)}.")
        return await super().call_tool(name, arguments, context)


def assistants_server(
    database: Database, rate: Rate | None = None, run: RunApart = at_once, address: Urls | None = None
) -> MCPServer[Any]:
    """The server of the tools; `rate` counts who has texts checked, and `run` says where they are read.

    Addresses in answers are those of `address`, else those of the dashboard as the reader knows it.
    """
    made = _StrictServer(
        "drug-control-statistics", PRODUCT, None, _INSTRUCTIONS, version=__version__, log_level="WARNING"
    )

    def whole() -> Urls:
        return address or urls().whole

    def answered(make: Callable[[Edition, Urls], Payload]) -> Payload:
        try:
            return make(database.edition(), whole())
        except NotAnsweredError as error:
            raise ToolError(str(error)) from None
        except NoEditionError as error:
            raise ToolError(unreadable(error)) from None

    def find_indicators(words: WordsAsked = "") -> Payload:
        return answered(lambda edition, here: answers.find_indicators(edition, here, words))

    def find_places(words: WordsAsked) -> Payload:
        return answered(lambda edition, here: answers.find_places(edition, here, words))

    def get_figures(
        indicator: IndicatorKey,
        area: AreaKey,
        from_year: FirstYear = _EARLIEST,
        to_year: LastYear = _LATEST,
        producer: AnyProducer = "",
    ) -> Payload:
        return answered(
            lambda edition, here: answers.get_figures(edition, here, indicator, area, from_year, to_year, producer)
        )

    def get_number(indicator: IndicatorKey, area: AreaKey, year: ThatYear, producer: ProducerKey = "unodc") -> Payload:
        return answered(lambda edition, here: answers.get_number(edition, here, indicator, area, year, producer))

    def check_text(text: GivenText, published: GivenDay = "") -> Payload:
        wait = rate.wait(_reader.get()) if rate else 0
        if wait:
            raise ToolError(f"At most {CHECKS_A_MINUTE} texts a minute are checked for one reader; wait {wait} s.")
        try:
            found: Payload = json.loads(
                run(checked_as_json, database.address, given_text(text), given_day(published), whole())
            )
        except (GivenTextError, TextTooLongError) as error:
            raise ToolError(str(error)) from None
        except NoEditionError as error:
            raise ToolError(unreadable(error)) from None
        return found

    for tool in (find_indicators, find_places, get_figures, get_number, check_text):
        told = _TOLD[tool.__name__]
        made.add_tool(
            tool,
            title=told["title"],
            description=told["description"],
            annotations=ToolAnnotations(
                title=told["title"],
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )
    return made


class AssistantsRoute(BaseRoute):
    """`/mcp` of a dashboard. What it needs lives as long as the application: `lifespan` begins and ends it."""

    def __init__(self, database: Database, rate: Rate, run: RunApart = at_once) -> None:
        self._server = assistants_server(database, rate, run)
        # No host or origin is refused: the API gives the same to every page, without a name or a secret, so that a page
        # that comes here by DNS rebinding gains nothing.
        open_to_all = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._app: Starlette = self._server.streamable_http_app(
            streamable_http_path=MCP,
            json_response=True,
            stateless_http=True,
            max_request_body_size=LARGEST_BODY,
            transport_security=open_to_all,
        )

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is one of an assistant."""
        return (Match.FULL if scope["type"] == "http" and scope["path"] == MCP else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it."""
        token = _reader.set((scope.get("client") or ("",))[0])
        try:
            await self._app(scope, receive, send)
        finally:
            _reader.reset(token)

    def lifespan(self, before: Callable[[Any], AbstractAsyncContextManager[Any]]) -> Callable[[Any], Any]:
        """The lifespan of an application, with that of the tools inside."""

        @asynccontextmanager
        async def both(app: Any) -> AsyncIterator[Any]:
            async with before(app) as state, self._server.session_manager.run():
                yield state

        return both


def serve_streams(database: Database, address: Urls) -> None:
    """Serve the program that has started this one over its standard streams, until it closes them."""
    logging.getLogger("mcp").setLevel(logging.WARNING)
    assistants_server(database, address=address).run("stdio")
