"""Figures as plain dicts: from a view and what it shows to what plotly draws, and nothing else."""
