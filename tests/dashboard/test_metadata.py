"""What machines learn from a page: linked data that parses, cards of shared links, and the list of all pages."""

import io
import math
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from exported import VIEWS, chart, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rdflib import RDF, Graph, Literal, URIRef
from sentence_readings import KINDS
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.exports.cards import MARGIN, PICTURE_SIZE, ROOM, card_figure, draw_card
from dashboard.exports.view_card import FOOT, TOP, view_card
from dashboard.pages import public_files
from dashboard.pages.metadata import Metadata, head_markup, linked_markup
from dashboard.server.urls import ALWAYS_THERE, Urls
from dashboard.views.overview import places
from dashboard.views.view import ONE_YEAR_FORMS
from etl.editions.reading import Edition
from etl.figures.keys import Key

BASE = "http://testserver"
NUMBER = "/number/opium-poppy-cultivation/AFG/2018/unodc"
SOURCE = "/source/unodc-afghanistan-opium-survey-2018"
ARTICLE = "/source/shupl-2019-paris-pact"
SCHEMA = "https://schema.org/"
DCAT = "http://www.w3.org/ns/dcat#"


@pytest.fixture(scope="module")
def client(published_database: Path) -> Iterator[TestClient]:
    with TestClient(create_app(opened(published_database))) as made:
        yield made


