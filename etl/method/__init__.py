"""From statements to observations: pure, and the same in whatever order the rows come."""
