"""Whatever is asked, and whatever the data says: no error of ours, no inside on the outside, no markup from data.

`python tests/bench/fuzz.py` tries 10,000 inputs, fresh ones.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from asking import Asker, is_in_order
from bad_inputs import INPUTS, PAGES, USUAL, tried
from callback_bodies import body_of, damaged, outputs_of, values_of
from exported import opened
from hostile_edition import ADDRESSES, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.pages.settings import CONTROLS

BUNDLED = Path(__file__).resolve().parents[2] / "data"

PATTERNS = (
    "/number/{}/{}/{}/{}",
    "/picture/number/{}/{}/{}/{}.png",
    "/picture/briefing/{}/{}.png",
    "/briefing/{}/{}",
    "/source/{}",
    "/computed/{}",
    "/api/v1/series/{}/{}/{}",
    "/api/v1/observations/{}/{}/{}/{}",
    "/api/v1/cite/{}",
    "/api/v1/sources/{}",
    "/api/v1/files/{}",
    "/assets/{}",
    "/_dash-component-suites/{}/{}",
    "/sitemap-{}.xml",
    "/export/{}",
    "/{}",
    "/{}/{}/{}",
)
GOOD = (
    "opium-poppy-cultivation",
    "opium-production",
    "AFG",
    "COL",
    "2018",
    "unodc",
    "usg",
    "shupl-2019-paris-pact",
    "change",
    "share",
    "andean-coca",
    "dash",
    "1",
)
NAMES = (
    *("indicator", "area", "group", "top", "producer", "from", "to", "base", "zoom", "year", "asof", "form", "scale"),
    *("measure", "membership", "compare", "layer", "size", "page", "kind", "q", "sort", "limit", "cursor", "theme"),
    *("verdict", "source", "words", "number", "key", "of", "area[]", "__proto__"),
)
GOOD_VALUES = (
    *GOOD,
    *("map", "bar", "panels", "stack", "log", "index", "increase", "today", "events", "none", "2019-11-26", "slide"),
    "/afghanistan-2018",
)
ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "٢٠١٨",
        "²",
        "99999999999999999999999",
        "2018.0",
        "0x7e2",
        "null",
        "undefined",
    ),
    *(
        "..",
        "../../etc/passwd",
        "%2e%2e/",
        "%00",
        "%",
        "%zz",
        "%c0%ae%c0%ae",
        "%ff",
        "\\..\\",
        "a" * 900,
        "//evil.invalid",
    ),
    *("' OR 1=1 --", '"; DROP TABLE source; --', "${7*7}", "{{7*7}}", "%n%s", "\x00", "\r\nX: y", "\ud800", "🙂", "İ"),
    *("0001-01-01", "9999-12-31", "2018-02-30", "2018-W01-1", "20180101", "0000"),
)

odd_text = st.one_of(st.sampled_from(ODD), st.sampled_from(TEXTS), st.sampled_from(ADDRESSES), st.text(max_size=40))
segment = st.one_of(st.sampled_from(GOOD), st.sampled_from(GOOD), odd_text)
path = st.one_of(
    st.sampled_from(PAGES),
    st.sampled_from(PAGES),
    st.builds(
        lambda pattern, parts, raw: pattern.format(*(part if raw else _quoted(part) for part in parts)),
        st.sampled_from(PATTERNS),
        st.tuples(segment, segment, segment, segment),
        st.booleans(),
    ),
)
pair = st.tuples(st.one_of(st.sampled_from(NAMES), odd_text), st.one_of(st.sampled_from(GOOD_VALUES), odd_text))
query = st.one_of(
    st.lists(pair, max_size=6).map(lambda pairs: urlencode(pairs, errors="replace")),
    odd_text,
    st.just("&".join(["area=AFG"] * 500)),
)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


numbers = st.one_of(st.integers(), st.floats(), st.sampled_from([0, -1, 2018, 10**30, float("nan"), float("inf")]))
leaf = st.one_of(st.none(), st.booleans(), numbers, odd_text, st.sampled_from(GOOD_VALUES))
anything = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.sampled_from(("path", "query", "address", "props", "type")), st.text()), inner, max_size=4
        ),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def asker(published_database: Path) -> Iterator[Asker]:
    """The dashboard of the bundled figures."""
    with Asker(create_app(opened(published_database))) as made:
        yield made


@given(path, query)
@tried(0.5)
def test_no_address_breaks_the_server_or_brings_markup_in(asker: Asker, path: str, query: str) -> None:
    is_in_order(asker.get(path, query))


@pytest.mark.parametrize("path", ["/", *PAGES, "/picture/number/opium-poppy-cultivation/AFG/2018/unodc.png"])
def test_a_query_of_any_bytes_is_read(asker: Asker, path: str) -> None:
    is_in_order(asker.get(path, "asof=\x80\xff&\xe9=1"))


@given(path, query)
@tried(0.06)
def test_no_referrer_breaks_the_layout(asker: Asker, path: str, query: str) -> None:
    said = asker.get("/_dash-layout", headers={"referer": f"http://figures.example{path}?{query}"})
    is_in_order(said)


@pytest.fixture(scope="module")
def callbacks(asker: Asker) -> list[dict[str, Any]]:
    """Every callback that the server answers, as the browser learns of them."""
    return [entry for entry in asker.get("/_dash-dependencies").json() if not entry["clientside_function"]]


def _sent(callback: dict[str, Any], draw: Any, usual: dict[str, Any]) -> dict[str, Any]:
    """A well-formed request of a callback; some values are what its page has, the others are anything."""

    def filled(parts: list[dict[str, str]]) -> list[Any]:
        found: list[Any] = []
        for part in parts:
            if part["id"].startswith("{"):
                names = draw(
                    st.lists(st.one_of(st.sampled_from(("indicator", "area", "kind", "q")), odd_text), max_size=3)
                )
                found.append(
                    [
                        {**part, "id": {**json.loads(part["id"]), "name": name}, "value": draw(anything)}
                        for name in names
                    ]
                )
                continue
            value = usual.get(f"{part['id']}.{part['property']}")
            found.append({**part, "value": value if value is not None and draw(st.booleans()) else draw(anything)})
        return found

    inputs, state = filled(callback["inputs"]), filled(callback["state"])
    outputs = outputs_of(callback) if draw(st.integers(0, 20)) else draw(anything)
    changed = draw(st.sampled_from(callback["inputs"]))
    return {
        "output": callback["output"],
        "outputs": outputs,
        "inputs": inputs,
        "state": state,
        "changedPropIds": draw(st.sampled_from([[f"{changed['id']}.{changed['property']}"], [], ["view-area.value"]])),
    }


@pytest.fixture(scope="module")
def usual(asker: Asker) -> dict[str, Any]:
    """The values that the explore page begins with, by id and property."""
    layout = asker.get("/_dash-layout", headers={"referer": "http://figures.example/"}).json()
    found = values_of(layout) | {
        "address.data": {"path": "/", "query": "indicator=opium-production"},
        "selected.data": {"address": "/number/opium-production/AFG/2018/unodc"},
        "view-query.data": {"query": "indicator=opium-production&area=AFG", "title": "x"},
    }
    assert all(f"view-{name}.{prop}" in found for name, prop in CONTROLS.items() if name in {"indicator", "years"})
    return found


@given(st.data())
@tried(0.4)
def test_no_callback_breaks_whatever_values_it_is_sent(
    asker: Asker, callbacks: list[dict[str, Any]], usual: dict[str, Any], data: st.DataObject
) -> None:
    sent = _sent(data.draw(st.sampled_from(callbacks)), data.draw, usual)
    is_in_order(asker.callback(sent))


def test_no_damaged_callback_breaks_the_server(
    asker: Asker, callbacks: list[dict[str, Any]], usual: dict[str, Any]
) -> None:
    whole = [
        body_of(callback, usual, f"{declared['id']}.{declared['property']}".replace('["ALL"]', '"q"'))
        for callback in callbacks
        for declared in callback["inputs"]
    ]
    for body in whole:
        assert asker.callback(body).status in {200, 204}
    random = Random(0) if INPUTS == USUAL else Random()
    for _ in range(INPUTS):
        sent = damaged(random.choice(whole), random)
        said = asker.post("/_dash-update-component", sent)
        assert said.status < 500, sent
        is_in_order(said)


@given(st.one_of(st.binary(max_size=300), anything.map(lambda body: json.dumps(body).encode("utf-8", "surrogatepass"))))
@tried(0.04)
def test_no_body_breaks_the_callbacks(asker: Asker, body: bytes) -> None:
    is_in_order(asker.post("/_dash-update-component", body))
