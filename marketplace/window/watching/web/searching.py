"""Looking through a saved search again: its address is read as the results page reads it."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, request, session

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.work import Work
from marketplace.trade.shipping import destination_of
from marketplace.web.pages import place
from marketplace.window.search import search
from marketplace.window.search.web.asking import read_address
from marketplace.window.search.web.buyer import executor, surroundings
from marketplace.window.watching.models import SavedSearch

_LOOKED_AT = 100


def newer_than(work: Work, saved: SavedSearch) -> list[int]:
    """Give the numbers of listings that say all that a saved search asks for and that came after those it had seen."""
    with current_app.test_request_context(saved.address):
        if saved.place:
            session["place"] = saved.place
        in_path = request.path.removeprefix("/c/") if request.path.startswith("/c/") else ""
        category = CATEGORIES.get(in_path or request.args.get("c", ""))
        if in_path and category is None:
            return []  # a category that this release no longer has
        query = replace(read_address(category).query, sort="newest", offset=0, limit=_LOOKED_AT)
        found = search(work, executor(), query, surroundings().facts(work, destination_of(place())))
    return [number for number in found.numbers[: found.exact] if number > saved.newest]
