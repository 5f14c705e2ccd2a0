"""The measured standing of a shop: what it did, not what is said of it."""
