"""Where links lead."""

from __future__ import annotations

from playwright.sync_api import Locator


def address_of(links: Locator) -> str:
    """The address that the first of some links leads to."""
    address = links.first.get_attribute("href")
    assert address is not None
    return address
