"""The measured standing of a shop: what it did, not what is said of it."""

from marketplace.window.standing.jobs import measure

__all__ = [
    "measure",
]
