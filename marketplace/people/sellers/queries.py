"""Questions about shops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select

from marketplace.kernel.work import AuditLine, Work, unit_of_work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account, PostalCode
from marketplace.people.sellers.errors import NoSuchShop
from marketplace.people.sellers.models import Application, Shop, ShopTax
from marketplace.people.sellers.plans import plan_at
from marketplace.people.sellers.rules import ShopPlan, ShopState, tax_standing
from tenants.models import Membership
from tenants.scope import PlatformScope

_REGION = select(PostalCode.border).where(PostalCode.code == Shop.postal_code).scalar_subquery()
# Made once: every purchase asks.
_PROFILE_OF = (
    select(
        Shop.tenant_id,
        ShopTax.rfc,
        ShopTax.paid_abroad,
        ShopTax.border_scheme,
        _REGION,
        plan_at(Shop.tenant_id, bindparam("now")),
    )
    .outerjoin(ShopTax, ShopTax.tenant_id == Shop.tenant_id)
    .where(Shop.tenant_id.in_(bindparam("shops", expanding=True)))
)


# Of shops that everybody may know of.
HAS_OPENED = Shop.status != ShopState.PREPARING


@dataclass(frozen=True)
class SellerProfile:
    """What decides what a shop pays: its tax standing, whether it sells by the border region's scheme, and its plan."""

    standing: str
    at_border: bool = False
    shop_plan: ShopPlan = ShopPlan.BASE


def seller_profiles(work: Work, tenant_ids: Sequence[UUID]) -> dict[UUID, SellerProfile]:
    """Say how the law and the tariff see each of these shops now; one without tax data counts as without RFC.

    At the border is who stands in SAT's register of the scheme and in the region itself (decree of 31-12-2018, art. 7).
    """
    profiles = dict.fromkeys(tenant_ids, SellerProfile("unregistered"))
    found = work.session.execute(_PROFILE_OF, {"shops": list(tenant_ids), "now": work.now})
    for tenant_id, rfc, paid_abroad, in_register, border, plan in found:
        standing = tax_standing(has_rfc=bool(rfc), paid_abroad=bool(paid_abroad))
        profiles[tenant_id] = SellerProfile(
            standing, bool(in_register and border), ShopPlan(plan) if plan else ShopPlan.BASE
        )
    return profiles


def get_shop(work: Work, slug: str) -> Shop:
    """Load a shop's public page by its address; raises NoSuchShop, also of one that has not opened."""
    shop = work.session.scalar(select(Shop).where(Shop.slug == slug, HAS_OPENED))
    if shop is None:
        raise NoSuchShop
    return shop


def own_shop(work: Work) -> Shop:
    """Load the shop this work stands in."""
    return work.session.get_one(Shop, (work.tenant_id, work.tenant_id))


def state_of_shop(work: Work, tenant_id: UUID) -> ShopState:
    """Say whether a shop sells."""
    return ShopState(work.session.scalars(select(Shop.status).where(Shop.tenant_id == tenant_id)).one())


def shops(work: Work) -> Sequence[Shop]:
    """List every shop that has opened, by name."""
    return work.session.scalars(select(Shop).where(HAS_OPENED).order_by(Shop.name)).all()


_ENOUGH_DECIDED = 10  # applications, to speak of what is usual
_DECIDED_WITHIN = timedelta(days=180)


def usual_review_hours(work: Work) -> int | None:
    """Say in how many hours staff usually answer an application, begun ones counted: the median of the last 180 days.

    None where fewer than ten were answered. Above the walls.
    """
    took = func.extract("epoch", Application.decided_at - Application.submitted_at) / 3600
    middle = func.percentile_cont(0.5).within_group(took)
    answered = Application.decided_at > work.now - _DECIDED_WITHIN, Application.submitted_at <= Application.decided_at
    count, hours = work.session.execute(select(func.count(), middle).where(*answered)).one()
    return math.ceil(hours) if count >= _ENOUGH_DECIDED else None


def is_member(tenant_id: UUID, email: str) -> bool:
    """Say whether a tidy address is the proven one of somebody who works in a shop; of no other account does it tell.

    Looks above the walls: a shop reads the names of its people, not their addresses.
    """
    with unit_of_work(PlatformScope("member's address"), read_only=True) as above:
        seat = (
            select(Membership.id)
            .join(Account, Account.account_id == Membership.account_id)
            .where(
                Membership.tenant_id == tenant_id,
                Account.kind == AccountKind.MEMBER,
                func.lower(Account.email) == email,
                Account.verified_at.is_not(None),
            )
        )
        return above.session.scalar(seat) is not None


def activity(
    work: Work, *, who: str = "", modules: Sequence[str] = (), offset: int = 0, limit: int = 50
) -> tuple[Sequence[AuditLine], int]:
    """List what was done in the shop this work stands in, latest first, with how much there is.

    `who` is a name as it was written down; `modules` the first words of verbs ("catalog").
    """
    query = select(AuditLine).where(AuditLine.tenant_id == work.tenant_id)
    if who:
        query = query.where(AuditLine.actor == who)
    if modules:
        query = query.where(func.split_part(AuditLine.verb, ".", 1).in_(modules))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (AuditLine.at.desc(), AuditLine.id.desc())
    return work.session.scalars(query.order_by(*order).offset(offset).limit(limit)).all(), total


def changes_of_page(work: Work, *, most: int = 20) -> Sequence[AuditLine]:
    """List when the name or the usual terms of the shop this work stands in changed, latest first."""
    mine = (AuditLine.tenant_id == work.tenant_id) & (AuditLine.verb == "sellers.edit")
    named = AuditLine.details["renamed"].as_string().is_not(None)
    of_terms = func.coalesce(AuditLine.details["terms"].as_string(), "{}") != "{}"
    query = select(AuditLine).where(mine, named | of_terms)
    return work.session.scalars(query.order_by(AuditLine.at.desc(), AuditLine.id.desc()).limit(most)).all()


def active_names(work: Work) -> Sequence[str]:
    """List the names that have done something in the shop, also those who left since."""
    mine = select(AuditLine.actor).where(AuditLine.tenant_id == work.tenant_id).distinct()
    return work.session.scalars(mine.order_by(AuditLine.actor)).all()
