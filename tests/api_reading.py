"""Reads the API as a program would: every page of a list, a table, a problem."""

import csv
import io
from typing import Any

import httpx
from starlette.testclient import TestClient

ROOT = "/api/v1"
CULTIVATION = "opium-poppy-cultivation/AFG/2018/unodc"


def items_of(client: TestClient, address: str) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = client.get(following).json()
        found += page["items"]
        following = page["links"].get("next")
    assert len(found) == page["total"]
    return found


def table_of(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def problem_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    return problem
