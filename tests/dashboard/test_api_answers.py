"""How the API answers what it cannot give, and what belongs to every answer: errors that help, caching, methods."""

from pathlib import Path

import pytest
from api_reading import CULTIVATION, ROOT, problem_of
from starlette.testclient import TestClient

from dashboard.api.parameters import LARGEST_PAGE, MOST_VALUES
from dashboard.app import create_app
from etl.editions.reading import Database, Edition


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("aera=AFG", "did you mean “area”?"),
        ("area=Afganistan", "did you mean “AFG” (Afghanistan)?"),
        ("area=afg", "did you mean “AFG”"),
        ("indicator=opium-producton", "did you mean “opium-production”"),
        ("verdict=missprint", "did you mean “misprint”?"),
        ("producer=xyz", "There is no producer “xyz” in this edition."),
        ("year=twenty", "write it as 2018"),
        ("year=2018&year=2019", "give it once"),
        ("asof=2019-02-30", "write it as 2019-11-26"),
        ("limit=0", f"from 1 to {LARGEST_PAGE}"),
        ("limit=1001", f"from 1 to {LARGEST_PAGE}"),
        ("area=", "leave it out"),
        ("after=next", "links.next"),
        ("q=" + "x" * 300, "shorten it"),
        ("q=" + "+".join("abcdefghijklm"), "more than 12 words"),
        ("&".join(["area=AFG"] * (MOST_VALUES + 1)), f"at most {MOST_VALUES} times"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_to_do(client: TestClient, query: str, words: str) -> None:
    problem = problem_of(client.get(f"{ROOT}/observations?{query}"), 400)
    assert words in problem["detail"]
    assert problem["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(
    "query", ["a&" * 3000, "&" * 8000, "q=" + "x" * 60_000, "%", "q=%ff%00", "a=1;b=2", "=&=", "q=%F0%9F"]
)
def test_an_odd_query_is_answered_or_refused_and_never_an_error_of_ours(client: TestClient, query: str) -> None:
    assert client.get(f"{ROOT}/statements?{query}").status_code in {200, 400}


def test_a_long_query_is_refused_with_what_to_do(client: TestClient) -> None:
    assert "ask for less" in problem_of(client.get(f"{ROOT}/statements?q={'x' * 9000}"), 400)["detail"]


def test_all_faults_are_told_at_once(client: TestClient) -> None:
    problem = problem_of(client.get(f"{ROOT}/observations?area=XX&year=x&colour=red"), 400)
    assert [error["parameter"] for error in problem["errors"]] == ["area", "year", "colour"]


def test_a_problem_leads_to_its_explanation(client: TestClient) -> None:
    for answer in (
        client.get(f"{ROOT}/observations?x=1"),
        client.get(f"{ROOT}/nothing"),
        client.get(f"{ROOT}/number/opium-production/AFG/1812/unodc"),
        client.post(f"{ROOT}/sources"),
    ):
        page, _, fragment = answer.json()["type"].partition("#")
        assert fragment in client.get("/_dash-layout", headers={"referer": page}).text


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2", "/api/%0a", f"{ROOT}/nothing", f"{ROOT}/number/x", f"{ROOT}/observations.xml"]
)
def test_an_unknown_address_is_a_problem_too(client: TestClient, path: str) -> None:
    assert "/openapi.json" in problem_of(client.get(path), 404)["detail"]


def test_an_unknown_address_proposes_the_nearest(client: TestClient) -> None:
    assert "Did you mean “/observations”?" in problem_of(client.get(f"{ROOT}/observation"), 404)["detail"]


@pytest.mark.parametrize("path", [f"{ROOT}/number/opium-production/AFG/1812/unodc", f"{ROOT}/citation/source/none.bib"])
def test_an_unknown_key_is_not_found(client: TestClient, path: str) -> None:
    problem_of(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    answer = client.request(method, f"{ROOT}/observations")
    problem_of(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD"


def test_every_site_may_read(client: TestClient) -> None:
    for path in (f"{ROOT}/observations", f"{ROOT}/observations?x=1", f"{ROOT}/files/observations.parquet"):
        assert (
            client.get(path, headers={"origin": "https://other.example"}).headers["access-control-allow-origin"] == "*"
        )
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    answer = client.options(f"{ROOT}/observations", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    ["/observations", "/statements.csv", f"/number/{CULTIVATION}", "/openapi.json", "/files/observations.parquet"],
)
def test_what_is_known_is_not_sent_again(client: TestClient, edition: Edition, path: str) -> None:
    tag = client.get(ROOT + path).headers["etag"]
    assert edition.name in tag
    for known in (tag, f'"other", {tag}', "*"):
        answer = client.get(ROOT + path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(ROOT + path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_fault_is_told_even_to_those_who_know_the_edition(client: TestClient) -> None:
    tag = client.get(f"{ROOT}/observations").headers["etag"]
    problem_of(client.get(f"{ROOT}/observations?x=1", headers={"if-none-match": tag}), 400)


def test_head_is_get_without_a_body(client: TestClient) -> None:
    for path in ("/observations", "/statements.csv", f"/number/{CULTIVATION}"):
        head, get = client.head(ROOT + path), client.get(ROOT + path)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "etag"):
            assert head.headers[name] == get.headers[name]


def test_a_list_never_mixes_two_editions(client: TestClient) -> None:
    problem = problem_of(client.get(f"{ROOT}/observations?after=0123456789ab.5"), 410)
    assert "start again" in problem["detail"]


def test_without_an_edition_the_api_says_so(tmp_path: Path) -> None:
    with TestClient(create_app(Database(tmp_path / "nothing.sqlite"))) as empty:
        problem_of(empty.get(f"{ROOT}/observations"), 503)


def test_an_error_of_ours_says_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(Edition, "count_observations", fail)
    assert "secret" not in str(problem_of(client.get(f"{ROOT}/observations"), 500))


def test_addresses_begin_where_the_reader_is(database: Database) -> None:
    with TestClient(create_app(database, "figures"), base_url="http://stats.example") as mounted:
        for prefix in ("", "/figures"):
            page = mounted.get(f"{prefix}{ROOT}/observations?limit=1").json()
            assert page["links"]["next"].startswith(f"http://stats.example/figures{ROOT}/observations?")
            assert page["items"][0]["page"].startswith("http://stats.example/figures/number/")
        servers = mounted.get(f"{ROOT}/openapi.json").json()["servers"]
        assert servers == [{"url": f"http://stats.example/figures{ROOT}"}]


def test_a_host_that_no_browser_sends_is_not_repeated(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/observations?limit=1", headers={"host": 'evil"><script>'})
    assert "script" not in answer.text
