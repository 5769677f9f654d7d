"""Figures as text: no page, no chart."""
