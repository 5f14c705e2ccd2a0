"""A shop closes: when nothing waits, with all its goods, and for thirty days not for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.care.returns.service import decide_return, receive_return, request_return
from marketplace.care.warranty.service import answer_claim, close_claim, open_claim
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.errors import ShopClosed
from marketplace.goods.catalog.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed
from marketplace.platform.leaving import errors, queries, service
from marketplace.trade.orders import service as orders
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast


def close(market: Cast) -> None:
    with market.as_alicia() as work:
        service.close_shop(work)


def shown(market: Cast) -> int:
    with market.above() as work:
        mine = select(func.count()).select_from(Listing).where(Listing.tenant_id == market.alpaca.id)
        return work.session.scalar(mine) or 0


def test_its_goods_leave_the_shelf_and_its_page_says_so(market: Cast, browser_client: FlaskClient) -> None:
    goods, other = make.goods(market), make.goods(market, shop=market.abedul)
    close(market)
    assert shown(market) == 0
    assert browser_client.get(f"/p/x-{goods.number}").status_code == 404
    assert browser_client.get(f"/p/x-{other.number}", follow_redirects=True).status_code == 200
    assert "Esta tienda cerró" in browser_client.get("/tienda/hilos-alpaca").text


def test_only_an_owner_closes(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_member(market.alpaca, market.ada, Role.MANAGER) as work:
        service.close_shop(work)


def test_what_waits_is_done_first(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    code = make.paid_order(market, worker, [make.line(goods)])
    with pytest.raises(errors.StillOpen):
        close(market)
    with market.as_alicia() as work:
        assert list(queries.unfinished(work, market.alpaca.id).orders) == [code]
    assert shown(market) == 1


def test_returns_and_claims_count_as_waiting(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    code = make.delivered_order(market, worker, [make.line(goods, 2)])
    with market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
        returned = request_return(work, code, quantities={line.id: 1}, reason="damaged", message="Rota")
        claimed = open_claim(work, code, line_id=line.id, problem="No enciende")
    with pytest.raises(errors.StillOpen):
        close(market)
    with market.as_alicia() as work:
        decide_return(work, returned, approve=True)
        receive_return(work, returned)
        answer_claim(work, claimed, remedy="repair", answer="Va")
    worker.drain()
    with pytest.raises(errors.StillOpen):
        close(market)
    with market.as_alicia() as work:
        close_claim(work, claimed)
    close(market)


def test_nothing_is_put_on_the_shelf_of_a_closed_shop(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.pause_product(work, goods.product_id)
    close(market)
    with pytest.raises(ShopClosed), market.as_alicia() as work:
        products.resume_product(work, goods.product_id)
    with pytest.raises(ShopClosed):
        make.goods(market, title="Otro")
    assert shown(market) == 0


def test_it_opens_again_with_what_it_sold_under_the_same_addresses(market: Cast) -> None:
    goods = make.goods(market)
    paused = make.goods(market, title="En pausa")
    with market.as_alicia() as work:
        products.pause_product(work, paused.product_id)
    close(market)
    with market.as_alicia() as work:
        service.reopen_shop(work)
    with market.above() as work:
        listing = work.session.scalars(select(Listing)).one()
        assert (listing.number, listing.available) == (goods.number, 10)


def test_after_thirty_days_it_is_closed_for_good(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    close(market)
    moment = clock.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(errors.CannotReopen), market.as_alicia() as work:
        service.reopen_shop(work)


def test_closing_twice_and_resting_closed(market: Cast) -> None:
    close(market)
    with pytest.raises(errors.NotOpen):
        close(market)
    with pytest.raises(errors.NotOpen), market.as_alicia() as work:
        service.rest_shop(work, first=work.now.date(), last=work.now.date())


def test_an_open_shop_is_not_reopened(market: Cast) -> None:
    with pytest.raises(errors.CannotReopen), market.as_alicia() as work:
        service.reopen_shop(work)
