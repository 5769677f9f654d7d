"""The dashboard: reads a published edition and shows it, every number with its source."""

__version__ = "1.0.0"  # of the whole project
PRODUCT = "Drug-control statistics"  # as readers know the dashboard
