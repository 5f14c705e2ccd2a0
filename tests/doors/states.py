"""More of the market behind the doors: something in each state in which a page asks for something else.

Some stand where the world's people cannot: a visitor with a cart, a guest who bought, somebody whose password was right and
who owes the second step, and a newcomer who has begun everything that an account can begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.care.messaging.service import write_in_question
from marketplace.care.recalls import RecallSaid, start_recall
from marketplace.care.returns import service as returns
from marketplace.care.warranty import service as warranty
from marketplace.demo.shops import SHOPS
from marketplace.goods.catalog import (
    BulkKind,
    archive_product,
    keep_draft,
    preview_bulk_act,
    start_bulk_act,
    unlink_article,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.goods.catalog.models import BulkAct, Product
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Job
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.people.accounts.models import LostFactor, Passkey
from marketplace.people.sellers import MAY_PREPARE, ShopState, team
from marketplace.people.sellers import service as sellers
from marketplace.people.sellers.models import Shop
from marketplace.platform.adjustments.rules import AdjustmentKind, Reason
from marketplace.platform.adjustments.service import appeal_adjustment, approve_adjustment, ask_adjustment
from marketplace.platform.leaving import service as leaving
from marketplace.platform.moderation.closings import appeal_closing, decide_closing
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.service import decline_listing, open_case, take_case
from marketplace.platform.notifications.models import Mail
from marketplace.platform.privacy import erasure, exports, requests
from marketplace.platform.privacy.rules import Right
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.unpaid import expire_unpaid
from marketplace.trade.shipping import publish_terms
from marketplace.window.watching.links import stop_path
from marketplace.worker import Worker
from tenants.roles import Role
from tenants.scope import PlatformScope
from tests import cast as story
from tests import make
from tests.care.asking import ask, claim, declined, late, miss
from tests.cast import PASSWORD, Cast
from tests.doors import world as worlds
from tests.doors.papers_and_money import ask_of_everybody
from tests.doors.world import World
from tests.people.sellers.applying import invite, taken
from tests.platform.adjustments.asking import at_the_desk
from tests.platform.moderation import holds
from tests.trade.buying import OVER, guest_purchase
from tests.trade.gifts import offers_gifts, sends_faster
from tests.web.asking import enter, enter_by

BESIDE = ("guest", "half-way", "newcomer", "leaver")  # who stands here, and not among the world's people
_FEE: dict[str, Any] = {
    "kind": AdjustmentKind.ADJUSTMENT, "amount_minor": 100, "reason": Reason.FEE_WRONG, "facts": "Se cobró otra tarifa.",
}  # fmt: skip
NORA = {"name": "Nora Paz", "email": "nora@example.mx", "password": PASSWORD}


@dataclass
class Beginnings:
    """Where each person of a market with everything under way begins to look: their cookie, and addresses to begin at."""

    cookies: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)

    def remember(self, name: str, client: FlaskClient, *pages: str) -> None:
        """Keep somebody's browser as it is now."""
        cookie = client.get_cookie("tianguis")
        self.cookies[name] = cookie.value if cookie else ""
        self.pages[name] = list(pages)


def put_under_way(app: Flask, world: World, worker: Worker) -> Beginnings:
    """Bring something into every state, and everybody before their browser. Needs an app context."""
    began = Beginnings()
    goods = make.goods(world.market, title="Madeja", pieces=60)
    _bring_in_everybody(app, world, began)
    _lose_two_parcels(world, worker, began)
    _buy(app, world, worker, goods, began)
    _go_back(world, worker, goods, began)
    _answer_and_take(app, world, began)
    _change_shops(world, began)
    _work_on_many(world, began)
    _begin_an_account(app, world, worker, began)
    for who, pages in ask_of_everybody(world, worker).items():
        began.pages[who] += pages
    worker.drain()
    _say_how_it_ships()
    with world.market.above() as work:
        stopped = (
            update(Job).where(Job.id == world.named["job_id"]).values(state="dead", done_at=None, last_error="No.")
        )
        work.session.execute(stopped)
        for letter in work.session.scalars(select(Mail)).all():
            began.pages.setdefault("anonymous", []).extend(re.findall(r"https?://[^/\s]+(/[^\s)>]*)", letter.text))
    for name in ("newcomer", "leaver"):  # some letters open for who they were written to alone
        began.pages[name] += began.pages["anonymous"]
    return began


