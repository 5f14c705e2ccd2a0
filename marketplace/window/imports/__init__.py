"""A shop's products as files: read, checked, carried out; and written, so that what goes out comes back in the same.

Front door: a file is kept in the private store (`FOLDER`), received, checked, applied; the rest goes on by jobs.
"""

from marketplace.window.imports.queries import get_run
from marketplace.window.imports.rules import FOLDER, BroughtAs
from marketplace.window.imports.service import BroughtFile, apply_file, check_file, receive_file
from marketplace.window.imports.sheets import read_sheet

__all__ = ["FOLDER", "BroughtAs", "BroughtFile", "apply_file", "check_file", "get_run", "read_sheet", "receive_file"]
