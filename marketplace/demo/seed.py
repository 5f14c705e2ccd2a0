"""Filling a market: shops, people, goods, and the story of the last weeks."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import click
from flask import Flask
from sqlalchemy import create_engine, text

from marketplace.demo import (
    backstage,
    bulk,
    claimed_back,
    deposits,
    gifts,
    groups,
    held,
    invoices,
    looked_at,
    many,
    market_rules,
    matrices,
    moderated,
    paid_in_cash,
    papers,
    pictures,
    places,
    promotions,
    putting_right,
    recalled,
    rights,
    story,
    tariffs,
    wishes,
)
from marketplace.demo.goods import KINDS, make_good
from marketplace.demo.history import law
from marketplace.demo.history import telling as history
from marketplace.demo.history.buyers import BUYERS
from marketplace.demo.shops import GIFTS, IN_MONTHS, SHOPS, DemoShop
from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO, mexican_day
from marketplace.kernel.permissions import GRANTED, TOUCHES_MONEY, May
from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.fees import forget_known_schedules
from marketplace.money.ledger import seal_days
from marketplace.money.taxes import forget_known_rates
from marketplace.people import accounts, sellers
from marketplace.people.accounts import factors
from marketplace.platform.desk import check_books
from marketplace.trade.shipping import publish_terms
from marketplace.window.standing import measure
from tenants.scope import PlatformScope, SellerScope

PASSWORD = "mercado abierto 2026"  # noqa: S105 - told to everybody, in a market that takes no money
_NEW_SHOPS = ("barro-y-lumbre",)  # a month old: its goods have their turn among the results
_BUYERS = (("carla", "Carla Méndez"), ("dario", "Darío Pech"), ("itzel", "Itzel Cob"))
_STAFF = (
    ("sergio", "Sergio Núñez", "administrator"),
    ("sonia", "Sonia Ríos", "moderator"),
    ("nora", "Nora Paz", "support"),
    ("fidel", "Fidel Ochoa", "finance"),
    ("irma", "Irma Solís", "finance"),
)


def accounts_to_show() -> list[tuple[str, str]]:
    """The demo accounts to try, with what each is."""
    return [
        ("carla@demo.tianguis.example", "compra"),
        ("dario@demo.tianguis.example", "compra a precio de mayorista en Hilos Alpaca"),
        ("itzel@demo.tianguis.example", "pidió borrar su cuenta"),
        ("alicia@demo.tianguis.example", "dueña de Hilos Alpaca"),
        ("pia@demo.tianguis.example", "empaca en Hilos Alpaca"),
        ("clara@demo.tianguis.example", "dueña de Cocina Clara"),
        ("rosa@demo.tianguis.example", "prepara su tienda mientras la revisan"),
        ("jade@demo.tianguis.example", "abrió su tienda esta semana"),
        ("sergio@demo.tianguis.example", "operación: administra"),
        ("nora@demo.tianguis.example", "operación: atiende a las tiendas"),
    ]


def seed(
    app: Flask,
    settings: Settings,
    *,
    shops: int = len(SHOPS),
    products: int = 600,
    with_story: bool = True,
    orders: int = history.ORDERS,
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Fill an empty market; the same each time. `orders` is about how many were placed before the story begins.

    `progress` is told what is done, and how much of how much.
    """
    progress = progress or _say_nothing
    begun = _begun(settings)
    begun.parent.mkdir(parents=True, exist_ok=True)
    begun.touch()
    with app.app_context():
        chosen = _shops(shops)
        shared = _share(chosen, products)
        goods = [make_good(*one) for of_shop in shared for one in of_shop]
        also = [make_good(category, number) for _slug, category, number in story.SUBMITTED]
        with pictures.drawing_meanwhile(site().uploads.public, [*goods, *also], wishes.PICTURE, *matrices.DRAWINGS):
            _fill(app, settings, chosen, shared, with_story=with_story, orders=orders, progress=progress)
            progress("pictures", 0, 1)
        progress("pictures", 1, 1)
    begun.unlink()


def check_whole(settings: Settings) -> None:
    """Refuse a market whose filling was begun and not brought to its end: half of its facts contradict the other half."""
    if _begun(settings).exists():
        raise click.ClickException(
            "Filling the demo market was interrupted, and half a market is none. Forget it and start anew: make clean"
        )


def _begun(settings: Settings) -> Path:
    return settings.var / "demo-begun"


def _fill(
    app: Flask,
    settings: Settings,
    chosen: list[DemoShop],
    shared: list[list[tuple[str, int]]],
    *,
    with_story: bool,
    orders: int,
    progress: Callable[[str, int, int], None],
) -> None:
    began = history.begins(clock.now())
    with story.at(began - timedelta(days=20)), unit_of_work(PlatformScope("demo")) as work:
        people = _people(work, chosen)
    opened = {shop.data.slug: _open(shop, people) for shop in chosen}
    _goods(chosen, opened, shared, progress)
    _analyze(settings)
    if not with_story:
        return
    _enter_law(settings, began)
    tariffs.decide_plan(story.Story(app, people, opened), began)
    _lay_history(opened, orders, progress)
    _analyze(settings)
    progress("story", 0, 1)
    story.tell(app, people, opened)
    told = story.Story(app, people, opened)
    backstage.tell(told, site().uploads)
    wishes.tell(told)
    matrices.tell(told)
    places.tell(app, settings, people, opened)
    invoiced = partial(invoices.tell, uploads=site().uploads)
    for tell in (
        putting_right.tell, held.tell, claimed_back.tell, paid_in_cash.tell, gifts.tell, invoiced, rights.tell,
        moderated.tell, recalled.tell, tariffs.tell, market_rules.tell, many.tell, promotions.tell, groups.tell,
    ):  # fmt: skip
        tell(told)
    with unit_of_work(PlatformScope("demo")) as work:
        deposits.tell(work, chosen, opened)
        looked_at.tell(work)
        measure(work)
        seal_days(work)
        work.session.flush()
        check_books(work)
    papers.tell(opened.values())
    progress("story", 1, 1)


