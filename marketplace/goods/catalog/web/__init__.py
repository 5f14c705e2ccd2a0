"""The sentences of the catalogue."""
