"""Visits the addresses of the data package and records what is there."""
