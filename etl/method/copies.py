"""Where numbers were read whose publication has no address of its own."""

import pandas as pd


def with_copies(statements: pd.DataFrame, sources: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Statements with the address of the copy in `via`, where it is said of the publication and not of each number.

    A table of tens of thousands of numbers that was read in one copy names it once, in `copies.csv`. Of several copies
    the first is meant. A number of a publication with an address of its own, and one that names its copy, stay so.
    """
    first = copies.drop_duplicates("source").set_index("source")["address"]
    without_address = sources.loc[sources["url"] == "", "source"]
    read_there = (statements["via"] == "") & statements["source"].isin(without_address)
    found = statements["source"].map(first).fillna("")
    return statements.assign(via=statements["via"].where(~read_there, found))