class _Head(HTMLParser):
    """The properties and the linked data of a document, read as a browser would."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.linked: list[str] = []
        self.scripts = 0
        self._in_linked = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.properties[name] = given.get("content") or ""
        if tag == "link" and given.get("rel") == "canonical":
            self.properties["canonical"] = given.get("href") or ""
        if tag == "script":
            self.scripts += 1
            self._in_linked = given.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        self._in_linked = False

    def handle_data(self, data: str) -> None:
        if self._in_linked:
            self.linked.append(data)


def _graph(client: TestClient, path: str) -> Graph:
    (linked,) = _Head(client.get(path).text).linked
    return Graph().parse(data=linked, format="json-ld")


def _of_type(graph: Graph, name: str) -> list[URIRef]:
    return [subject for subject in graph.subjects(RDF.type, URIRef(name)) if isinstance(subject, URIRef)]


def test_a_number_is_an_observation_with_its_value_place_year_and_source(client: TestClient) -> None:
    graph = _graph(client, NUMBER)
    (observation,) = _of_type(graph, f"{SCHEMA}Observation")
    assert str(observation) == f"{BASE}{NUMBER}#observation"

    def value(name: str) -> object:
        found = graph.value(observation, URIRef(SCHEMA + name))
        return found.toPython() if isinstance(found, Literal) else found

    assert (value("value"), value("minValue"), value("maxValue")) == (263_000, 242_000, 283_000)
    assert (value("unitText"), value("observationDate")) == ("hectares", "2018")
    place = graph.value(observation, URIRef(f"{SCHEMA}observationAbout"))
    assert graph.value(place, URIRef(f"{SCHEMA}name")) == Literal("Afghanistan")
    assert _of_type(graph, f"{SCHEMA}Report") == [URIRef(f"{BASE}{SOURCE}#publication")]


@pytest.mark.parametrize(("path", "kind"), [(SOURCE, "Report"), (ARTICLE, "NewsArticle")])
def test_a_source_is_a_publication_of_its_kind(client: TestClient, edition: Edition, path: str, kind: str) -> None:
    graph = _graph(client, path)
    (publication,) = _of_type(graph, SCHEMA + kind)
    source = edition.sources[path.removeprefix("/source/")]
    assert graph.value(publication, URIRef(f"{SCHEMA}headline")) == Literal(source.title)
    assert graph.value(publication, URIRef(f"{SCHEMA}datePublished")) == Literal(source.published)
    assert graph.value(publication, URIRef(f"{SCHEMA}url")) == Literal(source.url)


def test_the_data_are_a_data_set_whose_downloads_exist(client: TestClient, edition: Edition) -> None:
    graph = _graph(client, "/data")
    (dataset,) = _of_type(graph, f"{SCHEMA}Dataset")
    assert graph.value(dataset, URIRef(f"{SCHEMA}version")) == Literal(edition.name)
    addresses = [str(item) for item in graph.objects(None, URIRef(f"{SCHEMA}contentUrl"))]
    assert len(addresses) >= 6
    for address in addresses:
        assert client.head(address).status_code == 200, address


def test_the_dcat_record_is_linked_from_the_data_and_names_every_download(client: TestClient) -> None:
    assert "/api/v1/catalog.jsonld" in client.get("/data").text
    answer = client.get("/api/v1/catalog.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    graph = Graph().parse(data=answer.text, format="json-ld")
    (catalog,) = _of_type(graph, f"{DCAT}Catalog")
    (dataset,) = graph.objects(catalog, URIRef(f"{DCAT}dataset"))
    assert (dataset, RDF.type, URIRef(f"{DCAT}Dataset")) in graph
    for distribution in graph.objects(dataset, URIRef(f"{DCAT}distribution")):
        address = graph.value(distribution, URIRef(f"{DCAT}downloadURL"))
        assert client.head(str(address)).status_code == 200, address


@settings(deadline=None)
@given(text=st.text(max_size=40) | st.sampled_from(["</script><script>alert(1)</script>", "<!--", "&lt;", "\u2028"]))
def test_nothing_in_the_data_ends_the_script_that_holds_it(text: str) -> None:
    head = _Head(linked_markup({"@type": "Thing", "name": text}) + "<p>after</p>")
    assert head.scripts == 1
    graph = Graph().parse(data=head.linked[0].encode("utf-8", "replace").decode(), format="json-ld")
    names = list(graph.objects(None, URIRef(f"{SCHEMA}name")))
    assert len(names) == 1


@settings(deadline=None)
@given(text=st.text(max_size=40) | st.just('"><script>alert(1)</script>'))
def test_nothing_in_the_data_leaves_the_card(text: str) -> None:
    head = _Head(head_markup(text, text, Metadata(picture="/p.png", picture_words=text), "/", Urls.at(BASE)))
    assert head.scripts == 0
    assert head.properties["og:url"] == f"{BASE}/"
    assert set(head.properties) >= {"og:title", "og:description", "og:image:alt", "twitter:card"}


def test_a_shared_number_shows_the_number_and_its_source(client: TestClient) -> None:
    properties = _Head(client.get(NUMBER).text).properties
    assert properties["og:title"] == "Opium poppy cultivation, Afghanistan 2018: 263,000 ha"
    assert properties["og:url"] == f"{BASE}{NUMBER}"
    assert properties["twitter:card"] == "summary_large_image"
    answer = client.get(properties["og:image"])
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == PICTURE_SIZE


@pytest.mark.parametrize(
    "path", ["/afghanistan-2018", "/briefing/COL/2018", "/place/AF-HEL", "/place/golden-crescent", "/topic/seizures"]
)
def test_a_shared_page_has_a_picture(client: TestClient, path: str) -> None:
    answer = client.get(_Head(client.get(path).text).properties["og:image"])
    assert Image.open(io.BytesIO(answer.content)).size == PICTURE_SIZE


def test_a_picture_is_drawn_once_for_an_edition(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/picture/number/opium-production/AFG/2018/unodc.png"
    first = client.get(path).content

    def fail(*_: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr(public_files, "number_card", fail)
    assert client.get(path).content == first


@pytest.mark.parametrize("page", ["/number/opium-production/AFG/2018/unodc", "/afghanistan-2018"])
def test_a_shared_picture_is_kept_under_the_address_of_its_edition_only(
    client: TestClient, edition: Edition, page: str
) -> None:
    address = _Head(client.get(page).text).properties["og:image"]
    assert address.endswith(f"?edition={edition.name}")
    first = client.get(address)
    assert first.headers["cache-control"] == "public, max-age=86400"
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    for other in (address.partition("?")[0], address.replace(edition.name, "0123456789ab")):
        answer = client.get(other, headers={"if-none-match": '"0123456789ab-01234567"'})
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
        assert answer.content == first.content


@pytest.mark.parametrize(
    "path", ["/picture/number/opium-production/AFG/1812/unodc.png", "/picture/briefing/AFG/1812.png"]
)
def test_there_is_no_picture_of_what_is_not_known(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_same_number_gives_the_same_picture_whatever_the_words(edition: Edition) -> None:
    observation = edition.observation(Key("opium-poppy-cultivation", "AFG", 2018, "unodc"))
    assert observation is not None
    figure = card_figure(edition, observation, "A label")
    assert draw_card("Title", [figure], edition.name) == draw_card("Title", [figure], edition.name)
    long = draw_card("A very long title " * 20, [card_figure(edition, observation, "A very long label " * 20)] * 2, "x")
    assert Image.open(io.BytesIO(long)).size == PICTURE_SIZE


def test_pages_are_known_by_one_address(client: TestClient) -> None:
    for path in (NUMBER, SOURCE, "/data", "/data/api"):
        assert _Head(client.get(f"{path}?utm_source=x").text).properties["canonical"] == path
    assert "canonical" not in _Head(client.get("/nothing").text).properties


def test_behind_a_proxy_whole_addresses_have_its_path(published_database: Path) -> None:
    with TestClient(create_app(opened(published_database), "figures"), base_url="http://stats.example") as mounted:
        head = _Head(mounted.get(NUMBER).text)
        assert head.properties["og:url"] == f"http://stats.example/figures{NUMBER}"
        assert head.properties["canonical"] == f"/figures{NUMBER}"
        assert f"http://stats.example/figures{NUMBER}" in head.linked[0]
        assert "Sitemap: http://stats.example/figures/sitemap.xml" in mounted.get("/robots.txt").text


def _locations(text: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(text).iter() if element.tag.endswith("}loc")]


def _all_locations(client: TestClient) -> list[str]:
    """Every address of the site map, whether it is one file or several."""
    found = _locations(client.get("/sitemap.xml").text)
    files = [address for address in found if "/sitemap-" in address]
    return [address for file in files for address in _locations(client.get(file).text)] if files else found


def test_the_sitemap_lists_every_page_of_the_edition(client: TestClient, edition: Edition) -> None:
    found = _all_locations(client)
    several = len(edition.topics) + len(edition.keep(places)) + len(edition.sources)
    assert len(found) == len(set(found)) == len(ALWAYS_THERE) + several + edition.observations_count
    numbers = len(ALWAYS_THERE) + several
    for address in [*found[: len(ALWAYS_THERE) + 1], found[numbers - 1], found[numbers], found[-1]]:
        assert client.get(address).status_code == 200, address


def test_a_long_sitemap_is_split_without_losing_a_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _all_locations(client)
    most = len(whole) // 5
    monkeypatch.setattr(public_files, "MOST_ADDRESSES", most)
    parts = _locations(client.get("/sitemap.xml").text)
    assert len(parts) == -(-len(whole) // most)
    found = [_locations(client.get(part).text) for part in parts]
    assert all(len(part) <= most for part in found)
    assert [address for part in found for address in part] == whole
    for number in ("0", str(len(parts) + 1), "x"):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_crawlers_are_told_where_the_pages_are(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert re.search(rf"^Sitemap: {BASE}/sitemap\.xml$", text, re.MULTILINE)


def test_the_page_of_the_api_explains_every_list_and_problem(client: TestClient) -> None:
    text = client.get("/data/api").text
    document = client.get("/api/v1/openapi.json").json()
    for path in document["paths"]:
        if not path.endswith((".csv", ".bib", ".ris", ".json")) and path != "/":
            assert f"/api/v1{path}" in text, path


@pytest.mark.parametrize("query", [*VIEWS.values(), f"{VIEWS['a stack'].removesuffix('form=stack')}sum=beside"])
def test_every_view_has_a_picture_of_its_own_for_shared_links(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    made = view_card(shown)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == PICTURE_SIZE
        chart_colours = {colour for _, colour in picture.crop((72, 222, 1128, 475)).getcolors(100_000) or ()}
        name_colours = {colour for _, colour in picture.crop((72, 194, 1128, 222)).getcolors(100_000) or ()}
    drawn = [line for line in shown.scene.all_lines if line.known]
    colours = {tuple(int(line.colour[place : place + 2], 16) for place in (1, 3, 5)) for line in drawn}
    assert colours & chart_colours
    if len(drawn) > 1 and shown.view.form not in ONE_YEAR_FORMS:
        assert colours & name_colours, "lines of several colours are named"
    assert made != view_card(chart(edition, "indicator=opium-production&area=MMR"))


def test_the_picture_of_a_view_that_shows_nothing_says_why(edition: Edition) -> None:
    for query in ("area=AFG&producer=alcis&from=2022", "indicator=opium-production&area=DEU"):
        why = chart(edition, query).scene.nothing[0]
        assert why in KINDS["picture of a link"](edition, query)


def test_the_picture_of_a_view_of_the_past_says_on_which_day_it_was_known(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr("dashboard.exports.view_card.wrap", lambda text, *size: written.append(text) or [text])
    view_card(chart(edition, "indicator=opium-poppy-cultivation&area=AFG&producer=unodc&asof=2019-11-26"))
    view_card(chart(edition, "indicator=opium-poppy-cultivation&area=AFG&producer=unodc"))
    assert [text.startswith("As known on 2019-11-26: ") for text in written] == [True, False]


@pytest.mark.parametrize("query", ["&with=opium-poppy-cultivation&form=scatter", "", "&scale=log"])
def test_the_picture_of_a_view_has_its_points_where_its_axes_have_them(edition: Edition, query: str) -> None:
    shown = chart(edition, f"indicator=opium-production&area=AFG&producer=unodc{query}")
    [line] = shown.scene.lines
    first, last = shown.scene.years
    known = {point.year: point.value or 0.0 for point in line.known}
    across = {year: (year - first) / (last - first) for year in known}
    low, high = (min(known.values()) if "log" in query else 0.0), max(known.values())
    up = {year: (value - low) / (high - low) for year, value in known.items()}
    if "log" in query:
        up = {year: math.log(value / low) / math.log(high / low) for year, value in known.items()}
    if "scatter" in query:
        areas = {point.year: point.value or 0.0 for point in shown.scene.beside.lines[0].known if point.year in known}
        across = {year: value / max(areas.values()) for year, value in areas.items()}
    colour = tuple(int(line.colour[place : place + 2], 16) for place in (1, 3, 5))
    with Image.open(io.BytesIO(view_card(shown))) as picture:
        for year in across:
            x, y = MARGIN + 20 + across[year] * (ROOM - 40), FOOT - up[year] * (FOOT - TOP)
            assert picture.getpixel((round(x), round(y))) == colour, year


def test_the_head_of_a_view_names_its_picture(client: TestClient, edition: Edition) -> None:
    document = client.get("/?indicator=opium-production&area=AFG").text
    found = re.search(r'property="og:image" content="([^"]*)"', document)
    assert found is not None and edition.name in found[1]
    answer = client.get(unescape(found[1]))
    assert answer.headers["content-type"] == "image/png" and "max-age" in answer.headers["cache-control"]
