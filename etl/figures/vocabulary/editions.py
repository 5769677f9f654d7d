"""Words of editions: what a refresh did, and what leaving out a source does."""

from etl.figures.vocabulary.word import Word

REMOVALS_ACCEPTED = 0.05  # a refresh that would lose a greater share of the statements asks first


class Effect(Word):
    """What leaving out a source does to an observation, the gravest first; what stays as it is has none."""

    LOST = "lost"
    VALUE = "value"
    SOURCE = "source"
    RANGE = "range"


class Outcome(Word):
    """What a refresh did. The rule is the sentence that it ends with; {edition} is its edition, {still} what
    stays, {accepted} how much may go."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    INVALID = "invalid"
    REFUSED = "refused"
    HELD = "held"
    WARNED = "warned"
    TRIED = "tried"
