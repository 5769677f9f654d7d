"""From the data package to the published database; knows nothing of the dashboard."""
