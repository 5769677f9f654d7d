"""The row of a publication, from what its page, its PDF or a catalogue says of it."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest
from data_folder import DataFolder
from link_server import Site, answer
from made_documents import MadePdf
from sample_data import sample_data
from typer.testing import CliRunner, Result

from etl.__main__ import app
from etl.documents.files.document import DocumentError
from etl.documents.publications.days import day_of
from etl.documents.publications.reading import describe_file
from etl.documents.publications.row import NewSource, new_source
from etl.package.extract import Package, extract

SPANISH = (
    "La superficie de los cultivos en el país aumentó frente a la del año anterior, según los datos de la encuesta que "
    "el Gobierno presentó en la ciudad de Lima."
)
TAGS = (
    '<meta property="og:title" content="Perú: monitoreo de cultivos de coca 2029"><meta property="og:site_name" '
    'content="DEVIDA"><meta name="citation_publication_date" content="2030/06/11">'
    '<link rel="canonical" href="https://www.gob.pe/devida/monitoreo-2029">'
)
PAGE = f'<!doctype html><html lang="es"><head><title>Inicio</title>{TAGS}</head><body><p>{SPANISH}</p></body></html>'
LINKED = {
    "@graph": [
        {"@type": "WebSite", "name": "A site"},
        {
            "@type": "NewsArticle",
            "headline": "Poppy fields grow again",
            "datePublished": "2030-11-06T10:00:00+00:00",
            "publisher": {"@type": "Organization", "name": "Reuters"},
            "inLanguage": "en-GB",
            "mainEntityOfPage": {"@id": "https://www.reuters.com/poppy-fields"},
        },
    ]
}
CROSSREF = {
    "message": {
        "type": "journal-article",
        "title": ["Who uses opioids"],
        "publisher": "Wiley",
        "issued": {"date-parts": [[2029, 5]]},
        "language": "en",
        "resource": {"primary": {"URL": "https://onlinelibrary.wiley.com/10.1111/add.99999"}},
        "URL": "https://doi.org/10.1111/add.99999",
    }
}
DATACITE = {
    "data": {
        "attributes": {
            "titles": [{"title": "Prices of drugs"}],
            "publisher": {"name": "Zenodo"},
            "dates": [{"date": "2028-03-02", "dateType": "Issued"}],
            "types": {"resourceTypeGeneral": "Dataset"},
            "language": "en",
            "url": "https://zenodo.org/records/1",
        }
    }
}
CSL = [{"type": "report", "title": "A look at coca", "publisher": "UNODC", "issued": {"date-parts": [["2027"]]},
        "language": "en", "URL": "https://www.unodc.org/coca"}]  # fmt: skip


@cache
def package() -> Package:
    return extract(sample_data())


def row_of(path: Path, content: object, **given: str) -> NewSource:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return new_source(package(), describe_file(package(), path), given)


def test_the_tags_of_a_page_say_all_of_its_row_and_each_cell_says_by_what(tmp_path: Path) -> None:
    row = row_of(tmp_path / "page.html", PAGE)
    assert {name: cell for name, cell in row.cells.items() if cell} == {
        "source": "devida-peru-monitoreo-cultivos-coca-2029",
        "title": "Perú: monitoreo de cultivos de coca 2029",
        "publisher": "DEVIDA",
        "kind": "survey",
        "published": "2030-06-11",
        "url": "https://www.gob.pe/devida/monitoreo-2029",
        "url_seen": "yes",
        "language": "es",
        "authority": "primary",
    }
    assert row.said_by["published"] == "citation_publication_date" and row.said_by["url"] == "link canonical"
    assert not row.lacks and not row.doubts


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "page.html",
            f'<html><script type="application/ld+json">{json.dumps(LINKED)}</script><p>x</p></html>',
            "reuters-2030-11-06|Poppy fields grow again|Reuters|news|2030-11-06|https://www.reuters.com/poppy-fields|en",
        ),
        (
            "record.json",
            CROSSREF,
            "wiley-who-uses-opioids-2029|Who uses opioids|Wiley|analysis|2029-05"
            "|https://onlinelibrary.wiley.com/10.1111/add.99999|en",
        ),
        (
            "record.json",
            DATACITE,
            "zenodo-prices-drugs-2028|Prices of drugs|Zenodo|dataset|2028-03-02|https://zenodo.org/records/1|en",
        ),
        ("record.json", CSL, "unodc-look-at-coca-2027|A look at coca|UNODC|report|2027|https://www.unodc.org/coca|en"),
    ],
)
def test_linked_data_and_records_of_catalogues_say_it_too(
    tmp_path: Path, name: str, content: object, expected: str
) -> None:
    row = row_of(tmp_path / name, content)
    columns = ("source", "title", "publisher", "kind", "published", "url", "language")
    assert "|".join(row.cells[column] for column in columns) == expected and not row.lacks


@pytest.mark.parametrize(
    ("identifier", "url"),
    [("https://www.ofdt.fr/rapport-2029", "https://www.ofdt.fr/rapport-2029"), ("978-92-1-148324-5", "")],
)
def test_an_identifier_of_dublin_core_is_the_address_where_it_is_one(tmp_path: Path, identifier: str, url: str) -> None:
    page = f'<html><meta name="DC.title" content="Rapport"><meta name="DC.identifier" content="{identifier}"></html>'
    assert row_of(tmp_path / "page.html", page).cells["url"] == url


@pytest.mark.parametrize(
    "named", ["UNODC Regional Office for Southeast Asia", "United Nations Office on Drugs and Crime, United Nations"]
)
def test_a_pdf_says_it_on_its_first_pages_and_what_is_only_concluded_is_called_inferred(
    tmp_path: Path, named: str
) -> None:
    book = MadePdf().text(60, 100, "Myanmar Opium Survey 2030", 28).text(60, 400, "December 2030", 12)
    book.text(60, 700, named).page()
    book.text(60, 100, "The area in the country was larger than that of the year before, and the yield")
    book.text(60, 116, "of the fields was higher than it had been in all of the years before it.")
    row = new_source(package(), describe_file(package(), book.save(tmp_path / "a.pdf")), {})
    assert (row.cells["title"], row.cells["published"]) == ("Myanmar Opium Survey 2030", "2030-12")
    assert (row.cells["kind"], row.cells["language"], row.cells["publisher"]) == ("survey", "en", "UNODC")
    assert row.cells["inferred"] == "publisher" and row.cells["url_seen"] == "no"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<meta name="dcterms.issued" content="2030-06-30">', "there is 2030-06-30 (dcterms.issued)"),
        ('<meta property="og:url" content="https://other.example.org/a">', "there is https://www.gob.pe/devida"),
        ('<meta name="dc.language" content="fr">', "there is es (html lang)"),
    ],
)
def test_what_a_page_says_in_two_ways_is_told_with_both(tmp_path: Path, more: str, told: str) -> None:
    row = row_of(tmp_path / "page.html", PAGE.replace("<head>", f"<head>{more}"))
    assert any(told in doubt for doubt in row.doubts), row.doubts


def test_what_the_maintainer_says_comes_first_and_the_difference_is_told(tmp_path: Path) -> None:
    row = row_of(tmp_path / "page.html", PAGE, published="2030-07-01", publisher="DEVIDA; UNODC")
    assert (row.cells["published"], row.cells["publisher"]) == ("2030-07-01", "DEVIDA; UNODC")
    assert any("published is 2030-07-01 by as told, but there is 2030-06-11" in doubt for doubt in row.doubts)


def test_what_nothing_says_is_asked_for_and_never_made_up(tmp_path: Path) -> None:
    row = row_of(tmp_path / "page.html", "<html><head><title>Coca</title></head><body><p>x</p></body></html>")
    assert not row.cells["publisher"] and not row.cells["published"] and not row.cells["language"]
    assert "nothing says its publisher; say it with --publisher" in row.lacks
    assert any("nothing says when it was published" in doubt for doubt in row.doubts)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"message": 3}', "plain words", "[" * 5_000])
def test_a_file_that_says_nothing_of_a_publication_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(DocumentError):
        row_of(tmp_path / "file", content)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-11-19T12:00:00Z", "2018-11-19"),
        ("2018/11", "2018-11"),
        ("19 November 2018", "2018-11-19"),
        ("November 19, 2018", "2018-11-19"),
        ("Noviembre de 2018", "2018-11"),
        ("3 de julio de 2019", "2019-07-03"),
        ("D:20181119101500+01'00'", "2018-11-19"),
        ("31 February 2018", ""),
        ("2018-13", ""),
        ("soon", ""),
    ],
)
def test_days_are_read_as_far_as_they_are_written(text: str, day: str) -> None:
    assert day_of(text) == day


def run(folder: DataFolder, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["add", "source", *words, "--data", str(folder.path)])


def test_a_row_is_shown_first_written_on_demand_and_not_twice(folder: DataFolder, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    before = (folder.path / "sources.csv").read_text(encoding="utf-8")
    shown = run(folder, str(page))
    assert shown.exit_code == 0 and "published: 2030-06-11  (citation_publication_date)" in shown.output
    assert (folder.path / "sources.csv").read_text(encoding="utf-8") == before
    assert run(folder, str(page), "--write", "--published", "2026-06-11").exit_code == 0
    added = (folder.path / "sources.csv").read_text(encoding="utf-8").removeprefix(before)
    assert added.startswith("devida-peru-monitoreo-cultivos-coca-2029,Perú: monitoreo") and added.count("\n") == 1
    assert {problem.code for problem in folder.problems() if problem.is_error} == {"source-unused"}
    again = run(folder, str(page), "--write")
    assert again.exit_code == 1 and "has this publication already: devida-peru-monitoreo" in again.output
    known = next(row for row in csv.DictReader(before.splitlines()) if row["url"].startswith("https://"))
    without_a_visit = run(folder, known["url"].replace("https://", "http://www.").replace("www.www.", "www.") + "/")
    assert without_a_visit.exit_code == 1 and f"already: {known['source']}." in without_a_visit.output


def test_an_address_is_visited_and_is_that_of_the_source_where_the_page_names_none(folder: DataFolder) -> None:
    with Site() as site:
        page = PAGE.replace("link rel", "link data-rel")
        site.answers = {"/a": answer(page), "/b": answer("x", content_type="image/png")}
        found = run(folder, f"http://127.0.0.1:{site.port}/a", "--allow-private")
        assert found.exit_code == 0 and f"url: http://127.0.0.1:{site.port}/a  (where it was fetched)" in found.output
        assert "gave no page, PDF or record (private-address)" in run(folder, f"http://127.0.0.1:{site.port}/a").output
        nothing = run(folder, f"http://127.0.0.1:{site.port}/b", "--allow-private").output
        assert "(200 image/png); save it with a browser and give the file" in nothing
