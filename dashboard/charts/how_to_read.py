"""How to read the marks of each form of chart, in words that pages and pictures share."""

from dashboard.views.view import WORD_ROWS
from dashboard.words.disputes import wording
from etl.figures.vocabulary.judgement import Verdict

MARKS = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "form"}
# What each layer of a chart over years adds to it; cited numbers need no words.
LAYER_MARKS = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "layer" and row["reading"]} | {
    "revisions": wording(Verdict.SUPERSEDED, "chart"),
    "disagreement": wording(Verdict.DIFFERS, "chart"),
}
AXES = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "axes"}
FILLED_COUNTRIES = next(row["reading"] for row in WORD_ROWS if row["parameter"] == "map")
# What the samples of a key say.
HOLLOW = "hollow: known from a copy or a report"
POPPY_FREE_YEAR = "poppy-free"
ZERO = "zero, which a logarithmic scale cannot show"
BREAK_IN_SERIES = "break in the series: not comparable across it"
NO_FIGURE_THEN = "year without a figure"
ADDED_UP = "added up here"
PUBLISHER_INFERRED = "of an inferred publisher"
KNOWN_TODAY = "known today"
THIN_BARS = "Thin bars are printed ranges."
RANGES = "Bars and bands are printed ranges."
NO_RANGE = "For a point without one no range is recorded here."
JOINED_SUMS = "Sums are joined only between years with figures of the same areas."
TODAY_MARKS = "Broad pale lines are what is known today."
RULE_OF_PRODUCERS = "Dashes and markers are producers, colours are areas."
