"""The words that figures are judged by: each list in its order, each word with its meaning and the rule it stands for.

A word is a text, so that it compares, sorts and is written like one; the order of a list is the order in which its
words are shown and, where they have ranks, in which they win.
"""

from enum import StrEnum
from typing import Self

SAME = 1e-9  # relative difference up to which two numbers are the same number
APPROXIMATELY = 0.02  # "about" agrees with a value within this share of it
ROUNDED_AT_MOST = 0.0125  # a rounded number is at most this share off
SURVEY_WINDOW_YEARS = 2  # a survey of a year is out by the end of the second year after it


class Word(StrEnum):
    """One word of a list: as it stands in the data, what it means in one sentence, and the rule it stands for."""

    meaning: str
    rule: str

    def __new__(cls, word: str, meaning: str = "", rule: str = "") -> Self:
        made = str.__new__(cls, word)
        made._value_ = word
        made.meaning = meaning
        made.rule = rule
        return made

    @classmethod
    def ranks(cls) -> dict[str, int]:
        """The place of each word in its list; the first wins."""
        return {str(word): place for place, word in enumerate(cls)}


class Verdict(Word):
    """What a statement says of the value in force, by the first rule that holds (rule 4 of the method)."""

    CITED = "cited", "the source that the number links to", "The source that the number links to."
    AGREES = (
        "agrees",
        "prints the same value, or one that is compatible with it",
        "It prints the same number; or one that fits it: “at least” something not above it, “about” something "
        "within two per cent, a more exact number that rounds to it, or a range that contains it.",
    )
    ROUNDED = (
        "rounded",
        "prints the value rounded",
        "It prints the value rounded: marked so, or equal to it at the digits that it prints, and no more than "
        "one and a quarter per cent off.",
    )
    SUPERSEDED = (
        "superseded",
        "prints a value that was revised later",
        "A text of the producer printed this number before anyone printed the value in force. It was the "
        "value then, and was revised.",
    )
    DIFFERS = (
        "differs",
        "prints another value",
        "It prints another number, and none of the rules above explains it.",
    )
    MISPRINT = (
        "misprint",
        "prints a slip that the source itself contradicts",
        "A slip, of a digit or a unit, that the source itself or what stands beside it contradicts. Set aside.",
    )
    WRONG_SCOPE = (
        "wrong-scope",
        "prints a number for another area, year or definition",
        "The number is of another area, year or definition than it says. Set aside.",
    )


SET_ASIDE = (Verdict.MISPRINT, Verdict.WRONG_SCOPE)  # never the value shown, and always visible
# How a reader is shown the verdicts on a number: what contradicts it before what was revised since.
READING_ORDER = tuple(dict.fromkeys((Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED, Verdict.DIFFERS, *Verdict)))


class Flag(Word):
    """What sets a printed number apart; a plain estimate has none."""

    POPPY_FREE = "p-f", "Poppy-free is a class of the survey for very small areas, not a measured zero."
    AT_LEAST = "at-least", "The source says “more than”: the value is a lower bound."
    APPROXIMATE = "approximate", "The source says “about”."
    ROUNDED = "rounded", "The source prints a rounded number."
    RANGE = "range", "The source prints only a range, without a best value."
    MISPRINT = "misprint", "The source prints a slip."
    WRONG_SCOPE = "wrong-scope", "The number is right for another area, year or definition."


class Evidence(Word):
    """How a number was read, the best first. The rule says it in the fewest words."""

    ORIGINAL = "original", "seen in the document itself", "seen in the original"
    COPY = "copy", "read in a copy or a transcription of the document", "read in a copy"
    REPORT = "report", "read in a text that reports it", "read in a report"


class Authority(Word):
    """Whose text a source is, seen from the producer; the first two come before the third."""

    PRIMARY = "primary", "the producer's own publication"
    REPOST = "repost", "a copy of the producer's text"
    SECONDARY = "secondary", "press and others"


class Slip(Word):
    """What a correction says of a number. The rule is the verdict on it: a wrong unit is a slip of the print."""

    MISPRINT = "misprint", "a slip", Verdict.MISPRINT
    WRONG_SCOPE = "wrong-scope", "right for another area, year or definition", Verdict.WRONG_SCOPE
    WRONG_UNIT = "wrong-unit", "right in another unit, judged a misprint", Verdict.MISPRINT


class EventKind(Word):
    """What kind of event it is; charts name the first kinds first. The rule is the heading of a list of such events."""

    POLICY = "policy", "a ban, a law, a change of power", "Bans, laws and changes of power"
    AGREEMENT = (
        "agreement",
        "a conference, declaration or strategy of states",
        "Conferences, declarations and strategies",
    )
    MEETING = (
        "meeting",
        "a meeting, a programme, or an office that opens or closes",
        "Meetings, programmes and offices",
    )
    PUBLICATION = "publication", "figures come out", "Figures published"


class FactCheck(Word):
    """What an independent source says of a number of the Paris Pact article."""

    VERIFIED = "verified", "An independent source agrees"
    SAME_WIRE = "same wire only", "Only copies of the same text repeat it"
    COMPUTED = "computed", "Checked by a computation"
    INFERRED = "inferred", "Follows from the wording or from other reports"
    NOT_CHECKED = "not checked", "Could not be confirmed"


class LinkState(Word):
    """What a visit to an address means for a reader."""

    WORKING = "working", "the address answers"
    DEAD = "dead", "the page or its server is no longer there"
    UNCLEAR = "unclear", "a server that is slow, busy or shy of programs may work for a reader"


class Effect(Word):
    """What leaving out a source does to an observation, the gravest first; what stays as it is has none."""

    LOST = "lost", "no value is left"
    VALUE = "value", "another value"
    SOURCE = "source", "another source cited"
    RANGE = "range", "another range or none"


class Outcome(Word):
    """What a refresh did."""

    PUBLISHED = "published", "a new edition is shown"
    UNCHANGED = "unchanged", "the edition of the data folder is the one that is shown"
    INVALID = "invalid", "the data have errors, and nothing was published"
    REFUSED = "refused", "too many statements would go, and nobody has accepted that"
    TRIED = "tried", "everything was done but publishing"
