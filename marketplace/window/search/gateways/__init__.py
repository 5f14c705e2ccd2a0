"""The index on local disk."""
