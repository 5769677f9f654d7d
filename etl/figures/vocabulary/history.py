"""Words of what happened: events, and breaks of series."""

from etl.figures.vocabulary.word import Word


class EventKind(Word):
    """What kind of event it is; charts name the first kinds first. The rule is the heading of a list of such events."""

    POLICY = "policy"
    AGREEMENT = "agreement"
    MEETING = "meeting"
    PUBLICATION = "publication"


class BreakKind(Word):
    """What is another after a break of a series than before. The rule is what sentences say has changed."""

    METHOD = "method"
    COVERAGE = "coverage"
    DEFINITION = "definition"
    ESTIMATOR = "estimator"
