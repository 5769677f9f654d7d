"""The brief of an area and a year as a PDF file of one sheet, with what it says of itself inside."""

from dataclasses import replace

from dashboard import PRODUCT
from dashboard.exports.brief import MOST_SOURCE_LINES, Brief, brief_html
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.printing import pages_of, printed, with_texts
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import PictureError

SOURCE_LINES = (MOST_SOURCE_LINES, 8, 0)  # fewer where other texts take the room


def brief_pdf(brief: Brief) -> bytes:
    """The brief on one sheet. Raises NoBrowserError without a Chromium, PictureError where it cannot be made.

    Each of its figures has its series inside, in the form in which pictures have it.
    """
    for lines in SOURCE_LINES:
        made = printed(brief_html(brief, lines))
        if pages_of(made) == 1:
            break
    else:
        raise PictureError("The brief does not fit on one page.")
    charts = (replace(chart, own=brief.own) for chart in brief.charts)  # so that it says what stands in place of ours
    inside = {provenance_key(place): provenance_texts(one)["Provenance"] for place, one in enumerate(charts, 1)}
    return with_texts(made, properties(brief) | inside, moment_of(brief.edition.data_as_of))


def properties(brief: Brief) -> dict[str, str]:
    """What the file says of the whole sheet, whatever the reader has it called."""
    return {
        "Title": brief.title,
        "Author": PRODUCT,
        "Subject": f"Edition {brief.edition.name}. Data as of {brief.edition.data_as_of}. {brief.pinned}",
        "Keywords": ", ".join(source.title for source in brief.printed_sources),
    }


def provenance_key(place: int) -> str:
    """The name of the property that says what the figure of that place is, from 1 on."""
    return f"Provenance{place}"
