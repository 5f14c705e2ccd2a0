"""A promotion begins and ends by the clock, by the one place where prices change; two of them never lie over each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.goods.catalog import cancel_promotion, errors, price_history, promotions, schedule_promotion, set_price
from marketplace.goods.catalog.models import PromotionPrice, Variant
from marketplace.goods.catalog.promotions import turn_promotions
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import AuditLine
from marketplace.trade.orders.models import OrderLine
from marketplace.trade.pricing import find_offers
from tests import make
from tests.cast import Cast


def prices(market: Cast, *goods: make.Goods) -> list[int]:
    with market.above() as work:
        turn_promotions(work)
    with market.above() as work:
        found = dict(work.session.execute(select(Variant.id, Variant.price_minor)).all())
        return [found[one.variant_id] for one in goods]


def schedule(market: Cast, name: str, starts: datetime, ends: datetime, *of: make.Goods, **what: int | bool) -> UUID:
    with market.as_alicia() as work:
        ids = [one.variant_id for one in of]
        return schedule_promotion(work, name, starts_at=starts, ends_at=ends, variant_ids=ids, **what)  # type: ignore[arg-type]


def test_it_begins_and_ends_by_the_clock(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=10))
    yarn, wool = make.goods(market), make.goods(market, title="Lana")
    make.place(market, [make.line(yarn)])
    monkeypatch.setattr(clock, "now", lambda: now)
    begins, ends = now + timedelta(hours=1), now + timedelta(days=2)
    schedule(market, "Buen fin", begins, ends, yarn, wool, percent=10)
    assert prices(market, yarn, wool) == [20_000, 20_000]
    monkeypatch.setattr(clock, "now", lambda: begins)
    assert prices(market, yarn, wool) == [18_000, 18_000]
    with market.above() as work:
        offer = find_offers(work, [yarn.number])[0]
        until = mexican_day(ends - timedelta(microseconds=1))
        assert (offer.price_minor, offer.was_minor, offer.offer_until) == (18_000, 20_000, until)
    # set by hand meanwhile, it is over for that one, which is told
    with market.as_alicia() as work:
        set_price(work, wool.product_id, wool.variant_id, price_minor=19_000, seen_minor=18_000)
    with market.as_alicia() as work:
        told = {one.title: one.why for _promotion, variants in promotions(work) for one in variants}
        assert told == {"Estambre de alpaca Nube": None, "Lana": "by_hand"}
        assert work.session.scalar(select(AuditLine.id).where(AuditLine.verb == "catalog.promotion_by_hand"))
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert prices(market, yarn, wool) == [20_000, 19_000]
    with market.as_alicia() as work:
        kept = [(one.before_minor, one.after_minor) for one in price_history(work, yarn.product_id)]
        assert kept == [(18_000, 20_000), (20_000, 18_000), (None, 20_000)]
    with market.above() as work:
        assert find_offers(work, [yarn.number])[0].offer_until is None
        line = work.session.scalar(select(OrderLine).where(OrderLine.tenant_id == yarn.shop.id))
        assert line is not None
        assert line.unit_price_minor == 20_000  # what was placed keeps its price


def test_what_makes_no_sense_is_refused_and_two_do_not_overlap(market: Cast) -> None:
    now = clock.now()
    day = timedelta(days=1)
    yarn, far = make.goods(market), make.goods(market, shop=market.abedul, title="Pala")
    refused: list[tuple[type[Refusal], tuple[object, ...], dict[str, int | bool]]] = [
        (errors.PromotionTimes, (now + day, now + day, yarn), {"percent": 10}),
        (errors.NotLower, (now, now + day, yarn), {"price_minor": 20_000}),
        (errors.FarFromBefore, (now, now + day, yarn), {"percent": 50}),
        (errors.NoSuchVariant, (now, now + day, far), {"percent": 10}),
    ]
    for refusal, args, what in refused:
        with pytest.raises(refusal):
            schedule(market, "No", *args, **what)  # type: ignore[arg-type]
    first = schedule(market, "Una", now, now + 2 * day, yarn, percent=50, sure=True)
    with pytest.raises(errors.PromotionsOverlap) as told:
        schedule(market, "Otra", now + day, now + 3 * day, yarn, percent=10)
    assert (told.value.details["mine"], told.value.details["other"]) == ("Otra", "Una")
    after = schedule(market, "Otra", now + 2 * day, now + 3 * day, yarn, percent=10)  # one after the other
    assert prices(market, yarn) == [10_000]
    with market.as_bruno() as work, pytest.raises(errors.NoSuchPromotion):
        cancel_promotion(work, first)
    for one in (first, after):
        with market.as_alicia() as work:
            cancel_promotion(work, one)
    assert prices(market, yarn) == [20_000]
    with market.above() as work:
        whys = list(work.session.scalars(select(PromotionPrice.why).order_by(PromotionPrice.id)))
        assert whys == ["cancelled", None]
    with market.as_alicia() as work, pytest.raises(errors.PromotionOver):
        cancel_promotion(work, first)
