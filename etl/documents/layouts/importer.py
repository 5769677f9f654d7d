"""The contract of all importers: which sheet each can read, and what it gives from one.

An importer understands one outside layout and nothing else. It is a pure function from a sheet to a harvest: it
reads no file, does not know the data, decides nothing about units or sources, and imports no total.
"""

from typing import Protocol

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Harvest, Reading


class Importer(Protocol):
    """One outside layout.

    `name` is what --layout calls it, `example` a command that works in a checkout, with the files that come with the
    tests.
    """

    name: str
    example: str

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the sheet has this layout; it may still turn out not to be readable."""

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The numbers of the sheet, in its order, each from another cell; whatever is in it, nothing is raised."""
