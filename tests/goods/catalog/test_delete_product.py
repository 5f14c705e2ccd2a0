"""A product that was never sold can be deleted for good; whatever speaks of it and must stay holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from marketplace.goods.addresses import lead_old_addresses
from marketplace.goods.catalog import archive_product, delete_product, errors, keep_draft, set_costs
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.goods.catalog.files import pictures_in_use
from marketplace.goods.catalog.models import Product
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.platform.moderation import appeals, measures, things
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.models import DecisionAppeal, ModerationCase
from marketplace.platform.moderation.rules import Appealed, MeasureKind
from marketplace.trade.cart.models import CartRow
from marketplace.worker import Worker
from tests import make
from tests.care.recalls.recalling import recall
from tests.cast import Cast
from tests.platform.moderation.reporting import WHY, as_nora, report
from tests.web.asking import client_of

PAGE = "/vender/hilos-alpaca/productos"


@pytest.fixture
def alicia(app: Flask, market: Cast) -> FlaskClient:
    """The browser of who owns the shop."""
    return client_of(app, market.alicia)


def archived(market: Cast, sku: str = "NUBE") -> make.Goods:
    """Something that was for sale once, and is not any more."""
    goods = make.goods(market, sku=sku)
    with market.as_alicia() as work:
        archive_product(work, goods.product_id)
    return goods


def is_there(market: Cast, product_id: UUID) -> bool:
    with market.above() as work:
        return work.session.get(Product, (market.alpaca.id, product_id)) is not None


def refuses(market: Cast, product_id: UUID, why: type[Exception]) -> None:
    with market.as_alicia() as work, pytest.raises(why) as refused:
        delete_product(work, product_id)
    assert type(refused.value) is why
    assert is_there(market, product_id)


def naming(owner: Engine, ids: set[UUID]) -> dict[str, int]:
    """How many rows of which tables name one of some ids, as the database itself sees them."""
    columns = text(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'uuid'"
    )
    found: dict[str, int] = {}
    with owner.connect() as connection:
        for table, column in connection.execute(columns).all():
            counted = text(f'SELECT count(*) FROM "{table}" WHERE "{column}" = ANY(:ids)')
            if number := connection.scalar(counted, {"ids": list(ids)}):
                found[table] = found.get(table, 0) + number
    return found


def test_all_that_is_only_its_own_goes_with_it(market: Cast, worker: Worker, administrator: Engine) -> None:
    goods = archived(market)
    other = make.goods(market, sku="OTRA")
    worker.drain()
    with market.as_alicia() as work:
        products.add_picture(work, goods.product_id, key="p/00/suya", alt="x", width=800, height=600)
        keep_draft(work, goods.product_id, {"title": "A medias"})
        set_costs(work, {goods.variant_id: 5_000})
        lead_old_addresses(work, "/products/nube,NUBE", is_ours=lambda _path: False)
    with market.as_alicia() as work:
        delete_product(work, goods.product_id)
    assert not is_there(market, goods.product_id)
    assert is_there(market, other.product_id)
    left = naming(administrator, {goods.product_id, goods.variant_id})
    assert set(left) <= {"moderation_case"}, "the decision by which it was sold once is kept, and names it"
    with market.above() as work:
        assert "p/00/suya" not in set(pictures_in_use(work)), "its files are swept with the others that nothing names"
        assert "p/00/test" in set(pictures_in_use(work))


def test_what_was_done_with_it_stays_in_the_record(market: Cast, alicia: FlaskClient) -> None:
    product_id = make.draft(market, title="Rebozo de prueba")
    with market.as_alicia() as work:
        delete_product(work, product_id)
    with market.above() as work:
        lines = work.session.query(AuditLine.verb).filter(AuditLine.subject == f"product:{product_id}").all()
        assert [line.verb for line in lines][-1] == "catalog.delete"
        assert len(lines) > 1
    assert "Borró Rebozo de prueba para siempre" in alicia.get("/vender/hilos-alpaca/actividad").text


def test_who_may_not_edit_products_deletes_none_and_the_neighbour_finds_none(market: Cast) -> None:
    product_id = make.draft(market)
    with market.as_pia() as work, pytest.raises(NotAllowed):
        delete_product(work, product_id)
    with market.as_bruno() as work, pytest.raises(errors.NoSuchProduct):
        delete_product(work, product_id)
    assert is_there(market, product_id)


def test_what_is_for_sale_paused_or_before_staff_is_not_deleted(market: Cast) -> None:
    goods = make.goods(market)
    refuses(market, goods.product_id, errors.ProductWrongState)
    with market.as_alicia() as work:
        products.pause_product(work, goods.product_id)
    refuses(market, goods.product_id, errors.ProductWrongState)
    submitted = make.draft(market, title="Otro")
    with market.as_alicia() as work:
        products.submit_product(work, submitted, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    refuses(market, submitted, errors.ProductWrongState)


def test_what_somebody_bought_or_began_to_stays(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    make.place(market, [make.line(goods)])
    with market.as_alicia() as work:
        archive_product(work, goods.product_id)
    refuses(market, goods.product_id, errors.ProductSold)


def _reported(market: Cast, goods: make.Goods) -> None:
    report(market, goods.number)


def _warned(market: Cast, goods: make.Goods) -> None:
    with market.as_sergio() as work:
        thing = things.find_listing(work, goods.number)
        today = mexican_day(work.now)
        measures.decide_measure(work, thing, MeasureKind.WARNING, WHY, begins_on=today, ends_on=None)


def _recalled(market: Cast, goods: make.Goods) -> None:
    recall(market, goods, seen=0)


def _edited_and_submitted(market: Cast, goods: make.Goods) -> None:
    with market.as_alicia() as work:
        products.remove_picture(
            work, goods.product_id, next(iter(products.shelf.pictures_of(work, _of(work, goods)))).id
        )
        products.add_picture(work, goods.product_id, key="p/00/b", alt="b", width=800, height=600)
        products.submit_product(work, goods.product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
        revision = products.get_product(work, goods.product_id).revision
    with market.as_sergio() as work:
        moderation.open_case(
            work, ProductSubmitted(market.alpaca.id, goods.product_id, revision, "hilos-alpaca", "Hilos Alpaca")
        )


def _of(work: object, goods: make.Goods) -> Product:
    return products.get_product(work, goods.product_id)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_reported, errors.ProductKept),
        (_warned, errors.ProductKept),
        (_recalled, errors.ProductWasRecalled),
        (_edited_and_submitted, errors.ProductLookedAt),
    ],
)
def test_what_others_said_of_it_holds_it(
    market: Cast, happens: Callable[[Cast, make.Goods], None], why: type[Exception]
) -> None:
    goods = make.goods(market)
    happens(market, goods)
    with market.as_alicia() as work:
        archive_product(work, goods.product_id)
    refuses(market, goods.product_id, why)


def _taken_down(market: Cast) -> tuple[make.Goods, UUID]:
    """Something that staff took down and whose shop then put it away; with the case that says why."""
    goods = make.goods(market)
    with market.as_sergio() as work:
        case_id = moderation.take_down_listing(
            work, goods.number, rule="misleading", facts="Dice 100 g y pesa 50.", how_to_fix="Corrige el peso."
        )
    with market.as_alicia() as work:
        archive_product(work, goods.product_id)
    return goods, case_id


def test_an_appeal_that_waits_for_its_answer_holds_it(market: Cast) -> None:
    goods, case_id = _taken_down(market)
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.CASE, case_id, body="Pesa 100 g.")
    refuses(market, goods.product_id, errors.ProductLookedAt)


def test_what_staff_took_down_stays_so_that_it_is_known_where_it_is_put_up_again(market: Cast) -> None:
    goods, case_id = _taken_down(market)
    refuses(market, goods.product_id, errors.ProductKept)
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.CASE, case_id, body="Pesa 100 g.")
    with market.above() as work:
        appeal_id = work.session.query(DecisionAppeal.id).scalar()
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal_id, upheld=True, answer="Tienes razón.")
    with market.as_alicia() as work:
        delete_product(work, goods.product_id)
    assert not is_there(market, goods.product_id)


def _declined(market: Cast) -> tuple[UUID, UUID]:
    """A draft that staff declined and whose shop then wrote something else; with the case that says why."""
    product_id = make.draft(market, title="Estambre de alpaca Nube")
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    with market.above() as work:
        moderation.open_case(work, ProductSubmitted(market.alpaca.id, product_id, 1, "hilos-alpaca", "Hilos Alpaca"))
        case_id = work.session.query(ModerationCase.id).scalar()
    with market.as_sergio() as work:
        moderation.decline_listing(work, case_id, rule="misleading", facts="Dice 100 g.", how_to_fix="Corrige el peso.")
    with market.as_alicia() as work:
        products.edit_product(work, product_id, replace(make.YARN, brand="Nube"))
    return product_id, case_id


def test_a_decision_about_what_was_deleted_can_still_be_appealed_and_taken_back(
    market: Cast, alicia: FlaskClient
) -> None:
    product_id, case_id = _declined(market)
    with market.as_alicia() as work:
        delete_product(work, product_id)
    decisions = alicia.get("/vender/hilos-alpaca/decisiones").text
    assert "Estambre de alpaca Nube" in decisions
    assert f"{PAGE}/{product_id}" not in decisions
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.CASE, case_id, body="Pesa 100 g.")
    with market.above() as work:
        appeal_id = work.session.query(DecisionAppeal.id).scalar()
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal_id, upheld=True, answer="Tienes razón.")
    with market.above() as work:
        assert work.session.get_one(ModerationCase, case_id).reversed_at is not None
    assert not is_there(market, product_id)


def test_a_submission_that_comes_late_finds_nothing_to_look_at(market: Cast) -> None:
    product_id = make.draft(market)
    with market.as_alicia() as work:
        delete_product(work, product_id)
    with market.above() as work:
        moderation.open_case(work, ProductSubmitted(market.alpaca.id, product_id, 1, "hilos-alpaca", "Hilos Alpaca"))
        assert work.session.query(ModerationCase).count() == 0


def test_whoever_had_it_in_their_cart_finds_it_gone(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    carla = client_of(app, market.carla)
    carla.post("/carrito/agregar", data={"number": goods.number, "variant": str(goods.variant_id), "quantity": 1})
    with market.above() as work:
        assert work.session.query(CartRow).count() == 1
    with market.as_alicia() as work:
        archive_product(work, goods.product_id)
        delete_product(work, goods.product_id)
    assert carla.get("/carrito").status_code == 200


def test_rows_that_only_grow_go_with_it_and_with_nothing_else(market: Cast, administrator: Engine) -> None:
    make.goods(market)
    for table in ("price_change", "movement"):
        with administrator.connect() as connection, pytest.raises(Exception, match="only grows"):
            connection.execute(text(f"DELETE FROM {table}"))
        with administrator.connect() as connection, pytest.raises(Exception, match="only grows"):
            connection.execute(text(f"UPDATE {table} SET by = 'otra'"))


def test_the_page_says_what_goes_and_asks_once(market: Cast, alicia: FlaskClient) -> None:
    product_id = make.draft(market, title="Rebozo de prueba")
    assert f'{PAGE}/{product_id}/borrar"' in alicia.get(f"{PAGE}/{product_id}").text
    asked = alicia.get(f"{PAGE}/{product_id}/borrar").text
    for said in ("1 variante, con su precio", "10 piezas contadas", "1 foto", "no se puede recuperar"):
        assert said in asked
    assert is_there(market, product_id)
    answer = alicia.post(f"{PAGE}/{product_id}/borrar", follow_redirects=True)
    assert "Borramos “Rebozo de prueba”." in answer.text
    assert not is_there(market, product_id)
    for path in ("", "/borrar"):
        assert alicia.get(f"{PAGE}/{product_id}{path}").status_code == 404
    assert alicia.post(f"{PAGE}/{product_id}/borrar").status_code == 404


def test_the_page_says_why_not(market: Cast, alicia: FlaskClient) -> None:
    sold, reported = make.goods(market), make.goods(market, title="Otro")
    make.place(market, [make.line(sold)])
    report(market, reported.number)
    assert "Solo se borra un borrador o lo que está archivado" in alicia.get(f"{PAGE}/{sold.product_id}/borrar").text
    for goods in (sold, reported):
        with market.as_alicia() as work:
            archive_product(work, goods.product_id)
    page = alicia.get(f"{PAGE}/{sold.product_id}/borrar").text
    assert "Alguien lo compró" in page
    assert "Borrarlo para siempre" not in page
    refused = alicia.post(f"{PAGE}/{reported.product_id}/borrar")
    assert refused.status_code == 409
    assert "Tianguis guarda un asunto que habla de este producto" in refused.text
    assert is_there(market, reported.product_id)