def _enter_law(settings: Settings, began: datetime) -> None:
    """Enter the tariffs and the law of the days before the story begins."""
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        law.enter(connection, began, clock.now())
        law.enter_second(connection, clock.now())
        market_rules.enter_second(connection, clock.now())
    owner.dispose()
    forget_known_rates()
    forget_known_schedules()


def _lay_history(opened: dict[str, UUID], orders: int, progress: Callable[[str, int, int], None]) -> None:
    """Lay down what was sold before the story begins, with the tariff and the law of those days."""
    with unit_of_work(PlatformScope("demo")) as work:
        history.tell(
            work,
            list(opened.values()),
            lambda done, whole: progress("history", done, whole),
            resting=opened.get("piel-y-paso"),
            orders=orders,
        )


def _say_nothing(what: str, done: int, whole: int) -> None:
    """Nobody asked how far it is."""


def _shops(count: int) -> list[DemoShop]:
    """The twelve shops, and as many copies of them under other names as are asked for; some opened a month ago."""
    newly = mexican_day(clock.now()) - timedelta(days=30)
    made = [
        replace(shop, data=replace(shop.data, opened_on=newly)) if shop.data.slug in _NEW_SHOPS else shop
        for shop in SHOPS[:count]
    ]
    for number in range(len(made), count):
        model = SHOPS[number % len(SHOPS)]
        name = f"{model.data.name} {number // len(SHOPS) + 1}"
        slug = f"{model.data.slug}-{number // len(SHOPS) + 1}"
        data = replace(model.data, slug=slug, name=name, email=f"{slug}@demo.tianguis.example")
        made.append(replace(model, data=data, members=()))
    return made


def _people(work: Work, chosen: list[DemoShop]) -> dict[str, UUID]:
    hashed = accounts.hash_password(PASSWORD)  # once: hashing is slow on purpose

    def account(name: str, full: str, staff_role: str | None = None) -> UUID:
        email = f"{name}@demo.tianguis.example"
        return accounts.open_account(work, email=email, name=full, password_hash=hashed, staff_role=staff_role)

    people = {name: account(name, full) for name, full in _BUYERS}
    people |= {name: account(name, full, role) for name, full, role in _STAFF}
    people |= {one.name: account(one.name, one.full) for one in backstage.APPLICANTS}
    people |= {name: account(name, full) for shop in chosen for name, full, _role in shop.members}
    people |= {buyer.mailbox: account(buyer.mailbox, buyer.name) for buyer in BUYERS}
    with_money = {name for shop in chosen for name, _full, role in shop.members if GRANTED[role] & TOUCHES_MONEY}
    for name in sorted(with_money | {name for name, _full, _role in _STAFF}):
        # The page of the second step shows the code: these people have no telephones.
        secret = base64.b32encode(hashlib.sha1(name.encode(), usedforsecurity=False).digest()).decode()
        factors.give_code_app(work, people[name], secret)
    return people


def _open(shop: DemoShop, people: dict[str, UUID]) -> UUID:
    """Open a shop and seat its team, on the day on which it says that it opened."""
    data = shop.data
    morning = datetime.combine(data.opened_on, time(9), MEXICO).astimezone(UTC)
    opener = Actor("Tianguis", may=frozenset({May.EDIT_SHOP}))  # the shops' terms are theirs to publish
    with story.at(morning), unit_of_work(PlatformScope("demo"), opener) as work:
        tenant_id = sellers.open_shop(work, data)
        publish_terms(work, tenant_id, shop.terms)
        for name, full, role in shop.members:
            sellers.seat_member(work, tenant_id=tenant_id, account_id=people[name], name=full, role=role)
    if data.slug in IN_MONTHS:
        with story.at(morning), unit_of_work(SellerScope(tenant_id), opener) as work:
            sellers.offer_instalments(work, IN_MONTHS[data.slug])
    if data.slug in GIFTS:
        wrap, messages = GIFTS[data.slug]
        with story.at(morning), unit_of_work(SellerScope(tenant_id), opener) as work:
            seen = sellers.own_shop(work).version
            sellers.offer_gifts(work, wrap_minor=wrap, messages=messages, seen_version=seen)
    return tenant_id


def _share(chosen: list[DemoShop], products: int) -> list[list[tuple[str, int]]]:
    """Share the products over the shops, each over its categories, as (category, number)."""
    taken = dict.fromkeys(KINDS, 0)
    shared = []
    for position, shop in enumerate(chosen):
        goods = []
        for number in range(products // len(chosen) + (position < products % len(chosen))):
            category = shop.categories[number % len(shop.categories)]
            goods.append((category, taken[category]))
            taken[category] += 1
        shared.append(goods)
    return shared


def _goods(
    chosen: list[DemoShop],
    opened: dict[str, UUID],
    shared: list[list[tuple[str, int]]],
    progress: Callable[[str, int, int], None],
) -> None:
    """Write the products of every shop, one transaction for each."""
    done, whole = 0, sum(len(goods) for goods in shared)

    def note(count: int) -> None:
        nonlocal done
        done += count
        progress("products", done, whole)

    for shop, goods in zip(chosen, shared, strict=True):
        with unit_of_work(PlatformScope("demo")) as work:
            bulk.write_goods(work, opened[shop.data.slug], shop.data, goods, done=note)


def _analyze(settings: Settings) -> None:
    """Let the planner know what was written; it would find out by itself, but later."""
    owner = create_engine(settings.owner_database_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("ANALYZE"))
    owner.dispose()
