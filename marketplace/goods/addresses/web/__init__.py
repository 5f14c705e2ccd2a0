"""The page of a shop's addresses."""
