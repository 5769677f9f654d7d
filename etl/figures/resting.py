"""Which sources rest on which: whose numbers a source repeats, directly or through others."""

from collections.abc import Mapping

Repeaters = Mapping[str, list[str]]  # by source, those that repeat its numbers themselves


def repeaters_of(rests_on: Mapping[str, str]) -> dict[str, list[str]]:
    """The sources that repeat each source, in the order given; `rests_on` has the source that each rests on, or ""."""
    found: dict[str, list[str]] = {}
    for source, repeated in rests_on.items():
        if repeated:
            found.setdefault(repeated, []).append(source)
    return found


def resting_on(source: str, repeaters: Repeaters) -> dict[str, list[str]]:
    """A source and every source that rests on it, each with those that repeat it: a tree, whatever the data say."""
    found: dict[str, list[str]] = {}
    waiting = [source]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = [item for item in repeaters.get(one, []) if item not in found]
            waiting += found[one]
    return found
