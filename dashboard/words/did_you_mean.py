"""What a reader probably meant by a word that is not known here, for messages that say what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_QUOTE = 80
_MOST_COMPARED = 5000


def quoted(text: str) -> str:
    """A text from outside as it may stand in a sentence: short, and without control characters."""
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: _LONGEST_QUOTE + 1])
    return f"“{clean if len(clean) <= _LONGEST_QUOTE else clean[:_LONGEST_QUOTE] + '…'}”"


def nearest(text: str, offered: Iterable[tuple[str, str]]) -> str:
    """What was probably meant, as it stands in a sentence: the key with its name. Empty where nothing is near."""
    key, name = nearest_key(text, offered)
    if not key:
        return ""
    return f"“{key}”" if name in {"", key} else f"“{key}” ({name})"


def nearest_key(text: str, offered: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The key that was probably meant and its name; `offered` are keys with names. Empty where nothing is near."""
    wanted = text[:_LONGEST_QUOTE].casefold().strip()
    names: dict[str, tuple[str, str]] = {}
    for key, name in offered:
        names.setdefault(name.casefold(), (key, name))
        names[key.casefold()] = (key, name)
        if len(names) > _MOST_COMPARED:
            break
    found = names.get(wanted)
    if found is None:
        near = get_close_matches(wanted, names, n=1, cutoff=0.6)
        inside = next((name for name in names if wanted in name), None) if len(wanted) >= 3 else None
        match = near[0] if near else inside
        found = names[match] if match is not None else None
    return found or ("", "")
