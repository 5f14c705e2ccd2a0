"""What tests of written pages need: whether the files and the tests that a page names are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def problem(path: str, test: str) -> str | None:
    """What is wrong with a name on the page."""
    found = ROOT / "tests" / path if test else ROOT / path
    if not found.is_file():
        return f"no file {path}"
    if test and not re.search(rf"^def {test}\(", found.read_text("utf-8"), re.MULTILINE):
        return f"no test {path}::{test}"
    return None
