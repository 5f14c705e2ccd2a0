"""A search as it is kept: by the address of its results."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from marketplace.goods.catalog import category_at, category_now
from marketplace.kernel.work import Work
from marketplace.trade.shipping import Destination
from marketplace.window.search.asking import read_query
from marketplace.window.search.queries import executor, search, surroundings

_SHELF = "/c/"


def find_newest(work: Work, address: str, to: Destination | None, *, most: int) -> list[int]:
    """Give the numbers of the newest listings that say all that the results at an address ask for, the newest first.

    None for a category that this release no longer has.
    """
    parts = urlsplit(address)
    args = parse_qs(parts.query, keep_blank_values=True)
    path = unquote(parts.path)
    in_path = path.removeprefix(_SHELF) if path.startswith(_SHELF) else ""
    category = category_at(in_path) if in_path else category_now(next(iter(args.get("c", ())), ""))
    if in_path and category is None:
        return []
    query = replace(read_query(args, category, to_place=to is not None).query, sort="newest", offset=0, limit=most)
    found = search(work, executor(), query, surroundings().facts(work, to))
    return list(found.numbers[: found.exact])
