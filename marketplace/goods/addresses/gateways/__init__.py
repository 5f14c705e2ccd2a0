"""The DNS, and a file that stands in for it."""
