"""A shop that is prepared while staff look at its application: made once that is sent, opened when it is approved.

Until then its owner-to-be writes drafts, shipping rules and the page of the shop, and nobody else sees any of it. What
changes it here stands above the walls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.module import FirstStep, steps_taken
from marketplace.kernel.permissions import GRANTED, May
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.reading import write_telephone
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.sellers.applying import UNDECIDED, ApplicationState
from marketplace.people.sellers.events import ApplicationSent
from marketplace.people.sellers.models import Application, Shop, ShopTax
from marketplace.people.sellers.rules import SHOP_NEXT, ShopState
from marketplace.people.sellers.service import ShopData, open_shop, seat_member
from tenants import service as tenants
from tenants.models import ShopName, Tenant
from tenants.names import NameKind
from tenants.roles import Role
from tenants.scope import SellerScope

# What whoever prepares a shop may do there. No keys, team, addresses, orders or money: those come with the approval.
MAY_PREPARE = frozenset({May.VIEW_SHOP, May.EDIT_SHOP, May.EDIT_PRODUCTS, May.CHANGE_STOCK})
_LIKE = GRANTED[Role.CATALOGUE]
# What a new shop starts with, and may change: the least that the law asks for, and a colour of ours.
_COLOUR = "#1F5A4A"


def prepare_sent(work: Work, fact: ApplicationSent) -> None:
    """Have a shop to prepare for an application that was sent; again makes no second one, and once it is decided none."""
    application = work.session.lock_row(Application, fact.application_id)
    if application.state in {*UNDECIDED, ApplicationState.NEEDS_CHANGES}:
        bring_up(work, application)


def bring_up(work: Work, application: Application) -> UUID:
    """Make the shop that a locked application is for, or have it say what the application says now; gives its tenant id.

    What an application of the same person that was declined had prepared goes on with this one. Where another shop has the
    address that was asked for, this one gets one that says nothing: the approval finds out.
    """
    tenant_id = application.prepared_tenant_id or _prepared_before(work, application)
    if tenant_id is None:
        tenant_id = _make(work, application)
    else:
        _rename(work, tenant_id, application.slug)
    application.prepared_tenant_id = tenant_id
    shop = work.session.lock_row(Shop, (tenant_id, tenant_id))
    tax = work.session.lock_row(ShopTax, (tenant_id, tenant_id))
    shop.name = work.session.get_one(Tenant, tenant_id).name = application.shop_name
    for name, value in _where_it_is(application).items():
        setattr(shop, name, value)
    tax.person, tax.rfc, tax.legal_name = application.person, application.rfc, application.legal_name
    work.session.flush()
    return tenant_id


def _prepared_before(work: Work, application: Application) -> UUID | None:
    return work.session.scalar(
        select(Application.prepared_tenant_id)
        .join(Shop, Shop.tenant_id == Application.prepared_tenant_id)
        .where(Application.account_id == application.account_id, Shop.status == ShopState.PREPARING)
        .order_by(Application.created_at.desc(), Application.id.desc())
        .limit(1)
    )


def _where_it_is(application: Application) -> dict[str, Any]:
    """Whose a shop is and where, as its page has to show it."""
    return {
        "owner_name": application.applicant, "street": application.street, "city": application.city,
        "state_code": application.state_code, "state": application.region, "postal_code": application.postal_code,
    }  # fmt: skip


def _make(work: Work, application: Application) -> UUID:
    data = ShopData(
        slug=application.slug,
        name=application.shop_name,
        tagline=application.tagline,
        about="",
        colour=_COLOUR,
        **_where_it_is(application),
        phone=write_telephone(application.phone),
        email=application.email,
        opened_on=mexican_day(work.now),
        warranty_months=LEAST_WARRANTY_MONTHS,
        warranty_by=application.shop_name,
        return_days=LEAST_RETURN_DAYS,
        return_paid_by="buyer",
        person=application.person,
        rfc=application.rfc,
        legal_name=application.legal_name,
    )
    try:
        with work.session.begin_nested():
            tenant_id = open_shop(work, data, preparing=True)
    except IntegrityError:  # the address is another's
        tenant_id = open_shop(work, replace(data, slug=_slug_of_nobody()), preparing=True)
    seat_member(
        work, tenant_id=tenant_id, account_id=application.account_id, name=application.applicant, role=Role.CATALOGUE,
        granted=MAY_PREPARE - _LIKE, withheld=_LIKE - MAY_PREPARE,
    )  # fmt: skip
    return tenant_id


def _slug_of_nobody() -> str:
    return f"sin-abrir-{new_id().hex[-12:]}"


def _rename(work: Work, tenant_id: UUID, slug: str, kind: NameKind = NameKind.HELD) -> None:
    """Give a shop that has not opened another slug, where that is free."""
    holder = work.session.scalar(select(ShopName.tenant_id).where(ShopName.name == slug))
    if holder not in (None, tenant_id):
        return
    try:
        with work.session.begin_nested():
            tenants.hold_name(work.session, tenant_id, slug, kind=kind, now=work.now)
    except IntegrityError:  # somebody was quicker
        return
    work.session.lock_row(Shop, (tenant_id, tenant_id)).slug = slug


def open_prepared(work: Work, application: Application) -> bool:
    """Open the shop of a locked application with all that was prepared, and make the applicant its owner.

    False, and nothing is opened, where another shop has the address that was asked for.
    """
    tenant_id = bring_up(work, application)
    _rename(work, tenant_id, application.slug, NameKind.SLUG)
    shop = work.session.lock_row(Shop, (tenant_id, tenant_id))
    if shop.slug != application.slug:
        return False
    transition(shop, ShopState.OPEN, SHOP_NEXT, column="status")
    shop.opened_on = mexican_day(work.now)
    shop.version += 1
    tax = work.session.lock_row(ShopTax, (tenant_id, tenant_id))
    tax.curp, tax.clabe = application.curp or None, application.clabe
    for seat in tenants.lock_seats(work.session, tenant_id):
        if seat.account_id == application.account_id:
            tenants.change_seat(seat, role=Role.OWNER)
    application.tenant_id = tenant_id
    work.audit("sellers.open", f"shop:{tenant_id}", tenant_id=tenant_id, name=shop.name)
    return True


def release_name(work: Work, application: Application) -> None:
    """Let others have the address of a shop whose application was declined. What was prepared stays its person's."""
    if application.prepared_tenant_id is not None:
        _rename(work, application.prepared_tenant_id, _slug_of_nobody())


def steps_prepared(application: Application) -> list[tuple[FirstStep, bool]]:
    """Say which steps to its first sale the shop of an application has taken, as its people see them."""
    assert application.prepared_tenant_id is not None
    with unit_of_work(SellerScope(application.prepared_tenant_id), read_only=True) as in_shop:
        return steps_taken(in_shop)
