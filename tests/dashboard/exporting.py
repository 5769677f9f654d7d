"""Runs `python -m dashboard export` and `trace` in the tests."""

import io
from typing import Any

import typer
from PIL import Image
from typer.testing import CliRunner

OPIUM = ["--indicator", "opium-production", "--area", "AFG"]


def run_command(command: typer.Typer, *words: object) -> Any:
    return CliRunner().invoke(command, [str(word) for word in words])


def bare_picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (5, 5)).save(target, "PNG")
    return target.getvalue()
