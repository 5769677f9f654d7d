"""The words of a sentence by where they begin and end."""

from collections.abc import Sequence

from etl.documents.prose.tokens import Token
from etl.documents.prose.words import Match


class SentenceWords:
    """The tokens of a sentence, and the words of the vocabulary that were found among them."""

    def __init__(self, tokens: Sequence[Token], matches: Sequence[Match]) -> None:
        self.tokens = tokens
        self.starting: dict[int, dict[str, Match]] = {}  # by kind; of one kind none overlap
        self.ending: dict[int, dict[str, Match]] = {}
        for match in matches:
            self.starting.setdefault(match.first, {}).setdefault(match.kind, match)
            self.ending.setdefault(match.last, {}).setdefault(match.kind, match)

    def begins(self, place: int, *kinds: str) -> Match | None:
        """The longest word of some kinds that begins at a token."""
        there = self.starting.get(place)
        if not there:
            return None
        best = None
        for kind in kinds:
            match = there.get(kind)
            if match is not None and (best is None or match.last > best.last):
                best = match
        return best

    def ends(self, place: int, *kinds: str) -> Match | None:
        """The longest word of some kinds that ends at a token."""
        there = self.ending.get(place)
        if not there:
            return None
        best = None
        for kind in kinds:
            match = there.get(kind)
            if match is not None and (best is None or match.first < best.first):
                best = match
        return best

    def text(self, place: int) -> str:
        """The text of a token; nothing outside the sentence."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""
