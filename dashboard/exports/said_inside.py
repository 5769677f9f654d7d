"""What charts say of themselves, inside documents of office programs: a part beside the content that nobody sees."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape, unescape

from dashboard.exports.chart import ExportedChart
from dashboard.exports.fixed_zip import parts_of_document, zipped
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.texts import xml_text

PART = re.compile(r"customXml/item\d+\.xml")
_NAMESPACE = "urn:drug-control-statistics:provenance"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_MAIN = re.compile(r"(?:xl|ppt|word)/_rels/(?:workbook|presentation|document)\.xml\.rels")
_SAID = re.compile(rf'<provenance xmlns="{_NAMESPACE}">(.*)</provenance>', re.DOTALL)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</Relationships>"


def with_said(content: bytes, moment: datetime, charts: Sequence[ExportedChart]) -> bytes:
    """A document of an office program with a part for each chart, and with a fixed date."""
    files = parts_of_document(content, moment)
    main = next(name for name in files if _MAIN.fullmatch(name))
    leads = []
    for place, chart in enumerate(charts, 1):
        said = xml_text(escape(provenance_texts(chart)["Provenance"], quote=False))
        name = f"customXml/item{place}.xml"
        files[name] = f'{_HEAD}<provenance xmlns="{_NAMESPACE}">{said}</provenance>'.encode()
        leads.append(f'<Relationship Id="said{place}" Type="{_KIND}" Target="../{name}"/>')
    files[main] = files[main].replace(_END, "".join(leads).encode() + _END)
    return zipped(files, moment)


def said_in(part: bytes) -> str:
    """What a part says in the form of data; empty where it is none of ours."""
    found = _SAID.search(part.decode("utf-8", "replace"))
    return unescape(found[1]) if found else ""
