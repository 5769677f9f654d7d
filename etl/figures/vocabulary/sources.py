"""Words of sources and of their addresses."""

from etl.figures.vocabulary.word import Word

SURVEY_WINDOW_YEARS = 2  # a survey of a year is out by the end of the second year after it


class Authority(Word):
    """Whose text a source is, seen from the producer; the first two come before the third."""

    PRIMARY = "primary"
    REPOST = "repost"
    SECONDARY = "secondary"


class AddressOf(Word):
    """Whose an address is at which a number can be read."""

    SOURCE = "source"
    COPY = "copy"
    ELSEWHERE = "elsewhere"
    SET_ASIDE = "set-aside"


class LinkState(Word):
    """What a visit to an address means for a reader."""

    WORKING = "working"
    DEAD = "dead"
    UNCLEAR = "unclear"
