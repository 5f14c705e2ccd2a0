"""Pages of shipping terms."""
