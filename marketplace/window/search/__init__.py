"""Finding: an index on local disk that follows the database, and the pages over it."""

from marketplace.window.search.addresses import find_newest
from marketplace.window.search.gateways.executor import Executor, read_through
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import behind, follow, rebuild, verify
from marketplace.window.search.sponsors import sponsor

__all__ = [
    "Executor",
    "Index",
    "behind",
    "find_newest",
    "follow",
    "read_through",
    "rebuild",
    "sponsor",
    "verify",
]
