"""Pages of the rules of the market."""
