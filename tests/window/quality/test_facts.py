"""Which facts a product lacks: those that its category asks for, by what it says now."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from marketplace.goods.catalog.models import Media, Variant
from marketplace.kernel.ids import new_id
from marketplace.window.quality import lacks_of
from marketplace.window.quality.rules import ListingFact
from tests import make
from tests.cast import Cast
from tests.window.quality.complete import EVERYTHING, change, complete


def lacking(market: Cast, goods: make.Goods) -> set[ListingFact]:
    with market.as_alicia() as work:
        return {one.fact for one in lacks_of(work, goods.product_id)}


@pytest.fixture
def yarn(market: Cast) -> make.Goods:
    """Yarn of Alicia's that lacks nothing."""
    return complete(market, "Estambre completo")


def test_what_says_everything_lacks_nothing(market: Cast, yarn: make.Goods) -> None:
    assert lacking(market, yarn) == set()


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ({"description": "Cien gramos."}, ListingFact.TEXT),
        ({"brand": ""}, ListingFact.BRAND),
        ({"gtin": None}, ListingFact.GTIN),
        ({"weight_grams": 0}, ListingFact.WEIGHT),
        ({"height_mm": 0}, ListingFact.SIZE),
        ({"warranty_months": 2}, ListingFact.WARRANTY),
        ({"warranty_by": ""}, ListingFact.WARRANTY),
        ({"return_days": 4}, ListingFact.RETURNS),
        ({"maker": ""}, ListingFact.MAKER),
        ({"origin_country": None}, ListingFact.ORIGIN),
        ({"sat_key": None}, ListingFact.SAT_KEY),
        ({"attributes": {"fibre": "alpaca"}}, ListingFact.FILTERS),
    ],
)
def test_what_it_does_not_say_it_lacks_and_nothing_else(
    market: Cast, yarn: make.Goods, said: dict[str, object], fact: ListingFact
) -> None:
    change(market, yarn, **said)
    assert lacking(market, yarn) == {fact}


def test_a_reason_for_no_article_number_and_one_of_a_variant_are_as_good(market: Cast, yarn: make.Goods) -> None:
    change(market, yarn, gtin=None, no_gtin="handmade")
    assert lacking(market, yarn) == set()
    change(market, yarn, no_gtin=None)
    with market.above() as work:
        work.session.execute(update(Variant).where(Variant.id == yarn.variant_id).values(gtin="07501055300075"))
    assert lacking(market, yarn) == set()


def test_pictures_are_counted_and_each_says_what_it_shows(market: Cast, yarn: make.Goods) -> None:
    with market.above() as work:
        work.session.execute(update(Media).where(Media.key == "p/1").values(alt=""))
    assert lacking(market, yarn) == {ListingFact.ALT}
    with market.above() as work:
        work.session.execute(delete(Media).where(Media.key.in_(["p/1", "p/2"])))
    assert lacking(market, yarn) == {ListingFact.PICTURES}
    with market.above() as work:
        work.session.execute(delete(Media).where(Media.product_id == yarn.product_id))
    assert lacking(market, yarn) == {ListingFact.PICTURE}  # of more, and of what they show, it is not asked yet


def test_only_of_several_variants_names_are_asked(market: Cast, yarn: make.Goods) -> None:
    with market.above() as work:
        first = work.session.get_one(Variant, (yarn.shop.id, yarn.variant_id))
        first.name = ""
        assert lacking(market, yarn) == set()
        work.session.add(
            Variant(
                tenant_id=yarn.shop.id, id=new_id(), product_id=yarn.product_id, sku="OTRA", name="Rojo", options={},
                price_minor=20_000,
            )
        )  # fmt: skip
    assert lacking(market, yarn) == {ListingFact.VARIANTS}


def test_the_norm_is_asked_only_of_what_is_plugged_in(market: Cast, yarn: make.Goods) -> None:
    change(market, yarn, category="licuadoras", attributes={})
    assert ListingFact.NOM in lacking(market, yarn)
    change(market, yarn, nom="NOM-003-SCFI-2014")
    assert ListingFact.NOM not in lacking(market, yarn)


def test_what_nothing_is_asked_of_lacks_no_characteristics(market: Cast, yarn: make.Goods) -> None:
    change(market, yarn, category="una-que-nadie-conoce", attributes={})
    assert lacking(market, yarn) == set()
    change(market, yarn, category="estambres", attributes=EVERYTHING["attributes"])
    assert lacking(market, yarn) == set()
