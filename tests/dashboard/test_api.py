"""What a program may expect of the API: the same numbers as the pages, with their sources, and errors that help."""

import csv
import io
import threading
from collections.abc import Iterator
from typing import Any

import pandas
import pytest
import uvicorn
from api_reading import CULTIVATION, ROOT, items_of, problem_of, table_of
from starlette.testclient import TestClient

from dashboard.api.columns import OBSERVATIONS
from dashboard.api.tabular import SDMX_COLUMNS, to_csv
from dashboard.app import create_app
from dashboard.exports.cells import harmless
from dashboard.pages.options import asof_options
from dashboard.views.scenes import DEFAULT_VIEW
from dashboard.words.exactness import as_exact_as_summands, digits_of
from etl.editions.reading import Database, Edition, listing
from etl.editions.reading.listing import STRETCH, Position
from etl.editions.reading.observations import Selection
from etl.figures.vocabulary.attributes import UNSAID_COLUMNS, Attribute

LISTS = (
    "observations",
    "statements",
    "vintages",
    "sources",
    "areas",
    "groups",
    "indicators",
    "producers",
    "events",
    "editions",
)


def test_an_observation_carries_the_source_that_it_cites(client: TestClient) -> None:
    page = client.get(f"{ROOT}/observations?indicator=opium-poppy-cultivation&area=AFG&year=2018&producer=unodc").json()
    (item,) = page["items"]
    assert (item["value"], item["low"], item["high"], item["unit"]) == (263_000, 242_000, 283_000, "hectares")
    assert item["source"] == "unodc-afghanistan-opium-survey-2018"
    assert item["source_title"] == "Afghanistan Opium Survey 2018 - Cultivation and Production"
    assert item["source_url"].startswith("https://reliefweb.int/")
    assert item["locator"]
    assert client.get(item["page"]).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_the_same_as_json_and_as_csv(client: TestClient, name: str) -> None:
    items = items_of(client, f"{ROOT}/{name}?limit=1000")
    rows = table_of(client, f"{ROOT}/{name}.csv")
    assert [list(row) for row in rows[:1]] == [list(item) for item in items[:1]]
    written = [{key: "" if cell is None else str(harmless(cell)) for key, cell in item.items()} for item in items]
    assert rows == written
    assert items


def test_the_lists_hold_the_whole_edition(client: TestClient, edition: Edition) -> None:
    assert len(items_of(client, f"{ROOT}/observations?limit=1000")) == edition.observations_count
    assert len(table_of(client, f"{ROOT}/statements.csv")) == edition.statements
    assert len(table_of(client, f"{ROOT}/sources.csv")) == len(edition.sources)


def test_a_sum_names_who_reports_and_who_does_not_and_stands_beside_what_is_printed(client: TestClient) -> None:
    asked = f"{ROOT}/sums?indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc"
    items = items_of(client, f"{asked}&limit=1000")
    for item in items:
        having, absent = item["with"].split(), item["without"].split()
        assert (len(having), len(having) + len(absent)) == (item["areas_with_figures"], item["areas"])
        assert not set(having) & set(absent)
    item = next(item for item in items if item["year"] == 2018)
    parts = items_of(client, f"{ROOT}/observations?indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc"
                             "&year=2018&limit=1000")  # fmt: skip
    figures = [part["value"] for part in parts if part["value"]]
    assert item["value"] == as_exact_as_summands(sum(figures), figures)
    assert (item["printed"], item["printed_area"]) == (263_000, "AFG")
    assert item["value"] < 263_000 < item["most"] and item["difference"] == 0
    assert all(client.get(item[page]).status_code == 200 for page in ("page", "printed_page"))
    assert len(table_of(client, asked.replace("sums?", "sums.csv?"))) == len(items)


def test_a_rate_comes_with_the_figure_and_the_population(client: TestClient) -> None:
    items = items_of(client, f"{ROOT}/rates?indicator=heroin-seizures&area=IRN&limit=1000")
    assert items and {item["unit"] for item in items} == {"kilograms per million people"}
    for item in items:
        assert item["value"] == pytest.approx(item["figure"] / item["people"] * item["per"], rel=0.05, abs=0.005)
        assert digits_of(item["value"]) <= digits_of(item["figure"])
    assert all(client.get(items[-1][page]).status_code == 200 for page in ("page", "figure_page", "people_page"))


@pytest.mark.parametrize("name", ["sums", "rates", "sums.csv", "rates.csv"])
def test_what_does_not_add_up_has_neither_sum_nor_rate(client: TestClient, name: str) -> None:
    said = problem_of(client.get(f"{ROOT}/{name}?indicator=opium-price"), 400)["detail"]
    assert "opium-price cannot be added up" in said
    assert "is missing" in problem_of(client.get(f"{ROOT}/{name}"), 400)["detail"]


