"""Categories as a file: many are made or changed at once, after it was shown what that does."""

from marketplace.window.category_files.service import apply_category_file, bring_category_file

__all__ = ["apply_category_file", "bring_category_file"]
