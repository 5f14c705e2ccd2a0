"""What axe finds in pages."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def find_faults(person: Any, paths: tuple[str, ...]) -> list[str]:
    """Look at pages one after the other; gives each fault with its page, and each page that is wider than the window."""
    faults = []
    for path in paths:
        page = person.go(path)
        for found in Axe().run(page, options=WCAG).response["violations"]:
            where = [node["html"][:120] for node in found["nodes"][:3]]
            faults.append(f"{path}: {found['id']} {where}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path}: wider than the window")
    return faults