def test_pages_join_without_a_gap_or_a_repetition(client: TestClient) -> None:
    for name in ("observations", "statements", "vintages", "sources"):
        address = f"{ROOT}/{name}?indicator=opium-production"
        assert items_of(client, f"{address}&limit=7")[:40] == items_of(client, f"{address}&limit=1000")[:40]


def test_a_page_leads_to_the_next_one_in_its_head_too(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/observations?limit=1")
    assert answer.headers["link"] == f'<{answer.json()["links"]["next"]}>; rel="next"'
    assert "link" not in client.get(f"{ROOT}/observations?year=2018&area=AFG&producer=alcis&limit=1000").headers


def test_csv_is_complete_unless_a_limit_is_given(client: TestClient, edition: Edition) -> None:
    assert len(table_of(client, f"{ROOT}/statements.csv")) > STRETCH
    assert len(table_of(client, f"{ROOT}/statements.csv?limit={STRETCH + 1}")) == STRETCH + 1
    assert len(table_of(client, f"{ROOT}/statements.csv?limit=3")) == 3


def test_rows_are_sorted_by_what_they_are_about(client: TestClient) -> None:
    rows = table_of(client, f"{ROOT}/observations.csv")
    keys = [(row["indicator"], row["area"], int(row["year"]), row["producer"]) for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("area=AFG&area=COL", lambda row: row["area"] in {"AFG", "COL"}),
        (
            "producer=usg&indicator=coca-bush-cultivation",
            lambda row: (row["producer"], row["indicator"]) == ("usg", "coca-bush-cultivation"),
        ),
        ("year=2018", lambda row: row["year"] == "2018"),
        ("from=2016&to=2017", lambda row: row["year"] in {"2016", "2017"}),
        ("from=2017&to=2016", lambda row: row["year"] in {"2016", "2017"}),
        ("group=andean-coca", lambda row: row["area"] in {"BOL", "COL", "PER"}),
        ("q=helmand+CULTIVATION", lambda row: row["area"] == "AF-HEL" and "cultivation" in row["indicator"]),
    ],
)
def test_filters_give_what_they_say(client: TestClient, query: str, holds: Any) -> None:
    rows = table_of(client, f"{ROOT}/observations.csv?{query}")
    assert rows
    assert all(holds(row) for row in rows)
    everything = table_of(client, f"{ROOT}/observations.csv")
    assert len(rows) == sum(bool(holds(row)) for row in everything)


def test_source_and_verdict_are_about_one_statement(client: TestClient) -> None:
    misprints = table_of(client, f"{ROOT}/statements.csv?verdict=misprint")
    assert {row["verdict"] for row in misprints} == {"misprint"}
    assert any(row["value"] == "236000" and row["area"] == "AFG" for row in misprints)
    source = misprints[0]["source"]
    both = table_of(client, f"{ROOT}/observations.csv?verdict=misprint&source={source}")
    expected = {(row["indicator"], row["area"], row["year"]) for row in misprints if row["source"] == source}
    assert {(row["indicator"], row["area"], row["year"]) for row in both} == expected


def test_the_figures_of_a_day_are_those_that_were_known_then(client: TestClient) -> None:
    query = "indicator=opium-production&area=AFG&producer=unodc&year=2007"
    assert [row["value"] for row in table_of(client, f"{ROOT}/observations.csv?{query}")] == ["7400"]
    then = table_of(client, f"{ROOT}/observations.csv?{query}&asof=2008-12-31")
    assert [row["value"] for row in then] == ["8200"]
    vintages = table_of(client, f"{ROOT}/vintages.csv?{query}&asof=2008-12-31")
    assert "7400" not in {row["value"] for row in vintages}


def test_a_month_or_a_year_counts_from_its_end(client: TestClient, edition: Edition) -> None:
    """A paper of "2018-11" rests on the survey of 19 November; the survey of "2021-04" may be of its last day."""
    query = "indicator=opium-poppy-cultivation&area=AFG&producer=unodc&year=2018"

    def known(kind: str, day: str) -> list[dict[str, str]]:
        return table_of(client, f"{ROOT}/{kind}.csv?{query}&asof={day}")

    assert known("observations", "2018-11-13") == known("statements", "2018-11-18") == []
    assert [row["value"] for row in known("observations", "2018-11-19")] == ["263000"]
    assert [row["value"] for row in known("observations", "2021-04-29")] == ["263000"]
    assert "262588" not in {row["value"] for row in known("statements", "2021-04-29")}
    assert "262588" in {row["value"] for row in known("statements", "2021-04-30")}
    assert [row["value"] for row in known("observations", "2021-04-30")] == ["263000"], "the estimate, not a total"
    sources = {row["source"] for row in table_of(client, f"{ROOT}/sources.csv?asof=2018-11-29")}
    assert "weekly-voice-2018-11" not in sources and "unodc-afghanistan-opium-survey-2018" in sources
    labels = {option["value"]: option["label"] for option in asof_options(edition, DEFAULT_VIEW)[1]["items"]}
    assert labels["2021-04-30"].startswith("2021-04 UNODC")


