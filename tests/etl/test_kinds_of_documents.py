"""Documents of every kind are read with the place of each number: scans are refused, sentences keep their own."""

from pathlib import Path

import pytest
from document_figures import Read, said
from made_documents import (
    MadePdf,
    html_page,
    write_docx,
    write_merged_docx,
)

from etl.documents.files.document import DocumentError
from etl.documents.files.opening import open_document
from etl.documents.readings.figures import USABLE, ReadAs


def test_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "The area under opium poppy",
        "in Afghanistan was estimated",
        "at two hundred thousand ha",
        "in the year of the drought",
        "and the harvest was small",
        "as the farmers had said",
    ]
    right = [
        "before the survey was made.",
        "Prices fell in the same way",
        "and traders kept their opium",
        "for the year after this one",
        "when it was worth far more",
        "than it had been before it.",
    ]
    pdf = MadePdf()
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        pdf.text(50, 60 + 14 * number, one).text(320, 60 + 14 * number, other)
    paragraphs = [each.text for each in open_document(pdf.save(tmp_path / "a.pdf")).paragraphs]
    assert " ".join(paragraphs) == " ".join([*left, *right])


def test_a_scan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"2 pages and no text .*ocrmypdf"):
        open_document(MadePdf().line(10, 10, 500, 700).page().line(10, 10, 20, 20).save(tmp_path / "scan.pdf"))


@pytest.mark.many
def test_sentences_have_their_place_and_only_sure_ones_are_understood(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Opium in 2018\n\nIn 2018, opium poppy cultivation in Afghanistan was 263,000 hectares. It had been more.\n\n"
        "Balkh had many. Potential production fell to 6,400 tons.\n",
        encoding="utf-8",
    )
    figures = read(path).figures
    assert (figures[0].area, figures[0].year, figures[0].value) == ("AFG", 2018, 263000)
    assert figures[0].place == "paragraph 2, sentence 1" and figures[0].outcome == ReadAs.UNDERSTOOD
    assert figures[1].value == 6400 and figures[1].outcome == ReadAs.UNSURE


def test_a_footnote_mark_does_not_join_two_sentences(read: Read, tmp_path: Path) -> None:
    text = "In 2018, opium poppy cultivation in Kandahar was 23,410 hectares.⁴ In Uruzgan, much was harvested."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [(each.area, each.value) for each in read(tmp_path / "a.txt").figures] == [("AF-KAN", 23410)]


HTML = """<html><head><script>alert(1)</script><style>x</style></head><body>
<h1>Opium poppy cultivation in Afghanistan</h1>
<p hidden>Hilmand had 1 hectare.</p><table><caption>Area by province (hectares)</caption>
<tr><th rowspan=2>Province<th colspan=2>Area (ha)</tr><tr><th>2016<th>2017</tr>
<tr><td>Hilmand<sup>1</sup><td>80,273<td>144,018</tr><tr><td>Zabul<td>1,363<td>2,131
<table><tr><td>no</td><td>5</td></tr><tr><td>part</td><td>6</td></tr></table></tr></table>"""


