"""The shops as the history knows them: what each sells, from which shelf, on which terms, and who works there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import top_of
from marketplace.goods.catalog.models import Listing
from marketplace.goods.inventory.models import Location
from marketplace.kernel.work import Actor, Work
from marketplace.people.sellers import SellerProfile, seller_profiles
from marketplace.people.sellers.models import Shop
from marketplace.trade.shipping import Terms
from marketplace.trade.shipping.models import ShippingTerms
from tenants.models import Membership
from tenants.roles import Role

_PLENTY = 9  # pieces: the story buys of what there is enough
MOST_WARES = 60  # of one shop: a large market's history is of a part of it


@dataclass(frozen=True)
class Article:
    """A listing, with the variants of which there are pieces."""

    number: int
    product_id: UUID
    slug: str
    title: str
    category: str
    top: str
    pictures: Sequence[dict[str, Any]]
    billable_grams: int
    warranty_months: int
    warranty_by: str
    return_days: int
    return_paid_by: str
    published_at: datetime
    variants: Sequence[Mapping[str, Any]]
    liked: float
    is_storied: bool  # the story sells it: of the last weeks the history leaves it alone


@dataclass(frozen=True)
class Stall:
    """A shop. `punctual` is the share of its parcels that leave in time, `quick` the hours in which it answers."""

    tenant_id: UUID
    slug: str
    name: str
    email: str
    opened_on: date
    terms: Terms
    terms_version: int
    profile: SellerProfile
    location_id: UUID
    owner: Actor
    packer: Actor
    wares: Sequence[Article]
    punctual: float
    quick: float

    @cached_property
    def tops(self) -> Mapping[str, float]:
        """Which part of what it sells is of which top-level category."""
        return {top: count / len(self.wares) for top, count in Counter(ware.top for ware in self.wares).items()}


# Share of parcels in time, hours until an answer, and how much of the market's trade a shop has.
_HABITS: Mapping[str, tuple[float, float, float]] = {
    "hilos-alpaca": (0.98, 1.2, 1.4), "ferreteria-abedul": (0.93, 3.5, 1.1), "cocina-clara": (0.97, 1.0, 1.6),
    "barro-y-lumbre": (0.95, 4.0, 1.2), "cafe-montana": (0.96, 2.5, 1.3), "bajio-electronica": (0.94, 2.0, 1.2),
    "segunda-vuelta": (0.91, 5.0, 0.6), "rodada-norte": (0.92, 6.0, 0.6), "papel-y-tinta": (0.97, 1.5, 1.1),
    "jardin-de-mayo": (0.90, 7.0, 0.8), "la-tarde-juega": (0.98, 1.1, 1.1), "piel-y-paso": (0.94, 3.0, 0.9),
}  # fmt: skip


def weight_of(slug: str) -> float:
    """How much of the market's trade a shop has, beside the others."""
    return _HABITS.get(slug, (0, 0, 1.0))[2]


def read_stalls(work: Work, tenant_ids: Sequence[UUID]) -> list[Stall]:
    """Read the shops of the history with what they sell."""
    session = work.session
    shops = session.scalars(select(Shop).where(Shop.tenant_id.in_(tenant_ids)).order_by(Shop.slug)).all()
    terms = {row.tenant_id: row for row in session.scalars(select(ShippingTerms))}
    places = {row.tenant_id: row.id for row in session.scalars(select(Location))}
    profiles = seller_profiles(work, tenant_ids)
    teams: dict[UUID, list[Membership]] = defaultdict(list)
    for seat in session.scalars(select(Membership).order_by(Membership.since, Membership.id)):
        teams[seat.tenant_id].append(seat)
    return [
        _stall(
            shop, terms[shop.tenant_id], places[shop.tenant_id], profiles[shop.tenant_id], teams[shop.tenant_id], wares
        )
        for shop in shops
        if (wares := _wares(work, shop.tenant_id)) and teams[shop.tenant_id]
    ]


def _stall(
    shop: Shop,
    terms: ShippingTerms,
    place: UUID,
    profile: SellerProfile,
    team: Sequence[Membership],
    wares: Sequence[Article],
) -> Stall:
    owner = next(seat for seat in team if seat.role == Role.OWNER)
    packer = next((seat for seat in team if seat.role == Role.WAREHOUSE), owner)
    punctual, quick, _weight = _HABITS.get(shop.slug, (0.95, 3.0, 1.0))
    published = Terms(
        terms.postal_code, terms.state_code, terms.handling_days, terms.cutoff_hour, terms.free_from_minor,
        tuple(terms.uncovered_states), terms.rates,
    )  # fmt: skip
    return Stall(
        shop.tenant_id, shop.slug, shop.name, shop.email, shop.opened_on, published, terms.version, profile, place,
        _actor(owner), _actor(packer), wares, punctual, quick,
    )  # fmt: skip


def _actor(seat: Membership) -> Actor:
    return Actor(seat.name, seat.account_id, seat.role)


def _wares(work: Work, tenant_id: UUID) -> list[Article]:
    """What a shop sells, and how much each is liked: a few a lot, most a little."""
    rows = work.session.scalars(
        select(Listing).where(Listing.tenant_id == tenant_id).order_by(Listing.number).limit(MOST_WARES)
    ).all()
    storied = _storied(rows)
    return [_ware(row, is_storied=row.number in storied) for row in rows if row.available]


def _storied(rows: Sequence[Listing]) -> set[int]:
    """The listings from which the story buys, by its own order (`story.py`), and the first, of which a shop counts the pieces."""
    of_category: dict[str, list[Listing]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (-(one.number * 7919 % 90), one.number)):
        if row.available >= _PLENTY:
            of_category[row.category].append(row)
    return {row.number for wares in of_category.values() for row in wares[:2]} | {row.number for row in rows[:1]}


def _ware(row: Listing, *, is_storied: bool) -> Article:
    return Article(
        row.number, row.id, row.slug, row.title, row.category, top_of(row.category),
        row.pictures, row.billable_grams, row.warranty_months, row.warranty_by,
        row.return_days, row.return_paid_by, row.published_at, [variant for variant in row.variants if variant["available"]],
        1 / (1.5 + row.number * 7919 % 23) ** 0.8 / max(1.0, row.price_minor / 90_000) ** 0.5, is_storied,
    )  # fmt: skip
