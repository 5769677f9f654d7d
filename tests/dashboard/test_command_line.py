"""What is told on the command line reaches the server and the application of each worker."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_data import sample_data
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dashboard import __main__ as main
from etl.figures.paths import CACHE_VARIABLE, DATA_VARIABLE, DATABASE_VARIABLE, edition_files

REPOSITORY = Path(__file__).resolve().parents[2]
VARIABLES = (
    *(CACHE_VARIABLE, DATA_VARIABLE, DATABASE_VARIABLE, "DASHBOARD_PREFIX", "DASHBOARD_ADDRESS"),
    *("DASHBOARD_LOG_FORMAT", "DASHBOARD_LOG_FILES", "DASHBOARD_MCP"),
)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, published_database: Path, tmp_path: Path) -> list[Any]:
    """The configurations that servers would have been started with; nothing is started."""
    started: list[Any] = []
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{published_database}")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(main, "run_server", started.append)
    monkeypatch.setattr(main, "configure", lambda kind: None)
    monkeypatch.setattr(main, "end_with_parent", lambda: None)
    return started


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*words: object) -> Any:
    return CliRunner().invoke(main.command_line, [str(word) for word in words])


def test_every_option_reaches_the_server_and_its_workers(served: list[Any]) -> None:
    port = _free_port()
    address = "https://figures.example.org"
    options = ("--prefix", "/figures/", "--address", address, "--log-format", "json", "--no-log-files", "--mcp")
    told = _run("--data", sample_data(), "--port", port, "--workers", 3, *options)
    assert told.exit_code == 0, told.output
    (config,) = served
    assert (config.host, config.port, config.workers) == ("127.0.0.1", port, 3)
    assert config.timeout_graceful_shutdown == 10
    assert f"The dashboard is at http://127.0.0.1:{port}/figures" in told.output
    assert os.environ["DASHBOARD_LOG_FORMAT"] == "json" and not os.environ["DASHBOARD_LOG_FILES"]
    with TestClient(main.create_served_app()) as client:  # type: ignore[arg-type]
        assert client.get("/figures/healthz").status_code == 200
        assert f'"{address}/' in client.get("/figures/", headers={"accept": "text/html"}).text
        assert client.post("/figures/mcp").status_code != 404


def test_proxies_of_this_machine_are_believed_and_no_other(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for told, believed in ((None, {"127.0.0.1", "::1"}), ("192.0.2.7", {"192.0.2.7"})):
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", told or "")
        if told is None:
            monkeypatch.delenv("FORWARDED_ALLOW_IPS")
        assert _run("--port", _free_port()).exit_code == 0
        served[-1].load()
        proxies = served[-1].loaded_app.trusted_hosts
        assert {
            address for address in ("127.0.0.1", "::1", "192.0.2.7", "203.0.113.9") if address in proxies
        } == believed


def test_pages_and_exports_are_made_without_loading_pandas(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run("--data", sample_data(), "--port", _free_port()).exit_code == 0
    monkeypatch.setitem(sys.modules, "pandas", None)  # whoever asks for it now fails
    shown = "indicator=opium-production&area=AFG"
    with TestClient(main.create_served_app()) as client:  # type: ignore[arg-type]
        for path in (f"/?{shown}", "/api/v1/observations.csv?area=AFG", f"/export/view.xlsx?{shown}"):
            assert client.get(path).status_code == 200, path


def test_a_command_starts_without_the_libraries_of_pages_and_of_other_forms() -> None:
    heavy = ["dash", "fastapi", "pptx", "pandas", "plotly"]
    asked = f"import sys, dashboard.__main__; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True, cwd=REPOSITORY)
    assert told.stdout.strip() == "[]"


def test_an_edition_is_named_by_the_beginning_of_its_name(served: list[Any], published_database: Path) -> None:
    name = next(iter(edition_files(published_database)))
    assert _run("--port", _free_port(), "--edition", name[:6]).exit_code == 0 and len(served) == 1
    assert os.environ[DATABASE_VARIABLE].endswith(edition_files(published_database)[name].name)
    refused = _run("--port", _free_port(), "--edition", "no-such")
    assert refused.exit_code == 1 and "names none of the editions" in refused.output and len(served) == 1


def test_a_taken_port_and_a_wrong_address_are_one_sentence(served: list[Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = _run("--port", taken.getsockname()[1])
    assert told.exit_code == 1 and "Choose another port with --port." in told.output
    told = _run("--address", "figures.example.org")
    assert told.exit_code == 1 and "is not scheme and host alone" in told.output
    assert not served


def test_figures_with_errors_are_not_served(served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATABASE_VARIABLE, "")
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    told = _run("--data", tmp_path, "--port", _free_port())
    assert told.exit_code == 1 and "Nothing could be published; run `python -m etl refresh" in told.output
    assert not served


def test_a_document_is_checked_and_one_that_cannot_be_read_is_one_sentence(served: list[Any], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>In 2018 opium poppy was grown on 263,000 hectares in Afghanistan.</p>", encoding="utf-8")
    told = _run("check", page, "--published", "2019-01-01")
    assert "263,000" in told.output and "agrees" in told.output
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    told = _run("check", tmp_path / "broken.pdf")
    assert told.exit_code != 0 and "broken.pdf" in told.output and "Traceback" not in told.output
    assert not served
