"""Building, keeping, comparing and reading editions: each is one immutable build of the figures."""
