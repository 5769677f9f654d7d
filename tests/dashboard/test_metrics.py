"""What is counted: every request by its kind, who waits, what is kept, and which edition is shown."""

from datetime import datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from starlette.testclient import TestClient

from dashboard.server.kinds import KINDS
from dashboard.server.metrics import EditionMetrics, count_refusal, kind_name, meters
from etl.editions.reading import Database


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/sources", "pages", "200"),
        ("/nowhere", "pages", "404"),
        ("/api/v1/areas", "answers", "200"),
        ("/api/v1/areas.csv", "lists", "200"),
        ("/api/v1/statements?q=helmand", "searches", "200"),
        ("/export/view.csv", "exports", "200"),
        ("/assets/all.css", "files", "200"),
        ("/healthz", "health", "200"),
    ],
)
def test_every_request_is_counted_by_its_kind_and_status(client: TestClient, path: str, kind: str, status: str) -> None:
    before = _value("drug_control_requests_total", kind=kind, status=status)
    timed = _value("drug_control_request_seconds_count", kind=kind)
    client.get(path)
    assert _value("drug_control_requests_total", kind=kind, status=status) == before + 1
    assert _value("drug_control_request_seconds_count", kind=kind) == timed + 1


def test_what_is_refused_before_it_is_a_request_is_counted_too() -> None:
    before = _value("drug_control_requests_total", kind="none", status="431")
    count_refusal(431)
    assert _value("drug_control_requests_total", kind="none", status="431") == before + 1


def test_there_are_few_kinds_whatever_readers_ask_for() -> None:
    paths = [
        "/",
        "/x/y",
        "/api/v1/a",
        "/api/v1/b.csv",
        "/api",
        "/export",
        "/export/z",
        "/assets/q",
        "/healthz",
        "/readyz",
    ]
    kinds = {kind_name(path, query) for path in paths for query in ("", "q=1")}
    assert kinds <= {"pages", "answers", "lists", "searches", "editions", "exports", "files", "health"}


def test_queues_and_what_is_kept_are_there_before_anything_has_happened() -> None:
    meters()
    said = generate_latest(REGISTRY).decode()
    for kind in KINDS:
        assert f'drug_control_waiting{{kind="{kind.name}"}}' in said
        assert f'drug_control_refused_total{{kind="{kind.name}"}}' in said
    assert 'drug_control_kept_answers_total{found="yes"}' in said
    assert "drug_control_renderer_restarts_total" in said


def test_the_edition_and_since_when_it_is_shown_are_told_and_without_one_nothing(
    database: Database, tmp_path: Path
) -> None:
    registry = CollectorRegistry()
    registry.register(EditionMetrics(lambda: database))
    edition = database.edition()
    assert registry.get_sample_value("drug_control_edition_info", {"edition": edition.name}) == 1
    shown = [entry for entry in edition.publications() if entry.edition == edition.name]
    if shown:
        since = datetime.fromisoformat(shown[-1].time).timestamp()
        assert registry.get_sample_value("drug_control_edition_shown_timestamp_seconds") == since
    assert not list(EditionMetrics(lambda: Database(tmp_path / "none.sqlite")).collect())
