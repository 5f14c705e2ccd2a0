"""The picture of a product follows the variant that is chosen, on its page and in the cart."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing
from marketplace.trade.pricing import pictures_of_variant
from tests import make
from tests.cast import Cast

_RED, _BLUE, _CLOSE = ({"key": f"p/{name}", "alt": name, "width": 8, "height": 6} for name in ("rojo", "azul", "cerca"))
_PICTURES = [_RED, _BLUE, _CLOSE]


def test_the_variants_own_picture_comes_first_and_the_others_stay_in_order() -> None:
    assert pictures_of_variant(_PICTURES, {"options": {"picture": "p/azul"}}) == [_BLUE, _RED, _CLOSE]


def test_a_variant_without_a_picture_or_with_one_that_is_gone_shows_the_products() -> None:
    for variant in ({"options": {}}, {}, {"options": {"picture": "p/verde"}}):
        assert pictures_of_variant(_PICTURES, variant) == _PICTURES
    assert pictures_of_variant([], {"options": {"picture": "p/azul"}}) == []


def test_its_page_shows_the_chosen_variant(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        listing = work.session.scalars(select(Listing).where(Listing.number == goods.number)).one()
        path = f"/p/{listing.slug}-{listing.number}"
        first = listing.variants[0]
        other = {
            **first,
            "id": str(goods.variant_id).replace("0", "1"),
            "sku": "AZUL",
            "name": "Azul",
            "options": {"picture": "p/azul"},
        }
        listing.variants, listing.pictures = [first, other], _PICTURES
    shown = browser_client.get(f"{path}?variante=AZUL").text
    assert shown.index("azul-800") < shown.index("rojo-400")
    plain = browser_client.get(path).text
    assert plain.index("rojo-800") < plain.index("azul-400")
