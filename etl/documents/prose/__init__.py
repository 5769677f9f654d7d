"""The figures of running text, and what each is about. Pure: it knows words and a catalogue, no figure and no file."""
