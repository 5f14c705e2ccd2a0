"""Which uploads a product or what is for sale names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.goods.catalog.models import Listing, Media
from marketplace.kernel.work import Work


def pictures_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the pictures that products and listings show."""
    yield from work.session.scalars(select(Media.key))
    yield from (picture["key"] for pictures in work.session.scalars(select(Listing.pictures)) for picture in pictures)
