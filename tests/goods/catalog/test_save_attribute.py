"""Staff change what is asked of goods: what products say is never lost, and values that go are mapped or kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import taxonomy_errors
from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.goods.catalog.taxonomy import ATTRIBUTES
from marketplace.goods.catalog.taxonomy_edits import AttributeData, data_of_attribute, save_attribute
from marketplace.goods.catalog.taxonomy_models import AttributeRow, TaxonomyChange
from marketplace.kernel.errors import NotAllowed
from marketplace.window.search.asking import choosable
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def said(market: Cast, code: str) -> tuple[AttributeData, int]:
    with market.above() as work:
        row = work.session.get_one(AttributeRow, code)
        return data_of_attribute(row), row.version


def save(market: Cast, code: str | None, data: AttributeData, version: int) -> str:
    """Save as Sergio does: what it does is shown, and he says yes."""
    try:
        with market.as_sergio() as work:
            return save_attribute(work, code, data, version=version)
    except taxonomy_errors.NotYetSeen as refusal:
        sure = str(refusal.details["sure"])
    with market.as_sergio() as work:
        return save_attribute(work, code, data, version=version, sure=sure)


def without(data: AttributeData, value: str) -> AttributeData:
    return replace(data, values=tuple(one for one in data.values if one[0] != value))


def says(market: Cast, goods: make.Goods, code: str) -> tuple[object, object]:
    """What a product says, and what is shown of it."""
    with market.above() as work:
        key = (goods.shop.id, goods.product_id)
        product, listing = work.session.get_one(Product, key), work.session.get_one(Listing, key)
        assert product.approved_revision == product.revision  # nothing waits for it
        return product.attributes.get(code), listing.attributes.get(code)


def test_a_value_that_goes_is_mapped_to_another_on_the_page(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    staff, page = client_of(app, market.sergio), "/operacion/categorias/datos/fibre"
    data, version = said(market, "fibre")
    left = [one for one in data.values if one[0] != "alpaca"]
    form = {
        "es": "Fibra", "en": "Fibre", "help_es": "De qué es el hilo", "help_en": "What it is spun of", "kind": "choice",
        "values": "\n".join(" | ".join(one) for one in left), "filterable": "y", "comparable": "y", "version": version,
    }  # fmt: skip
    asked = staff.post(page, data=form)
    assert asked.status_code == 200
    assert "1 producto, 1 a la venta: Dicen “alpaca”" in asked.text
    assert 'name="instead_0"' in asked.text
    assert said(market, "fibre") == (data, version)
    sure = asked.text.split('name="sure" type="hidden" value="')[1].split('"')[0]
    assert staff.post(page, data={**form, "instead_0": "lana", "sure": sure}).status_code == 302
    worker.drain()
    assert says(market, goods, "fibre") == ("lana", "lana")
    assert "alpaca" not in ATTRIBUTES["fibre"].values
    assert (
        "De qué es el hilo"
        in client_of(app, market.alicia).get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    )
    assert "Productos que lo siguieron: 1 de 1" in staff.get(page).text


def test_a_value_that_goes_may_be_kept_by_who_says_it(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    data, version = said(market, "fibre")
    save(market, "fibre", without(data, "alpaca"), version)
    worker.drain()
    assert says(market, goods, "fibre") == ("alpaca", "alpaca")
    assert ATTRIBUTES["fibre"].old_values == {"alpaca"}
    assert ATTRIBUTES["fibre"].write("alpaca", "en") == "Alpaca"
    assert said(market, "fibre")[0] == without(data, "alpaca")


def test_a_value_that_only_forms_say_is_counted_and_mapped_in_them(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    with market.above() as work:
        variant = work.session.get_one(Variant, (goods.shop.id, goods.variant_id))
        variant.options = {"color": "negro", "picture": "a.webp"}
    data, version = said(market, "color")
    with pytest.raises(taxonomy_errors.NotYetSeen) as shown, market.as_sergio() as work:
        save_attribute(work, "color", without(data, "negro"), version=version)
    assert shown.value.details["effects"] == [{"kind": "value", "what": "negro", "products": 1, "listings": 1}]
    save(market, "color", replace(without(data, "negro"), mapped={"negro": "gris"}), version)
    worker.drain()
    with market.above() as work:
        variant = work.session.get_one(Variant, (goods.shop.id, goods.variant_id))
        assert variant.options == {"color": "gris", "picture": "a.webp"}
    assert says(market, goods, "color") == (None, None)


def test_an_axis_forgets_no_value_that_names_of_forms_may_say(market: Cast) -> None:
    data, version = said(market, "color")
    save(market, "color", without(data, "negro"), version)
    assert said(market, "color")[0] == without(data, "negro")
    with market.above() as work:
        assert ["negro", "Negro", "Black", False] in work.session.get_one(AttributeRow, "color").values


def test_a_shop_may_not(market: Cast) -> None:
    data, version = said(market, "fibre")
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        save_attribute(work, "fibre", replace(data, es="Hilo"), version=version)
    assert said(market, "fibre") == (data, version)


def test_a_type_that_cannot_say_what_products_say_is_refused_with_how_many(market: Cast) -> None:
    goods = make.goods(market)
    for code, change, refusal in (
        ("fibre", {"kind": "number", "values": ()}, taxonomy_errors.KindHeld),
        ("weight_g", {"unit": "kg"}, taxonomy_errors.UnitHeld),
    ):
        data, version = said(market, code)
        with pytest.raises(refusal) as refused:
            save(market, code, replace(data, **change), version)
        assert refused.value.details["count"] == 1  # type: ignore[attr-defined]
        assert said(market, code) == (data, version)
    assert says(market, goods, "weight_g") == (100, 100)


def test_a_type_that_can_say_it_writes_it_anew(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    data, version = said(market, "weight_g")
    values = (("100", "100 g", "100 g"), ("200", "200 g", "200 g"))
    save(market, "weight_g", replace(data, kind="choice", unit="", values=values), version)
    worker.drain()
    assert says(market, goods, "weight_g") == ("100", "100")


@pytest.mark.parametrize(
    ("code", "change", "refusal"),
    [
        ("fibre", {"values": ()}, taxonomy_errors.ValuesNeeded),
        ("color", {"retired": True}, taxonomy_errors.BuiltIn),
        ("talla", {"axis": False}, taxonomy_errors.BuiltIn),
        ("weight_g", {"axis": True}, taxonomy_errors.NotAnAxis),
    ],
)
def test_what_makes_no_attribute(market: Cast, code: str, change: dict, refusal: type[Exception]) -> None:
    data, version = said(market, code)
    with pytest.raises(refusal):
        save(market, code, replace(data, **change), version)
    assert said(market, code) == (data, version)


def test_what_is_filtered_and_compared_by_is_for_staff_to_say(market: Cast) -> None:
    goods = make.goods(market)
    tree = make.know_taxonomy(market)
    assert "weight_g" in choosable(tree.categories["estambres"])
    data, version = said(market, "weight_g")
    save(market, "weight_g", replace(data, filterable=False, comparable=False), version)
    tree = make.know_taxonomy(market)
    assert "weight_g" not in choosable(tree.categories["estambres"])
    assert not ATTRIBUTES["weight_g"].comparable
    assert says(market, goods, "weight_g") == (100, 100)


def test_a_new_one_and_another_axis(market: Cast) -> None:
    values = (("mate", "Mate", "Matt"), ("brillo", "Brillante", "Glossy"))
    code = save(market, None, AttributeData("Terminado", "Sheen", "choice", values=values, axis=True), 0)
    assert code == "terminado"
    tree = make.know_taxonomy(market)
    assert tree.axes == ("color", "talla", "terminado")


def test_two_people_at_one_attribute_see_both_values(app: Flask, market: Cast) -> None:
    staff = client_of(app, market.sergio)
    data, version = said(market, "weight_g")
    save(market, "weight_g", replace(data, es="Peso neto"), version)
    form = {"es": "Masa", "en": "Mass", "kind": "number", "unit": "g", "version": version}
    answer = staff.post("/operacion/categorias/datos/weight_g", data=form)
    assert answer.status_code == 409
    assert 'value="Masa"' in answer.text
    assert "Peso neto" in answer.text
    with market.above() as work:
        assert len(work.session.scalars(select(TaxonomyChange)).all()) == 1
    assert said(market, "weight_g")[0].es == "Peso neto"


@pytest.mark.parametrize("values", ["a | A", "a | A | A\na | B | B", "x" * 41 + " | A | A"])
def test_lines_that_are_no_values_are_told_at_their_box(app: Flask, market: Cast, values: str) -> None:
    staff = client_of(app, market.sergio)
    data, version = said(market, "fibre")
    form = {"es": "Fibra", "en": "Fibre", "kind": "choice", "values": values, "version": version}
    answer = staff.post("/operacion/categorias/datos/fibre", data=form)
    assert answer.status_code == 422
    assert "Renglón" in answer.text
    assert values.split("\n")[0] in answer.text
    assert said(market, "fibre") == (data, version)
