"""What a visit found, as a row of links.csv, and what that means for a reader: working, dead or unclear."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from etl.figures.vocabulary import LinkState

GONE = ("404", "410", "no-host")  # the page or its server is no longer there

CERTAIN = ("bad-address", "private-address")  # not even asked for


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One row of links.csv; every column is text there."""

    address: str
    status: str
    final_address: str = ""
    title: str = ""
    content_type: str = ""
    checked: str = ""
    number_found: str = ""
    archived: str = ""

    @property
    def needs_no_network(self) -> bool:
        """Whether the status holds however the network of this machine is."""
        return self.status in CERTAIN

    @property
    def state(self) -> LinkState:
        """What the status means for a reader."""
        return link_state(self.address, self.status, self.final_address)


def link_state(address: str, status: str, final_address: str) -> LinkState:
    """`dead` only where the answer says so: a server that is slow, busy or shy of programs may work for a reader.

    A page that leads to the front page of its site is probably gone, which nobody can tell for sure.
    """
    if status in GONE:
        return LinkState.DEAD
    to_the_front = bool(final_address) and len(urlsplit(final_address).path) < 2 < len(urlsplit(address).path)
    return LinkState.WORKING if status.startswith("2") and not to_the_front else LinkState.UNCLEAR


def link_table(links: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `link` from those of links.csv."""
    states = map(link_state, links["address"], links["status"], links["final_address"])
    return links.assign(state=pd.Series(list(states), index=links.index, dtype="str"))
