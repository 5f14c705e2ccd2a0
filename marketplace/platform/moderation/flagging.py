"""What automatic checks find about a product: its words, its price, pictures and texts that another product shows too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, cast, func, select

from marketplace.goods.catalog import CATEGORIES, pictures_of
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.jobs import Finish
from marketplace.kernel.work import Work
from marketplace.platform.moderation import checks
from marketplace.platform.moderation.checks import Flag
from marketplace.platform.moderation.events import GoodsUnmarked
from marketplace.platform.moderation.models import ContentMark, ModerationCase
from marketplace.platform.moderation.rules import CaseState

_AT_ONCE = 50
_MOST_LIKE = 40  # candidates of one picture that are looked at
_SIGN = 1 << 63  # PostgreSQL counts with a sign


def flags_of(work: Work, product_id: UUID, snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Check a product as it was submitted, above the walls; gives what was found, as it is kept."""
    text = f"{snapshot['title']}\n{snapshot['description']}"
    found: list[Flag | None] = [
        *checks.check_words(text),
        checks.check_norm(CATEGORIES[snapshot["category"]].path, text),
        *_same_as_others(work, product_id),
    ]
    prices = [one["price_minor"] for one in snapshot["variants"]]
    if prices:
        found.append(checks.check_price(min(prices), median_of(work, snapshot["category"])))
    return [flag.plain() for flag in found if flag is not None]


def median_of(work: Work, category: str) -> int | None:
    """Give the median price of a category's listings in centavos; None where too few are for sale to say one."""
    middle = func.percentile_cont(0.5).within_group(Listing.price_minor)
    count, median = work.session.execute(select(func.count(), middle).where(Listing.category == category)).one()
    return round(median) if count >= checks.LEAST_PRICES else None


def _same_as_others(work: Work, product_id: UUID) -> list[Flag]:
    """Flag what other products show too, a picture and a text once each; `found` names the other product."""
    mine = work.session.scalars(select(ContentMark).where(ContentMark.product_id == product_id)).all()
    flags: dict[str, Flag] = {}
    for mark in mine:
        if mark.value is None:
            continue
        other = _same_text(work, mark) if not mark.key else _same_picture(work, mark)
        code = "same_picture" if mark.key else "same_text"
        if other is not None and code not in flags:
            flags[code] = Flag(code, str(other))
    return list(flags.values())


def _same_text(work: Work, mark: ContentMark) -> UUID | None:
    same = (ContentMark.key == "", ContentMark.value == mark.value, ContentMark.product_id != mark.product_id)
    return work.session.scalar(select(ContentMark.product_id).where(*same).order_by(ContentMark.id).limit(1))


def _same_picture(work: Work, mark: ContentMark) -> UUID | None:
    """Only what another shop shows: that a shop shows its own picture twice is nobody's business."""
    near = ContentMark.bands.op("&&")(cast(mark.bands, ARRAY(Integer)))
    rows = work.session.execute(
        select(ContentMark.product_id, func.coalesce(ContentMark.value, 0))
        .where(near, ContentMark.key != "", ContentMark.shop_id != mark.shop_id)
        .order_by(ContentMark.id)
        .limit(_MOST_LIKE)
    )
    value = mark.value or 0
    return next((row[0] for row in rows if checks.look_alike(value + _SIGN, row[1] + _SIGN)), None)


def ask_for_marks(work: Work) -> None:
    """By the clock: ask for some products to be marked whose description was not; what came before there were marks too."""
    marked = select(ContentMark.id).where(ContentMark.product_id == Product.id, ContentMark.key == "")
    rows = work.session.execute(
        select(Product.tenant_id, Product.id)
        .where(Product.approved_revision.is_not(None), ~marked.exists())
        .order_by(Product.id)
        .limit(_AT_ONCE)
    )
    for tenant_id, product_id in rows:
        work.tell(GoodsUnmarked(tenant_id, product_id))


def pictures_to_mark(work: Work, product_id: UUID) -> list[str]:
    """List the pictures of a product that have no mark yet, of those it shows now."""
    product = work.session.scalar(select(Product).where(Product.id == product_id))
    if product is None:
        return []
    known = set(work.session.scalars(select(ContentMark.key).where(ContentMark.product_id == product_id)))
    return [media.key for media in pictures_of(work, product) if media.key not in known]


def keep_marks(tenant_id: UUID, product_id: UUID, hashes: Mapping[str, int | None]) -> Finish:
    """Give what writes the marks of a product down, and looks at its open case again. Again changes nothing."""

    def finish(work: Work) -> None:
        product = work.session.scalar(select(Product).where(Product.id == product_id))
        if product is None:
            return
        known = {
            mark.key: mark
            for mark in work.session.scalars(select(ContentMark).where(ContentMark.product_id == product_id))
        }
        for key in ("", *hashes):
            mark = known.get(key) or ContentMark(shop_id=tenant_id, product_id=product_id, key=key)
            bits = hashes.get(key)
            if not key:
                mark.value = checks.hash_text(product.description)
            elif bits is not None:
                mark.value, mark.bands = bits - _SIGN, checks.bands_of(bits)
            work.session.add(mark)
        work.session.flush()
        _look_again(work, product_id)

    return finish


def _look_again(work: Work, product_id: UUID) -> None:
    waits = (ModerationCase.product_id == product_id, ModerationCase.state == CaseState.OPEN)
    for case in work.session.lock(select(ModerationCase).where(*waits)):
        case.flags = flags_of(work, product_id, case.snapshot)
        case.risk = checks.risk_of(case.flags)
