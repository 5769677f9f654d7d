"""The bare letters of a text, by which names are compared and sorted whatever their accents and capitals."""

from unicodedata import combining, normalize


def letters_of(text: str) -> str:
    """A text without accents and capitals: Åland as aland."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
