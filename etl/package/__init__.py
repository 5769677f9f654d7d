"""The data package as people edit it: typed tables in which every row knows its file and line."""
