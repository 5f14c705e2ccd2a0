"""The seller's table of products: found, changed in place, and changed many at once."""

from marketplace.window.worktable.service import save_view

__all__ = ["save_view"]
