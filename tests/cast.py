"""The fixed story: Alicia owns Hilos Alpaca, Pía packs there, Ada does its books; Bruno owns Ferretería Abedul, the
neighbour; Carla buys; Sergio is staff. Everybody is made through the real verbs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import update

from marketplace.demo.shops import SHOPS
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED, May
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.accounts import factors
from marketplace.people.accounts import service as accounts
from marketplace.people.accounts.queries import next_app_code
from marketplace.people.sellers import service as sellers
from marketplace.trade.shipping.service import publish_terms
from tenants.models import Tenant
from tenants.roles import Role
from tenants.scope import BuyerScope, PlatformScope, SellerScope

# In tests a password costs little to check; those about its cost put production's back.
IN_PRODUCTION = accounts._hasher
accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

PASSWORD = "cuatro palabras bien sueltas"
ALPACA_RFC = next(shop.data.rfc for shop in SHOPS if shop.data.slug == "hilos-alpaca") or ""
_HASH = accounts.hash_password(PASSWORD)
_APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Person:
    """Somebody of the story."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True)
class Shop:
    """A shop of the story, and who works in it."""

    id: UUID
    slug: str
    name: str


@dataclass(frozen=True)
class Cast:
    """Everybody. `as_…` opens a unit of work from where they stand."""

    alpaca: Shop
    abedul: Shop
    alicia: Person
    pia: Person
    ada: Person
    bruno: Person
    carla: Person
    diego: Person
    sergio: Person

    def as_member(self, shop: Shop, person: Person, role: Role) -> AbstractContextManager[Work]:
        """A member at work in their shop."""
        may = frozenset(GRANTED[role])
        return unit_of_work(SellerScope(shop.id), Actor(person.name, person.id, role.value, may))

    def as_alicia(self) -> AbstractContextManager[Work]:
        """The owner of Hilos Alpaca."""
        return self.as_member(self.alpaca, self.alicia, Role.OWNER)

    def as_pia(self) -> AbstractContextManager[Work]:
        """Who packs at Hilos Alpaca."""
        return self.as_member(self.alpaca, self.pia, Role.WAREHOUSE)

    def as_bruno(self) -> AbstractContextManager[Work]:
        """The neighbour."""
        return self.as_member(self.abedul, self.bruno, Role.OWNER)

    def as_carla(self) -> AbstractContextManager[Work]:
        """The buyer."""
        return unit_of_work(BuyerScope(self.carla.id), Actor(self.carla.name, self.carla.id))

    def as_diego(self) -> AbstractContextManager[Work]:
        """Another buyer."""
        return unit_of_work(BuyerScope(self.diego.id), Actor(self.diego.name, self.diego.id))

    def as_sergio(self) -> AbstractContextManager[Work]:
        """Staff."""
        may = frozenset(STAFF_GRANTED["administrator"])
        return unit_of_work(PlatformScope("staff"), Actor(self.sergio.name, self.sergio.id, "administrator", may))

    def above(self, reason: str = "test") -> AbstractContextManager[Work]:
        """The platform itself, above the walls."""
        return unit_of_work(PlatformScope(reason))


def _person(work: Work, name: str, full: str, staff_role: str | None = None) -> Person:
    email = f"{name}@example.mx"
    account_id = accounts.open_account(work, email=email, name=full, password_hash=_HASH, staff_role=staff_role)
    return Person(account_id, full, email)


def give_factor(work: Work, person: Person) -> None:
    """Give somebody an authenticator app."""
    factors.give_code_app(work, person.id, _APP_SECRET)


def code_of(person: Person) -> str:
    """The code that a person's telephone shows now; the next one when that is used already."""
    with unit_of_work(PlatformScope("test"), read_only=True) as work:
        return next_app_code(work, person.id)


OPENER = Actor("Tianguis", may=frozenset({May.EDIT_SHOP}))  # a shop's terms are its own to publish


def open_shop(work: Work, slug: str) -> Shop:
    """Open one of the demo's shops. Needs the opener's permission."""
    demo = next(shop for shop in SHOPS if shop.data.slug == slug)
    tenant_id = sellers.open_shop(work, replace(demo.data, email=f"{slug}@example.mx"))
    publish_terms(work, tenant_id, demo.terms)
    return Shop(tenant_id, slug, demo.data.name)


def open_market() -> Cast:
    """Open the two shops and seat everybody. Needs an app context and an empty market."""
    with unit_of_work(PlatformScope("test"), OPENER) as work:
        cast = Cast(
            alpaca=open_shop(work, "hilos-alpaca"),
            abedul=open_shop(work, "ferreteria-abedul"),
            alicia=_person(work, "alicia", "Alicia Xicohténcatl"),
            pia=_person(work, "pia", "Pía Cuatecontzi"),
            ada=_person(work, "ada", "Ada Luna"),
            bruno=_person(work, "bruno", "Bruno Abedul"),
            carla=_person(work, "carla", "Carla Méndez"),
            diego=_person(work, "diego", "Diego Uc"),
            sergio=_person(work, "sergio", "Sergio Núñez", "administrator"),
        )
        for shop, person, role in (
            (cast.alpaca, cast.alicia, Role.OWNER),
            (cast.alpaca, cast.pia, Role.WAREHOUSE),
            (cast.alpaca, cast.ada, Role.ACCOUNTANT),
            (cast.abedul, cast.bruno, Role.OWNER),
        ):
            sellers.seat_member(work, tenant_id=shop.id, account_id=person.id, name=person.name, role=role)
        for person in (cast.alicia, cast.ada, cast.bruno, cast.sergio):  # staff, and whoever may touch money
            give_factor(work, person)
        # They have been here for a while; of a new shop money waits longer.
        work.session.execute(update(Tenant).values(created_at=work.now - timedelta(days=90)))
    return cast
