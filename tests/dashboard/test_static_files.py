"""The files of the dashboard are compressed as well as can be, once on a machine."""

import asyncio
from pathlib import Path

import brotli
import pytest

from dashboard.server import encodings
from dashboard.server.encodings import StaticFile

CONTENT = b".poppy { color: crimson }\n" * 100


def _compressed(folder: Path) -> StaticFile:
    made = StaticFile(CONTENT, "text/css", ".css")
    assert not made.ready
    made.compress_best(folder)
    assert made.ready
    assert brotli.decompress(asyncio.run(made.encoded("br"))) == CONTENT
    return made


def test_what_was_compressed_before_is_taken_from_the_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compressed(tmp_path / "cache")
    monkeypatch.setattr(encodings.brotli, "compress", None)  # whoever compresses again now fails
    _compressed(tmp_path / "cache")


def test_a_kept_file_that_is_damaged_or_another_is_made_again(tmp_path: Path) -> None:
    _compressed(tmp_path)
    (kept,) = tmp_path.iterdir()
    for content in (b"no such encoding", brotli.compress(b"another file")):
        kept.write_bytes(content)
        _compressed(tmp_path)
        assert brotli.decompress(kept.read_bytes()) == CONTENT


def test_a_folder_that_cannot_be_written_only_costs_the_next_start_some_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _compressed(tmp_path / "file" / "below")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