def _say_how_it_ships() -> None:
    """Shops that are prepared have shipping terms already, as of the demo's first shop."""
    with unit_of_work(PlatformScope("test"), Actor("Tianguis", may=MAY_PREPARE)) as work:
        for tenant_id in work.session.scalars(select(Shop.tenant_id).where(Shop.status == ShopState.PREPARING)).all():
            publish_terms(work, tenant_id, SHOPS[0].terms)


def _work_on_many(world: World, began: Beginnings) -> None:
    """An act on many products that goes on, one that can be undone, a preview, and a product in the archive."""
    stored = make.draft(world.market, title="Guardado")
    with world.market.as_alicia() as work:
        archive_product(work, stored)
        ids, said = [world.named["product_id"]], {"return_days": 32}
        seen = preview_bulk_act(work, BulkKind.TERMS, said, ids).seen
        going = start_bulk_act(work, new_id(), BulkKind.TERMS, said, ids, seen=seen)
        fresh = start_bulk_act(
            work, new_id(), BulkKind.TERMS, {"return_days": 33}, ids,
            seen=preview_bulk_act(work, BulkKind.TERMS, {"return_days": 33}, ids).seen,
        )  # fmt: skip
        work.session.execute(update(BulkAct).where(BulkAct.id == going).values(state="running", finished_at=None))
    table = "/vender/hilos-alpaca/productos"
    began.pages["owner"] += [
        f"{table}?piezas=pocas", f"{table}/{stored}", f"{table}/cambios/{going}", f"{table}/cambios/{fresh}",
        f"{table}/cambiar?acto=price&todos=1&change=5&ver=1",
        f"{table}/cambiar?acto=terms&todos=1", f"{table}/cambiar?acto=category&todos=1",
    ]  # fmt: skip
    began.pages["warehouse"].append(table)
    _say_which_article(world, began)


def _say_which_article(world: World, began: Beginnings) -> None:
    """A product that others may sell too, and one of which its shop said that it is another."""
    two = [make.goods(world.market, title=title) for title in ("Con código", "Otro artículo")]
    with world.market.as_alicia() as work:
        of_them = Product.id.in_([one.product_id for one in two])
        work.session.execute(update(Product).where(of_them).values(gtin="07501031311309"))
        unlink_article(work, two[1].product_id, "Es de otra medida.")
    began.pages["owner"] += [f"/vender/hilos-alpaca/productos/{one.product_id}/articulo" for one in two]


def _bring_in_everybody(app: Flask, world: World, began: Beginnings) -> None:
    for name, person in world.people.items():
        client = app.test_client()
        if person is not None:
            enter_by(client, world.market, person.email)
        began.remember(name, client)


def _lose_two_parcels(world: World, worker: Worker, began: Beginnings) -> None:
    """Two parcels that never came, of which one is said to be missing; all that was bought before is older by as much."""
    began.pages["buyer"] += [f"/pedidos/{late(world.market, worker)}/no-me-llego"]
    miss(world.market, late(world.market, worker))


def _buy(app: Flask, world: World, worker: Worker, goods: make.Goods, began: Beginnings) -> None:
    market = world.market
    offers_gifts(market)
    sends_faster(market)
    unpaid, not_opened = make.place(market, [make.line(goods)]), make.place(market, [make.line(goods)], opened=False)
    given_up = make.place(market, [make.line(goods)], hold=OVER)
    with market.above("clock") as work:
        expire_unpaid(work)
    paid, packed = (make.paid_order(market, worker, [make.line(goods)]) for _each in range(2))
    with market.as_pia() as work:
        orders.pack_order(work, packed)
    under_way = make.shipped_order(market, worker, [make.line(goods)])
    with market.above() as work:
        reference = make.attempt_of(work, unpaid.purchase_id).provider_ref
    began.pages["buyer"] += (
        [f"/compra/{one.code}" for one in (unpaid, given_up)]
        + [f"/compra/{not_opened.code}/pagar"]
        + [f"/pago-de-prueba/{reference}"]
    )
    began.pages["buyer"] += [f"/pedidos/{code}" for code in (paid, packed, under_way)]
    began.pages["owner"] += [f"/vender/{market.alpaca.slug}/pedidos/{code}" for code in (paid, packed, under_way)]
    code, secret = guest_purchase(market, worker)
    guest = app.test_client()
    guest.get(f"/compra/{code}/enlace/{secret}")
    began.remember("guest", guest, f"/compra/{code}")
    began.pages["buyer"] += [f"/compra/{code}/enlace/{secret}"]
    visitor = app.test_client()
    visitor.post("/envio-a", data={"postal_code": make.ROMA_NORTE})
    visitor.post("/comparar/agregar", data={"number": goods.number})
    # Not followed: what was just put into the cart can still be undone.
    visitor.post("/carrito/agregar", data={"number": goods.number, "variant": str(goods.variant_id), "quantity": 1})
    began.remember("anonymous", visitor)


