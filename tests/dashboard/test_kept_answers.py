"""Answers that are kept are the same as those that are made, end with their edition, and never fill the memory."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from callback_bodies import BRING_PAGE, REDRAW, body_of, named
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages import routes
from dashboard.server.answers import LARGEST_ANSWER, Answers, KeptAnswer, KeptDocuments
from etl.editions.reading import Database, Edition


@pytest.fixture
def own_database(published_database: Path, tmp_path: Path) -> Database:
    """A database that a test may replace."""
    return Database(Path(shutil.copy(published_database, tmp_path / "served.sqlite")))


@pytest.fixture
def own_client(own_database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(own_database)) as made:
        yield made


def _redraw(client: TestClient, headers: dict[str, str] | None = None, scale: str = "linear") -> httpx.Response:
    callback = named(client.get("/_dash-dependencies").json(), REDRAW)
    values = {"view-indicator.value": "opium-poppy-cultivation", "view-area.value": ["AFG"], "view-form.value": "line"}
    body = body_of(callback, values | {"view-years.value": [1994, 2020], "view-scale.value": scale}, "view-scale.value")
    return client.post("/_dash-update-component", json=body, headers=headers)


def test_the_second_answer_is_the_first_again(client: TestClient) -> None:
    first, second = _redraw(client), _redraw(client)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"] == "application/json"
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert second.headers["content-security-policy"]


def test_another_view_is_another_answer(client: TestClient) -> None:
    assert _redraw(client).content != _redraw(client, scale="log").content != _redraw(client).content


def test_callbacks_come_compressed_in_the_encoding_that_was_asked_for(client: TestClient) -> None:
    for encoding in ("br", "gzip", "identity", "br"):
        answer = _redraw(client, {"accept-encoding": encoding})
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert answer.json()["response"]["chart"]["figure"]["data"]


def test_a_kept_answer_is_never_given_to_a_reader_who_cannot_read_it(client: TestClient) -> None:
    for encodings in ("*", "br;q=0, *", "identity", "zstd", ""):
        answer = _redraw(client, {"accept-encoding": encodings})
        assert "content-encoding" not in answer.headers
        assert answer.json()


def test_a_new_edition_takes_the_answers_of_the_old_one_with_it(
    own_client: TestClient, own_database: Database, tmp_path: Path
) -> None:
    _redraw(own_client)
    kept = own_database.edition().keep(Answers)
    shutil.copy(tmp_path / "served.sqlite", tmp_path / "next.sqlite")
    (tmp_path / "next.sqlite").replace(tmp_path / "served.sqlite")
    assert _redraw(own_client).status_code == 200
    assert own_database.edition().keep(Answers) is not kept


def test_without_an_edition_nothing_old_is_given(own_client: TestClient, tmp_path: Path) -> None:
    assert _redraw(own_client).status_code == 200
    (tmp_path / "served.sqlite").unlink()
    assert _redraw(own_client).status_code == 503


def test_what_is_kept_is_bounded_and_the_least_asked_for_goes_first(edition: Edition) -> None:
    answers = Answers(edition)
    keys = [(bytes([number]), "br", "") for number in range(4)]
    for key in keys[:3]:
        answers.keep(key, KeptAnswer({}, b"x" * 1000), most=5000)
    answers.find(keys[0])
    answers.keep(keys[3], KeptAnswer({}, b"x" * 1000), most=5000)
    assert [answers.find(key) is not None for key in keys] == [True, False, True, True]
    answers.keep(keys[1], KeptAnswer({}, b"x" * (LARGEST_ANSWER + 1)))
    assert answers.find(keys[1]) is None


NUMBER = "/number/opium-production/AFG/2018/unodc"


Ask = Callable[[TestClient, str], httpx.Response]


def _document(client: TestClient, query: str) -> httpx.Response:
    return client.get(f"{NUMBER}?{query}")


def _layout(client: TestClient, query: str) -> httpx.Response:
    return client.get("/_dash-layout", headers={"referer": f"http://testserver{NUMBER}?{query}"})


def _next_page(client: TestClient, query: str) -> httpx.Response:
    callback = named(client.get("/_dash-dependencies").json(), BRING_PAGE)
    body = body_of(callback, {"address.data": {"path": NUMBER, "query": query}}, "address.data")
    return client.post("/_dash-update-component", json=body)


WAYS_TO_A_PAGE = (_document, _layout, _next_page)


@pytest.mark.parametrize("ask", WAYS_TO_A_PAGE)
def test_a_page_that_somebody_has_asked_for_is_not_made_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    first = ask(client, "")
    monkeypatch.setattr(routes, "_page", lambda *_: pytest.fail("the page was made again"))
    second = ask(client, "")
    assert first.status_code == second.status_code == 200
    assert "6,400" in first.text
    assert first.content == second.content
    assert _without_id(first) == _without_id(second)


def _without_id(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize("ask", WAYS_TO_A_PAGE)
def test_a_page_that_could_not_be_made_is_made_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(routes, "_page", lambda *_: routes.failed())
        assert "6,400" not in ask(client, "asof=2021-01-01").text
    assert "6,400" in ask(client, "asof=2021-01-01").text


def test_a_document_that_a_reader_has_is_not_sent_again(client: TestClient) -> None:
    for encoding in ("br", "gzip", "identity"):
        first = client.get(NUMBER, headers={"accept-encoding": encoding})
        tag = first.headers["etag"]
        again = client.get(NUMBER, headers={"accept-encoding": encoding, "if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        other = client.get("/sources", headers={"accept-encoding": encoding, "if-none-match": tag})
        assert other.status_code == 200


def test_the_validator_of_a_document_names_the_edition(client: TestClient, database: Database) -> None:
    assert client.get(NUMBER).headers["etag"].startswith(f'"{database.edition().name}-')


def test_whoever_has_a_document_of_one_process_need_not_be_sent_that_of_another(
    client: TestClient, own_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (NUMBER, "/", "/sources", "/search?q=opium", "/embed?indicator=opium-production&area=AFG"):
        for encoding in ("br", "gzip", "identity"):
            headers = {"accept-encoding": encoding}
            monkeypatch.setattr("gzip.time", SimpleNamespace(time=lambda: 1e9))
            tag = client.get(path, headers=headers).headers["etag"]
            monkeypatch.setattr("gzip.time", SimpleNamespace(time=lambda: 2e9))
            again = own_client.get(path, headers={**headers, "if-none-match": tag})
            assert again.status_code == 304, (path, encoding)
            assert own_client.get(path, headers=headers).text == client.get(path, headers=headers).text


def test_only_what_is_the_same_for_all_may_be_kept_in_front(client: TestClient) -> None:
    for path in (NUMBER, "/", f"/api/v1{NUMBER}"):
        answer = client.get(path)
        assert answer.headers["cdn-cache-control"] == "max-age=10, stale-while-revalidate=60"
        assert answer.headers["cache-control"] == "no-cache"  # a browser asks each time
        again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.headers["cdn-cache-control"]) == (304, answer.headers["cdn-cache-control"])
    others = [
        client.get(path) for path in ("/healthz", "/readyz", "/data", "/number/none", "/api/v1/none", "/export/none")
    ]
    for answer in (*others, _layout(client, ""), _next_page(client, ""), _redraw(client)):
        assert "cdn-cache-control" not in answer.headers


def test_pages_of_other_editions_and_of_the_history_are_made_each_time(client: TestClient, database: Database) -> None:
    before = len(database.edition().keep(KeptDocuments))
    assert client.get("/data").status_code == 200
    assert len(database.edition().keep(KeptDocuments)) == before
    assert "etag" not in client.get("/data").headers


def test_whole_addresses_in_a_kept_document_are_those_of_its_reader(client: TestClient) -> None:
    for host in ("one.example.org", "two.example.org", "one.example.org"):
        text = client.get(NUMBER, headers={"host": host}).text
        assert f"http://{host}/" in text
        assert ("one" if "two" in host else "two") + ".example.org" not in text
