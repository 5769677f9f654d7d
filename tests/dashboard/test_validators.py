"""An answer that a reader has kept is good as long as neither the figures nor any code behind it has changed."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.api import router
from dashboard.app import create_app
from dashboard.server.code_version import code_version
from etl.editions.reading import Database
from etl.figures import digests

pytestmark = pytest.mark.served

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("dashboard", "etl")


def _modules(root: Path) -> list[Path]:
    return [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]


def test_a_change_in_any_module_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in PACKAGES:
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    versions = [code_version.__wrapped__()]
    monkeypatch.setattr(digests, "package_folder", lambda package: tmp_path / package)
    assert versions == [code_version.__wrapped__()], "the copy is the code that runs"
    for path in {path.parent: path for path in _modules(tmp_path)}.values():  # one of each room
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        versions.append(code_version.__wrapped__())
        path.write_bytes(content)
    assert len(set(versions)) == len(versions)
    (tmp_path / "etl" / "new.py").touch()
    assert code_version.__wrapped__() not in versions


@pytest.mark.parametrize("path", ["observations", "observations.csv", "files/observations.parquet"])
def test_answers_of_other_code_are_sent_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("DASHBOARD_CACHE", str(tmp_path))
    with TestClient(create_app(database)) as client:
        tag = client.get(f"/api/v1/{path}").headers["etag"]
        assert client.get(f"/api/v1/{path}", headers={"if-none-match": tag}).status_code == 304
    monkeypatch.setattr(router, "code_version", lambda: "01234567")
    with TestClient(create_app(database)) as client:
        answer = client.get(f"/api/v1/{path}", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


def test_files_that_other_code_has_built_are_built_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_CACHE", str(tmp_path))
    with TestClient(create_app(database)) as client:
        client.get("/api/v1/files/observations.parquet")
        (built,) = tmp_path.rglob("observations.parquet")
        built.write_bytes(b"written by a fault that has been mended")
        monkeypatch.setattr(router, "code_version", lambda: "01234567")
    with TestClient(create_app(database)) as client:
        assert client.get("/api/v1/files/observations.parquet").content.startswith(b"PAR1")
