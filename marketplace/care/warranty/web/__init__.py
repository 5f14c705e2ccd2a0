"""Pages of warranty."""
