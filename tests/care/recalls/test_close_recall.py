"""Who began a recall closes it, with a last word; what it was of may then be resumed."""

from __future__ import annotations

import pytest

from marketplace.care.recalls import errors
from marketplace.care.recalls.queries import product_of_listing
from marketplace.care.recalls.rules import RecallGround
from marketplace.care.recalls.service import StaffReasons, close_any_recall, close_recall, start_recalls
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel.errors import NotAllowed
from tests import make
from tests.care.recalls.recalling import SAID, recall, recalls
from tests.cast import Cast


def test_then_its_shop_may_resume_it(market: Cast) -> None:
    of = make.goods(market)
    code = recall(market, of, seen=0)
    with market.as_alicia() as work:
        close_recall(work, code, closing="El lote nuevo está bien.")
    (closed,) = recalls(market)
    assert (closed.state, closed.closing, closed.closed_at is not None) == ("closed", "El lote nuevo está bien.", True)
    with market.above() as work:
        assert work.session.get(Listing, (of.shop.id, of.product_id)) is None  # it does not come back by itself
    with market.as_alicia() as work:
        products.resume_product(work, of.product_id)
    with market.above() as work:
        assert work.session.get_one(Listing, (of.shop.id, of.product_id)).number == of.number
    with pytest.raises(errors.RecalledLately):
        recall(market, of, seen=0)


def test_who_may_not_and_without_a_word(market: Cast) -> None:
    code = recall(market, make.goods(market), seen=0)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        close_recall(work, code, closing="Ya.")
    with pytest.raises(errors.NoSuchRecall), market.as_bruno() as work:
        close_recall(work, code, closing="Ya.")
    with pytest.raises(errors.RecallWordsNeeded), market.as_alicia() as work:
        close_recall(work, code, closing="")
    assert recalls(market)[0].state == "open"


def test_what_staff_began_staff_close(market: Cast) -> None:
    of = make.goods(market)
    with market.as_sergio() as work:
        meant, why = product_of_listing(work, of.number), StaffReasons(RecallGround.AUTHORITY, "Avísale a PROFECO.")
        (code,) = start_recalls(work, meant, SAID, why, seen_orders=0)
    with pytest.raises(errors.StaffsRecall), market.as_alicia() as work:
        close_recall(work, code, closing="Ya.")
    assert recalls(market)[0].state == "open"
    with market.as_sergio() as work:
        close_any_recall(work, code, closing="La autoridad lo dio por terminado.")
    assert recalls(market)[0].state == "closed"
    with pytest.raises(errors.RecallClosed), market.as_sergio() as work:
        close_any_recall(work, code, closing="Otra vez.")
