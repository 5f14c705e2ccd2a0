"""What can be reported, found by what a page names. Above the walls: a message is shown to its own reader alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging.models import Message, Thread
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.work import Work
from marketplace.people.sellers import SHUT
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation import checks, flagging, queries
from marketplace.platform.moderation.errors import NothingToReport
from marketplace.platform.moderation.models import ReportCase
from marketplace.platform.moderation.reporting import ReportAbout

_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Thing:
    """Something that can be reported, and whose it is."""

    about: ReportAbout
    id: UUID
    shop_id: UUID
    shop_name: str
    shop_slug: str
    title: str
    number: int | None = None  # of a listing


def find_listing(work: Work, number: int) -> Thing:
    """Find what is for sale under a number; raises NothingToReport."""
    row = work.session.execute(
        select(Listing.id, Listing.tenant_id, Listing.title, Shop.name, Shop.slug)
        .join(Shop, Shop.tenant_id == Listing.tenant_id)
        .where(Listing.number == number)
    ).one_or_none()
    if row is None:
        raise NothingToReport
    return Thing(ReportAbout.LISTING, row.id, row.tenant_id, row.name, row.slug, row.title, number)


def find_shop(work: Work, slug: str) -> Thing:
    """Find a shop that has opened and is not closed; raises NothingToReport."""
    shop = work.session.scalar(select(Shop).where(Shop.slug == slug, Shop.status.not_in(SHUT)))
    if shop is None:
        raise NothingToReport
    return Thing(ReportAbout.SHOP, shop.id, shop.tenant_id, shop.name, shop.slug, shop.name)


def find_message(work: Work, message_id: UUID, buyers: Collection[UUID]) -> Thing:
    """Find what a shop wrote to one of these buyers' accounts; raises NothingToReport for what others were written."""
    row = work.session.execute(
        select(Message.body, Message.tenant_id, Thread.shop_name, Shop.slug)
        .join(Thread, (Thread.tenant_id == Message.tenant_id) & (Thread.id == Message.thread_id))
        .join(Shop, Shop.tenant_id == Message.tenant_id)
        .where(Message.id == message_id, Message.side == "shop", Message.buyer_id.in_(buyers))
    ).one_or_none()
    if row is None:
        raise NothingToReport
    return Thing(ReportAbout.MESSAGE, message_id, row.tenant_id, row.shop_name, row.slug, row.body[:_LONGEST_TITLE])


def flags_of_thing(work: Work, case: ReportCase) -> list[dict[str, Any]]:
    """Check what a case is about, as it is now."""
    match ReportAbout(case.about):
        case ReportAbout.LISTING:
            product = work.session.get(Product, (case.shop_id, case.about_id))
            return flagging.flags_of(work, product.id, queries.snapshot_of(work, product)) if product else []
        case ReportAbout.SHOP:
            shop = work.session.get_one(Shop, (case.shop_id, case.shop_id))
            text = f"{shop.name}\n{shop.tagline}\n{shop.about}"
        case ReportAbout.MESSAGE:
            text = case.title
    return [flag.plain() for flag in checks.check_words(text)]
