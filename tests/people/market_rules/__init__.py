"""The rules of the market."""
