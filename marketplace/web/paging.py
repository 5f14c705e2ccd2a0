"""Pages of a list: which one, how many, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from marketplace.kernel.errors import NotFound
from marketplace.web.asked import number_in

MOST_PAGES = 10_000


class PastTheEnd(NotFound):
    """A list ends before this page: an address that search engines are not to keep. `last` is the number of its last page."""

    code = "paging.past_the_end"


@dataclass(frozen=True)
class Page:
    """Where one stands in a list. Numbers start at 1. Raises PastTheEnd, unless the list's own page says where it ends."""

    number: int
    size: int
    total: int
    says_its_end: bool = False

    def __post_init__(self) -> None:
        if self.is_past_the_end and not self.says_its_end:
            raise PastTheEnd(last=self.last)

    @property
    def is_past_the_end(self) -> bool:
        """Whether nothing can stand here."""
        return self.number > self.last

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self.number < self.last

    @property
    def has_previous(self) -> bool:
        """Whether some came before."""
        return self.number > 1


def page_number() -> int:
    """Read `?pagina=` from the address; anything senseless means the first page."""
    return min(max(number_in(request.args, "pagina", most=10**12 - 1, otherwise=1), 1), MOST_PAGES)
