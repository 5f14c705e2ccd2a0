"""Which uploads an order names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.trade.orders.models import OrderLine


def pictures_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the pictures of what was bought."""
    yield from (key for key in work.session.scalars(select(OrderLine.picture_key).distinct()) if key)
