"""Tables of buying: one purchase, and one order for each shop in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.people.sellers.rules import ReturnPayer
from marketplace.trade.orders.rules import NEXT, PURCHASE_NEXT, DeliveredBy, OrderState, PurchaseState
from tenants.ownership import PersonOwned, SharedWithBuyer, new_id


class Purchase(PersonOwned):
    """One checkout: one payment, one address, and an order for each shop."""

    __tablename__ = "purchase"
    __table_args__ = (
        Index("ix_purchase_account", "account_id", "created_at"),
        Index("ix_purchase_awaiting", "expires_at", postgresql_where=text("state = 'awaiting_payment'")),
        Index("ix_purchase_unpaid_email", text("lower(email)"), postgresql_where=text("state = 'awaiting_payment'")),
        Index("ix_purchase_unpaid_source", "source", postgresql_where=text("state = 'awaiting_payment'")),
        Index("ix_purchase_cart_id", "cart_id"),
        states_only(PurchaseState, PURCHASE_NEXT),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    # Made with the form: a second click, a refresh or a second tab finds the first purchase.
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # rules.PurchaseState
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    address: Mapped[dict[str, Any]]
    total_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")
    locale: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    # How its payment goes, while it is not paid.
    pay_method: Mapped[str | None]  # payments.Method, where a slow one was chosen
    pay_until: Mapped[datetime | None]
    received_minor: Mapped[int] = mapped_column(server_default="0")  # of a transfer of which a part has come
    decline: Mapped[str | None]  # why the last try failed, in the provider's words
    reminded_at: Mapped[datetime | None]  # that it is not paid yet
    paid_at: Mapped[datetime | None]
    months: Mapped[int | None]  # in how many it is paid, without interest; None: at once
    link_hash: Mapped[str] = mapped_column(unique=True)
    link_expires_at: Mapped[datetime]
    source: Mapped[str | None]  # network address it was made from, until it is paid or given up
    # Whose cart it was bought from: the account's, or the browser's of a guest, who is known by nothing else.
    cart_id: Mapped[UUID | None]


class Order(SharedWithBuyer):
    """The part of a purchase that one shop fulfils. Amounts and terms are frozen at placement."""

    __tablename__ = "order"
    __table_args__ = (
        Index("ix_order_purchase", "purchase_id"),
        Index("ix_order_shop_state", "tenant_id", "state", "placed_at"),
        Index(
            "ix_order_under_way", text("coalesce(resent_until, promise_to)"), postgresql_where=text("state = 'shipped'")
        ),
        Index("ix_order_held", "held_until", postgresql_where=text("held_until IS NOT NULL AND released_at IS NULL")),
        states_only(OrderState, NEXT),
        states_only(DeliveredBy, column="delivered_by"),
    )

    purchase_id: Mapped[UUID] = mapped_column(ForeignKey("purchase.id"))
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # rules.OrderState
    shop_slug: Mapped[str]
    shop_name: Mapped[str]
    buyer_name: Mapped[str]
    phone: Mapped[str | None]  # of who receives it, for who sends it; orders of before migration 0032 have none
    ship_to: Mapped[dict[str, Any]]
    goods_minor: Mapped[int]
    shipping_minor: Mapped[int]
    total_minor: Mapped[int]
    fees_minor: Mapped[int]  # sum of its fee lines at placement
    refunded_minor: Mapped[int] = mapped_column(default=0)  # what goes back to the buyer, from when it is owed
    shipping_back_minor: Mapped[int] = mapped_column(default=0)  # of the way there, what goes back
    wrap_minor: Mapped[int | None]  # what wrapping it as a gift cost; None: it is not wrapped
    wrap_back_minor: Mapped[int] = mapped_column(default=0, server_default="0")  # of that, what goes back
    gift_message: Mapped[str | None]  # that goes into the parcel
    prices_hidden: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # on what goes into it
    express: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # by the shop's faster way
    currency: Mapped[str] = mapped_column(default="MXN")
    fee_version: Mapped[int]
    promise_from: Mapped[date]
    promise_to: Mapped[date]
    ship_by: Mapped[datetime]
    placed_at: Mapped[datetime]
    packed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    resent_until: Mapped[date | None]  # end of the promise of a parcel that was sent once more
    arrival_told_at: Mapped[datetime | None]  # the shop says that the carrier says it arrived: nothing about money
    arrival_told_by: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    delivered_by: Mapped[str | None]  # rules.DeliveredBy
    held_until: Mapped[date | None]  # last day on which its money waits
    released_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancel_code: Mapped[str | None]  # rules.CancelReason or another of the code's own; never what somebody typed
    cancel_reason: Mapped[str | None]  # the buyer's own words

    @property
    def services_minor(self) -> int:
        """What was paid for the order as a whole, and not for its pieces: the way, and wrapping it."""
        return self.shipping_minor + (self.wrap_minor or 0)

    @property
    def expected_by(self) -> date:
        """The last day on which it was promised to arrive; of what was sent once more, of that."""
        return self.resent_until or self.promise_to


class OrderLine(SharedWithBuyer):
    """What was bought, with the price and the terms as they were."""

    __tablename__ = "order_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"]),  # what was sold stays
        Index("ix_order_line_order", "tenant_id", "order_id"),
        Index("ix_order_line_variant", "tenant_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        states_only(ReturnPayer, column="return_paid_by"),
        CheckConstraint("returned >= 0 AND returned <= going_back AND going_back <= quantity", name="returned"),
    )

    order_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    number: Mapped[int]  # of the listing
    title: Mapped[str]
    variant_name: Mapped[str]
    sku: Mapped[str]
    category: Mapped[str]
    picture_key: Mapped[str | None]
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    price_group: Mapped[str | None]  # the shop's group of customers whose price it was, as it was called then
    total_minor: Mapped[int]
    iva_bp: Mapped[int]  # what the price includes of IVA, by which article
    iva_article: Mapped[str]
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]
    going_back: Mapped[int] = mapped_column(default=0)  # asked to go back and not declined
    claimed: Mapped[int] = mapped_column(default=0, server_default="0")  # under a claim whose remedy is not given yet
    returned: Mapped[int] = mapped_column(default=0)  # of those, whose money goes back

    @property
    def left(self) -> int:
        """How many of its pieces nothing else is asked for: they can be sent back."""
        return self.quantity - self.going_back - self.claimed


class OrderEvent(SharedWithBuyer):
    """What happened to an order, for its timeline."""

    __tablename__ = "order_event"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_order_event_order", "tenant_id", "order_id"),
    )

    order_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[
        str
    ]  # placed, packed, shipped, arrival_told, delivered, cancelled, return_…, claim_…, dispute_…, refunded
    by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
