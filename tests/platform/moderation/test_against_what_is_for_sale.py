"""What staff decide against something that is for sale: told with its reasons, mended, given up, or looked at by another."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import errors as catalog_errors
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing, Media, Product, Variant
from marketplace.goods.catalog.service import discard_edit
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.sellers import service as sellers
from marketplace.platform.moderation import errors
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.rules import Changed, changes
from marketplace.platform.notifications.models import Mail
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.worker import Worker
from tenants.roles import Role
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

WHY = {"rule": "misleading", "facts": "Dice 100 g y pesa 50.", "how_to_fix": "Corrige el peso."}
ANOTHER = Actor("Nora", UUID("01a00000-0000-7000-8000-000000000001"), "moderator", STAFF_GRANTED["moderator"])


def as_another() -> AbstractContextManager[Work]:
    return unit_of_work(PlatformScope("staff"), ANOTHER)


def submit(market: Cast, worker: Worker, product_id: UUID, *, plea: str = "") -> UUID:
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca", plea=plea)
    worker.drain()
    with market.above() as work:
        return work.session.scalars(select(ModerationCase.id).where(ModerationCase.state == "open")).one()


def edited(market: Cast, worker: Worker, goods: make.Goods, title: str = "Estambre milagroso") -> UUID:
    """An edit of something for sale, before staff."""
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, title=title))
    return submit(market, worker, goods.product_id)


def decline(market: Cast, case_id: UUID) -> None:
    with market.as_sergio() as work:
        moderation.decline_listing(work, case_id, **WHY)


def product(market: Cast, goods: make.Goods) -> Product:
    with market.above() as work:
        return work.session.get_one(Product, (market.alpaca.id, goods.product_id))


def shown(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(Listing.title)))


def letters(market: Cast) -> list[str]:
    with market.above() as work:
        return [mail.subject for mail in work.session.scalars(select(Mail))]


def test_a_declined_edit_is_told_and_said_on_the_products_page(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    decline(market, edited(market, worker, goods))
    worker.drain()
    assert any("Falta corregir" in subject for subject in letters(market))
    assert shown(market) == [make.YARN.title]  # its buyers read what was approved
    alicia = client_of(app, market.alicia)
    page = alicia.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    for told in ("se sigue viendo la versión de antes", "Dice algo que no es exacto", WHY["facts"], WHY["how_to_fix"]):
        assert told in page, told
    today = alicia.get("/vender/hilos-alpaca/").text
    assert "<strong>1</strong> producto por corregir" in today
    assert "Estambre milagroso" in alicia.get("/vender/hilos-alpaca/productos?estado=declined").text


def test_the_shop_gives_its_changes_up(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    first = make.picture(market, goods.product_id)
    with market.as_alicia() as work:
        rows = [
            VariantOnDesk("UNO", "Otro nombre", 25_000, 10, id=goods.variant_id),
            VariantOnDesk("DOS", "Nadie la ha visto", 30_000, 4),
        ]
        save_product(work, goods.product_id, replace(make.YARN, title="Estambre milagroso"), variants=rows)
        products.add_picture(work, goods.product_id, key="p/11/otra", alt="Otra", width=8, height=6)
        products.remove_picture(work, goods.product_id, first)
    decline(market, submit(market, worker, goods.product_id))
    alicia = client_of(app, market.alicia)
    assert alicia.post(f"/vender/hilos-alpaca/productos/{goods.product_id}/descartar").status_code == 302
    now = product(market, goods)
    assert (now.title, now.declined, now.approved_revision) == (make.YARN.title, None, now.revision)
    with market.above() as work:
        assert work.session.scalars(select(Media.key)).all() == ["p/00/test"]
        left = work.session.scalars(select(Variant).where(Variant.removed_at.is_(None))).all()
        assert [(one.name, one.price_minor) for one in left] == [("", 25_000)]  # a price holds at once
        assert work.session.scalars(select(Listing.title)).all() == [make.YARN.title]
    assert "por corregir" not in alicia.get("/vender/hilos-alpaca/").text
    again = alicia.post(f"/vender/hilos-alpaca/productos/{goods.product_id}/descartar", follow_redirects=True)
    assert "No hay cambios que descartar" in again.text


def test_what_is_given_up_waits_for_nobody(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    case = edited(market, worker, goods)
    with market.as_alicia() as work:
        discard_edit(work, goods.product_id)
    with pytest.raises(errors.ChangedMeanwhile), market.as_sergio() as work:
        moderation.approve_listing(work, case)
    worker.drain()
    with market.above() as work:
        assert work.session.get_one(ModerationCase, case).state == "superseded"
    assert shown(market) == [make.YARN.title]


def test_nothing_is_given_up_of_what_is_not_for_sale(market: Cast) -> None:
    draft = make.draft(market)
    with pytest.raises(catalog_errors.ProductWrongState), market.as_alicia() as work:
        discard_edit(work, draft)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        discard_edit(work, draft)


def test_sent_again_as_it_was_it_says_why_and_another_person_looks(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    decline(market, edited(market, worker, goods))
    with pytest.raises(catalog_errors.NothingMended):
        submit(market, worker, goods.product_id)
    case = submit(market, worker, goods.product_id, plea="Pesa 100 g: aquí está la báscula.")
    for decide in (moderation.approve_listing, lambda work, case: moderation.decline_listing(work, case, **WHY)):
        with pytest.raises(errors.AnotherMustLook), market.as_sergio() as work:
            decide(work, case)
    with as_another() as work:
        moderation.approve_listing(work, case)
    assert shown(market) == ["Estambre milagroso"]
    assert product(market, goods).declined is None


def test_the_plea_is_written_on_the_page_and_read_by_who_looks(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    decline(market, edited(market, worker, goods))
    alicia = client_of(app, market.alicia)
    path = f"/vender/hilos-alpaca/productos/{goods.product_id}/otra-revision"
    assert alicia.post(path, data={"plea": ""}).status_code == 422
    assert alicia.post(path, data={"plea": "La báscula dice 100 g."}).status_code == 302
    worker.drain()
    sergio = client_of(app, market.sergio)
    case = re.search(r"/operacion/publicaciones/[0-9a-f-]{36}", sergio.get("/operacion/publicaciones").text)
    assert case is not None
    page = sergio.get(case[0]).text
    assert "La báscula dice 100 g." in page
    assert WHY["facts"] in page.partition("Decisiones anteriores")[2]


@pytest.mark.parametrize("paused", [False, True])
def test_staff_take_down_what_is_for_sale_with_reasons(app: Flask, market: Cast, worker: Worker, paused: bool) -> None:
    goods = make.goods(market)
    if paused:
        with market.as_alicia() as work:
            products.pause_product(work, goods.product_id)
    sergio = client_of(app, market.sergio)
    path = f"/operacion/a-la-venta/{goods.number}"
    assert make.YARN.title in sergio.get(path).text
    assert sergio.post(path, data={**WHY, "rule": ""}).status_code == 422
    assert len(shown(market)) == (0 if paused else 1)
    assert sergio.post(path, data=WHY).status_code == 302
    assert shown(market) == []
    assert app.test_client().get(f"/p/x-{goods.number}").status_code == 404
    now = product(market, goods)
    assert (now.state, (now.declined or {})["rule"]) == ("declined", "misleading")
    worker.drain()
    assert any("Quitamos de la venta" in subject for subject in letters(market))
    alicia = client_of(app, market.alicia)
    assert WHY["how_to_fix"] in alicia.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    assert "Quitada de la venta" in alicia.get("/vender/hilos-alpaca/decisiones").text
    assert "Tianguis quitó de la venta" in alicia.get("/vender/hilos-alpaca/actividad").text
    assert "no hay nada a la venta" in sergio.get(path).text
    assert sergio.post(path, data=WHY).status_code == 422  # there is nothing left to take off


def test_what_was_taken_down_is_mended_and_sold_again_under_its_number(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    with market.as_sergio() as work:
        moderation.take_down_listing(work, goods.number, **WHY)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, title="Estambre de 50 g"))
    with market.as_sergio() as work:
        moderation.approve_listing(work, submit_in(market, worker, goods))
    with market.above() as work:
        listing = work.session.scalars(select(Listing)).one()
        assert (listing.title, listing.number) == ("Estambre de 50 g", goods.number)


def submit_in(market: Cast, worker: Worker, goods: make.Goods) -> UUID:
    return submit(market, worker, goods.product_id)


def test_who_works_in_the_shop_takes_nothing_of_it_down(market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        seat: dict[str, Any] = {"tenant_id": market.alpaca.id, "account_id": market.sergio.id, "name": "Sergio"}
        sellers.seat_member(work, **seat, role=Role.SERVICE)
    with pytest.raises(OwnCase), market.as_sergio() as work:
        moderation.take_down_listing(work, goods.number, **WHY)
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        moderation.take_down_listing(work, goods.number, **WHY)
    assert len(shown(market)) == 1


def test_reviewers_see_what_an_edit_changes(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        rows = [VariantOnDesk("UNO", "Grande", 25_000, 10, id=goods.variant_id)]
        save_product(work, goods.product_id, replace(make.YARN, title="Estambre milagroso"), variants=rows)
    case = submit(market, worker, goods.product_id)
    page = client_of(app, market.sergio).get(f"/operacion/publicaciones/{case}").text
    table = page.partition("Qué cambia frente a lo aprobado")[2].partition("</table>")[0]
    assert f"<del>{make.YARN.title}</del>" in table
    assert "<ins>Estambre milagroso</ins>" in table
    assert "Grande, $250.00" in table
    assert make.YARN.description not in table
    assert "De esta tienda: 1 aprobadas" in page


def test_of_something_new_there_is_nothing_to_compare(app: Flask, market: Cast, worker: Worker) -> None:
    case = submit(market, worker, make.draft(market))
    page = client_of(app, market.sergio).get(f"/operacion/publicaciones/{case}").text
    assert "Qué cambia frente a lo aprobado" not in page
    assert "Ninguna de este producto" in page


def test_changes_are_what_differs_and_no_more() -> None:
    one = {"title": "A", "gtin": None, "attributes": {"x": 1}, "variants": [], "pictures": ["p/1"]}
    assert changes(one, one) == []
    other = {**one, "title": "B", "gtin": "", "attributes": {"y": 2}, "pictures": ["p/2"]}
    assert changes(one, other) == [
        Changed("title", "A", "B"),
        Changed("attributes.x", 1, None),
        Changed("pictures.p/1", "p/1", None),
        Changed("attributes.y", None, 2),
        Changed("pictures.p/2", None, "p/2"),
    ]


def test_what_is_for_sale_is_found_by_name_number_and_address(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Madeja Bruma")
    sergio = client_of(app, market.sergio)
    for text in ("bruma", "MADEJA bruma", str(goods.number), f"/p/madeja-bruma-{goods.number}"):
        page = sergio.get("/operacion/decisiones", query_string={"q": text}).text
        assert f"/operacion/a-la-venta/{goods.number}" in page, text
    assert "/operacion/a-la-venta/" not in sergio.get("/operacion/decisiones?q=nopal").text


def test_who_is_pleaded_against_does_not_take_it_down_instead(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    decline(market, edited(market, worker, goods))
    case = submit(market, worker, goods.product_id, plea="Sí es milagroso, mira la ficha.")
    with pytest.raises(errors.AnotherMustLook), market.as_sergio() as work:
        moderation.take_down_listing(work, goods.number, **WHY)
    with market.above() as work:
        assert work.session.get_one(ModerationCase, case).state == "open"
    assert shown(market) != []
    with as_another() as work:
        moderation.take_down_listing(work, goods.number, **WHY)
    assert shown(market) == []
