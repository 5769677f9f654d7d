"""What is copied from the dashboard names its source and its edition, in forms that other programs read."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from dash import html
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dashboard.exports.citations import (
    FORMATS,
    Reference,
    edition_reference,
    latex,
    number_references,
    plain_reference,
    source_reference,
    to_bibtex,
    to_csl,
    to_csl_json,
    to_ris,
    to_text,
    view_references,
    view_title,
)
from dashboard.pages.parts.citation import citation_section
from dashboard.server.urls import Urls
from dashboard.views.view import View
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.keys import Key

BASE = "https://figures.example/drugs"
CULTIVATION = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")
SURVEY = "unodc-afghanistan-opium-survey-2018"
VIEW = View("opium-production", ("AFG",), producers=("unodc",), first=2015, last=2019)
AWKWARD = Reference(
    key="awkward",
    kind="report",
    author="Smith & Sons {Ltd}",
    title="100% of $5 #1_a ~ ^ \\ {done}\nER  - second line",
    date="2018-11",
    address="https://example.org/a_b%20c?x=1&y=2#z",
    note="p. 4 & 5",
)

CSL_DATA = json.loads((Path(__file__).parent / "csl" / "csl-data.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def references(edition: Edition) -> dict[str, list[Reference]]:
    """Every kind of thing that can be cited."""
    observation = edition.observation(CULTIVATION)
    assert observation is not None
    chosen = Chosen(observation, edition.statements_of(observation))
    return {
        "number": number_references(edition, chosen, Urls.at(BASE)),
        "view": view_references(edition, VIEW, view_title(edition, VIEW), Urls.at(BASE)),
        "edition": [edition_reference(edition, Urls.at(BASE))],
        "sources": [source_reference(source, edition.csl_types) for source in edition.sources.values()],
        "awkward": [AWKWARD],
    }


def test_a_number_is_cited_with_the_publication_that_prints_it(
    edition: Edition, references: dict[str, list[Reference]]
) -> None:
    own, source = references["number"]
    assert own.address == f"{BASE}/number/{CULTIVATION.path}"
    assert "263,000 ha (range 242,000–283,000)" in own.title
    assert source.key == SURVEY
    text = to_text([own, source])
    assert f"Edition {edition.name}, data as of {edition.data_as_of}." in text
    assert edition.sources[SURVEY].title in text
    assert edition.sources[SURVEY].url in text


def test_a_view_is_cited_with_its_edition_its_address_and_every_publication_behind_it(
    edition: Edition, references: dict[str, list[Reference]]
) -> None:
    own, *sources = references["view"]
    shown = edition.observations(VIEW.indicator, VIEW.areas, VIEW.producers, VIEW.first, VIEW.last)
    assert {source.key for source in sources} == {item.source for item in shown}
    assert own.edition == edition.name
    assert own.address == f"{BASE}/?{VIEW.query()}"
    assert own.title == "Potential opium production, Afghanistan, 2015–2019 (UNODC)"
    for written in (to_text([own]), to_bibtex([own]), to_ris([own]), to_csl_json([own])):
        assert edition.name in written
        assert own.address in written


def test_plain_text_gives_author_and_date_first() -> None:
    source = Reference("a", "report", "An Office", "A title", "2018-11-19", "https://example.org/")
    assert plain_reference(source) == "An Office (2018-11-19). A title. https://example.org/"
    undated = Reference("b", "webpage", "An Office", "Is it?")
    assert plain_reference(undated) == "An Office (n.d.). Is it?"


def test_bibtex_is_read_by_a_parser(references: dict[str, list[Reference]]) -> None:
    for kind, cited in references.items():
        library = bibtexparser.parse_string(to_bibtex(cited))
        assert library.failed_blocks == [], kind
        assert [entry.key for entry in library.entries] == [reference.key for reference in cited]
        for entry, reference in zip(library.entries, cited, strict=True):
            assert entry["title"].strip("{}").replace(" ", "") == latex(reference.title).strip("{}").replace(" ", "")
            if reference.address:
                assert entry["url"] == reference.address


def test_what_latex_would_take_for_a_command_is_escaped() -> None:
    escaped = r"100\% of \$5 \#1\_a \textasciitilde{} \textasciicircum{} \textbackslash{} \{done\}"
    assert latex(AWKWARD.title).startswith(escaped)
    assert r"Smith \& Sons \{Ltd\}" in to_bibtex([AWKWARD])
    assert "url = {https://example.org/a_b%20c?x=1&y=2#z}" in to_bibtex([AWKWARD])


def test_ris_is_read_by_a_parser(references: dict[str, list[Reference]]) -> None:
    for kind, cited in references.items():
        records = rispy.loads(to_ris(cited))
        assert len(records) == len(cited), kind
        for record, reference in zip(records, cited, strict=True):
            assert record["title"] == " ".join(reference.title.split())
            assert record["authors"] == [reference.author]
            assert record.get("year", "") == reference.date[:4]


def test_csl_json_is_valid(references: dict[str, list[Reference]]) -> None:
    for cited in references.values():
        items = to_csl(cited)
        jsonschema.validate(items, CSL_DATA)
        assert json.loads(to_csl_json(cited)) == items


def test_every_type_of_source_in_the_data_is_one_of_csl(edition: Edition) -> None:
    assert set(edition.csl_types.values()) <= set(CSL_DATA["items"]["properties"]["type"]["enum"])


def test_a_publication_without_a_date_has_none_in_any_form() -> None:
    undated = Reference("b", "report", "An Office", "Title")
    assert "issued" not in to_csl([undated])[0]
    assert "year" not in to_bibtex([undated])
    assert "PY" not in to_ris([undated])


@pytest.mark.many
@settings(deadline=None)
@given(text=st.text(max_size=60), date=st.sampled_from(["", "2018", "2018-02", "2018-02-28"]))
def test_no_text_breaks_out_of_its_field(text: str, date: str) -> None:
    reference = Reference("key", "report", f"Office {text}", f"Title {text}", date, note=text)
    library = bibtexparser.parse_string(to_bibtex([reference]))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["key"]
    records: list[dict[str, Any]] = rispy.loads(to_ris([reference]))
    assert len(records) == 1
    assert to_ris([reference]).count("\nER  - ") == 1
    jsonschema.validate(to_csl([reference]), CSL_DATA)


def test_a_view_can_be_cited_in_every_format_by_a_click(client: TestClient) -> None:
    page = client.get("/?indicator=opium-production&area=AFG&area=MMR").text
    for ending in FORMATS:
        (address,) = re.findall(rf'href="(/api/v1/citation/view\.{ending}\?[^"]*)"', page)
        assert client.get(unescape(address)).status_code == 200


def test_days_of_a_citation_stay_on_one_line_where_scripts_draw_it() -> None:
    section = citation_section([AWKWARD], lambda ending: f"/cite.{ending}")
    text, *_ = [part for part in section._traverse() if isinstance(part, html.Pre)]
    kept = [part.children for part in text.children if isinstance(part, html.Span)]
    assert kept == ["2018-11"] and AWKWARD.note in "".join(part for part in text.children if isinstance(part, str))
