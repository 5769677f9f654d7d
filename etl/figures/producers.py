"""In which order producers are listed."""

from collections.abc import Iterable

_FIRST_PRODUCERS = ("unodc", "usg")


def producer_order(producers: Iterable[str]) -> list[str]:
    """Producers as they are listed: the two long series first, the others by key."""
    known = list(_FIRST_PRODUCERS)
    return sorted(producers, key=lambda key: (known.index(key) if key in known else len(known), key))
