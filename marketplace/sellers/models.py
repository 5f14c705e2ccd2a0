"""Tables of shops: the page that everybody sees, and the tax data that nobody else does."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PublicShelf, TenantOwned


class Shop(PublicShelf):
    """A shop as it shows itself. One row a shop; `id` is the shop's own."""

    __tablename__ = "shop"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    tagline: Mapped[str]
    about: Mapped[str]
    colour: Mapped[str]  # "#1F6B57", checked for contrast with white
    owner_name: Mapped[str]
    picture_key: Mapped[str | None]
    # LFPC art. 76 Bis: address, telephone and means for complaints are known before buying.
    street: Mapped[str]
    city: Mapped[str]
    state_code: Mapped[str]
    state: Mapped[str]
    postal_code: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    opened_on: Mapped[date]
    # Terms a new product starts with.
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]  # seller, buyer
    # Measured over 60 days; None while there is nothing to measure.
    on_time_bp: Mapped[int | None]
    reply_minutes: Mapped[int | None]
    orders_60d: Mapped[int] = mapped_column(default=0)
    measured_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ShopTax(TenantOwned):
    """What decides the taxes withheld from a shop's sales."""

    __tablename__ = "shop_tax"

    person: Mapped[str]  # natural, legal
    rfc: Mapped[str | None]
    legal_name: Mapped[str]
    paid_abroad: Mapped[bool] = mapped_column(default=False)
