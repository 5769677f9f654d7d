"""What stands where in a file of somebody else: sheets of cells, each with its place."""
