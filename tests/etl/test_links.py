"""What is found at an address is recorded as it was, and nothing is claimed that nobody has seen."""

import asyncio
import json
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from link_server import QUICK, Request, Site, answer, here, only_here, redirect
from typer.testing import CliRunner

from etl.__main__ import app
from etl.figures.sources import Link
from etl.links.archive import archived_copy
from etl.links.file import known_links, write_links
from etl.links.page_text import cut_out, numbers_found, stands_in
from etl.links.places import AddressPlace, PrintedAt, places
from etl.links.review import MOST_WITHOUT_ANSWER, Plan, due, review
from etl.links.visit import Visitor
from etl.package.extract import extract

TODAY = date(2026, 7, 1)
SURVEY = {"source": "unodc-afghanistan-opium-survey-2018"}
FILLING = "Text that nobody needs stands here, so that the page is not taken for an empty one. " * 8


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.mark.parametrize(
    ("status", "final", "state"),
    [
        ("200", "", "working"),
        ("204", "", "working"),
        ("404", "", "dead"),
        ("410", "", "dead"),
        ("no-host", "", "dead"),
        ("403", "", "unclear"),
        ("503", "", "unclear"),
        ("too-slow", "", "unclear"),
        ("no-connection", "", "unclear"),
        ("200", "https://a.test/other", "working"),
        ("200", "https://a.test/", "unclear"),
    ],
)
def test_a_link_is_dead_only_where_the_answer_says_so(status: str, final: str, state: str) -> None:
    assert Link("https://a.test/deep/page", status, final).state == state


def printed(as_printed: str = "263,000 hectares", *numbers: float) -> PrintedAt:
    return PrintedAt(as_printed, numbers or (263_000.0,), ("Afghanistan", "2018", "hectare"), "statements/a.csv", 2)


@pytest.mark.parametrize(
    "page",
    [
        "an area of 263,000\n hectares was",
        "Afghanistan: 263 000 ha",
        "Afghanistan: 263.000 ha",
        "In 2018, the area (263000) fell",
        "Afghanistan: <b>263</b>&#8239;<b>000</b> ha",
        "<td>2018</td><td>263,000</td>",
    ],
)
def test_a_number_is_found_however_it_is_written(page: str) -> None:
    assert stands_in(cut_out(page)[1], printed())


@pytest.mark.parametrize(
    "page",
    [
        "Afghanistan: 1,263,000 ha",
        "Afghanistan: 263,0001",
        "Afghanistan: 263,000.5 ha",
        "Afghanistan: 236,000 hectares",
        "263,000 people" + " and more words" * 30 + " in Afghanistan in 2018",
        "Afghanistan <script>263,000 hectares</script>",
        "<!-- 263,000 hectares -->",
    ],
)
def test_another_number_is_not_taken_for_it(page: str) -> None:
    assert not stands_in(cut_out(page)[1], printed())


def test_what_cannot_be_told_is_left_open() -> None:
    wanted = [printed()]
    assert numbers_found(FILLING, wanted, whole=True) == "no"
    assert numbers_found(FILLING, wanted, whole=False) == ""
    assert numbers_found("Please switch on scripts", wanted, whole=True) == ""
    assert numbers_found(f"{FILLING} 263,000 hectares", [*wanted, printed("", 77.0)], whole=True) == "some"
    assert numbers_found(FILLING, [], whole=True) == ""


def test_a_page_made_to_be_slow_is_read_at_once() -> None:
    for piece in ("<!--", "<script>", "<title>", "<", "&", "<a b='"):
        assert len(cut_out(piece * 200_000)[0]) <= 200


def place(address: str, *items: PrintedAt) -> AddressPlace:
    return AddressPlace(address, "data/sources.csv", 2, list(items))


def reviewed(
    file: Path,
    wanted: list[AddressPlace],
    known: dict[str, Link] | None = None,
    availability: str = "",
    **more: object,
) -> dict[str, Link]:
    async def run() -> dict[str, Link]:
        async with Visitor(QUICK, allowed=only_here, resolve=here()) as visitor:
            return await review(Plan(file, TODAY, availability), wanted, known or {}, visitor, **more)  # type: ignore[arg-type]

    return asyncio.run(run())


