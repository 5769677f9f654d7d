"""Which rows of a list have a word in them: in the name of what they are about, or in their texts.

The index is in memory, made when a word is first looked for in an edition, and the same whatever database holds that. A
word may stand anywhere, also inside another one and with less than three letters, which the indexes of neither database
find: the texts are one long text, in which a word is found in a few milliseconds.
"""

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

_END = "\0"  # of the texts of a row; no word has it
_BETWEEN = "\n"


class WordIndex:
    """Ids of rows by words."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[Hashable]]) -> None:
        """`rows` are in the order of their ids: each has its id, a key for each of the columns, and its texts."""
        self._with_key: dict[tuple[str, Hashable], array[int]] = {}
        self._ids, self._begins = array("I"), array("I")
        texts, length = list[str](), 0
        for row in rows:
            number, keys, said = int(str(row[0])), row[1 : len(columns) + 1], row[len(columns) + 1 :]
            for place in zip(columns, keys, strict=True):
                self._with_key.setdefault(place, array("I")).append(number)
            text = _BETWEEN.join(map(str, said)).casefold() + _END
            self._ids.append(number)
            self._begins.append(length)
            texts.append(text)
            length += len(text)
        self._text = "".join(texts)

    def ids(self, word: str, keys: Mapping[str, Iterable[Hashable]]) -> set[int]:
        """The rows in whose texts a word stands, whatever the case of its letters, or that have one of some keys."""
        found = set(self._containing(word.casefold()))
        for column, values in keys.items():
            for value in values:
                found.update(self._with_key.get((column, value), ()))
        return found

    def _containing(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            place = bisect_right(self._begins, at)
            yield self._ids[place - 1]
            at = self._text.find(word, self._begins[place]) if place < len(self._begins) else -1
