"""How to read the marks of each form of chart, in words that pages and pictures share."""

MARKS = {
    "line": "Filled points were seen in the source itself, hollow ones are known from a copy or a report. Bars and "
    "bands are printed ranges; a point without a bar has no known range. × marks poppy-free. Lines break where no "
    "source has a figure; ticks on the axis mark these years among few lines.",
    "stack": "Each year is a step of its own; an area without a figure in a year is absent there, which is not zero.",
    "bar": "Full colour: seen in the source itself; pale: known from a copy or a report. Thin bars are printed ranges.",
    "panels": "All panels have the same axes. Filled points were seen in the source itself, hollow ones are known from "
    "a copy or a report. Bars and bands are printed ranges. × marks poppy-free.",
    "map": "Boundaries, names and designations on this map do not imply any judgement about the status of an area.",
}
LOG_FLOOR = "Triangles at the foot of the logarithmic axis are figures of zero."
# What each layer of a chart over years adds to it.
LAYER_MARKS = {
    "events": "Dotted upright lines are events; dots at the head are those whose names have no room there.",
    "revisions": "Hollow diamonds are values that were revised; a dotted line joins each to the value in force.",
    "disagreement": "Hollow crosses are what other sources print, slips and numbers of another scope included.",
}
