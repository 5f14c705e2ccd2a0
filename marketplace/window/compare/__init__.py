"""Offers side by side, on what matters."""

from marketplace.window.compare.service import keep_tray, write_note

__all__ = [
    "keep_tray",
    "write_note",
]
