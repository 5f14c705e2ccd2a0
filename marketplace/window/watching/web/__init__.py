"""Pages of what a person follows."""
