"""What a figure is, said once; everybody uses it, and it knows nobody."""
