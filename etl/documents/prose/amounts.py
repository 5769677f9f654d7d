"""Digits, words and scales that make one amount: 24 mil 100, 26.3 million, zweihundert, nine thousand."""

from etl.documents.prose.digits import DecimalMarks, read_digits
from etl.documents.prose.matches import SentenceWords
from etl.documents.prose.read_numbers import ReadNumber
from etl.documents.prose.tokens import Token
from etl.documents.prose.words import Match

_MOST_WORDS = 24  # of one number


class AmountReader:
    """Reads the amounts of one sentence."""

    def __init__(self, words: SentenceWords, marks: DecimalMarks, language: str) -> None:
        self._at, self._marks, self._language = words, marks, language

    def read(self, place: int) -> ReadNumber | None:
        """Digits, scales and number words that make one number; nothing about its unit."""
        if place >= len(self._at.tokens):
            return None
        big = 10_000.0 if self._language == "zh" else 1000.0
        total = group = 0.0
        current: float | None = None
        step, last_scale = 1.0, float("inf")
        otherwise: float | None = None
        digits = marked = seen = scaled = False
        at, end = place, place - 1
        while at < len(self._at.tokens) and at - place < _MOST_WORDS:
            token = self._at.tokens[at]
            if token.kind == "number":
                if seen and not (scaled and current is None and self._continues(token, last_scale)):
                    break
                current, literal_step, other, has_mark = read_digits(token.text, self._marks)
                otherwise, marked = (other, has_mark or marked) if not seen else (None, True)
                step, digits, seen, end = literal_step, True, True, at
                at += 1
                continue
            scale = (
                self._at.begins(at, "scale")
                if seen or (self._at.begins(at, "scale") and self._scale_alone(at))
                else None
            )
            if scale and seen and not (token.text in {"m", "k", "t"} and not token.glued):
                size = float(scale.means)
                if size >= last_scale:
                    break
                if size >= big:
                    total += ((group + (current or 0)) or 1) * size
                    step, group, last_scale = step * size, 0.0, size
                    otherwise = otherwise and otherwise * size
                else:
                    group += (1 if current is None else current) * size
                    step = size
                current, scaled, marked, end = None, True, True, scale.last
                at = scale.last + 1
                at += self._at.text(at) == "." and at + 1 < len(self._at.tokens) and not self._at.tokens[at + 1].capital
                continue
            if scale:
                current, seen, end = 1.0, True, at - 1
                continue
            word = self._at.begins(at, "number") or (None if seen else self._article(at))
            if word is None:
                joined = self._at.begins(at, "number-and")
                if seen and not digits and joined and self._at.begins(at + 1, "number", "scale"):
                    at += 1
                    continue
                if scaled and current is None and joined and self._goes_on(joined.last + 1, last_scale):
                    at = joined.last + 1  # 6 thousand and 100
                    continue
                break
            value = float(word.means)
            if digits or (current is not None and not self._adds(current, value)):
                break
            current = (current or 0) + value
            step, seen, end = 1.0, True, word.last
            at = word.last + 1
            at += self._at.text(at) in {"-", "‑"} and bool(self._at.begins(at + 1, "number"))
        if not seen or end < place:
            return None
        value = total + group + (current or 0)
        return ReadNumber(place, end, value, step, otherwise=otherwise, digits=digits, marked=marked)

    def _article(self, at: int) -> Match | None:
        """A or an, where a scale follows, as in "a million"."""
        article = self._at.begins(at, "article")
        return article if article and self._at.begins(article.last + 1, "scale") else None

    def _scale_alone(self, at: int) -> bool:
        """Whether a scale is a number by itself: mil, 百; not "thousands" or "million", which follow one."""
        return self._at.text(at) in {"mil", "mille", "тысяча", "тысячу", "сто", "cent", "十", "百", "千"}

    def _goes_on(self, at: int, scale: float) -> bool:
        """Whether a token is in digits that go on a number after a scale."""
        token = self._at.tokens[at] if at < len(self._at.tokens) else None
        return token is not None and token.kind == "number" and self._continues(token, scale)

    def _continues(self, token: Token, scale: float) -> bool:
        """Whether digits go on a number after a scale: 24 mil 100, 32萬8000."""
        return (
            token.text.isdigit()
            and len(token.text) < len(str(int(min(scale, 1e12))))
            and 10 <= float(token.text) < scale
        )

    @staticmethod
    def _adds(current: float, value: float) -> bool:
        """Whether a number word goes on the one before: twenty five, doscientas noventa."""
        return current >= 20 and value < 100 and current % (10 if value < 10 else 100) == 0 and value < current