def test_a_web_page_is_read_without_what_is_not_shown(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert [each[1:] for each in said(reading.figures)] == [
        ("AF-HEL", 2016, 80273),
        ("AF-HEL", 2017, 144018),
        ("AF-ZAB", 2016, 1363),
        ("AF-ZAB", 2017, 2131),
    ]
    texts = " ".join(each.text for each in reading.document.paragraphs)
    assert "alert" not in texts and "1 hectare" not in texts


def test_a_web_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    text = '<html><meta charset="windows-1251"><p>Площадь посевов мака</p></html>'
    (tmp_path / "a.html").write_bytes(text.encode("cp1251"))
    assert [each.text for each in open_document(tmp_path / "a.html").paragraphs] == ["Площадь посевов мака"]


def test_a_docx_is_read(read: Read, tmp_path: Path) -> None:
    rows = [["Province", "2017", "2018"], ["Hilmand", "144,018", "136,798"], ["Zabul", "2,131", "2,581"]]
    path = write_docx(tmp_path / "a.docx", ["Opium poppy cultivation in Afghanistan (hectares)"], rows)
    assert [each[1:] for each in said(read(path).figures)][:2] == [("AF-HEL", 2017, 144018), ("AF-HEL", 2018, 136798)]


def test_markdown_and_sheets_are_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "Coca bush cultivation in Peru (hectares)\n\n| Region | 2016 | 2017 |\n|---|---|---|\n| Cusco | 18,100 "
        "| 19,700 |\n| Puno | 4,500 | 5,000 |\n",
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text(
        "Coca bush cultivation in Peru (hectares)\nRegion,2016,2017\nCusco,18100,19700\nPuno,4500,5000\n",
        encoding="utf-8",
    )
    expected = [("PE-CUS", 2016, 18100), ("PE-CUS", 2017, 19700), ("PE-PUN", 2016, 4500), ("PE-PUN", 2017, 5000)]
    assert [each[1:] for each in said(read(tmp_path / "a.md").figures)] == expected
    assert [each[1:] for each in said(read(tmp_path / "a.csv").figures)] == expected
    (tmp_path / "b.md").write_text(
        "Coca bush cultivation\n---------------------\n\nCoca bush cultivation in Peru (hectares)\n\n"
        "Region | 2016 | 2017\n- | -: | -:\nCusco | 18,100 | 19,700\nPuno | 4,500 | 5,000\n\nNotes follow.\n",
        encoding="utf-8",
    )
    assert [each[1:] for each in said(read(tmp_path / "b.md").figures)] == expected
    lines = (tmp_path / "b.md").read_text(encoding="utf-8").replace(" | ", "\t").replace("-\t-:\t-:\n", "")
    (tmp_path / "b.txt").write_text(lines, encoding="utf-8")
    assert [each[1:] for each in said(read(tmp_path / "b.txt").figures)] == expected


@pytest.mark.parametrize(
    "when",
    ["Between January and June 2018", "In the first six months of 2018", "In the second quarter of 2018"],
)
def test_a_sentence_on_a_part_of_a_year_is_not_taken_for_the_year(read: Read, tmp_path: Path, when: str) -> None:
    texts = (
        "<p>Opium poppy cultivation in Afghanistan was 263,000 hectares in 2018, a decrease of 20 per cent.</p>"
        f"<p>{when}, 1,200 hectares of poppy were eradicated in Afghanistan.</p>"
        "<p>In August 2018 the Government said that 406 hectares were eradicated in Afghanistan in 2018.</p>"
        "<p>Between 242,000 and 283,000 hectares of opium poppy were cultivated in Afghanistan in 2018.</p>"
    )
    (tmp_path / "a.html").write_text(html_page("Afghanistan Opium Survey 2018", [], texts), encoding="utf-8")
    figures = {each.as_printed.split()[0]: each for each in read(tmp_path / "a.html").figures}
    assert figures["1,200"].outcome == ReadAs.PART_OF_YEAR
    assert figures["20"].outcome not in USABLE
    assert (figures["263,000"].value, figures["406"].value) == (263000, 406)
    assert (figures["242,000"].low, figures["242,000"].high) == (242000, 283000)


def test_merged_cells_of_a_word_document_say_what_its_numbers_are(read: Read, tmp_path: Path) -> None:
    path = write_merged_docx(tmp_path / "a.docx")
    assert said(read(path).figures) == [
        ("coca-bush-cultivation", "PE-CUS", 2015, 17500),
        ("coca-bush-cultivation", "PE-CUS", 2016, 18100),
        ("coca-bush-cultivation", "PE-PUN", 2015, 4100),
        ("coca-bush-cultivation", "PE-PUN", 2016, 4500),
    ]