def _recall(world: World, worker: Worker, began: Beginnings) -> None:
    """A product that is recalled, whose buyer is asked; and one that may be."""
    market = world.market
    bad, good = (make.goods(market, title=title) for title in ("Madeja que destiñe", "Madeja que no"))
    code = make.delivered_order(market, worker, [make.line(bad)])
    said = RecallSaid("Destiñe.", "No la laves.", ("return", "repair"), "55 1234 5678", lot="L-7")
    with market.as_alicia() as work:
        recall = start_recall(work, bad.product_id, said, seen_orders=1)
    worker.drain()
    began.pages["buyer"].append(f"/pedidos/{code}/retiros")
    began.pages["owner"] += [
        f"/vender/hilos-alpaca/retiros/{recall}", f"/vender/hilos-alpaca/retiros/nuevo/{good.product_id}",
    ]  # fmt: skip
    began.pages["moderator"] += [f"/operacion/retiros/{recall}", f"/operacion/retiros/nuevo?que={good.number}"]


def _go_back(world: World, worker: Worker, goods: make.Goods, began: Beginnings) -> None:
    """A return on its way back and one that is declined, a claim that was accepted, a question that was answered."""
    market = world.market
    code = make.delivered_order(market, worker, [make.line(goods, 3)])
    back = ask(market, code, 1)
    no = make.delivered_order(market, worker, [make.line(goods)])
    began.pages["buyer"] += [f"/pedidos/{code}/devolver", f"/pedidos/{no}/intervenir?devolucion={declined(market, no)}"]
    _recall(world, worker, began)
    claimed = claim(market, make.delivered_order(market, worker, [make.line(goods)]))
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True)
    with market.as_alicia() as work:
        warranty.answer_claim(work, claimed, remedy="repair", answer="Mándanosla.")
    with market.as_alicia() as work:
        write_in_question(work, world.named["question_id"], side="shop", body="Con gusto.")
    with market.as_carla() as work:
        write_in_question(work, world.named["question_id"], side="buyer", body="Gracias.")


def _answer_and_take(app: Flask, world: World, began: Beginnings) -> None:
    """What staff took to decide it, what the shop appealed and offered, what people asked about their data."""
    market = world.market
    draft = make.draft(market, title="Hilo")
    taken(app, market)
    with market.as_alicia() as work:
        products.submit_product(work, draft, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
        revision = products.get_product(work, draft).revision
        appeal_closing(work, world.named["closing_id"], body="Ya salieron todos.")
        team.offer_ownership(work, world.named["member_id"])
    with market.as_sergio() as work:
        mine = ask_adjustment(work, market.alpaca.slug, **_FEE)
        open_case(work, ProductSubmitted(market.alpaca.id, draft, revision, market.alpaca.slug, market.alpaca.name))
        work.session.flush()
        take_case(work, work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == draft)).one())
    began.pages["administrator"] += [f"/operacion/finanzas/informe?mes={mexican_day(clock.now()):%Y-%m}"]
    began.pages["administrator"] += [f"/operacion/ajustes/{one}" for one in (mine, *_adjust(world))]
    held = (world.named["hold_request_id"], *_hold_money(world))
    began.pages["administrator"] += [f"/operacion/dinero-detenido/{one}" for one in held]
    granted = _ask_for_data(world, market.diego.id)
    _ask_for_data(world, None)
    with market.as_sergio() as work:
        requests.answer(work, granted, granted=True, reason="Sí, aquí van todos tus datos.")


def _adjust(world: World) -> Iterator[UUID]:
    """Money of a shop that others of the staff asked to move: one waits, one is done and appealed."""
    market = world.market
    for approved in (False, True):
        with at_the_desk(market.diego) as work:
            asked = ask_adjustment(work, market.alpaca.slug, **_FEE)
        if approved:
            with at_the_desk(market.carla) as work:
                approve_adjustment(work, asked)
            with market.as_alicia() as work:
                appeal_adjustment(work, asked, body="Sí era esa tarifa.")
        yield asked


def _hold_money(world: World) -> Iterator[UUID]:
    """Money of the neighbour that is held, and what others of the staff ask that it goes on."""
    market = world.market
    held = holds.ask(market, holds.GRAVE, by=market.diego, slug=market.abedul.slug)
    holds.approve(market, held, market.carla)
    yield held
    yield holds.ask(market, by=market.diego, slug=market.abedul.slug)


