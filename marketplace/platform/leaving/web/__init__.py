"""Pages of resting and closing."""
