"""Brands have one name each: what was approved is known, another writing is brought to it, and staff merge two that are one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from marketplace.goods.catalog import brands
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Brand, Listing, Product
from marketplace.kernel.errors import NotAllowed
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.looking import form_of, page_of


def test_writings_of_a_brand_become_one_and_two_brands_are_merged(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    desk = client_of(app, market.alicia)
    other = make.draft(market, title="Otro")
    answer = desk.post(page_of(other), data={**form_of(desk, other), "brand": "HILOS  alpacá"}, follow_redirects=True)
    assert "La marca queda como “Hilos Alpaca”" in answer.text
    with market.as_alicia() as work:
        products.edit_product(work, other, replace(make.YARN, title="Otro", brand="Alpaca de los Hilos"))
    make.approve(market, other)

    with pytest.raises(NotAllowed), market.as_alicia() as work:
        brands.merge_brands(work, "Alpaca de los Hilos", into="Hilos Alpaca")
    staff = client_of(app, market.sergio)
    assert "Alpaca de los Hilos" in staff.get("/operacion/marcas?q=de los").text
    merging = {"name": "Alpaca de los Hilos", "into": "Hilos Alpaca"}
    for wrong in ({"into": "Nadie"}, {"into": "Alpaca de los Hilos"}):
        sent = {**merging, **wrong}
        assert (
            staff.post("/operacion/marcas", data={**sent, "sure": f"{sent['name']} → {sent['into']}"}).status_code
            == 422
        )
    asked = staff.post("/operacion/marcas", data=merging)
    assert "1 producto de “Alpaca de los Hilos” pasa a “Hilos Alpaca”" in asked.text
    with market.above() as work:
        assert work.session.get_one(Listing, (market.alpaca.id, other)).brand == "Alpaca de los Hilos"
    sure = "Alpaca de los Hilos → Hilos Alpaca"
    assert staff.post("/operacion/marcas", data={**merging, "sure": sure}).status_code == 302
    worker.drain()
    with market.above() as work:
        assert set(work.session.scalars(select(Listing.brand))) == {"Hilos Alpaca"}
        assert set(work.session.scalars(select(Product.brand))) == {"Hilos Alpaca"}
        assert set(work.session.scalars(select(Brand.name))) == {"Hilos Alpaca"}
        assert "alpaca de los" not in work.session.get_one(Listing, (market.alpaca.id, other)).search_text
        product = work.session.get_one(Product, (market.alpaca.id, goods.product_id))
        assert product.approved_revision == product.revision  # nothing waits for it
    assert brands_of(market, "alpaca de LOS hilos") == "Hilos Alpaca"


def test_brands_from_before_are_learned_and_writings_of_one_follow_the_first(market: Cast, worker: Worker) -> None:
    first, other = make.goods(market).product_id, make.goods(market, title="Otro").product_id
    with market.above() as work:
        work.session.execute(delete(Brand))
        for table in (Listing, Product):
            work.session.execute(update(table).where(table.id == other).values(brand="hilos ALPACA"))
    for _again in range(2):
        with market.above() as work:
            brands.learn_brands(work)
        worker.drain()
    with market.above() as work:
        assert work.session.execute(select(Brand.writing, Brand.name)).all() == [("Hilos Alpaca", "Hilos Alpaca")]
        assert set(work.session.scalars(select(Listing.brand))) == {"Hilos Alpaca"}
        assert work.session.get_one(Listing, (market.alpaca.id, first)).brand == "Hilos Alpaca"


def brands_of(market: Cast, typed: str) -> str:
    with market.as_alicia() as work:
        return brands.brand_named(work, typed)