def test_what_is_found_is_written_and_passes_the_check(site: Site, folder: DataFolder) -> None:
    site.answers["/good"] = answer(f'<title>=Good\u202e,\t"page"</title>{FILLING} 263,000 hectares')
    site.answers["/moved"] = redirect("/good")
    paths = ("/good", "/moved", "/gone")
    reviewed(folder.path / "links.csv", [place(site.address(path), printed()) for path in paths])
    rows = folder.rows("links.csv")
    assert [row["status"] for row in rows] == ["404", "200", "200"]
    good = next(row for row in rows if row["address"].endswith("/good"))
    assert good["title"] == '\'=Good , "page"'
    assert (good["number_found"], good["checked"]) == ("yes", "2026-07-01")
    assert next(row for row in rows if row["address"].endswith("/moved"))["final_address"] == site.address("/good")
    assert not [problem for problem in folder.problems() if problem.is_error]


def test_a_review_that_is_stopped_goes_on_from_there(site: Site, tmp_path: Path) -> None:
    wanted = [place(site.address(f"/{number}")) for number in range(5)]

    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        reviewed(tmp_path / "links.csv", wanted, progress=stop)
    first = (tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()
    assert len(first) == 1 + 3
    known = {line.split(",")[0]: Link(line.split(",")[0], "404", checked="2026-07-01") for line in first[1:]}
    rest = due({item.address: item for item in wanted}, known, TODAY, older_than=30)
    assert [item.address for item in rest] == [site.address("/3"), site.address("/4")]
    reviewed(tmp_path / "links.csv", rest, known)
    assert len((tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()) == 1 + 5
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]


def test_only_old_findings_are_looked_at_again() -> None:
    wanted = {address: place(address) for address in ("http://a.test/", "http://b.test/", "http://c.test/")}
    known = {
        "http://a.test/": Link("http://a.test/", "200", checked="2026-06-30"),
        "http://b.test/": Link("http://b.test/", "200", checked="2026-06-01"),
    }
    assert [item.address for item in due(wanted, known, TODAY, 30)] == ["http://b.test/", "http://c.test/"]
    assert len(due(wanted, known, TODAY, 0)) == 3


def test_nothing_is_written_where_no_site_answers(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = reviewed(tmp_path / "links.csv", [place(f"http://127.0.0.1:{unused.getsockname()[1]}/")])
    assert [link.status for link in found.values()] == ["no-connection"]
    assert list(tmp_path.iterdir()) == []


def test_a_review_without_a_network_ends_early(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = reviewed(tmp_path / "links.csv", [place(f"{address}/{number}") for number in range(100)])
    assert len(found) == MOST_WITHOUT_ANSWER


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "links.csv").mkdir()
    with pytest.raises(OSError):
        write_links(tmp_path / "links.csv", [Link("http://a.test/", "200")])
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]


def test_sites_are_visited_together_but_each_with_one_request_at_a_time(site: Site, tmp_path: Path) -> None:
    under_way: dict[str, int] = {}
    most: dict[str, int] = {}
    both = asyncio.Event()

    async def meet(request: Request, writer: asyncio.StreamWriter) -> None:
        host = request.headers["host"]
        under_way[host] = under_way.get(host, 0) + 1
        most[host] = max(most.get(host, 0), under_way[host])
        if sum(under_way.values()) == 2:
            both.set()
        await both.wait()  # the first request is answered once the other site has one too
        under_way[host] -= 1
        writer.write(answer("x"))

    for number in range(3):
        site.answers[f"/{number}"] = meet
    wanted = [place(site.address(f"/{number}", host)) for number in range(3) for host in ("one.test", "other.test")]
    found = reviewed(tmp_path / "links.csv", wanted)
    assert {link.status for link in found.values()} == {"200"}
    assert set(most.values()) == {1}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"available": True, "url": "http://web.archive.org/web/2019/http://a.test/"}, True),
        ({"available": False, "url": "http://web.archive.org/web/2019/http://a.test/"}, False),
        ({"available": "true", "url": "http://web.archive.org/web/2019/http://a.test/"}, False),
        ({"available": True, "url": "http://elsewhere.test/web/2019/http://a.test/"}, False),
        ({"available": True, "url": "javascript:alert(1)//web.archive.org"}, False),
        ({}, False),
        ([], False),
    ],
)
def test_a_copy_is_recorded_only_where_the_archive_names_one(site: Site, said: object, expected: bool) -> None:
    body = json.dumps({"archived_snapshots": {"closest": said}})
    site.answers["/available?url=http%3A%2F%2Fa.test%2F"] = answer(body, content_type="application/json")

    async def run() -> str:
        async with Visitor(QUICK, allowed=only_here, resolve=here()) as visitor:
            return await archived_copy(visitor, "http://a.test/", site.address("/available?url="))

    assert asyncio.run(run()) == ("http://web.archive.org/web/2019/http://a.test/" if expected else "")


