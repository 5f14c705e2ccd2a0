"""What a person follows: prices, searches, and what they saw a short while ago."""

from marketplace.window.watching.links import stop_path
from marketplace.window.watching.service import note_viewed, save_search, watch_price

__all__ = [
    "note_viewed",
    "save_search",
    "stop_path",
    "watch_price",
]
