"""Small statements and sources for tests of the resolver."""

from typing import Any

import pandas as pd
from resolving import resolve

from etl.method.resolve import Resolution

TEXT = {
    "locator": "",
    "as_printed": "",
    "evidence": "original",
    "via": "",
    "flag": "",
    "note": "",
    "change": "",
    "converted_from": "",
}
GROUP = {"indicator": "opium-poppy-cultivation", "area": "AFG", "year": 2018, "producer": "unodc", "unit": "hectares"}


def source(
    key: str,
    published: str,
    authority: str = "primary",
    kind: str = "report",
    url: str = "https://a.test/",
    rests_on: str = "",
) -> dict[str, str]:
    """A source with what the resolver reads of it."""
    about = {"published": published, "authority": authority, "kind": kind, "url": url}
    return {"source": key, **about, "rests_on": rests_on}


def statement(key: str, value: float | None = None, **columns: Any) -> dict[str, Any]:
    """A statement of a source on one and the same observation, unless `columns` say otherwise."""
    numbers = {"value": value, "low": None, "high": None}
    return {**GROUP, **TEXT, **numbers, "source": key, "file": "statements/test.csv", "line": 2, **columns}


def resolved(statements: list[dict[str, Any]], sources: list[dict[str, str]]) -> Resolution:
    """What the resolver makes of them."""
    table = pd.DataFrame(statements).astype({"value": float, "low": float, "high": float, "year": "int64"})
    texts = [*TEXT, "indicator", "area", "producer", "unit", "source", "file"]
    return resolve(table.astype(dict.fromkeys(texts, "str")), pd.DataFrame(sources).astype("str"))


def shown(resolution: Resolution) -> dict[str, Any]:
    """The only observation, with the sources of the statements it names."""
    assert len(resolution.observations) == 1
    row = resolution.observations.iloc[0].to_dict()
    by_id = resolution.statements.set_index("id")["source"].to_dict()
    ids = ("statement_id", "decided_by", "range_statement_id", "earlier_range_id", "tied_with")
    return row | {name: by_id.get(row[name]) for name in ids}


def verdict_of(resolution: Resolution) -> dict[str, str]:
    """The verdict on the statement of each source."""
    return resolution.statements.set_index("source")["verdict"].to_dict()


def history(resolution: Resolution) -> list[tuple[str, float]]:
    """From when on which value was current."""
    return list(resolution.vintages[["published_from", "value"]].itertuples(index=False, name=None))
