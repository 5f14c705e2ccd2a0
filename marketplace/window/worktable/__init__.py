"""The seller's table of products: found, changed in place, and changed many at once."""
