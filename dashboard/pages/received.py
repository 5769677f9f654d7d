"""What a browser sent, as far as it is of the kind that our pages send; anything else counts as not sent.

Values of callbacks come from outside as much as addresses do: somebody may send anything in their place.
"""

from dashboard.views.parameters import Day, Year


def text(value: object) -> str:
    """A text, or an empty one."""
    return value if isinstance(value, str) else ""


def received_texts(value: object) -> list[str]:
    """The texts of a list."""
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list | tuple) else []


def text_in(data: object, name: str) -> str:
    """The text of that name in an object, or an empty one."""
    return text(data.get(name)) if isinstance(data, dict) else ""


def year(value: object) -> int | None:
    """A year, given as a number or as a text."""
    given = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(given) if Year().takes(given, {}) else None


def years(value: object) -> list[int]:
    """The years of a list, the earliest first."""
    found = [year(entry) for entry in value] if isinstance(value, list | tuple) else []
    return sorted(entry for entry in found if entry is not None)


def day(value: object) -> str:
    """A day as YYYY-MM-DD, or an empty text."""
    return text(value) if Day().takes(text(value), {}) else ""


def switched_on(value: object) -> bool:
    """Whether a switch is on."""
    return value is True
