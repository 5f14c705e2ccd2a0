"""Verbs on shops: opening one, and changing what it shows of itself. Its team is in `team`, applications in `applications`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import May
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS, MOST_WRAP_MINOR
from marketplace.kernel.reading import read_rfc
from marketplace.kernel.states import transition
from marketplace.kernel.text import leads_elsewhere
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.sellers.applying import is_readable, skeleton, tidy_name
from marketplace.people.sellers.elsewhere import check_links
from marketplace.people.sellers.errors import (
    NameInApplication,
    NameLooksTaken,
    NameOfMarket,
    ShopChanged,
    ShopLeadsElsewhere,
    ShopTermsTooShort,
    UnreadableColour,
    UnreadableName,
    WrapTooDear,
)
from marketplace.people.sellers.events import ShopRenamed
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.people.sellers.rules import SHOP_NEXT, ClosedBy, ReturnPayer, ShopState, carries_white_text
from tenants import service as tenants
from tenants.models import Tenant
from tenants.names import NameKind
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


# What a shop's page takes from what it is opened with.
_SHOWN = (
    "slug", "name", "tagline", "about", "colour", "owner_name", "street", "city", "state_code", "state", "postal_code",
    "phone", "email", "opened_on", "warranty_months", "warranty_by", "return_days", "return_paid_by", "picture_key",
)  # fmt: skip


def open_shop(work: Work, data: ShopData, *, preparing: bool = False) -> UUID:
    """Open a shop, or make one that is prepared before it opens; gives its tenant id. Needs a work above the walls.

    Raises UnreadableColour when white text on its colour has a contrast under 4.5, NotAnRfc for a number that is none.
    """
    if not carries_white_text(data.colour):
        raise UnreadableColour
    if data.rfc is not None:
        read_rfc(data.rfc, shared=True)
    kind = NameKind.HELD if preparing else NameKind.SLUG
    tenant = tenants.open_tenant(work.session, slug=data.slug, name=data.name, now=work.now, kind=kind)
    shown = {name: getattr(data, name) for name in _SHOWN}
    status = ShopState.PREPARING if preparing else ShopState.OPEN
    work.session.add(Shop(tenant_id=tenant.id, id=tenant.id, orders_60d=0, version=1, status=status, **shown))
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
    work.audit(
        f"sellers.{'prepare' if preparing else 'open'}", f"shop:{tenant.id}", tenant_id=tenant.id, name=data.name
    )
    return tenant.id


@dataclass(frozen=True)
class ShopFace:
    """What a shop says of itself to everybody, and the terms that a new product of it starts with."""

    name: str
    tagline: str
    about: str
    colour: str  # "#1F6B57"
    phone: str
    email: str
    warranty_months: int
    warranty_by: str
    return_days: int
    return_paid_by: ReturnPayer
    links: tuple[str, ...] = ()  # of its pages elsewhere (`elsewhere.py`)


_TERMS = ("warranty_months", "warranty_by", "return_days", "return_paid_by")
_MOST_FORMER = 10


@verb(needs=May.EDIT_SHOP)
def edit_shop(
    work: Work,
    face: ShopFace,
    *,
    seen_version: int,
    picture_key: str | None = None,
    drops_picture: bool = False,
    cover_key: str | None = None,
    drops_cover: bool = False,
) -> None:
    """Change what the shop this work stands in shows of itself, at once; goods and orders keep the terms they have.

    A name that it had stays on its page, with until when. Raises UnreadableName, NameLooksTaken, NameInApplication,
    UnreadableColour, ShopTermsTooShort, ShopLeadsElsewhere, BadLink, TooManyLinks; ShopChanged when somebody else changed it
    since it was seen.
    """
    shop = work.session.lock_row(Shop, (work.tenant_id, work.tenant_id))
    if shop.version != seen_version:
        raise ShopChanged
    face = replace(face, name=tidy_name(face.name))
    if shop.status == ShopState.PREPARING and face.name != shop.name:
        raise NameInApplication
    _check_face(work, face, renames=face.name != shop.name)
    said: dict[str, Any] = {**vars(face), "links": check_links(face.links)}
    if picture_key is not None or drops_picture:
        said["picture_key"] = picture_key
    if cover_key is not None or drops_cover:
        said["cover_key"] = cover_key
    changed = {name: [getattr(shop, name), value] for name, value in said.items() if getattr(shop, name) != value}
    if not changed:
        return
    for name, (_before, value) in changed.items():
        setattr(shop, name, value)
    shop.version += 1
    terms = {name: changed[name] for name in _TERMS if name in changed}
    work.audit("sellers.edit", f"shop:{shop.id}", changed=[*changed], renamed=changed.get("name"), terms=terms)
    if "name" in changed:
        before = [changed["name"][0], mexican_day(work.now).isoformat()]
        shop.former_names = [before, *shop.former_names][:_MOST_FORMER]
        work.tell(ShopRenamed(work.tenant_id))


def _check_face(work: Work, face: ShopFace, *, renames: bool) -> None:
    if renames:
        check_name(work, face.name, but=work.tenant_id)
    if not carries_white_text(face.colour):
        raise UnreadableColour
    for field in ("name", "tagline", "about", "warranty_by"):  # nobody reviews these
        if leads_elsewhere(getattr(face, field)):
            raise ShopLeadsElsewhere(field=field)
    for field, least in (("warranty_months", LEAST_WARRANTY_MONTHS), ("return_days", LEAST_RETURN_DAYS)):
        if getattr(face, field) < least:
            raise ShopTermsTooShort(least=least, field=field)


@verb(needs=May.EDIT_SHOP)
def offer_instalments(work: Work, from_minor: int | None) -> None:
    """Say from how much of its goods on, in centavos, the shop this work stands in bears that a buyer pays in months.

    None: it does not, which is how a shop begins. Purchases that were placed keep what they were placed with.
    """
    shop = work.session.lock_row(Shop, (work.tenant_id, work.tenant_id))
    if shop.instalments_from_minor == from_minor:
        return
    before, shop.instalments_from_minor = shop.instalments_from_minor, from_minor
    shop.version += 1
    work.audit("sellers.instalments", f"shop:{shop.id}", before_minor=before, from_minor=from_minor)


@verb(needs=May.EDIT_SHOP)
def offer_gifts(work: Work, *, wrap_minor: int | None, messages: bool, seen_version: int) -> None:
    """Say for how much, in centavos with IVA, the shop this work stands in wraps an order as a gift (None: it does not), and
    whether a message may go with it. Orders that were placed keep what they were placed with.

    Raises WrapTooDear; ShopChanged when somebody else changed the shop since it was seen.
    """
    shop = work.session.lock_row(Shop, (work.tenant_id, work.tenant_id))
    if shop.version != seen_version:
        raise ShopChanged
    if wrap_minor is not None and not 0 <= wrap_minor <= MOST_WRAP_MINOR:
        raise WrapTooDear(most=MOST_WRAP_MINOR // 100)
    if (shop.wrap_minor, shop.gift_messages) == (wrap_minor, messages):
        return
    before, shop.wrap_minor = shop.wrap_minor, wrap_minor
    shop.gift_messages = messages
    shop.version += 1
    work.audit("sellers.gifts", f"shop:{shop.id}", before_minor=before, wrap_minor=wrap_minor, messages=messages)


_OF_MARKET = skeleton("Tianguis")


def check_name(work: Work, name: str, *, but: UUID | None = None) -> None:
    """Refuse a name that nobody can read, or that looks like another shop's that has opened (`but` is one's own).

    Raises UnreadableName, NameOfMarket, NameLooksTaken.
    """
    if not is_readable(name):
        raise UnreadableName
    looks = skeleton(name)
    if _OF_MARKET in looks:
        raise NameOfMarket
    in_preparation = select(Shop.tenant_id).where(Shop.tenant_id == Tenant.id, Shop.status == ShopState.PREPARING)
    others = work.session.execute(select(Tenant.id, Tenant.name).where(~in_preparation.exists()))
    if any(tenant_id != but and skeleton(other) == looks for tenant_id, other in others):
        raise NameLooksTaken


def note_name(work: Work, fact: ShopRenamed) -> None:
    """The directory of shops calls one as it calls itself; again is no error. Above the walls."""
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    work.session.get_one(Tenant, fact.tenant_id).name = shop.name


def rename_shop(work: Work, *, slug: str) -> None:
    """Show the shop this work stands in under another slug. Which one it may have is decided where names are kept."""
    shop = work.session.get_one(Shop, (work.tenant_id, work.tenant_id))
    shop.slug, shop.version = slug, shop.version + 1
    work.session.flush()


def seat_member(
    work: Work,
    *,
    tenant_id: UUID,
    account_id: UUID,
    name: str,
    role: Role,
    granted: Collection[May] = (),
    withheld: Collection[May] = (),
) -> None:
    """Give a person a role in a shop, with what is added to it and taken from it."""
    tenants.seat_member(
        work.session, tenant_id=tenant_id, account_id=account_id, name=name, role=role, now=work.now, granted=granted,
        withheld=withheld,
    )  # fmt: skip
    work.audit("team.seat", f"account:{account_id}", tenant_id=tenant_id, who=name, role=role.value)


def set_payout_clabe(work: Work, tenant_id: UUID, clabe: str) -> None:
    """Write down to which account a shop is paid. Whether it is the shop's own is proven where it is paid (`money/payouts`)."""
    work.session.get_one(ShopTax, (tenant_id, tenant_id)).clabe = clabe


def set_tax_register(work: Work, *, regime: str, postal_code: str) -> None:
    """Write down under which régimen, and at which postal code, the SAT's register has the shop this work stands in."""
    tax = work.session.lock_row(ShopTax, (work.tenant_id, work.tenant_id))
    tax.regime, tax.postal_code = regime, postal_code
    work.audit("shop.tax_register", f"shop:{work.tenant_id}", regime=regime, postal_code=postal_code)


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
