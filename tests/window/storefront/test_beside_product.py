"""What stands beside a product's form: terms to copy, what was typed and not saved, a copy, pictures, and what waits."""

from __future__ import annotations

from dataclasses import fields

from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import rules
from marketplace.goods.catalog.models import Listing, Media, Product, ProductDraft, TermTemplate, Variant
from marketplace.goods.catalog.service import ProductData
from marketplace.window.storefront.web.reviewing import _NAMES, HOLDS_AT_ONCE, WAITS
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.looking import form_of, page_of

TERMS = {
    "name": "Larga",
    "warranty_months": "24",
    "warranty_by": "Alicia",
    "return_days": "60",
    "return_paid_by": "buyer",
}
TEMPLATES = "/vender/hilos-alpaca/productos/plantillas"


def test_terms_are_copied_and_stay_what_they_were(app: Flask, market: Cast) -> None:
    desk, product_id = client_of(app, market.alicia), make.draft(market)
    assert desk.post(TEMPLATES, data={**TERMS, "return_days": "2"}).status_code == 422
    assert "Elige uno." in desk.post(TEMPLATES, data={**TERMS, "return_paid_by": ""}).text
    assert desk.post(TEMPLATES, data=TERMS).status_code == 302
    with market.as_alicia() as work:
        kept = work.session.scalars(select(TermTemplate)).one()
    copied = {**form_of(desk, product_id), "title": "Tecleado", "template": str(kept.id), "copy_terms": "1"}
    page = desk.post(page_of(product_id), data=copied)
    assert page.status_code == 200
    assert 'value="Tecleado"' in page.text
    assert "Copiamos “Larga”" in page.text
    saved = {**form_of(desk, product_id), "warranty_months": "24", "return_days": "60", "return_paid_by": "buyer"}
    assert desk.post(page_of(product_id), data=saved).status_code == 302
    assert desk.post(TEMPLATES, data={**TERMS, "warranty_months": "6"}).status_code == 302
    assert desk.post(f"{TEMPLATES}/{kept.id}/borrar").status_code == 302
    with market.as_alicia() as work:
        product = work.session.get_one(Product, (market.alpaca.id, product_id))
        assert (product.warranty_months, product.return_days, product.return_paid_by) == (24, 60, "buyer")
        assert work.session.scalars(select(TermTemplate)).all() == []
    assert client_of(app, market.bruno).post(f"{TEMPLATES}/{kept.id}/borrar").status_code == 404


def test_what_was_typed_is_kept_apart_until_it_is_saved_or_thrown_away(app: Flask, market: Cast) -> None:
    desk, goods = client_of(app, market.alicia), make.goods(market)
    path = page_of(goods.product_id)
    typed = {**form_of(desk, goods.product_id), "title": "A medias", "variants-0-price": "abc"}
    assert "Borrador guardado" in desk.post(f"{path}/borrador", data=typed).text
    with market.as_alicia() as work:
        product = work.session.get_one(Product, (market.alpaca.id, goods.product_id))
        assert (product.title, product.revision) == (make.YARN.title, product.approved_revision)
        assert "csrf_token" not in work.session.scalars(select(ProductDraft.typed)).one()
    assert "dejaste cambios sin guardar" in desk.get(path).text
    going_on = desk.get(f"{path}?borrador=1").text
    assert 'value="A medias"' in going_on
    assert 'value="abc"' in going_on
    assert client_of(app, market.bruno).post(f"{path}/borrador", data=typed).status_code == 404
    assert desk.post(f"{path}/borrador/tirar").status_code == 302
    assert "dejaste cambios" not in desk.get(path).text
    desk.post(f"{path}/borrador", data=typed)
    assert desk.post(path, data={**typed, "variants-0-price": "250"}).status_code == 302
    with market.as_alicia() as work:
        assert work.session.scalars(select(ProductDraft)).all() == []


def test_a_copy_is_a_draft_with_keys_of_its_own_and_no_pieces(app: Flask, market: Cast) -> None:
    desk, goods = client_of(app, market.alicia), make.goods(market, sku="UNO")
    assert "Ver publicación" in desk.get(page_of(goods.product_id)).text
    for _n in range(2):
        assert desk.post(f"{page_of(goods.product_id)}/duplicar").status_code == 302
    with market.as_alicia() as work:
        assert set(work.session.scalars(select(Variant.sku))) == {"UNO", "UNO-COPIA", "UNO-COPIA2"}
        copies = work.session.scalars(select(Product).where(Product.id != goods.product_id)).all()
        assert {one.state for one in copies} == {"draft"}
        assert {one.title for one in copies} == {f"Copia de {make.YARN.title}"}
        assert len(work.session.scalars(select(Media.key)).all()) == 3
        held = [one.on_hand for copy in copies for one in make.variants(market, copy.id)]
    assert held == [0, 0]
    assert "Ver publicación" not in desk.get(page_of(copies[0].id)).text


def test_what_a_picture_shows_waits_for_review_and_is_needed_for_it(app: Flask, market: Cast) -> None:
    desk, goods = client_of(app, market.alicia), make.goods(market)
    path, shown = page_of(goods.product_id), make.picture(market, goods.product_id)
    said = {f"alt_{shown}": "", f"focus_{shown}": "50-0"}
    assert desk.post(f"{path}/fotos", data={**said, f"focus_{shown}": "1-1"}).status_code == 422
    assert desk.post(f"{path}/fotos", data=said).status_code == 302
    form = {**form_of(desk, goods.product_id), "submit_for_review": "1"}
    assert "decir qué se ve en cada foto" in desk.post(path, data=form, follow_redirects=True).text
    assert desk.post(f"{path}/fotos", data={**said, f"alt_{shown}": "Una madeja"}).status_code == 302
    with market.above() as work:
        before = work.session.scalars(select(Listing.pictures)).one()[0]
    assert (before["alt"], "focus" in before) == (make.YARN.title, False)
    make.approve(market, goods.product_id)
    with market.above() as work:
        after = work.session.scalars(select(Listing)).one()
    assert (after.pictures[0]["alt"], after.pictures[0]["focus"]) == ("Una madeja", "50-0")
    page = app.test_client().get(f"/p/{after.slug}-{after.number}").text
    assert 'class="big-picture focus-50-0"' in page
    assert "focus-50-0" in app.test_client().get("/").text


def test_each_field_either_waits_for_review_or_does_not(app: Flask, market: Cast) -> None:
    assert sorted((*rules.REVIEWED, *rules.AT_ONCE)) == sorted(one.name for one in fields(ProductData))
    assert set(WAITS) | set(HOLDS_AT_ONCE) == set(_NAMES)
    page = app.test_client().get("/como-funciona/revision").text
    assert page.count("Cuando se aprueba") == len(WAITS)
    assert page.count("Al guardar") == len(HOLDS_AT_ONCE)
    assert "/como-funciona/revision" in app.test_client().get("/como-funciona").text
