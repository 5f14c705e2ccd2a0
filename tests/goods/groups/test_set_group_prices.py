"""A group's prices: set one by one, by pasted keys or by percent; far ones are asked about once, and nothing else changes."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.goods.catalog.errors import NoSuchVariant
from marketplace.goods.catalog.models import PriceChange, Variant
from marketplace.goods.groups import errors, rules, set_group_prices
from marketplace.goods.groups.models import GroupPrice
from marketplace.goods.groups.prices import set_percent_off, set_prices_by_key
from marketplace.goods.groups.queries import prices_of_group
from marketplace.goods.groups.rules import GroupPriceLine
from marketplace.kernel.errors import NotAllowed, Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import AuditLine
from tests import make
from tests.cast import Cast
from tests.goods.groups.grouping import open_wholesale, price


def kept(market: Cast) -> dict[UUID, int]:
    with market.above() as work:
        return dict(work.session.execute(select(GroupPrice.variant_id, GroupPrice.price_minor)).all())


def test_a_price_is_set_changed_and_taken_away_and_what_everybody_pays_is_not_touched(market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    with market.above() as work:
        before = work.session.scalars(select(PriceChange.id)).all()
    price(market, group_id, yarn, 15_000)
    assert kept(market) == {yarn.variant_id: 15_000}
    price(market, group_id, yarn, 16_000)
    assert kept(market) == {yarn.variant_id: 16_000}
    price(market, group_id, yarn, None)
    assert kept(market) == {}
    with market.above() as work:
        assert work.session.scalars(select(Variant.price_minor)).all() == [20_000]
        assert work.session.scalars(select(PriceChange.id)).all() == before  # the public history tells nothing of it
        said = work.session.scalars(
            select(AuditLine.details).where(AuditLine.verb == "groups.price").order_by(AuditLine.id)
        ).all()
        assert [(one["before"], one["after"]) for one in said] == [(None, 15_000), (15_000, 16_000), (16_000, None)]


def test_who_may_not_and_what_is_refused(market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    theirs = make.goods(market, shop=market.abedul, title="Pala")
    with pytest.raises(NotAllowed), market.as_pia() as work:
        set_group_prices(work, group_id, {yarn.variant_id: 15_000})
    with pytest.raises(errors.NoSuchCustomerGroup), market.as_bruno() as work:
        set_group_prices(work, group_id, {theirs.variant_id: 15_000})
    refused: list[tuple[type[Refusal], dict[UUID, int | None], bool]] = [
        (NoSuchVariant, {yarn.variant_id: 15_000, theirs.variant_id: 15_000}, False),
        (NoSuchVariant, {new_id(): 15_000}, False),
        (errors.BadGroupPrice, {yarn.variant_id: 0}, True),
        (errors.BadGroupPrice, {yarn.variant_id: rules.DEAREST_MINOR + 1}, True),
        (errors.FarFromPublic, {yarn.variant_id: 1_500}, False),
        (errors.FarFromPublic, {yarn.variant_id: 150_000}, False),
    ]
    for refusal, prices, sure in refused:
        with pytest.raises(refusal), market.as_alicia() as work:
            set_group_prices(work, group_id, prices, sure=sure)
    assert kept(market) == {}
    price(market, group_id, yarn, 1_500, sure=True)
    assert kept(market) == {yarn.variant_id: 1_500}


def test_by_the_shops_keys_it_is_all_or_none(market: Cast) -> None:
    yarn, wool, group_id = make.goods(market), make.goods(market, title="Lana"), open_wholesale(market)
    with market.above() as work:
        keys = dict(work.session.execute(select(Variant.id, Variant.sku)).all())
    lines = [GroupPriceLine(1, keys[yarn.variant_id], 15_000), GroupPriceLine(2, keys[wool.variant_id], 14_000)]
    with pytest.raises(errors.BadPriceLines) as refused, market.as_alicia() as work:
        set_prices_by_key(work, group_id, [*lines, GroupPriceLine(4, "NO-HAY", 100), GroupPriceLine(5, "TAMPOCO", 100)])
    problems = refused.value.details["problems"]
    assert isinstance(problems, list)
    assert [(one.line, one.why) for one in problems] == [(4, "unknown"), (5, "unknown")]
    assert kept(market) == {}
    with market.as_alicia() as work:
        assert set_prices_by_key(work, group_id, lines) == 2
    assert kept(market) == {yarn.variant_id: 15_000, wool.variant_id: 14_000}


def test_by_percent_everything_of_the_shop_gets_a_price(market: Cast) -> None:
    yarn, wool = make.goods(market), make.goods(market, title="Lana", price_minor=333)
    make.goods(market, shop=market.abedul, title="Pala")
    group_id = open_wholesale(market)
    with pytest.raises(errors.FarFromPublic), market.as_alicia() as work:
        set_percent_off(work, group_id, 50)
    assert kept(market) == {}
    with market.as_alicia() as work:
        assert set_percent_off(work, group_id, 10) == 2
    assert kept(market) == {yarn.variant_id: 18_000, wool.variant_id: 300}
    assert rules.percent_off(1, 90) == 1


def test_the_database_itself_refuses_a_price_below_a_centavo(market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    with pytest.raises(IntegrityError), market.as_alicia() as work:
        work.session.add(
            GroupPrice(
                tenant_id=market.alpaca.id, id=new_id(), group_id=group_id, product_id=yarn.product_id,
                variant_id=yarn.variant_id, price_minor=0,
            )
        )  # fmt: skip
        work.session.flush()


def test_they_are_listed_by_key_page_by_page_and_as_they_are_looked_for(market: Cast) -> None:
    yarn, _wool, group_id = make.goods(market), make.goods(market, title="Lana"), open_wholesale(market)
    price(market, group_id, yarn, 15_000)
    with market.as_alicia() as work:
        rows, total = prices_of_group(work, group_id, limit=1)
        assert (len(rows), total) == (1, 2)
        (found,), total = prices_of_group(work, group_id, words="lana")
        assert (found.title, found.group_minor, total) == ("Lana", None, 1)
        (found,), _total = prices_of_group(work, group_id, only_priced=True)
        assert (found.variant_id, found.price_minor, found.group_minor) == (yarn.variant_id, 20_000, 15_000)


def test_a_pasted_list_is_read_with_everything_that_is_wrong_with_it() -> None:
    found, problems = rules.read_price_lines("A1,150.00\nB2;$1,249.50\nC3\t99\n\nD4,\nA1,10\n,5\nE5,mucho\nF6,0")
    assert [(one.sku, one.price_minor) for one in found] == [
        ("A1", 15_000),
        ("B2", 124_950),
        ("C3", 9_900),
        ("D4", None),
    ]
    assert [(one.line, one.said, one.why) for one in problems] == [
        (6, "A1", "twice"), (7, ",5", "key"), (8, "E5", "reading.not_an_amount"), (9, "F6", "zero"),
    ]  # fmt: skip


def test_a_list_that_is_too_long_says_so_and_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_LINES", 2)
    _found, problems = rules.read_price_lines("A1,1\nB2,2\nC3,3\nD4,nada")
    assert [(one.line, one.why) for one in problems] == [(3, "many")]
