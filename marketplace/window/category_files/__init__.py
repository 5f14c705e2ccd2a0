"""Categories as a file: many are made or changed at once, after it was shown what that does."""

from marketplace.window.category_files.rules import COLUMNS
from marketplace.window.category_files.service import bring_category_file

__all__ = ["COLUMNS", "bring_category_file"]
