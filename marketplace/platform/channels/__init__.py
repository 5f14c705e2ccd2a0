"""The ways machines come in: a shop's API keys."""

from marketplace.platform.channels.service import find_holder, note_used

__all__ = [
    "find_holder",
    "note_used",
]
