"""A product that comes in several forms: axes, the rows of their combinations, and what buyers choose by."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.goods.catalog.web.words import WORDS
from marketplace.platform.moderation.models import ModerationCase
from marketplace.trade.cart.prices import price_cart
from marketplace.trade.cart.rules import CartLine
from marketplace.trade.shipping.rules import Destination
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.looking import form_of, page_of

AXES = {"axis_1_name": "Color", "axis_1_values": "Negro, Rojo", "axis_2_name": "Talla", "axis_2_values": "26, 27, 28"}


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.alicia)


def combined(desk: FlaskClient, product_id: object, **typed: str) -> tuple[dict[str, str], str]:
    """What the page brings back after its button that makes the combinations, as it would be sent."""
    sent = {**form_of(desk, product_id), **AXES, **typed, "combine": "1"}
    answer = desk.post(page_of(product_id), data=sent)
    assert answer.status_code == 200, answer.text
    boxes = re.findall(r'<input [^>]*name="(variants-\d+-(\w+))"[^>]*>', answer.text)
    found = {}
    for name, _box in boxes:
        tag = re.search(rf'<input [^>]*name="{name}"[^>]*>', answer.text)
        assert tag
        if 'type="checkbox"' not in tag[0]:
            value = re.search(r'value="([^"]*)"', tag[0])
            found[name] = value[1] if value else ""
    return {**{k: v for k, v in sent.items() if k != "combine"}, **found}, answer.text


def names(form: dict[str, str]) -> dict[str, str]:
    """The rows of a form by the name that they say."""
    return {
        value: key.split("-")[1] for key, value in form.items() if re.fullmatch(r"variants-\d+-name", key) and value
    }


def test_the_rows_are_made_and_what_was_typed_stays(desk: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market, price_minor=80_000)
    first = {"variants-0-name": "Negro, 26", "title": "Botín de piel", "variants-0-price": "899"}
    form, page = combined(desk, product_id, **first)
    rows = names(form)
    assert [*rows] == ["Negro, 26", "Negro, 27", "Negro, 28", "Rojo, 26", "Rojo, 27", "Rojo, 28"]
    assert 'value="Botín de piel"' in page
    assert {form[f"variants-{row}-price"] for row in rows.values()} == {"899.00", "899"}
    with market.as_alicia() as work:
        assert work.session.scalars(select(Variant.name)).all() == [""]  # nothing was saved

    left_out = rows["Rojo, 28"]
    form |= {f"variants-{left_out}-removed": "y", f"variants-{left_out}-price": ""}
    form |= {f"variants-{rows['Negro, 27']}-weight": "900", f"variants-{rows['Negro, 27']}-gtin": "7501031311309"}
    form |= {f"variants-{row}-on_hand": "4" for row in rows.values()}
    twice = {**form, f"variants-{rows['Rojo, 27']}-name": "Rojo, 26"}
    answer = desk.post(page_of(product_id), data=twice)
    assert answer.status_code == 422
    assert str(WORDS["catalog.same_combination"]) % {"name": "Rojo, 26"} in answer.text
    no_such = {**form, f"variants-{rows['Rojo, 27']}-name": "Rojo, 40"}
    assert "“Rojo, 40” no es una combinación" in desk.post(page_of(product_id), data=no_such).text
    assert "Cada opción lleva" in desk.post(page_of(product_id), data={**form, "axis_2_values": "26, 26"}).text
    many = ", ".join(str(n) for n in range(20))
    asked = {**form, "axis_3_name": "Suela", "axis_3_values": many, "combine": "1"}
    assert "Salen más de 60 combinaciones" in desk.post(page_of(product_id), data=asked).text
    with market.as_alicia() as work:
        assert work.session.scalars(select(Product.axes)).one() == []

    assert desk.post(page_of(product_id), data=form).status_code == 302
    with market.as_alicia() as work:
        kept = {
            one.name: one
            for one in work.session.scalars(
                select(Variant).where(Variant.removed_at.is_(None)).order_by(Variant.position)
            )
        }
        assert [*kept] == ["Negro, 26", "Negro, 27", "Negro, 28", "Rojo, 26", "Rojo, 27"]
        assert kept["Negro, 27"].weight_grams == 900
        assert kept["Negro, 27"].gtin == "07501031311309"
        assert (kept["Rojo, 27"].options["color"], kept["Rojo, 27"].options["talla"]) == ("rojo", "27")
        assert len({one.sku for one in kept.values()}) == 5
    assert "Sin guardar" not in desk.get(page_of(product_id)).text
    found = desk.get("/vender/hilos-alpaca/productos?q=7501031311309").text
    assert "Botín de piel" in found


def test_buyers_choose_by_axis_and_a_variant_that_goes_is_kept_for_its_orders(
    app: Flask, desk: FlaskClient, market: Cast
) -> None:
    product_id = make.draft(market)
    form, _page = combined(desk, product_id, **{"variants-0-name": "Negro, 26"})
    rows = names(form)
    form |= {f"variants-{row}-on_hand": "4" for row in rows.values()}
    form |= {f"variants-{rows['Rojo, 27']}-on_hand": "0", f"variants-{rows['Rojo, 28']}-removed": "y"}
    form |= {f"variants-{rows['Negro, 27']}-weight": "9000", "maker": "Piel y Paso, León", "origin_country": "MX"}
    assert desk.post(page_of(product_id), data=form).status_code == 302
    make.approve(market, product_id)
    with market.above() as work:
        listing = work.session.scalars(select(Listing)).one()
        shown = {one["name"]: one for one in listing.variants}
        snapshot = work.session.scalars(select(ModerationCase.snapshot)).one()
    assert snapshot["axes"][0] == {"name": "Color", "values": ["Negro", "Rojo"]}
    page = app.test_client().get(f"/p/{listing.slug}-{listing.number}?variante={shown['Negro, 28']['sku']}").text
    choices = re.search(r'(?s)id="elige".*?</div>', page)
    assert choices
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", choices[0]))
    assert "Color Negro Rojo (no con lo demás que elegiste) Talla 26 27 28" in said
    english = (
        app.test_client()
        .get(
            f"/p/{listing.slug}-{listing.number}?variante={shown['Rojo, 26']['sku']}", headers={"Accept-Language": "en"}
        )
        .text
    )
    assert "Black" in english
    assert re.search(r"(?s)27\s*<span[^>]*>\(sold out\)", english)
    assert "Mexico" in english
    assert "Piel y Paso, León" in page

    heavy, light = shown["Negro, 27"], shown["Negro, 26"]
    assert heavy["grams"] == 9000
    assert "grams" not in light
    with market.above() as work:
        to = Destination("06700", "CMX")
        carts = [
            price_cart(work, [CartLine(listing.number, one["id"], 1, one["price_minor"])], to) for one in (heavy, light)
        ]
    assert carts[0].total_minor > carts[1].total_minor

    again = form_of(desk, product_id)
    gone = names(again)["Rojo, 27"]
    assert desk.post(page_of(product_id), data={**again, f"variants-{gone}-removed": "y"}).status_code == 302
    with market.as_alicia() as work:
        removed = work.session.scalars(select(Variant.name).where(Variant.removed_at.is_not(None))).all()
        assert "Rojo, 27" in removed
