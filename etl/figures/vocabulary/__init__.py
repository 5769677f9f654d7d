"""The words that figures are judged by: each list in its order, one file for what its words are of."""
