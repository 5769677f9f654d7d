"""Assistants get no figure without its source, its page and what others printed, over both ways of the protocol."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from starlette.testclient import TestClient

from dashboard.api.check import CHECKS_AT_ONCE
from dashboard.app import create_app
from dashboard.assistants import answers
from dashboard.assistants.answers import NotAnsweredError
from dashboard.server.urls import MCP, Urls
from etl.editions.reading import Database, Edition
from etl.figures.beside import rows_beside

HOST = "https://figures.example.org"
HERE = Urls.at(HOST)
TOOLS = {"find_indicators", "find_places", "get_figures", "get_number", "check_text"}
IN_2018 = {"indicator": "opium-poppy-cultivation", "area": "AFG", "from_year": 2018, "to_year": 2018}
MAY_TAKE = 60


def figures_of(edition: Edition, **asked: Any) -> list[dict[str, Any]]:
    """The figures that an assistant gets."""
    given = {"first": 2018, "last": 2018, "producer": "", **asked}
    return list(answers.get_figures(edition, HERE, **given)["figures"])


def test_every_figure_comes_with_source_place_range_page_and_citation(edition: Edition) -> None:
    (figure,) = figures_of(edition, indicator="opium-poppy-cultivation", area="AFG", producer="unodc")
    assert (figure["value"], figure["low"], figure["high"]) == (263_000, 242_000, 283_000)
    assert figure["page"] == f"{HOST}/number/opium-poppy-cultivation/AFG/2018/unodc"
    for needed in ("source_title", "source_publisher", "address", "locator", "as_printed", "citation", "status"):
        assert figure[needed], needed


def test_who_printed_another_number_stands_beside_the_figure(edition: Edition) -> None:
    (figure,) = figures_of(edition, indicator="opium-poppy-cultivation", area="AFG", producer="unodc")
    misprints = [item for item in figure["other_numbers"] if item["verdict"] == "misprint"]
    assert [item["value"] for item in misprints] == [236_000]
    assert all(item["page"].startswith(f"{HOST}/source/") for item in figure["other_numbers"])
    producers = {item["producer"] for item in figures_of(edition, indicator="opium-poppy-cultivation", area="AFG")}
    assert {"unodc", "usg"} <= producers


def test_all_that_is_known_of_a_number_has_its_statements_and_history(edition: Edition) -> None:
    found = answers.get_number(edition, HERE, "opium-production", "AFG", 2009, "unodc")
    assert {"superseded"} <= {item["verdict"] for item in found["statements"]}
    assert len(found["vintages"]) > 1 and found["links"]["page"].startswith(HOST)


def test_indicators_and_places_are_found_by_any_of_their_names(edition: Edition) -> None:
    indicators = answers.find_indicators(edition, HERE, "Opium production")["indicators"]
    assert indicators[0]["indicator"] == "opium-production"
    assert indicators[0]["unit"] == "tons" and "unodc" in indicators[0]["producers"]
    for words, key in (("afghanistan", "AFG"), ("hilmand", "AF-HEL"), ("burma", "MMR"), ("WLD", "WLD")):
        assert answers.find_places(edition, HERE, words)["places"][0]["area"] == key, words
    assert answers.find_places(edition, HERE, "atlantis")["places"] == []


def test_long_series_are_cut_and_say_so(edition: Edition) -> None:
    found = answers.get_figures(edition, HERE, "population", "AFG", 1900, 2199, "")
    assert found["found"] == len(found["figures"]) + found["left_out"]
    assert len(found["figures"]) <= answers.MOST_FIGURES


@pytest.mark.parametrize(
    ("indicator", "area", "producer", "told"),
    [
        ("opium-poppy-cultivatoin", "AFG", "", "did you mean “opium-poppy-cultivation”"),
        ("x", "AFG", "", "find_indicators finds the keys."),
        ("opium-production", "Afghanistan", "", "did you mean “AFG”"),
        ("opium-production", "AFG", "undoc", "did you mean “unodc”"),
    ],
)
def test_a_key_that_is_not_there_is_refused_with_the_nearest(
    edition: Edition, indicator: str, area: str, producer: str, told: str
) -> None:
    with pytest.raises(NotAnsweredError, match="There is no") as refused:
        figures_of(edition, indicator=indicator, area=area, producer=producer)
    assert told in str(refused.value)


def test_a_year_without_a_figure_is_refused_and_never_filled_in(edition: Edition) -> None:
    with pytest.raises(NotAnsweredError, match="No source here prints a number"):
        answers.get_number(edition, HERE, "opium-production", "AFG", 1950, "unodc")
    assert answers.get_figures(edition, HERE, "opium-production", "AFG", 1950, 1951, "")["figures"] == []


def test_each_tool_is_told_with_when_not_to_use_a_number() -> None:
    told = {row["tool"]: row["description"] for row in rows_beside("dashboard.assistants", "tools.csv")}
    assert set(told) == TOOLS
    for description in told.values():
        assert any(word in description for word in ("Do not", "Never", "do not mean")), description


@asynccontextmanager
async def over_http(app: Any, address: str = "127.0.0.1", origin: str = HOST) -> AsyncIterator[Client]:
    """A client of the assistants' address of an application, which is begun before."""
    transport = httpx2.ASGITransport(app=app, client=(address, 50_000))
    async with (
        httpx2.AsyncClient(transport=transport, timeout=MAY_TAKE, headers={"origin": origin}) as sender,
        Client(streamable_http_client(f"{HOST}{MCP}", http_client=sender)) as made,
    ):
        yield made


