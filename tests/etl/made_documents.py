"""Documents made for tests: PDFs of texts and lines at given places, pages of tables, DOCX."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEIGHT, WIDTH = 842, 595
SIZE = 10
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class MadePdf:
    """A PDF in one typeface; places are points from the left and upper edge of the page."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]

    def text(self, left: float, top: float, text: str, size: float = SIZE, upwards: bool = False) -> "MadePdf":
        """Write a text whose first letter stands at a place."""
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        turn = "0 1 -1 0" if upwards else "1 0 0 1"
        self._pages[-1].append(f"BT /F {size} Tf {turn} {left} {HEIGHT - top - size} Tm ({shown}) Tj ET")
        return self

    def line(self, left: float, top: float, right: float, bottom: float) -> "MadePdf":
        """Draw a line."""
        self._pages[-1].append(f"0.5 w {left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S")
        return self

    def rows(self, top: float, columns: Sequence[float], rows: Sequence[Sequence[str]], pitch: float = 16) -> "MadePdf":
        """Write the cells of a table, names from the left, numbers up to the right of their column."""
        for number, row in enumerate(rows):
            for column, text in zip(columns, row, strict=True):
                is_number = text[:1].isdigit() or text[:1] in "-+"
                left = column - 5.0 * len(text) if is_number else column - (40 if column > columns[0] else 0)
                if text:
                    self.text(left, top + number * pitch, text)
        return self

    def page(self) -> "MadePdf":
        """Begin another page."""
        self._pages.append([])
        return self

    def save(self, path: Path) -> Path:
        """Write the file."""
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(len(self._pages)))}] "
            f"/Count {len(self._pages)} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        ]
        for number, page in enumerate(self._pages):
            content = "\n".join(page)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * number} 0 R "
                "/Resources << /Font << /F 3 0 R >> >> >>"
            )
            objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
        out = b"%PDF-1.4\n"
        places = []
        for number, each in enumerate(objects, start=1):
            places.append(len(out))
            out += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        out += (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
        path.write_bytes(out)
        return path


def write_docx(path: Path, paragraphs: Sequence[str], rows: Sequence[Sequence[str]], extra: str = "") -> Path:
    """A DOCX of paragraphs and then a table; `extra` stands before its root."""
    texts = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"
        for row in rows
    )
    return write_word_body(path, f"{texts}<w:tbl>{cells}</w:tbl>", extra)


def write_word_body(path: Path, body: str, extra: str = "") -> Path:
    """A DOCX with a body of WordprocessingML; `extra` stands before its root."""
    content = f"{extra}<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return path


def write_merged_docx(path: Path) -> Path:
    """A DOCX with a heading, a deleted text, and a table of merged cells and a raised mark."""

    def run(text: str, raised: str = "") -> str:
        mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{raised}</w:t></w:r>' if raised else ""
        return f"<w:p><w:r><w:t>{text}</w:t></w:r>{mark}</w:p>"

    def cell(text: str, raised: str = "", **about: str) -> str:
        said = "".join(f'<w:{name} w:val="{value}"/>' for name, value in about.items())
        return f"<w:tc><w:tcPr>{said}</w:tcPr>{run(text, raised)}</w:tc>"

    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Coca in Peru</w:t></w:r></w:p>'
    deleted = "<w:p><w:del><w:r><w:t>62,500</w:t></w:r></w:del><w:r><w:t>Coca</w:t><w:tab/><w:t>bush</w:t></w:r></w:p>"
    rows = [
        [cell("Region", vMerge="restart"), cell("Coca bush cultivation (hectares)", gridSpan="2")],
        [cell("", vMerge="continue"), cell("2015"), cell("2016")],
        [cell("Cusco"), cell("17,500", "a"), cell("18,100")],
        [cell("Puno"), cell("4,100"), cell("4,500")],
    ]
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    table = f"<w:tbl>{lines}</w:tbl>"
    body = f"{heading}<w:sdt><w:sdtContent>{deleted}</w:sdtContent></w:sdt>{table}"
    return write_word_body(path, body)
