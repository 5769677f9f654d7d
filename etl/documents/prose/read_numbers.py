"""What is known of a number of a text: its value, unit, exactness and range."""

from dataclasses import dataclass, replace

PERCENT = "percent"
PEOPLE = "persons"
DEATHS = "deaths"
ADMISSIONS = "admissions"  # to treatment, of which one person may have several in a year
ARRESTS = "arrests"
COUNTS_OF_PEOPLE = frozenset({PEOPLE, DEATHS, ADMISSIONS, ARRESTS})
RATES = {100_000: "per 100,000", 1_000_000: "per million"}  # for each so many people
CURRENCIES = frozenset({"USD", "EUR", "GBP"})


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number of the text, in the unit that is printed; tokens `first` to `last`, unit and all.

    `form` is plain, percent, fraction or multiple. `low` and `high` are set of a range. `step` is the place of its
    last printed digit. `about` is exact, about, nearly, at-least or up-to. `joined` is how it was joined with the
    number before: from, to, and, or nothing. `otherwise` is the value if its mark is read the other way.
    """

    first: int
    last: int
    value: float
    step: float
    form: str = "plain"
    unit: str = ""
    unit_said: bool = True
    about: str = "exact"
    low: float | None = None
    high: float | None = None
    otherwise: float | None = None
    negative: bool = False
    signed: bool = False  # a plus or minus stands before it
    digits: bool = True  # written in digits, not in words
    marked: bool = False  # with a mark for thousands, a decimal or a scale, as no year or count of things is

    def opposite(self) -> "ReadNumber":
        """How many times as much a multiple leaves where it says how many times less."""
        about = {"at-least": "up-to", "up-to": "at-least"}.get(self.about, self.about)
        return replace(self, value=1 / self.value, about=about)