async def use(client: Client, text: str = "Afghanistan had 236,000 hectares of opium poppy in 2018.") -> dict[str, Any]:
    """What each way of the protocol must give."""
    tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
    assert "Repeat a number only with" in (client.instructions or "")
    figures = (await client.call_tool("get_figures", IN_2018)).structured_content
    assert figures is not None
    assert 263_000 in [item["value"] for item in figures["figures"]]
    checked = (await client.call_tool("check_text", {"text": text})).structured_content
    assert checked is not None
    assert [item["verdict"] for item in checked["figures"]] == ["misprint"]
    refused = await client.call_tool("get_number", {"indicator": "opium", "area": "AFG", "year": 2018})
    assert refused.is_error and "did you mean" in refused.content[0].text  # type: ignore[union-attr]
    for tool in tools:  # an argument that nobody knows could have narrowed the answer
        refused = await client.call_tool(tool.name, {"years": "2018"})
        assert refused.is_error and "does not take “years”; it takes" in refused.content[0].text  # type: ignore[union-attr]
    return figures


def test_an_assistant_is_answered_over_http_under_any_name_with_whole_addresses(database: Database) -> None:
    app = create_app(database, assistants=True)

    async def ask() -> None:
        async with app.router.lifespan_context(app):
            async with over_http(app) as client:
                found = await use(client)
            assert found["figures"][0]["page"].startswith(f"{HOST}/number/")
            async with over_http(app, "203.0.113.9", "https://another.example") as client:
                given = [
                    (await client.call_tool("check_text", {"text": "5 ha"})).is_error for _ in range(CHECKS_AT_ONCE + 1)
                ]
            assert given == [False] * CHECKS_AT_ONCE + [True]

    asyncio.run(ask())


def test_assistants_are_answered_only_where_that_is_switched_on(client: TestClient) -> None:
    assert client.post(MCP, json={"jsonrpc": "2.0", "id": 1, "method": "ping"}).status_code in {404, 405}


@pytest.mark.processes
def test_an_assistant_that_starts_the_program_is_answered_over_its_streams(published_database: Path) -> None:
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "dashboard", "mcp", "--address", HOST],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{published_database}"},
    )

    async def ask() -> None:
        async with Client(started) as client:
            found = await use(client)
        assert found["figures"][0]["page"].startswith(f"{HOST}/number/")

    asyncio.run(asyncio.wait_for(ask(), MAY_TAKE))
