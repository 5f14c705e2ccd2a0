"""Tables of shops: the page that everybody sees, the tax data that nobody else does, and applications to open one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.claims import Claimable
from marketplace.kernel.states import states_only
from marketplace.people.sellers.applying import NEXT, ApplicationState, Document, TaxPerson
from marketplace.people.sellers.rules import SHOP_NEXT, ClosedBy, ReturnPayer, ShopPlan, ShopState
from tenants.ownership import PersonOwned, PublicShelf, ShopReadable, TenantOwned, new_id


class Shop(PublicShelf):
    """A shop as it shows itself. One row a shop; `id` is the shop's own."""

    __tablename__ = "shop"
    __table_args__ = (
        states_only(ShopState, SHOP_NEXT, column="status"),
        states_only(ClosedBy, column="closed_by"),
        states_only(ReturnPayer, column="return_paid_by"),
        CheckConstraint("instalments_from_minor >= 0", name="instalments"),
        CheckConstraint("wrap_minor BETWEEN 0 AND 50000", name="wrap"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    tagline: Mapped[str]
    about: Mapped[str]
    colour: Mapped[str]  # "#1F6B57", checked for contrast with white
    owner_name: Mapped[str]
    picture_key: Mapped[str | None]
    cover_key: Mapped[str | None]  # a wide picture above all
    links: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))  # of its pages elsewhere
    former_names: Mapped[list[Any]] = mapped_column(
        default=list, server_default=text("'[]'")
    )  # [name, until], the latest first
    # LFPC art. 76 Bis: address, telephone and means for complaints are known before buying.
    street: Mapped[str]
    city: Mapped[str]
    state_code: Mapped[str]
    state: Mapped[str]
    postal_code: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    opened_on: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")  # rules.ShopState
    # A rest, from its first day to its last, in Mexico City's days.
    rest_from: Mapped[date | None]
    rest_until: Mapped[date | None]
    rest_message: Mapped[str] = mapped_column(default="")
    paused_until: Mapped[date | None]  # the last day of a rest that staff decided: the shop cannot end it
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]  # rules.ClosedBy
    # Terms a new product starts with.
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]  # rules.ReturnPayer
    # From how much of its goods on, in centavos, it bears that a buyer pays in months without interest; None: it does not.
    instalments_from_minor: Mapped[int | None]
    # Gifts: for how much, in centavos, it wraps an order (None: it does not), and whether a message goes with it.
    wrap_minor: Mapped[int | None]
    gift_messages: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # Measured over 60 days; None while there is nothing to measure.
    on_time_bp: Mapped[int | None]
    reply_minutes: Mapped[int | None]
    orders_60d: Mapped[int] = mapped_column(default=0)
    measured_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ShopTax(TenantOwned):
    """What decides the taxes withheld from a shop's sales."""

    __tablename__ = "shop_tax"
    __table_args__ = (states_only(TaxPerson, column="person"),)

    person: Mapped[str]  # applying.TaxPerson
    rfc: Mapped[str | None]
    curp: Mapped[str | None]  # of a natural person; goes into the monthly report (LIVA art. 18-J III)
    legal_name: Mapped[str]
    paid_abroad: Mapped[bool] = mapped_column(default=False)
    border_scheme: Mapped[bool] = mapped_column(default=False)  # in SAT's register of the border region's stimulus
    clabe: Mapped[str | None]  # the account that payouts go to
    regime: Mapped[str | None]  # c_RegimenFiscal; None: it said none (`money/cfdi` knows which there are)
    postal_code: Mapped[str | None]  # of the fiscal domicile; None: the shop's own


class PlanDecision(ShopReadable):
    """Staff's decision that a shop is in a plan from a moment on. Of those that have begun the last one decided holds.

    Rows only grow. The database holds the notice where the shop may pay more by it, and that it then begins in no season.
    """

    __tablename__ = "shop_plan"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        states_only(ShopPlan, column="plan"),
        CheckConstraint(
            "valid_from - decided_at >= CASE WHEN takes_more THEN interval '30 days' ELSE interval '0' END",
            name="notice",
        ),
    )

    number: Mapped[int]  # within its shop: who is later decides
    plan: Mapped[str]  # rules.ShopPlan
    valid_from: Mapped[datetime]
    takes_more: Mapped[bool] = mapped_column(server_default=text("true"))  # than by what held or was to come
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_by_id: Mapped[UUID | None]


class Application(PersonOwned, Claimable):
    """Somebody's wish to open a shop: what they say of it, and what staff decide."""

    __tablename__ = "application"
    __table_args__ = (
        states_only(ApplicationState, NEXT),
        states_only(TaxPerson, column="person"),
        Index(
            "uq_application_open",
            "account_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'submitted', 'in_review', 'needs_changes')"),
        ),
        Index("ix_application_waiting", "decide_by", postgresql_where=text("state IN ('submitted', 'in_review')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str]  # applying.ApplicationState
    email: Mapped[str]
    applicant: Mapped[str]
    person: Mapped[str]  # applying.TaxPerson
    legal_name: Mapped[str]
    rfc: Mapped[str]
    curp: Mapped[str]
    postal_code: Mapped[str]
    state_code: Mapped[str]
    region: Mapped[str]
    city: Mapped[str]
    street: Mapped[str]
    phone: Mapped[str]
    clabe: Mapped[str]
    shop_name: Mapped[str]
    slug: Mapped[str]
    tagline: Mapped[str]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    rules_version: Mapped[
        int | None
    ]  # of the market's rules, that was accepted with it; None: from before there were any
    decide_by: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None]  # code in sellers.rules
    note: Mapped[str]
    tenant_id: Mapped[UUID | None] = mapped_column(index=True)  # the shop it became
    prepared_tenant_id: Mapped[UUID | None]  # the one that is prepared meanwhile


class ApplicationDocument(PersonOwned):
    """A document of an application, in the private part of the blob store."""

    __tablename__ = "application_document"
    __table_args__ = (
        Index("uq_application_document_kind", "application_id", "kind", unique=True),
        states_only(Document, column="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str]  # applying.Document
    key: Mapped[str]
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    uploaded_at: Mapped[datetime]
