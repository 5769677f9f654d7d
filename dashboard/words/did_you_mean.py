"""What a reader probably meant by a word that is not known here, for messages that say what to do."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

_LONGEST_QUOTE = 80
_MOST_COMPARED = 5000
# How like a name must be to be proposed, as difflib counts letters: less where it begins alike. Two letters that have
# changed places in a word of four make 0.75, as in aera; Armenia, which begins otherwise, is 0.77 like Narnia.
_LIKE = 0.85
_LIKE_IF_BEGUN_ALIKE = 0.75
_SHORTEST_BEGINNING = 3  # letters
_MENDED_FROM = 4  # letters; of shorter words too many others are near


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
    """The key that was probably meant and its name; `offered` are keys with names. Empty where nothing is near.

    What differs by a letter or two comes first, then the first that is offered of those with all of the words, whole
    or begun: a wrong proposal is worse than none.
    """
    wanted = text[:_LONGEST_QUOTE].casefold().strip()
    names: dict[str, tuple[str, str]] = {}
    for key, name in offered:
        names.setdefault(name.casefold(), (key, name))
        names[key.casefold()] = (key, name)
        if len(names) > _MOST_COMPARED:
            break
    if wanted not in names:
        begun_alike = [name for name in names if name[:1] == wanted[:1]]
        near = get_close_matches(wanted, begun_alike, n=1, cutoff=_LIKE_IF_BEGUN_ALIKE)
        near = near or get_close_matches(wanted, names, n=1, cutoff=_LIKE)
        wanted = near[0] if near else _with_words_of(wanted, names)
    return names.get(wanted, ("", ""))


def _with_words_of(text: str, names: Collection[str]) -> str:
    """The first name that has all words of a text, else the first in which each of them begins a word; or nothing.

    A word that no name has stands for the one that is near it.
    """
    known = {word for name in names for word in _words(name)}
    words = [_known_word(word, known) for word in _words(text)]
    if len(text) < _SHORTEST_BEGINNING or not words:
        return ""
    having = [name for name in names if all(re.search(rf"\b{re.escape(word)}", name) for word in words)]
    whole = (name for name in having if set(words) <= set(_words(name)))
    return next(whole, having[0] if having else "")


def _known_word(word: str, known: Collection[str]) -> str:
    if len(word) < _MENDED_FROM or any(one.startswith(word) for one in known):
        return word
    near = get_close_matches(word, [one for one in known if one[:1] == word[:1]], n=1, cutoff=_LIKE_IF_BEGUN_ALIKE)
    return near[0] if near else word


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
