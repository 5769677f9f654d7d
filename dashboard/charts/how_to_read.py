"""How to read the marks of each form of chart, in words that pages and pictures share."""

from dashboard.views.view import WORD_ROWS
from dashboard.words.disputes import wording
from etl.figures.vocabulary import Verdict

MARKS = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "form"}
# What each layer of a chart over years adds to it; cited numbers need no words.
LAYER_MARKS = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "layer" and row["reading"]} | {
    "revisions": wording(Verdict.SUPERSEDED, "chart"),
    "disagreement": wording(Verdict.DIFFERS, "chart"),
}
HOLLOW_POINTS = "Hollow points are known from a copy or a report."
LOG_FLOOR = "Triangles at the foot of the logarithmic axis are figures of zero."
TODAY_MARKS = "Broad pale lines are what is known today."
