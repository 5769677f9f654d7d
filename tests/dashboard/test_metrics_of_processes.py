"""What all processes have counted is told together, without those that are no more."""

from pathlib import Path
from typing import Any

import prometheus_client
import pytest
from exported import opened

from dashboard.server import metrics


def test_counts_are_told_with_the_edition_and_without_processes_that_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, published_database: Path
) -> None:
    started: list[tuple[int, str, Any]] = []
    monkeypatch.setattr(prometheus_client, "start_http_server", lambda *given: started.append(given))
    monkeypatch.setenv(metrics.FOLDER_VARIABLE, str(tmp_path))
    gone = tmp_path / "gauge_livesum_999999999.db"
    gone.write_bytes(b"")
    metrics.serve_metrics(9100, tmp_path, lambda: opened(published_database))
    ((port, host, registry),) = started
    assert (port, host) == (9100, metrics.ONLY_THIS_MACHINE)
    told = prometheus_client.generate_latest(registry).decode()
    assert f'edition="{opened(published_database).edition().name}"' in told
    assert "drug_control_edition_shown_timestamp_seconds" in told and not gone.exists()
