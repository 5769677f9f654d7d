"""Tables that come again with every edition: a recipe names what each column is, and reads them all the same way."""
