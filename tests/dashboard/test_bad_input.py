"""Whatever is asked, and whatever the data says: no error of ours, no inside on the outside, no markup from data.

The environment variable BAD_INPUTS sets how many inputs are tried; 500 without it (`python tests/bench/fuzz.py` tries
10,000).
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from asking import Asker, Said, markup_from_data
from callback_bodies import outputs_of, values_of
from hostile_edition import ADDRESSES, FOREIGN_HOST, TEXTS, hostile_edition
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.pages.settings import CONTROLS
from dashboard.queries import Database, Edition

INPUTS = int(os.environ.get("BAD_INPUTS", "500"))
BUNDLED = Path(__file__).resolve().parents[2] / "data"
INSIDE = re.compile(r"Traceback|site-packages|\.py\b\"?, line|sqlalchemy|sqlite3\.|/dashboard/queries/", re.IGNORECASE)

PAGES = (
    "/",
    "/afghanistan-2018",
    "/disagreements",
    "/coverage",
    "/sources",
    "/data",
    "/data/api",
    "/method",
    "/embed",
    "/export/figure",
    "/export/view.csv",
    "/api/v1/observations",
    "/api/v1/statements.csv",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/_dash-layout",
    "/_dash-dependencies",
)
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
    *("indicator", "area", "group", "top", "producer", "from", "to", "base", "year", "asof", "form", "scale"),
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
def asker(published_database: Path) -> Asker:
    """The dashboard of the bundled figures."""
    return Asker(create_app(Database(published_database)))


def _tried(share: float) -> settings:
    return settings(
        max_examples=max(int(INPUTS * share), 1),
        deadline=None,
        derandomize=INPUTS == 500,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def _is_in_order(said: Said) -> None:
    """No error of ours, nothing of the inside, and no markup but our own."""
    assert said.status < 500, said.text[:300]
    if not said.headers.get("content-type", "").startswith(("text/javascript", "application/octet-stream")):
        assert not INSIDE.search(said.text)
    if said.is_html:
        assert markup_from_data(said.text) == []


@given(path, query)
@_tried(0.5)
def test_no_address_breaks_the_server_or_brings_markup_in(asker: Asker, path: str, query: str) -> None:
    _is_in_order(asker.get(path, query))


@given(path, query)
@_tried(0.06)
def test_no_referrer_breaks_the_layout(asker: Asker, path: str, query: str) -> None:
    said = asker.get("/_dash-layout", headers={"referer": f"http://figures.example{path}?{query}"})
    _is_in_order(said)


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
@_tried(0.4)
def test_no_callback_breaks_whatever_values_it_is_sent(
    asker: Asker, callbacks: list[dict[str, Any]], usual: dict[str, Any], data: st.DataObject
) -> None:
    sent = _sent(data.draw(st.sampled_from(callbacks)), data.draw, usual)
    _is_in_order(asker.callback(sent))


@given(st.one_of(st.binary(max_size=300), anything.map(lambda body: json.dumps(body).encode("utf-8", "surrogatepass"))))
@_tried(0.04)
def test_no_body_breaks_the_callbacks(asker: Asker, body: bytes) -> None:
    _is_in_order(asker.post("/_dash-update-component", body))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Edition]]:
    """A dashboard of an edition whose texts are attacks."""
    database = Database(hostile_edition(BUNDLED, tmp_path_factory.mktemp("hostile") / "hostile.sqlite"))
    yield Asker(create_app(database)), database.edition()


def test_no_page_of_a_hostile_edition_has_markup_from_its_data(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    pages = [page for page in PAGES if not page.startswith(("/healthz", "/_dash", "/api/v1/statements"))]
    pages += [f"/source/{key}" for key in list(edition.sources)[:60]]
    pages += [f"/number/{item.key.path}" for item in edition.observations("opium-poppy-cultivation", ["AFG", "MMR"])]
    for page in pages:
        said = asker.get(page)
        assert said.status == 200, page
        _is_in_order(said)
    for form in ("map", "bar", "panels", "stack"):
        _is_in_order(asker.get("/", f"indicator=opium-poppy-cultivation&area=AFG&form={form}"))


def test_linked_data_of_a_hostile_edition_is_data_from_end_to_end(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    for key in list(edition.sources)[:60]:
        blocks = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', asker.get(f"/source/{key}").text, re.S
        )
        assert len(blocks) == 1
        assert json.loads(blocks[0])["@context"]


def test_no_figure_of_a_hostile_edition_has_markup_that_plotly_would_draw(hostile: tuple[Asker, Edition]) -> None:
    asker, _ = hostile
    for form in ("line", "map", "bar", "panels", "stack"):
        for area in ("AFG", "COL"):
            indicator = "opium-poppy-cultivation" if area == "AFG" else "coca-bush-cultivation"
            said = asker.get(
                "/export/figure", f"indicator={indicator}&area={area}&form={form}&layer=events&layer=annotations"
            )
            assert said.status == 200
            for text in _texts(said.json()["figure"]):
                assert FOREIGN_HOST not in "".join(re.findall(r"<[^>]*>", text)), text
                assert markup_from_data(text) == [], text


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for name, value in node.items():
            if name != "legendgroup":  # a key that is never drawn
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


@pytest.mark.parametrize(
    "address", ["/export/view.csv", "/api/v1/statements.csv", "/api/v1/sources.csv", "/api/v1/areas.csv"]
)
def test_no_cell_of_a_download_is_a_formula(hostile: tuple[Asker, Edition], address: str) -> None:
    said = hostile[0].get(address)
    assert said.status == 200
    cells = [cell for row in csv.reader(io.StringIO(said.body.decode("utf-8-sig"))) for cell in row]
    assert len(cells) > 100
    formulas = [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] + [
        cell for cell in cells if cell.startswith("-") and not re.fullmatch(r"-[\d.]+", cell)
    ]
    assert formulas == []


def test_every_link_to_a_hostile_address_is_one_of_the_web(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    for key in list(edition.sources)[:60]:
        layout = asker.get("/_dash-layout", headers={"referer": f"http://figures.example/source/{key}"}).json()
        for address in _addresses(layout):
            assert re.match(r"(https?://|mailto:|/(?!/)|[?#])", address), address
            assert FOREIGN_HOST not in address


def _addresses(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (
            value for name, value in node.items() if name in {"href", "src"} and isinstance(value, str) and value
        )
        for value in node.values():
            yield from _addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from _addresses(value)


def test_a_slide_deck_of_a_hostile_edition_can_be_opened(hostile: tuple[Asker, Edition]) -> None:
    from pptx import Presentation

    said = hostile[0].get("/export/view.pptx")
    assert said.status == 200
    deck = Presentation(io.BytesIO(said.body))
    links = [
        run.hyperlink.address
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert links and all(address.startswith(("http://", "https://")) for address in links)
