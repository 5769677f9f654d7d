"""The words of the method in plain language, each under a name that a link can lead to."""

from etl.figures.beside import rows_beside

# How a value and its source are chosen: the rules of each choice, in the order in which they apply.
RULES: dict[str, list[str]] = {}
for _row in rows_beside(__package__, "rules.csv"):
    RULES.setdefault(_row["choice"], []).append(_row["rule"])

TERMS = {row["term"]: (row["name"], row["meaning"]) for row in rows_beside(__package__, "terms.csv")}
