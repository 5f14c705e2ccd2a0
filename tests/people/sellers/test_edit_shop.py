"""A shop says what it shows of itself: at once, checked, with history; what it sold keeps the terms it had."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.errors import NotAllowed, Refusal
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers import errors
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.rules import ReturnPayer
from marketplace.people.sellers.service import ShopFace, edit_shop
from marketplace.worker import Worker
from tenants import resolve
from tenants.models import Tenant
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of, picture

PATH = "/vender/hilos-alpaca/tienda/pagina"
FACE = ShopFace(
    name="Hilos Alpaca",
    tagline="Estambres teñidos a mano",
    about="Somos cuatro.\n\nTeñimos los lunes.",
    colour="#1F5A4A",
    phone="+52 246 123 4567",
    email="hola@hilos.example.mx",
    warranty_months=6,
    warranty_by="Hilos Alpaca",
    return_days=20,
    return_paid_by=ReturnPayer.SELLER,
)
FORM = {
    "shop_name": FACE.name, "tagline": FACE.tagline, "about": FACE.about, "colour": FACE.colour, "phone": "246 123 4567",
    "email": FACE.email, "warranty_months": "6", "warranty_by": FACE.warranty_by, "return_days": "20",
    "return_paid_by": "seller",
}  # fmt: skip


def shop(market: Cast) -> Shop:
    with market.above() as work:
        return work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))


def edit(market: Cast, face: ShopFace = FACE, **more: Any) -> None:
    seen = more.pop("seen_version", None)
    with market.as_alicia() as work:
        now = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).version
        edit_shop(work, face, seen_version=now if seen is None else seen, **more)


def said(market: Cast) -> list[dict[str, Any]]:
    with market.above() as work:
        return list(work.session.scalars(select(AuditLine.details).where(AuditLine.verb == "sellers.edit")))


def test_what_it_says_is_on_its_page_at_once(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    version = re.search(r'name="version" type="hidden" value="(\d+)"', alicia.get(PATH).text)
    assert version is not None
    sent = {**FORM, "version": version[1], "pictures": picture()}
    assert alicia.post(PATH, data=sent).status_code == 302
    page = app.test_client().get("/tienda/hilos-alpaca").text
    for told in (FACE.tagline, "Somos cuatro.", "Teñimos los lunes.", "+52 246 123 4567", FACE.email):
        assert told in page, told
    assert f"/media/{shop(market).picture_key}-400.webp" in page
    assert "#1F5A4A" in app.test_client().get("/tienda/hilos-alpaca/color.css").text


def test_the_form_says_plainly_that_the_contact_is_public(app: Flask, market: Cast) -> None:
    assert "los ve cualquiera en tu página" in client_of(app, market.alicia).get(PATH).text


def test_who_only_packs_or_counts_may_not(app: Flask, market: Cast) -> None:
    for person in (market.pia, market.ada):
        assert client_of(app, person).get(PATH).status_code == 403
    assert client_of(app, market.bruno).get(PATH).status_code == 404
    with pytest.raises(NotAllowed), market.as_pia() as work:
        edit_shop(work, FACE, seen_version=1)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"colour": "#F4B740"}, errors.UnreadableColour),  # white on it is not read
        ({"colour": "rojo"}, errors.UnreadableColour),
        ({"name": "Ferretería Abedul"}, errors.NameLooksTaken),
        ({"name": "FERRETER1A abedul"}, errors.NameLooksTaken),
        ({"name": "Soporte T1anguis"}, errors.NameOfMarket),
        ({"name": "Hilоs del norte"}, errors.UnreadableName),  # a Cyrillic о
        ({"about": "Deposita a la CLABE 012180001183597198"}, errors.ShopLeadsElsewhere),
        ({"tagline": "Escribe al 55 1234 5678"}, errors.ShopLeadsElsewhere),
        ({"warranty_by": "www.otro-sitio.example"}, errors.ShopLeadsElsewhere),
        ({"warranty_months": 2}, errors.ShopTermsTooShort),
        ({"return_days": 4}, errors.ShopTermsTooShort),
    ],
)
def test_what_is_refused_changes_nothing(market: Cast, wrong: dict[str, Any], refusal: type[Refusal]) -> None:
    before = vars(shop(market)) | {"_sa_instance_state": None}
    with pytest.raises(refusal):
        edit(market, replace(FACE, **wrong))
    assert vars(shop(market)) | {"_sa_instance_state": None} == before
    assert said(market) == []


def test_what_is_wrong_is_said_at_its_box_and_the_rest_is_kept(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    wrong = {"colour": "#F4B740", "shop_name": "Ferretería Abedul", "about": "Escribe al 55 1234 5678"}
    for box, typed in wrong.items():
        sent = {**FORM, "version": str(shop(market).version), box: typed, "pictures": picture()}
        answer = alicia.post(PATH, data=sent)
        assert answer.status_code == 422
        assert f'id="{box}-error"' in answer.text
        assert typed in answer.text
        assert "Ya subida: foto.jpg" in answer.text


def test_another_name_is_its_name_everywhere(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    edit(market, replace(FACE, name="Madejas Alpaca"))
    worker.drain()
    with market.above() as work:
        assert work.session.get_one(Tenant, market.alpaca.id).name == "Madejas Alpaca"
        assert resolve.seats_of(work.session, account_id=market.alicia.id)[0].shop_name == "Madejas Alpaca"
        slug = work.session.scalars(select(Listing.slug)).one()
    assert "Madejas Alpaca" in app.test_client().get(f"/p/{slug}-{goods.number}").text
    worker.drain()  # again is no error


def test_its_goods_keep_the_terms_they_have(app: Flask, market: Cast) -> None:
    make.goods(market)
    edit(market, replace(FACE, warranty_months=24, return_days=60))
    with market.above() as work:
        listing = work.session.scalars(select(Listing)).one()
        assert (listing.warranty_months, listing.return_days) == (3, 30)


def test_of_two_who_edit_at_once_the_second_is_told_what_it_says_now(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    seen = shop(market).version
    edit(market, replace(FACE, tagline="Lo cambió otra persona"))
    answer = alicia.post(PATH, data={**FORM, "version": str(seen), "tagline": "Lo que yo escribí"})
    assert answer.status_code == 409
    assert "Lo cambió otra persona" in answer.text
    assert 'value="Lo que yo escribí"' in answer.text
    assert shop(market).tagline == "Lo cambió otra persona"
    with pytest.raises(errors.ShopChanged):
        edit(market, seen_version=seen)


def test_the_picture_goes_when_asked(market: Cast) -> None:
    edit(market, picture_key="p/00/uno")
    assert shop(market).picture_key == "p/00/uno"
    edit(market)
    assert shop(market).picture_key == "p/00/uno"
    edit(market, drops_picture=True)
    assert shop(market).picture_key is None


def test_who_changed_what_is_in_the_activity(app: Flask, market: Cast) -> None:
    edit(market, replace(FACE, name="Madejas Alpaca"))
    page = client_of(app, market.alicia).get("/vender/hilos-alpaca/actividad").text
    assert "Cambió la página de la tienda: nombre, línea" in page
    assert "se llamaba Hilos Alpaca, ahora Madejas Alpaca" in page


def test_saving_the_same_again_changes_and_says_nothing(market: Cast) -> None:
    edit(market)
    version = shop(market).version
    edit(market)
    assert shop(market).version == version
    assert len(said(market)) == 1


def test_a_shop_that_sells_nothing_tells_of_no_terms(app: Flask, market: Cast) -> None:
    page = app.test_client().get("/tienda/hilos-alpaca").text
    assert "meses, la atiende" not in page
    make.goods(market)
    assert "meses, la atiende" in app.test_client().get("/tienda/hilos-alpaca").text


def test_a_cover_links_and_the_names_it_had_are_shown_and_first_looked_at(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    links = "https://www.instagram.com/hilos\nhttps://youtube.com/@hilos"
    sent = {**FORM, "version": str(shop(market).version), "shop_name": "Madejas Alpaca", "links": links}
    seen = alicia.post(PATH, data={**sent, "cover": picture(), "preview": "1"})
    assert seen.status_code == 200
    assert "Así quedaría" in seen.text
    assert ">Instagram</a>" in seen.text
    assert "Ya subida: foto.jpg" in seen.text
    assert (shop(market).name, shop(market).cover_key) == ("Hilos Alpaca", None)
    for wrong in ("http://instagram.com/hilos", "https://wa.me/5512345678", "https://instagram.com.example/x", "hola"):
        answer = alicia.post(PATH, data={**sent, "links": wrong})
        assert answer.status_code == 422, wrong
        assert 'id="links-error"' in answer.text
    assert alicia.post(PATH, data={**sent, "cover": picture()}).status_code == 302
    page = app.test_client().get("/tienda/hilos-alpaca").text
    assert f"/media/{shop(market).cover_key}-1600.webp" in page
    assert '<a href="https://www.instagram.com/hilos" rel="nofollow ugc noopener">Instagram</a>' in page
    assert "Hilos Alpaca, hasta el" in page
    own = alicia.get(PATH).text
    assert "Nombre: Hilos Alpaca → Madejas Alpaca" in own
    assert "Días para devolver:" in own
    edit(market, replace(FACE, name="Madejas Alpaca"), drops_cover=True)
    assert shop(market).cover_key is None
