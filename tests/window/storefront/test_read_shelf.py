"""What the window shows of the shelf: the latest, what sells most, and each shop's own; nothing that cannot be bought."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from marketplace.goods.catalog.models import Listing
from marketplace.window.storefront.queries import (
    best_sold,
    known_here,
    last_number,
    newest,
    of_shop,
    part_of_shelf,
    parts_of_shelf,
    terms_and_domain,
)
from tests import make
from tests.cast import Cast


@pytest.fixture
def goods(market: Cast) -> list[make.Goods]:
    """Two things of Hilos Alpaca, then one of Ferretería Abedul; the first sells most."""
    made = [
        make.goods(market, title="Estambre"),
        make.goods(market, title="Agujas"),
        make.goods(market, shop=market.abedul, title="Clavos"),
    ]
    with market.above() as work:
        for sold, one in zip((5, 1, 3), made, strict=True):
            work.session.execute(update(Listing).where(Listing.number == one.number).values(popularity=sold))
    return made


def numbers(offers: list) -> list[int]:
    return [offer.number for offer in offers]


def test_the_latest_come_first_and_no_more_than_asked_for(market: Cast, goods: list[make.Goods]) -> None:
    yarn, needles, nails = (one.number for one in goods)
    with market.above() as work:
        assert numbers(newest(work, 10)) == [nails, needles, yarn]
        assert numbers(newest(work, 2)) == [nails, needles]


def test_what_sells_most_comes_first(market: Cast, goods: list[make.Goods]) -> None:
    yarn, needles, nails = (one.number for one in goods)
    with market.above() as work:
        assert numbers(best_sold(work, 10)) == [yarn, nails, needles]


def test_what_is_sold_out_is_not_shown(market: Cast, goods: list[make.Goods]) -> None:
    with market.above() as work:
        work.session.execute(update(Listing).where(Listing.number == goods[0].number).values(available=0))
    with market.above() as work:
        assert goods[0].number not in numbers(newest(work, 10)) + numbers(best_sold(work, 10))


def test_a_shops_page_shows_its_own_page_by_page(market: Cast, goods: list[make.Goods]) -> None:
    yarn, needles, _nails = (one.number for one in goods)
    with market.above() as work:
        for offset, shown in ((0, [yarn]), (1, [needles]), (2, [])):
            offers, count = of_shop(work, market.alpaca.id, offset=offset, limit=1)
            assert (numbers(offers), count) == (shown, 2)


def test_each_thing_is_in_the_part_of_its_number(market: Cast, goods: list[make.Goods]) -> None:
    with market.above() as work:
        (part,) = parts_of_shelf(work, None)
        assert [row.number for row in part_of_shelf(work, part, None)] == sorted(one.number for one in goods)
        assert part_of_shelf(work, part + 1, None) == []
        assert [row.number for row in part_of_shelf(work, part, market.abedul.id)] == [goods[2].number]
        assert last_number(work) == max(one.number for one in goods)


def test_shops_are_known_by_their_slugs_and_what_they_sell_by_category(market: Cast, goods: list[make.Goods]) -> None:
    with market.above() as work:
        assert known_here(work) == (["ferreteria-abedul", "hilos-alpaca"], ["estambres"])


def test_without_a_domain_of_its_own_a_shop_has_none(market: Cast) -> None:
    with market.above() as work:
        terms, domain = terms_and_domain(work, market.alpaca.id)
        assert terms is not None
        assert (terms.tenant_id, domain) == (market.alpaca.id, None)


def test_an_empty_shelf_has_no_number(market: Cast) -> None:
    with market.above() as work:
        assert (last_number(work), newest(work, 10), parts_of_shelf(work, None)) == (0, [], [])