def test_a_number_comes_with_everyone_who_printed_one(client: TestClient) -> None:
    body = client.get(f"{ROOT}/number/{CULTIVATION}").json()
    assert body["observation"]["value"] == 263_000
    values = {(item["value"], item["verdict"]) for item in body["statements"]}
    assert (236_000, "misprint") in values
    assert (263_000, "cited") in values
    assert body["vintages"][-1]["value"] == 263_000
    assert "263,000 ha" in body["citation"]
    for address in body["links"].values():
        assert client.get(address).status_code == 200, address
    table = table_of(client, f"{ROOT}/number/{CULTIVATION}.csv")
    assert len(table) == len(body["statements"])


def test_missing_is_null_and_never_zero(client: TestClient) -> None:
    items = items_of(client, f"{ROOT}/observations?limit=1000")
    without_range = [item for item in items if item["low"] is None and item["high"] is None]
    assert without_range
    rows = table_of(client, f"{ROOT}/observations.csv")
    assert all(row["low"] == "" for row, item in zip(rows, items, strict=True) if item["low"] is None)
    assert any(item["value"] is None for item in items)


def test_sdmx_csv_has_the_words_of_the_statistical_offices(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/observations.sdmx.csv?indicator=opium-poppy-cultivation&area=AFG&year=2018")
    assert answer.headers["content-type"].startswith("application/vnd.sdmx.data+csv")
    rows = {row["PRODUCER"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert list(rows["unodc"]) == list(SDMX_COLUMNS)
    assert {name.upper() for name in (*Attribute, *UNSAID_COLUMNS.values())} <= set(SDMX_COLUMNS)
    shown = [rows["unodc"][name] for name in ("REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE")]
    assert shown == ["AFG", "2018", "263000", "A", "hectares"]
    everything = list(csv.DictReader(io.StringIO(client.get(f"{ROOT}/observations.sdmx.csv").text)))
    free = [row for row in everything if row["FLAG"] == "p-f"]
    assert {(row["OBS_VALUE"], row["LOWER_BOUND"], row["UPPER_BOUND"], row["OBS_STATUS"]) for row in free} == {
        ("", "", "100", "N")
    }
    without = [row for row in everything if not row["OBS_VALUE"] and row["FLAG"] != "p-f"]
    assert without and all((row["OBS_STATUS"] == "O") == (not row["LOWER_BOUND"]) for row in without)


_STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "＝1", "＋1", "－1", "＠SUM(A1)", "｜cmd", "\t1", "\r1"]
_BEFORE = [" ", "\n", "\t", "\r", "\xa0", "\u3000", "\ufeff", "\u200b", "\x01", "\x85", " \n\ufeff\xa0 "]


@pytest.mark.parametrize(
    "text", [*_STARTS, *(f"{blank}=1" for blank in _BEFORE), *(f"\ufeff{one}" for one in _STARTS[:-2])]
)
def test_no_text_of_a_csv_is_a_formula_and_no_number_is_touched(text: str) -> None:
    written = b"".join(to_csv(["text", "number"], [[{"text": text, "number": -1.5}]])).decode()
    (row,) = list(csv.DictReader(io.StringIO(written, newline="")))
    assert row["text"] == f"'{text}"
    assert row["number"] == "-1.5"


@pytest.mark.parametrize("text", ["", " ", "about 5 = 6", "\xa0note", "a|b", "１"])
def test_other_texts_of_a_csv_are_as_they_were(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("ending", ["txt", "bib", "ris", "json"])
def test_everything_can_be_cited_in_every_format(client: TestClient, edition: Edition, ending: str) -> None:
    addresses = {
        f"{ROOT}/citation/number/{CULTIVATION}.{ending}": edition.name,
        f"{ROOT}/citation/source/shupl-2019-paris-pact.{ending}": "Paris Pact",
        f"{ROOT}/citation/view.{ending}?indicator=opium-production&area=AFG&from=2010": edition.name,
        f"{ROOT}/citation/edition.{ending}": edition.name,
    }
    for address, words in addresses.items():
        answer = client.get(address)
        assert answer.status_code == 200
        assert words in answer.text, address
        assert answer.headers["content-disposition"].endswith(f'.{ending}"')


def test_a_view_without_figures_is_refused_instead_of_another_one_cited(client: TestClient) -> None:
    problem_of(client.get(f"{ROOT}/citation/view.txt?indicator=opium-production&area=ATA"), 400)
    problem_of(client.get(f"{ROOT}/citation/view.txt?area=AFG"), 400)


def test_a_view_brings_what_is_computed_with_its_inputs_and_its_unit(client: TestClient) -> None:
    yields = "indicator=opium-production&area=AFG&producer=unodc&from=2018&with=opium-poppy-cultivation&measure=ratio"
    told = client.get(f"{ROOT}/view?{yields}").json()
    figure = next(row for row in told["figures"] if row["time_period"] == 2018)
    assert figure["computed"] == "ratio" and figure["unit_measure"] == "kg per ha of opium poppy cultivation"
    assert figure["obs_value"] == pytest.approx(24) and "/computed/ratio?" in figure["page"]
    assert len(client.get(f"{ROOT}/view.csv?{yields}").text.splitlines()) == len(told["figures"]) + 1


def test_a_view_of_two_indicators_brings_both(client: TestClient) -> None:
    both = client.get(f"{ROOT}/view?indicator=opium-poppy-cultivation&area=AFG&with=opium-production").json()
    assert {row["indicator"] for row in both["figures"]} == {"opium-poppy-cultivation", "opium-production"}


def test_examples_of_the_description_are_answered(client: TestClient) -> None:
    document = client.get(f"{ROOT}/openapi.json").json()
    parameters = document["components"]["parameters"]
    for path, operations in document["paths"].items():
        ((method, operation),) = operations.items()
        taken = [parameters[entry["$ref"].split("/")[-1]] for entry in operation["parameters"]]
        query = {entry["name"]: entry["example"] for entry in taken if entry["in"] == "query" and "example" in entry}
        for entry in taken:
            if entry["in"] == "path":
                path = path.replace(f"{{{entry['name']}}}", str(entry["example"]))
        sent = operation["requestBody"]["content"]["application/json"]["example"] if method == "post" else None
        answer = client.request(method, ROOT + path, params=query, json=sent)
        assert answer.status_code == 200, path
        if "items" in (answer.json() if answer.headers["content-type"] == "application/json" else {}):
            assert answer.json()["items"], path


def test_a_list_is_read_a_stretch_at_a_time(edition: Edition) -> None:
    assert len(edition.list_statements(Selection(), Position(), 10)) == 10
    sizes = [len(rows) for rows in edition.all_vintages(Selection())]
    assert len(sizes) > 1
    assert max(sizes) == STRETCH
    assert sum(sizes) == edition.count_vintages(Selection())


def test_counting_ends_where_it_would_keep_others_waiting(
    client: TestClient, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 5)
    assert client.get(f"{ROOT}/observations?area=AFG&limit=1").json()["total"] is None
    assert client.get(f"{ROOT}/observations?limit=1").json()["total"] == edition.observations_count


@pytest.fixture
def served(database: Database) -> Iterator[str]:
    """The address of a server that a program on this machine can read."""
    server = uvicorn.Server(uvicorn.Config(create_app(database), port=0, log_level="error", ws="none", log_config=None))
    started = threading.Event()
    original = server.startup

    async def startup(*arguments: Any, **more: Any) -> None:
        await original(*arguments, **more)
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def test_a_notebook_reads_the_table_in_one_line(served: str, edition: Edition) -> None:
    table = pandas.read_csv(f"{served}{ROOT}/observations.csv?indicator=opium-production&area=AFG")
    assert list(table.columns) == [column.name for column in OBSERVATIONS]
    shown = table[(table["year"] == 2018) & (table["producer"] == "unodc")]
    assert shown["value"].tolist() == [6400]
    assert shown["source_title"].notna().all()
    assert len(table) == edition.count_observations(Selection(("opium-production",), ("AFG",)))


def test_topic_substance_and_region_narrow_what_else_is_asked_for(client: TestClient, edition: Edition) -> None:
    def found(query: str) -> list[dict[str, object]]:
        items: list[dict[str, object]] = client.get(f"/api/v1/observations?limit=1000&{query}").json()["items"]
        return items

    indicators = edition.indicators
    opiates = found("topic=seizures&substance=opiates")
    assert {indicators[str(row["indicator"])].topic for row in opiates} == {"seizures"}
    assert {"opium", "heroin"} <= {indicators[str(row["indicator"])].substance for row in opiates}
    assert {row["area"] for row in found("topic=seizures&region=un-southern-asia")} >= {"AFG", "IRN"}
    assert {row["area"] for row in found("region=un-southern-asia&area=AFG&area=COL")} == {"AFG"}
    assert not found("indicator=opium-production&topic=seizures")
    assert client.get("/api/v1/observations?topic=nothing").status_code == 400
