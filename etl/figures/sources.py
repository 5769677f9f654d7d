"""Sources, and what was found at their addresses."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from etl.figures.vocabulary.sources import LinkState

INFERRED = "inferred"  # the mark of what nobody has read, as it stands behind a name

_GONE = ("404", "410", "no-host")  # statuses of a link: the page or its server is no longer there


@dataclass(frozen=True, slots=True)
class Link:
    """What a visit found at an address: a row of links.csv, in which every column is text."""

    address: str
    status: str
    final_address: str = ""
    title: str = ""
    content_type: str = ""
    checked: str = ""
    number_found: str = ""
    archived: str = ""

    @property
    def state(self) -> LinkState:
        """`dead` only where the answer says so: a server that is slow, busy or shy of programs may work for a reader.

        A page that leads to the front page of its site is probably gone, which nobody can tell for sure.
        """
        if self.status in _GONE:
            return LinkState.DEAD
        to_the_front = bool(self.final_address) and _depth(self.final_address) < 2 < _depth(self.address)
        return LinkState.WORKING if self.status.startswith("2") and not to_the_front else LinkState.UNCLEAR

    @property
    def is_dead(self) -> bool:
        return self.state == LinkState.DEAD


def _depth(address: str) -> int:
    return len(urlsplit(address).path)


@dataclass(frozen=True, slots=True)
class Source:
    source: str
    title: str
    publisher: str
    kind: str
    published: str
    url: str
    url_seen: str
    language: str
    authority: str
    note: str
    rests_on: str
    known_from: str  # the day from which it was certainly out; empty where it is undated and counts as the oldest
    survey_years: str = ""  # separated by blanks; empty: not known, or no survey
    inferred: str = ""  # what of it is only inferred: publisher, published
    link: Link | None = None  # what was found at its address; None where nobody has looked
    read_at: str = ""  # without an address of its own: the copy in which most of its numbers were read
    elsewhere: str = ""  # where no number of it was read: a copy of it, or a page about it
    recorded_title: str = ""  # as the data have it: with brackets around what was not seen

    @property
    def is_title_seen(self) -> bool:
        """Whether the title was seen; else it is a description in words of the collectors."""
        return not self.recorded_title.startswith("[")

    @property
    def is_publisher_inferred(self) -> bool:
        """Whether nobody has read who published it."""
        return "publisher" in self.inferred.split()

    @property
    def published_by(self) -> str:
        """The publisher as readers see it, with the mark of one who is only inferred."""
        return f"{self.publisher} ({INFERRED})" if self.is_publisher_inferred else self.publisher

    @property
    def dated(self) -> str:
        """The date as readers see it, with the mark of one that is only inferred; empty where it is not known."""
        return f"{self.published} ({INFERRED})" if "published" in self.inferred.split() else self.published

    def surveys(self, year: int) -> bool | None:
        """Whether it is a survey of a year; None where it is not known which years it surveys."""
        return str(year) in self.survey_years.split() if self.survey_years else None
