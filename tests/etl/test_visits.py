"""A visit to a stranger's site costs little and goes nowhere private."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator

import pytest
from link_server import QUICK, Site, answer, dripping, endless, here, only_here, redirect, silent, zipped

from etl.links.page_text import cut_out
from etl.links.visit import VisitAnswer, VisitLimits, Visitor, is_public


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def visit(address: str, limits: VisitLimits = QUICK, names: dict[str, list[str]] | None = None) -> VisitAnswer:
    async def run() -> VisitAnswer:
        async with Visitor(limits, allowed=only_here, resolve=here(names)) as visitor:
            return await visitor.visit(address)

    return asyncio.run(run())


def test_a_page_is_recorded_with_its_status_type_and_text(site: Site) -> None:
    site.answers["/survey"] = answer("<title>Afghanistan survey</title><p>263,000 hectares</p>")
    found = visit(site.address("/survey"))
    assert (found.status, found.content_type, found.final_address, found.whole) == ("200", "text/html", "", True)
    assert cut_out(found.text) == ("Afghanistan survey", "Afghanistan survey 263,000 hectares")


def test_the_visitor_says_what_it_is_and_carries_no_cookies(site: Site) -> None:
    site.answers["/"] = answer("x", Set_Cookie="id=1")
    visit(site.address())
    visit(site.address())
    for request in site.requests:
        assert "checks the links" in request.headers["user-agent"]
        assert "cookie" not in request.headers


def test_redirects_are_followed_to_the_final_address(site: Site) -> None:
    site.answers["/old"] = redirect("/newer", "301 Moved Permanently")
    site.answers["/newer"] = redirect(site.address("/newest"), "308 Permanent Redirect")
    site.answers["/newest"] = answer("<title>Here</title>")
    found = visit(site.address("/old"))
    assert (found.status, found.final_address) == ("200", site.address("/newest"))


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.answers["/a"], site.answers["/b"] = redirect("/b"), redirect("/a")
    assert visit(site.address("/a")).status == "redirect-loop"
    assert site.paths == ["/a", "/b"]


def test_an_endless_chain_of_redirects_ends(site: Site) -> None:
    for number in range(20):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}")
    assert visit(site.address("/0")).status == "too-many-redirects"
    assert len(site.requests) == QUICK.redirects + 1


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://a.test/",
        "http://user@a.test/",
        "https://[::1/",
    ],
)
def test_a_redirect_leads_only_to_addresses_of_the_web(site: Site, target: str) -> None:
    site.answers["/"] = redirect(target)
    assert visit(site.address()).status == "bad-redirect"
    assert len(site.requests) == 1


def test_a_redirect_into_a_private_network_is_not_followed(site: Site) -> None:
    site.answers["/"] = redirect(site.address("/secret", "inside.test"))
    found = visit(site.address(host="outside.test"), names={"inside.test": ["10.0.0.7"]})
    assert (found.status, found.final_address) == ("private-address", site.address("/secret", "inside.test"))
    assert site.paths == ["/"]


def test_a_name_with_one_private_address_among_its_addresses_is_refused(site: Site) -> None:
    names = {"mixed.test": ["127.0.0.1", "192.168.0.1"]}
    assert visit(site.address(host="mixed.test"), names=names).status == "private-address"
    assert site.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that gives another address the next time it is asked leads nowhere else."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.9"]

    async def run() -> VisitAnswer:
        async with Visitor(QUICK, allowed=only_here, resolve=rebinding) as visitor:
            return await visitor.visit(site.address("/", "rebinding.test"))

    site.answers["/"] = answer("here")
    assert asyncio.run(run()).status == "200"
    assert asked == ["rebinding.test"]
    assert site.requests[0].headers["host"] == f"rebinding.test:{site.port}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::1", "2002:c0a8:101::",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public_however_they_are_written(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "0177.0.0.1"])
def test_this_machine_is_not_visited_under_any_name(site: Site, host: str) -> None:
    async def run() -> VisitAnswer:
        async with Visitor(QUICK) as visitor:
            return await visitor.visit(site.address("/", host))

    assert asyncio.run(run()).status in {"private-address", "no-host", "no-connection", "bad-address"}
    assert site.requests == []


def test_a_site_that_never_answers_costs_little_time(site: Site) -> None:
    site.answers["/"] = silent
    assert visit(site.address()).status == "too-slow"


def test_a_site_that_sends_a_byte_now_and_then_costs_little_time(site: Site) -> None:
    site.answers["/"] = dripping
    assert visit(site.address()).status == "too-slow"


def test_an_endless_page_is_cut_off(site: Site) -> None:
    site.answers["/"] = endless(site)
    found = visit(site.address())
    assert (found.status, found.whole) == ("200", False)
    assert len(found.text) <= QUICK.unpacked
    assert site.sent < 20_000_000


def test_a_page_that_unpacks_to_a_thousand_times_its_size_is_cut_off(site: Site) -> None:
    site.answers["/"] = zipped(b"0" * 50_000_000)
    found = visit(site.address(), VisitLimits(seconds=5, received=1_000_000, unpacked=100_000, pause=0))
    assert (found.status, found.whole, len(found.text)) == ("200", False, 100_000)


def test_a_packed_page_is_read(site: Site) -> None:
    site.answers["/"] = zipped("<p>263,000 hectáreas</p>".encode())
    assert visit(site.address()).text == "<p>263,000 hectáreas</p>"


def test_huge_headers_end_the_visit(site: Site) -> None:
    site.answers["/"] = answer("x", X_Long="y" * 300_000)
    assert visit(site.address()).status == "broken-answer"


@pytest.mark.parametrize("garbage", [b"hello\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_an_answer_that_is_none_ends_the_visit(site: Site, garbage: bytes) -> None:
    if b"Length" in garbage:
        garbage = garbage.replace(b"\r\n\r\n", b"\r\nContent-Type: text/html\r\n\r\n")
    site.answers["/"] = garbage
    assert visit(site.address()).status == "broken-answer"


def test_a_closed_port_is_no_connection() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert visit(f"http://127.0.0.1:{unused.getsockname()[1]}/").status == "no-connection"


def test_a_name_with_an_address_that_is_out_of_reach_is_visited_at_the_next(site: Site) -> None:
    site.answers["/"] = answer("x")

    async def run() -> VisitAnswer:
        addresses = {"two.test": ["::1", "127.0.0.1"]}  # the site listens on the second only
        async with Visitor(QUICK, allowed=lambda address: True, resolve=here(addresses)) as visitor:
            return await visitor.visit(site.address("/", "two.test"))

    assert asyncio.run(run()).status == "200"


def test_a_name_that_does_not_exist_is_told_from_a_network_that_is_down() -> None:
    async def run(error: int) -> VisitAnswer:
        async def resolve(host: str, port: int) -> list[str]:
            raise socket.gaierror(error, "made for the test")

        async with Visitor(QUICK, resolve=resolve) as visitor:
            return await visitor.visit("http://gone.test/")

    assert asyncio.run(run(socket.EAI_NONAME)).status == "no-host"
    assert asyncio.run(run(socket.EAI_AGAIN)).status == "no-connection"


def test_a_file_is_reported_as_reachable_without_being_read(site: Site) -> None:
    site.answers["/a.pdf"] = answer(b"%PDF-1.7 263,000", content_type="application/pdf")
    found = visit(site.address("/a.pdf"))
    assert (found.status, found.content_type, found.text) == ("200", "application/pdf", "")
