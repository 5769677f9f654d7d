"""Texts from outside as they may stand in a message: on one line, short, and without control characters."""

SHOWN_LENGTH = 60  # characters of a found value that a message quotes


def escaped(text: str) -> str:
    """Give text on one line, with everything invisible (controls, direction marks, odd blanks) spelled out."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelled(character) for character in text)


def shown(value: object) -> str:
    """Quote a found value for a message: on one line and not longer than a line can bear."""
    text = str(value)
    if len(text) > SHOWN_LENGTH:
        text = text[: SHOWN_LENGTH - 3] + "..."
    return f'"{escaped(text)}"'


def _spelled(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
