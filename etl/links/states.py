"""What the status of a visit means for a reader: working, dead or unclear."""

import pandas as pd

GONE = ("404", "410", "no-host")  # the page or its server is no longer there


def state_of(status: str) -> str:
    """`dead` only where the answer says so: a server that is slow, busy or shy of programs may work for a reader."""
    if status in GONE:
        return "dead"
    return "working" if status.startswith("2") else "unclear"


def link_table(links: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `link` from those of links.csv."""
    return links.assign(state=links["status"].map(state_of).astype("str"))
