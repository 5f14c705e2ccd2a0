"""Which uploads are in use. A folder without a question here is never swept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from sqlalchemy import select

from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.rules import PHOTO_FOLDER
from marketplace.care.warranty.models import Claim
from marketplace.goods.catalog.models import Listing, Media
from marketplace.kernel.uploads import PUBLIC
from marketplace.kernel.work import Work
from marketplace.people.sellers.applications import DOCUMENT_FOLDER
from marketplace.people.sellers.models import ApplicationDocument, Shop
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.privacy.models import DataExport
from marketplace.platform.privacy.rules import EXPORT_FOLDER
from marketplace.trade.ordering.models import OrderLine


def _public(work: Work) -> Iterator[str]:
    ask = work.session.scalars
    yield from ask(select(Media.key))
    yield from (key for key in ask(select(Shop.picture_key)) if key)
    yield from (key for key in ask(select(OrderLine.picture_key).distinct()) if key)
    yield from (picture["key"] for pictures in ask(select(Listing.pictures)) for picture in pictures)
    yield from (key for keys in ask(select(ModerationCase.snapshot["pictures"])) for key in keys or ())


def _photos(work: Work) -> Iterator[str]:
    ask = work.session.scalars
    yield from chain.from_iterable(ask(select(ReturnCase.photos)))
    yield from chain.from_iterable(ask(select(Claim.photos)))


def _papers(work: Work) -> Iterator[str]:
    # Of a picture, the row names the largest of its sizes; the sweep asks for what they share.
    yield from (re.sub(r"-\d+\.webp$", "", key) for key in work.session.scalars(select(ApplicationDocument.key)))


def _exports(work: Work) -> Iterator[str]:
    yield from (key for key in work.session.scalars(select(DataExport.key)) if key)


KEYS_IN_USE: dict[str, Callable[[Work], Iterator[str]]] = {
    PUBLIC: _public,
    PHOTO_FOLDER: _photos,
    DOCUMENT_FOLDER: _papers,
    EXPORT_FOLDER: _exports,
}
