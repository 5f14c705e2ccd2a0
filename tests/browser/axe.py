"""What axe finds in pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def faults_of(page: Any, options: Mapping[str, Any] = WCAG) -> list[str]:
    """What axe finds in a page as it stands there: each rule that is broken, and where."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']} {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def is_too_wide(page: Any) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def fault_free(page: Any) -> None:
    """Assert that axe finds nothing in a page as it stands there, and that nobody has to scroll sideways."""
    assert faults_of(page) == []
    assert not is_too_wide(page)


def find_faults(person: Any, paths: tuple[str, ...]) -> list[str]:
    """Look at pages one after the other; gives each fault with its page, and each page that is wider than the window."""
    faults = []
    for path in paths:
        page = person.go(path)
        faults += [f"{path}: {fault}" for fault in faults_of(page)]
        if is_too_wide(page):
            faults.append(f"{path}: wider than the window")
    return faults
