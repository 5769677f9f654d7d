"""What all importers share: reading outside files, understanding their cells and names, comparing, writing."""
