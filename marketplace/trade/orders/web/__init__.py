"""Pages of buying and of fulfilling."""
