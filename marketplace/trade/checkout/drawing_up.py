"""Drawing up an order: price, terms and fees frozen as rows, from a part of a cart that was priced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.work import Work
from marketplace.money import fees
from marketplace.money.fees import rules as fee_rules
from marketplace.money.taxes import Goods, Law, Place, TaxStanding
from marketplace.people.sellers import SellerProfile
from marketplace.trade.cart import ShopPart
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine
from marketplace.trade.pricing import freeze_amounts, taxes_in
from marketplace.trade.shipping import Speed
from tenants.rows import NewRows


@dataclass(frozen=True)
class NewPurchase:
    """What the orders of a purchase being placed need to know of it."""

    id: UUID
    account_id: UUID
    code: str
    name: str
    phone: str
    address: Mapping[str, Any]
    expires_at: datetime


def draw_up_order(
    work: Work,
    rows: NewRows,
    purchase: NewPurchase,
    part: ShopPart,
    book: fee_rules.Rulebook,
    profile: SellerProfile,
    place: Place,
    fixed_share: int,
) -> None:
    """Draw up one shop's order with its lines and what it will cost the shop."""
    assert part.quote is not None  # an uncovered part was refused as a change
    order_id = new_id()
    owner = {"tenant_id": part.tenant_id, "buyer_id": purchase.account_id}
    lines = [(new_id(), line) for line in part.lines]
    sale = fee_rules.Sale(
        lines=[fee_rules.SoldLine(str(key), line.category, line.total_minor, line.quantity) for key, line in lines],
        shipping_minor=part.shipping_minor,
        own_shipping_minor=part.quote.rate_minor,
        standing=TaxStanding(profile.standing),
        fixed_minor=fixed_share,
        place=place,
        shop_plan=profile.shop_plan,
        wrap_minor=part.wrap_minor or 0,
    )
    charged = fee_rules.fees_for(sale, book)
    _add_order(work, rows, purchase, part, order_id, fees_minor=fee_rules.total(charged), version=book.schedule.version)
    _freeze_price(work, rows, part, {**owner, "order_id": order_id}, sale, book.law)
    for (key, line), sold in zip(lines, sale.lines, strict=True):
        iva = fee_rules.iva_of(sold, sale, book.law)
        rows.add(
            OrderLine,
            **owner,
            id=key,
            order_id=order_id,
            picture_key=line.picture["key"] if line.picture else None,
            unit_price_minor=line.unit_minor,
            iva_bp=iva.rate_bp,
            iva_article=iva.article,
            **{name: getattr(line, name) for name in _FROZEN},
        )
    fees.freeze(work, rows, order_id=order_id, **owner, fees=charged)
    rows.add(OrderEvent, **owner, order_id=order_id, at=work.now, kind="placed", by=purchase.name)


def _add_order(
    work: Work, rows: NewRows, purchase: NewPurchase, part: ShopPart, order_id: UUID, *, fees_minor: int, version: int
) -> None:
    assert part.quote is not None  # see `_draw_up`
    rows.add(
        Order,
        tenant_id=part.tenant_id,
        buyer_id=purchase.account_id,
        id=order_id,
        purchase_id=purchase.id,
        code=new_code(),
        state=OrderState.AWAITING_PAYMENT,
        shop_slug=part.slug,
        shop_name=part.name,
        buyer_name=purchase.name,
        phone=purchase.phone,
        ship_to=purchase.address,
        goods_minor=part.goods_minor,
        shipping_minor=part.shipping_minor,
        wrap_minor=part.wrap_minor,
        gift_message=part.message or None,
        prices_hidden=part.choice.prices_hidden,
        express=part.quote.speed is Speed.EXPRESS,
        total_minor=part.total_minor,
        fees_minor=fees_minor,
        fee_version=version,
        promise_from=part.quote.promise.first,
        promise_to=part.quote.promise.last,
        ship_by=part.quote.promise.ship_by,
        placed_at=work.now,
    )


def _freeze_price(
    work: Work, rows: NewRows, part: ShopPart, order: Mapping[str, UUID], sale: fee_rules.Sale, law: Law
) -> None:
    """Write down what the buyer pays of an order, line by line, with the tax that is in it."""
    sold = {line.variant_id: one for line, one in zip(part.lines, sale.lines, strict=True)}

    def rate_of(variant: UUID | None) -> tuple[int, str]:
        rate = fee_rules.iva_of(sold[variant], sale, law) if variant else law.iva(Goods.GENERAL, sale.place)
        return rate.rate_bp, rate.article

    amounts = [*part.goods, *part.way, *part.wrap]
    lines = {variant: UUID(one.key) for variant, one in sold.items()}
    freeze_amounts(work, rows, order, [*amounts, *taxes_in(amounts, rate_of)], lines)


# What an order line keeps of the shelf, for good.
_FROZEN = (
    "product_id", "variant_id", "number", "title", "variant_name", "sku", "category", "quantity", "total_minor",
    "price_group", "warranty_months", "warranty_by", "return_days", "return_paid_by",
)  # fmt: skip
