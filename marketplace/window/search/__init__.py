"""Finding: an index on local disk that follows the database, and the pages over it."""

from marketplace.window.search.gateways.executor import Executor, read_through
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.queries import search
from marketplace.window.search.service import behind, follow, rebuild, verify
from marketplace.window.search.sponsors import sponsor

__all__ = [
    "Executor",
    "Index",
    "behind",
    "follow",
    "read_through",
    "rebuild",
    "search",
    "sponsor",
    "verify",
]
