"""Verbs on shops: opening one, and changing what it shows of itself. Its team is in `team`, applications in `applications`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update

from marketplace.kernel.permissions import May
from marketplace.kernel.reading import read_clabe, read_rfc
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.sellers.applying import masked
from marketplace.people.sellers.errors import UnreadableColour
from marketplace.people.sellers.events import BankAccountGiven
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.people.sellers.rules import SHOP_NEXT, ClosedBy, ShopState, carries_white_text
from tenants import service as tenants
from tenants.roles import Role


@dataclass(frozen=True)
class ShopData:
    """What a shop shows of itself, and the tax data that decides what is withheld."""

    slug: str
    name: str
    tagline: str
    about: str
    colour: str
    owner_name: str
    street: str
    city: str
    state_code: str
    state: str
    postal_code: str
    phone: str
    email: str
    opened_on: date
    warranty_months: int
    warranty_by: str
    return_days: int
    return_paid_by: str
    person: str  # natural, legal
    rfc: str | None
    legal_name: str
    paid_abroad: bool = False
    picture_key: str | None = None
    curp: str | None = None
    clabe: str | None = None


def open_shop(work: Work, data: ShopData) -> UUID:
    """Open a shop; gives its tenant id. Needs a work above the walls.

    Raises UnreadableColour when white text on its colour has a contrast under 4.5, NotAnRfc for a number that is none.
    """
    if not carries_white_text(data.colour):
        raise UnreadableColour
    if data.rfc is not None:
        read_rfc(data.rfc, shared=True)
    tenant = tenants.open_tenant(work.session, slug=data.slug, name=data.name, now=work.now)
    shown = {
        name: getattr(data, name)
        for name in (
            "slug",
            "name",
            "tagline",
            "about",
            "colour",
            "owner_name",
            "street",
            "city",
            "state_code",
            "state",
            "postal_code",
            "phone",
            "email",
            "opened_on",
            "warranty_months",
            "warranty_by",
            "return_days",
            "return_paid_by",
            "picture_key",
        )
    }
    work.session.add(Shop(tenant_id=tenant.id, id=tenant.id, orders_60d=0, version=1, **shown))
    work.session.add(
        ShopTax(
            tenant_id=tenant.id,
            id=tenant.id,
            person=data.person,
            rfc=data.rfc,
            legal_name=data.legal_name,
            paid_abroad=data.paid_abroad,
            curp=data.curp,
            clabe=data.clabe,
        )
    )
    work.session.flush()
    work.audit("sellers.open", f"shop:{tenant.id}", tenant_id=tenant.id, name=data.name)
    return tenant.id


def rename_shop(work: Work, *, slug: str) -> None:
    """Show the shop this work stands in under another slug. Which one it may have is decided where names are kept."""
    shop = work.session.get_one(Shop, (work.tenant_id, work.tenant_id))
    shop.slug, shop.version = slug, shop.version + 1
    work.session.flush()


def seat_member(work: Work, *, tenant_id: UUID, account_id: UUID, name: str, role: Role) -> None:
    """Give a person a role in a shop."""
    tenants.seat_member(work.session, tenant_id=tenant_id, account_id=account_id, name=name, role=role, now=work.now)
    work.audit("team.seat", f"account:{account_id}", tenant_id=tenant_id, who=name, role=role.value)


@verb(needs=May.MANAGE_PAYOUT)
def change_payout_account(work: Work, clabe: str) -> None:
    """Say to which account (CLABE, 18 digits) the shop's money goes from now on. Raises NotAClabe."""
    clabe = read_clabe(clabe)
    tax = work.session.get_one(ShopTax, (work.tenant_id, work.tenant_id))
    before, tax.clabe = tax.clabe, clabe
    work.audit("payout.account", f"shop:{work.tenant_id}", before=masked(before or ""), after=masked(clabe))
    if work.actor.account_id is not None:
        work.tell(BankAccountGiven(work.actor.account_id))


def set_rest(work: Work, shop: Shop, *, first: date | None, last: date | None, message: str = "") -> None:
    """Write down from which day to which a shop rests, and what it tells buyers meanwhile; None ends the rest."""
    shop.rest_from, shop.rest_until, shop.rest_message = first, last, message
    shop.version += 1


def set_status(work: Work, shop: Shop, status: ShopState, *, closed_by: ClosedBy | None = None) -> None:
    """Open, rest or close a shop. What that means for its goods is up to whoever calls."""
    if shop.status != status:
        transition(shop, status, SHOP_NEXT, column="status")
    shop.closed_at, shop.closed_by = (work.now, closed_by) if status is ShopState.CLOSED else (None, None)
    shop.version += 1


def set_standing(
    work: Work, tenant_id: UUID, *, on_time_bp: int | None, reply_minutes: int | None, orders: int
) -> None:
    """Show a shop's measured standing: share of orders handed over in time (basis points), median minutes to answer."""
    work.session.execute(
        update(Shop)
        .where(Shop.tenant_id == tenant_id)
        .values(
            on_time_bp=on_time_bp,
            reply_minutes=reply_minutes,
            orders_60d=orders,
            measured_at=work.now,
            version=Shop.version + 1,
        )
    )
