"""What axe looks for in a page."""

from __future__ import annotations

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
