"""The first steps of a new shop: told from its rows, over with the first sale that arrived, or when they are put away."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog.service import submit_product
from marketplace.kernel.work import AuditLine
from marketplace.platform.desk.first_steps import first_steps, put_steps_away
from marketplace.platform.desk.models import FirstSteps
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

TODAY = "/vender/hilos-alpaca/"


def done(market: Cast) -> set[str]:
    with market.as_alicia() as work:
        return {step.endpoint + str(step.place) for step, is_done in first_steps(work) if is_done}


def test_each_step_is_told_from_the_rows_of_the_shop(market: Cast, worker: Worker) -> None:
    before = done(market)
    assert "storefront_seller.new50" not in before
    product_id = make.draft(market)
    assert done(market) - before == {"storefront_seller.new50"}
    with market.as_alicia() as work:
        submit_product(work, product_id, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
    assert "worktable_seller.index60" in done(market)
    assert "worktable_seller.index65" not in done(market)
    goods = make.goods(market)
    assert "worktable_seller.index65" in done(market)
    assert "orders_seller.orders90" not in done(market)
    make.shipped_order(market, worker, [make.line(goods)])
    assert {"orders_seller.orders90", "orders_seller.orders100"} <= done(market)


def test_what_a_neighbour_did_is_no_step_of_ones_own(market: Cast) -> None:
    make.draft(market)
    with market.as_bruno() as work:
        assert not any(is_done for step, is_done in first_steps(work) if step.endpoint == "storefront_seller.new")


def test_a_sale_that_arrived_ends_them(app: Flask, market: Cast, worker: Worker) -> None:
    assert "Tus primeros pasos" in client_of(app, market.alicia).get(TODAY).text
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        assert first_steps(work) == []
    assert "Tus primeros pasos" not in client_of(app, market.alicia).get(TODAY).text
    with market.as_bruno() as work:
        assert first_steps(work)


def test_they_are_put_away_for_the_whole_shop_and_once(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    assert alicia.post(f"{TODAY}primeros-pasos/guardar").status_code == 302
    assert "Tus primeros pasos" not in alicia.get(TODAY).text
    assert "Tus primeros pasos" not in client_of(app, market.pia).get(TODAY).text
    with market.as_alicia() as work:
        put_steps_away(work)
    with market.above() as work:
        assert len(work.session.scalars(select(FirstSteps)).all()) == 1
        assert len(work.session.scalars(select(AuditLine).where(AuditLine.verb == "desk.put_steps_away")).all()) == 1
    with market.as_bruno() as work:
        assert first_steps(work)


def test_who_may_not_do_a_step_reads_it_without_a_link(app: Flask, market: Cast) -> None:
    page = client_of(app, market.pia).get(TODAY).text
    assert "Tu cuenta de banco, comprobada" in page
    assert f'href="{TODAY}cuenta-de-pago"' not in page
    assert "Quitar esta lista" not in page
