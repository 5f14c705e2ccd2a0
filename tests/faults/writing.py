"""A process that writes versions of the same listings into an index, one batch after another, until it is stopped."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument

LISTINGS = 40


def document(number: int, version: int) -> SearchDocument:
    """A listing; its price is its version, so that a reader can tell how new it is."""
    return SearchDocument(
        number=number,
        title=f"Estambre {number}",
        text="lana",
        description="",
        categories=(1,),
        brand="b",
        shop="s",
        condition="new",
        price_minor=version,
        available=1,
        free_shipping=False,
        published_at=1,
        popularity=0,
        billable_grams=1,
        warranty_months=3,
        return_days=30,
        attributes={},
    )


def write(folder: Path, said: Connection) -> None:
    """Write for ever: the state's `since` is the version of the last whole batch."""
    index = Index(folder)
    said.send("begun")
    while True:
        version = index.state()["since"] + 1
        index.write([document(number, version) for number in range(1, LISTINGS + 1)], since=version)
