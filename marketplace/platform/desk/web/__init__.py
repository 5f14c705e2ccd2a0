"""The first page of each workplace."""