def test_the_archive_is_asked_for_dead_links_only(site: Site, tmp_path: Path) -> None:
    site.answers["/good"] = answer("x")
    wanted = [place(site.address("/good")), place(site.address("/gone"))]
    reviewed(tmp_path / "links.csv", wanted, availability=site.address("/available?url="))
    assert [path.partition("%3A")[0] for path in site.paths if path.startswith("/available")] == ["/available?url=http"]


def test_every_address_of_the_data_is_visited_and_numbers_are_looked_for_where_they_were_read(
    folder: DataFolder,
) -> None:
    found = places(extract(folder.path))
    files = [f"{file.relative_to(folder.path)}" for file in (folder.path / "statements").rglob("*.csv")]
    named = {row["url"] for row in folder.rows("sources.csv")} | {
        row["via"] for file in files for row in folder.rows(file)
    }
    assert set(found) == (named | {row["address"] for row in folder.rows("copies.csv")}) - {""}
    swapped = next(row for row in folder.rows("sources.csv") if row["source"] == "unodc-kabul-2018-12-03")
    assert "236,000 hectares" in {item.as_printed for item in found[swapped["url"]].printed}


def test_the_command_visits_records_and_reports(site: Site, folder: DataFolder) -> None:
    _lead_everywhere_to(site, folder)
    site.answers["/page"] = answer(f"<title>All</title>{FILLING}")
    arguments = ["links", "--data", str(folder.path), "--allow-private", "--no-archive"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    line = 2 + next(n for n, row in enumerate(folder.rows("sources.csv")) if row["source"] == SURVEY["source"])
    gone = site.address("/gone")
    assert (
        f"sources.csv:{line}: dead (404) {gone}; look for a copy at https://web.archive.org/web/*/{gone}"
        in result.output
    )
    assert "2 addresses, 2 visited: 1 working, 1 dead, 0 not seen." in result.output
    assert {row["status"] for row in folder.rows("links.csv")} == {"200", "404"}
    again = CliRunner().invoke(app, arguments)
    assert "2 addresses, 0 visited" in again.output
    assert len(site.requests) == 2
    assert known_links(extract(folder.path).tables["links"])[gone].state == "dead"


def test_the_command_does_not_visit_this_machine_unless_it_is_allowed(site: Site, folder: DataFolder) -> None:
    _lead_everywhere_to(site, folder)
    result = CliRunner().invoke(app, ["links", "--data", str(folder.path), "--no-archive"])
    assert result.exit_code == 1
    assert "No site answered, so only what must not be visited was written." in result.output
    assert site.requests == []
    assert {row["status"] for row in folder.rows("links.csv")} == {"private-address"}


def test_the_command_does_not_visit_for_a_folder_with_errors(folder: DataFolder) -> None:
    folder.change(AFGHAN, {"value": "236000"}, value="2360OO")
    result = CliRunner().invoke(app, ["links", "--data", str(folder.path)])
    assert result.exit_code == 1
    assert "not-a-number" in result.output and "nothing was visited" in result.output


def _lead_everywhere_to(site: Site, folder: DataFolder) -> None:
    """Every address of the data is a page of the site, so that a test never leaves this machine."""
    sources = folder.rows("sources.csv")
    folder.write_rows("copies.csv", list(folder.rows("copies.csv")[0]), [])
    for row in sources:
        row["url"] = site.address("/gone" if row["source"] == SURVEY["source"] else "/page")
    folder.write_rows("sources.csv", list(sources[0]), sources)
    for file in sorted((folder.path / "statements").rglob("*.csv")):
        rows = folder.rows(f"{file.relative_to(folder.path)}")
        for row in rows:
            row["via"] = ""
        folder.write_rows(f"{file.relative_to(folder.path)}", list(rows[0]), rows)
