"""Indentation is for who writes a template: pages travel without it."""

from __future__ import annotations

import re

from jinja2.ext import Extension

_INDENTED = re.compile(r"\n[ \t]+")


class Unindented(Extension):
    """Leaves one space of what a line of a page's template begins with: white space that counts is there still."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Take the indentation away, before anything is read."""
        return _INDENTED.sub("\n ", source) if name and name.endswith(".html") else source
