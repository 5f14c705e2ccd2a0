"""Pages of tariffs to come."""