def _ask_for_data(world: World, account_id: UUID | None) -> str:
    diego = world.market.diego
    with world.market.above("own account") as work:
        asked = requests.ask(
            work, kind=Right.ACCESS, name=diego.name, email=diego.email, body="Todo.", locale="es_MX",
            visitor=Visitor(), account_id=account_id,
        )  # fmt: skip
        return asked.code


def _change_shops(world: World, began: Beginnings) -> None:
    """A product that is paused, with two pictures; shops of the neighbour: his rests, another may close, one is closed."""
    market = world.market
    paused = make.goods(market, title="Pausado").product_id
    with market.as_alicia() as work:
        products.add_picture(work, paused, key="p/00/other", alt="", width=800, height=600)
        keep_draft(work, paused, {"title": "A medias"})
        products.pause_product(work, paused)
    with market.as_bruno() as work:
        leaving.rest_shop(work, first=work.now.date(), last=work.now.date() + timedelta(days=9))
    with unit_of_work(PlatformScope("test"), story.OPENER) as work:
        shops = [story.open_shop(work, slug) for slug in ("cocina-clara", "cafe-montana")]
        for shop in shops:
            sellers.seat_member(
                work, tenant_id=shop.id, account_id=market.bruno.id, name=market.bruno.name, role=Role.OWNER
            )
    with market.as_member(shops[1], market.bruno, Role.OWNER) as work:
        leaving.close_shop(work)
    with market.as_sergio() as work:
        soon = work.now.date() + timedelta(days=60)
        closing = decide_closing(work, market.abedul.slug, ground="undelivered", facts="Faltan.", effective_on=soon)
    began.pages["neighbour"] += [f"/vender/{market.abedul.slug}/decisiones/cierre/{closing}"]
    slugs = (market.abedul.slug, *(shop.slug for shop in shops))
    began.pages["neighbour"] += [f"/vender/{slug}/{page}" for slug in slugs for page in ("", "cierre", "descanso")]
    began.pages["owner"] += [
        f"/vender/{market.alpaca.slug}/productos/{one}" for one in (paused, _decline_an_edit(market))
    ]


def _decline_an_edit(market: Cast) -> UUID:
    """What is for sale, with an edit of it that staff declined: the shop gives it up, or has somebody else look."""
    edited = make.goods(market, title="Editado").product_id
    with market.as_alicia() as work:
        products.edit_product(work, edited, replace(make.YARN, title="Milagroso"))
        products.submit_product(work, edited, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
        revision = products.get_product(work, edited).revision
    with market.as_sergio() as work:
        open_case(work, ProductSubmitted(market.alpaca.id, edited, revision, market.alpaca.slug, market.alpaca.name))
        work.session.flush()
        of_it = (ModerationCase.product_id == edited) & (ModerationCase.revision == revision)
        case = work.session.scalars(select(ModerationCase.id).where(of_it)).one()
        decline_listing(work, case, rule="misleading", facts="No es milagroso.", how_to_fix="Quita la palabra.")
    return edited


def _begin_an_account(app: Flask, world: World, worker: Worker, began: Beginnings) -> None:
    """Nora signed up a moment ago; Olga has begun the rest: an app, a copy, leaving, and a factor that somebody calls lost."""
    market = world.market
    nora, olga = app.test_client(), app.test_client()
    nora.post("/crear-cuenta", data=NORA)
    nora.post("/entrar", data=NORA)
    nora.post("/olvide-mi-contrasena", data={"email": NORA["email"]})
    with market.above() as work:
        person = worlds._somebody(work, "olga")
    enter(olga, person)
    olga.post("/cuenta/segundo-paso/app")
    olga.post("/abre-tu-tienda", data={"person": "natural", "legal_name": "Olga"})
    invite(market, person.email)
    with market.above("own account") as work:
        key = Passkey(
            account_id=person.id, credential_id=b"1", public_key=b"1", sign_count=0, name="llave", created_at=work.now
        )
        due = work.now + timedelta(days=3)
        waits = LostFactor(account_id=person.id, state="waiting", asked_at=work.now, due_at=due)
        work.session.add_all([key, waits])
        exports.ask_export(work, person.id)
        erasure.ask_erasure(work, person.id, blocked_for=timedelta(days=90))
    half_way = app.test_client()
    half_way.post("/entrar", data={"email": person.email, "password": PASSWORD})
    began.remember("half-way", half_way)
    worker.drain()
    began.remember("newcomer", nora)
    began.remember("leaver", olga, stop_path(person.id))
