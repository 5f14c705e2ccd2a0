"""A shop saves its product's page: nothing that it did not touch is written back, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.variants import set_price
from marketplace.kernel.permissions import May
from marketplace.people.sellers import team
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter
from tests.window.looking import form_of, page_of


@pytest.fixture
def desk(browser_client: FlaskClient, market: Cast) -> FlaskClient:
    """Alicia's browser."""
    enter(browser_client, market.alicia)
    return browser_client


def test_saving_another_field_does_not_bring_sold_pieces_back(desk: FlaskClient, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    form = form_of(desk, goods.product_id)
    make.paid_order(market, worker, [make.line(goods, 2)])
    answer = desk.post(page_of(goods.product_id), data={**form, "description": "Dos madejas."})
    assert answer.status_code == 302, answer.text
    assert make.stock(market, goods) == (8, 0)


def test_pieces_corrected_from_an_old_count_are_asked_again_with_both_numbers(
    desk: FlaskClient, market: Cast, worker: Worker
) -> None:
    goods = make.goods(market)
    form = form_of(desk, goods.product_id)
    make.paid_order(market, worker, [make.line(goods, 2)])
    answer = desk.post(page_of(goods.product_id), data={**form, "variants-0-on_hand": "12"})
    assert answer.status_code == 409
    assert "Viste 10 y ahora hay 8" in answer.text
    assert 'value="12"' in answer.text
    assert make.stock(market, goods) == (8, 0)
    again = {**form, "variants-0-on_hand": "12", "variants-0-seen_on_hand": "8"}
    assert desk.post(page_of(goods.product_id), data=again).status_code == 302
    assert make.stock(market, goods) == (12, 0)


def test_a_form_older_than_the_product_says_what_it_says_now_and_keeps_what_was_typed(
    desk: FlaskClient, market: Cast
) -> None:
    goods = make.goods(market)
    form = form_of(desk, goods.product_id)
    with market.as_alicia() as work:
        set_price(work, goods.product_id, goods.variant_id, price_minor=35_000, seen_minor=20_000)
    answer = desk.post(page_of(goods.product_id), data={**form, "title": "Estambre de invierno"})
    assert answer.status_code == 409
    assert 'value="Estambre de invierno"' in answer.text
    assert f">{'Nombre del producto'}</a>: {make.YARN.title}" in answer.text
    assert 'name="variants-0-price"' in answer.text
    assert re.search(r'name="variants-0-price"[^>]*value="350.00"', answer.text)  # nobody typed another
    with market.as_alicia() as work:
        assert products.get_product(work, goods.product_id).title == make.YARN.title
    hidden = re.search(r'name="revision" type="hidden" value="(\d+)"', answer.text)
    assert hidden
    again = {**form, "title": "Estambre de invierno", "variants-0-price": "350.00", "variants-0-seen_price": "35000"}
    assert desk.post(page_of(goods.product_id), data={**again, "revision": hidden[1]}).status_code == 302


@pytest.mark.parametrize("revision", ["", "x", "²", "9" * 5_000, "-1"])
def test_a_form_that_does_not_say_what_it_saw_saves_nothing(desk: FlaskClient, market: Cast, revision: str) -> None:
    product_id = make.draft(market)
    form = {**form_of(desk, product_id), "title": "Otro", "revision": revision}
    assert desk.post(page_of(product_id), data=form).status_code == 409
    with market.as_alicia() as work:
        assert products.get_product(work, product_id).title == make.YARN.title


@pytest.mark.parametrize("name", ["x", "9" * 400, "01a21eca-d23a-72a4-9d82-d344f1792f7a"])
def test_a_row_of_nobody_is_refused_and_nothing_is_saved(desk: FlaskClient, market: Cast, name: str) -> None:
    product_id = make.draft(market)
    form = {**form_of(desk, product_id), "title": "Otro", "variants-0-id": name}
    assert desk.post(page_of(product_id), data=form).status_code < 500
    with market.as_alicia() as work:
        assert len(make.variants(market, product_id)) <= 2
        assert products.get_product(work, product_id).id == product_id


@pytest.mark.parametrize("how_many", [59, 60])
def test_a_product_with_as_many_variants_as_there_may_be_opens_and_is_saved(
    desk: FlaskClient, market: Cast, how_many: int
) -> None:
    product_id = make.draft(market)
    more = [VariantOnDesk(f"S{n}", f"Talla {n}", 20_000, 1) for n in range(how_many - 1)]
    with market.as_alicia() as work:
        save_product(work, product_id, make.YARN, variants=more)
    assert desk.get(page_of(product_id)).status_code == 200
    assert desk.post(page_of(product_id), data=form_of(desk, product_id)).status_code == 302
    assert len(make.variants(market, product_id)) == how_many


def test_a_variant_is_removed_where_its_box_is_ticked(desk: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market)
    with market.as_alicia() as work:
        save_product(work, product_id, make.YARN, variants=[VariantOnDesk("ROJO", "Rojo", 20_000, 1)])
    form = form_of(desk, product_id)
    row = next(name.removesuffix("-sku") for name, value in form.items() if value == "ROJO")
    assert desk.post(page_of(product_id), data={**form, f"{row}-removed": "y"}).status_code == 302
    assert [one.name for one in make.variants(market, product_id)] == [""]


def test_nothing_is_said_to_be_removed_of_another_shops_picture(desk: FlaskClient, market: Cast) -> None:
    mine, theirs = make.draft(market), make.draft(market, shop=market.abedul)
    picture = make.picture(market, theirs)
    for step in ("quitar", "mover"):
        answer = desk.post(f"{page_of(mine)}/fotos/{picture}/{step}", data={"to": "0"}, follow_redirects=True)
        assert answer.status_code == 404
        assert "Quitamos la foto" not in answer.text
    assert make.picture(market, theirs) == picture


def test_who_may_not_count_pieces_changes_none_and_keeps_what_was_typed(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        seat = next(one for one in team.members(work) if one.name == market.pia.name)
        team.choose_permissions(work, seat.id, chosen=[May.VIEW_SHOP, May.EDIT_PRODUCTS], version=seat.version)
    desk = app.test_client()
    enter(desk, market.pia)
    form = form_of(desk, goods.product_id)
    assert "variants-0-on_hand" not in form
    saved = {**form, "description": "Dos madejas."}
    assert desk.post(page_of(goods.product_id), data=saved).status_code == 302
    answer = desk.post(page_of(goods.product_id), data={**form_of(desk, goods.product_id), "variants-0-on_hand": "797"})
    assert answer.status_code in (403, 422)
    assert make.stock(market, goods) == (10, 0)
