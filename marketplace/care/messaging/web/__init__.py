"""Pages of talk."""
