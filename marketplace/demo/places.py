"""Where the demo's shops are found, and who of staff looked into one: a domain proved, one that waits, an old slug."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask

from marketplace.demo.story import at
from marketplace.goods.addresses import add_domain, change_slug, domains, rules, zone_file
from marketplace.kernel import clock
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED, StaffMay
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.staff import open_look
from marketplace.worker import Worker
from tenants.roles import Role
from tenants.scope import PlatformScope, SellerScope

_OWNER = frozenset(GRANTED[Role.OWNER])


def tell(app: Flask, settings: Settings, people: dict[str, UUID], shops: dict[str, UUID]) -> None:
    """Prove a domain of Hilos Alpaca, leave one of Cocina Clara waiting, move a shop, and let staff look into one."""
    alicia = Actor("Alicia Xicohténcatl", people["alicia"], Role.OWNER, _OWNER)
    with unit_of_work(SellerScope(shops["hilos-alpaca"]), alicia) as work:
        add_domain(work, "hilosalpaca.localhost", ours=settings.own_domains)
        work.session.flush()
        claim = domains(work)[0]
        zone_file(settings).write(f"{rules.RECORD_PREFIX}{claim.name}", f"{rules.TEXT_PREFIX}{claim.token}")
    clara = Actor("Clara Ibarra", people["clara"], Role.OWNER, _OWNER)
    with unit_of_work(SellerScope(shops["cocina-clara"]), clara) as work:
        add_domain(work, "cocinaclara.mx", ours=settings.own_domains)
    efrain = Actor("Efraín Mayo", people["efrain"], Role.OWNER, _OWNER)
    with at(clock.now() - timedelta(days=40)), unit_of_work(SellerScope(shops["jardin-de-mayo"]), efrain) as work:
        change_slug(work, "vivero-de-mayo")
    with unit_of_work(SellerScope(shops["jardin-de-mayo"]), efrain) as work:
        change_slug(work, "jardin-de-mayo")
    _look(
        people,
        "nora",
        "Nora Paz",
        "support",
        days=3,
        areas=[StaffMay.LOOK, StaffMay.LOOK_ORDERS],
        reason="help",
        note="Alicia pidió ayuda para encontrar la guía de un paquete.",
    )
    _look(
        people,
        "fidel",
        "Fidel Ochoa",
        "finance",
        days=1,
        areas=[StaffMay.LOOK, StaffMay.LOOK_MONEY],
        reason="payout",
        note="Revisar por qué un cobro aparece dos veces en su estado.",
    )
    Worker(app).drain()


def _look(
    people: dict[str, UUID],
    name: str,
    full: str,
    role: str,
    *,
    days: int,
    areas: list[StaffMay],
    reason: str,
    note: str,
) -> None:
    staff = Actor(full, people[name], role, frozenset(STAFF_GRANTED[role]))
    with at(clock.now() - timedelta(days=days)), unit_of_work(PlatformScope("staff"), staff) as work:
        open_look(work, "hilos-alpaca", areas=areas, reason=reason, note=note)
