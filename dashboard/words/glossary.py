"""The words of the method in plain language, each under a name that a link can lead to."""

# How a value and its source are chosen, in the order in which the rules apply.
VALUE_RULES = (
    "Numbers that are known to be wrong are set aside: misprints, and numbers of another unit, area, year or "
    "definition. They stay visible with their verdict. Where nothing else is left, no value is shown.",
    "The producer's own texts, and copies of them, come before press and other reports.",
    "Among these the newest publication decides. Dates are compared as exactly as both are known; a source without a "
    "date counts as the oldest.",
    "A value or a range comes before a mere lower bound, and an exact number before one that is called approximate or "
    "rounded.",
    "If all that is equal, a fixed order of the data decides, so that the same data always show the same value.",
)
SOURCE_RULES = (
    "Cited is a source that prints the value in force: first of all the producer's own survey of that year, if it was "
    "out by the end of the second year after it.",
    "Otherwise the producer's own publication, then a copy of its text, then press and others.",
    "Among these one that was seen in the original comes before a copy, and a copy before a report.",
    "Then one with the printed text on record and an address of its own, and at last the earliest.",
)
TERMS = {
    "source": ("Source", "One publication: a survey, a report, a table of an annex, a press release, a news article."),
    "statement": ("Statement", "One number as one source prints it."),
    "producer": (
        "Producer",
        "Who made the estimate. Producers differ in method, and are never mixed in one series.",
    ),
    "observation": (
        "Figure, or observation",
        "One indicator, area, year and producer, with the value in force and every statement on it.",
    ),
    "value-in-force": ("Value in force", "The value that a figure shows, chosen by the rules above."),
    "vintage": ("Vintage", "The value that was in force from a date on, by what had been published by then."),
    "rests-on": ("Rests on", "Whose numbers a source repeats."),
    "witness": (
        "Witness",
        "Sources that rest on one survey are one witness: they repeat a number, and do not confirm it.",
    ),
    "range": (
        "Range",
        "The lower and the upper end that a source prints beside its best value. Where none is printed, none is known; "
        "that is not the same as a narrow one.",
    ),
    "poppy-free": (
        "Poppy-free",
        "A class of the surveys for areas with hardly any poppy. It is not a measured zero, and is drawn as its own "
        "sign.",
    ),
    "missing": ("Missing", "No source at hand gives a number. It is shown as a gap, never as zero."),
    "potential": (
        "Potential production",
        "What the harvest of the cultivated area could give, if all of it were harvested and processed.",
    ),
    "farm-gate": ("Farm-gate", "Where the harvest leaves the farm: the first sale, before trade and transport."),
    "series": ("Series", "The figures of one indicator, area and producer over the years."),
    "edition": (
        "Edition",
        "One published state of all figures. It has a name, made from the data and the method, and never changes.",
    ),
    "derived": (
        "Computed number",
        "A change, a share, a sum or an index. No source prints it; it leads to the figures that it is made from.",
    ),
}
