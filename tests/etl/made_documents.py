"""Documents made for tests: PDFs of texts and lines at given places, pages of tables, DOCX."""

import zipfile
import zlib
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
        return _write_pdf(path, ["\n".join(page).encode("cp1252") for page in self._pages])


def _write_pdf(path: Path, pages: Sequence[bytes], how: str = "") -> Path:
    """A PDF of the drawing of each page; `how` says how that is packed."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(len(pages)))}] "
        f"/Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< {how} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode()
    path.write_bytes(out)
    return path


def write_pdf_bomb(path: Path, step: bytes, size: int) -> Path:
    """A small PDF whose page unpacks to a drawing of so many bytes, one step again and again."""
    return _write_pdf(path, [zlib.compress(step * (size // len(step)), 9)], "/Filter /FlateDecode")


def write_sheet_xml(path: Path, content: str) -> Path:
    """A workbook with one sheet of a given XML, the declarations of which come first."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    declared, _, rest = content.rpartition("<sheetData")
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{relations}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{declared}<worksheet xmlns="{space}"><sheetData{rest}</worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def write_repeated_cells(path: Path) -> Path:
    """An ODS of one cell, which it says is there a million times."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    cell = '<table:table-cell table:number-columns-repeated="10" office:value-type="float" office:value="1"/>'
    body = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="99999">{cell}</table:table-row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
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


def html_page(title: str, rows: list[list[str]], texts: str = "") -> str:
    """A web page with a title, paragraphs as they are given, and one table."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><h1>{title}</h1>{texts}<table>{cells}</table></body></html>"
