"""Two categories become one: products go along some at a time, what they say stays theirs, addresses lead on for good."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import taxonomy_errors, taxonomy_following
from marketplace.goods.catalog.models import Listing, Product
from marketplace.goods.catalog.taxonomy import CATEGORIES, category_at
from marketplace.goods.catalog.taxonomy_edits import merge_categories
from marketplace.goods.catalog.taxonomy_following import gather_left_behind
from marketplace.goods.catalog.taxonomy_models import CategoryRow, TaxonomyChange
from marketplace.kernel.errors import NotAllowed
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def merge(market: Cast, code: str, into: str) -> None:
    """Merge as Sergio does: what it does is shown, and he says yes."""
    try:
        with market.as_sergio() as work:
            merge_categories(work, code, into=into, version=1)
        return
    except taxonomy_errors.NotYetSeen as refusal:
        sure = str(refusal.details["sure"])
    with market.as_sergio() as work:
        merge_categories(work, code, into=into, version=1, sure=sure)


def places(market: Cast) -> set[str]:
    with market.above() as work:
        return {*work.session.scalars(select(Product.category)), *work.session.scalars(select(Listing.category))}


def test_products_go_along_and_the_address_leads_on(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    staff, stranger = client_of(app, market.sergio), app.test_client()
    page = "/operacion/categorias/estambres"
    asked = staff.post(f"{page}/juntar", data={"merge-into": "telas", "merge-version": "1"})
    assert asked.status_code == 200
    assert "1 producto, 1 a la venta: Pasan a Telas" in asked.text
    assert "Dicen Peso, que allá no se pide" in asked.text
    assert places(market) == {"estambres"}
    sure = asked.text.split('name="merge-sure" type="hidden" value="')[1].split('"')[0]
    data = {"merge-into": "telas", "merge-version": "1", "merge-sure": sure}
    assert staff.post(f"{page}/juntar", data=data).status_code == 302
    worker.drain()

    assert places(market) == {"telas"}
    old = stranger.get("/c/estambres?idioma=en")
    assert (old.status_code, old.location) == (301, "/c/telas?idioma=en")
    assert make.YARN.title in stranger.get("/c/telas").text
    with market.above() as work:
        product = work.session.get_one(Product, (market.alpaca.id, goods.product_id))
        assert product.attributes == make.YARN.attributes
        assert product.approved_revision == product.revision
    assert "Ahora es parte de Telas" in staff.get("/operacion/categorias").text
    assert staff.get(page).status_code == 200


def test_many_go_in_batches_and_go_on_where_a_worker_died(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taxonomy_following, "_AT_ONCE", 2)
    for n in range(5):
        make.goods(market, title=f"Estambre {n}")
    merge(market, "estambres", "telas")
    with market.above() as work:
        change = work.session.scalars(select(TaxonomyChange)).one()
        assert (change.total, change.done, change.finished_at) == (5, 0, None)
        fact = taxonomy_following.TaxonomyChanged(change.id)
    with market.above() as work:
        taxonomy_following.follow_change(work, fact)
    with market.above() as work:
        change = work.session.scalars(select(TaxonomyChange)).one()
        assert (change.done, change.finished_at) == (2, None)
        assert len(work.session.scalars(select(Product.id).where(Product.category == "telas")).all()) == 2
    worker.drain()
    with market.above() as work:
        change = work.session.scalars(select(TaxonomyChange)).one()
        assert change.done == 5
        assert change.finished_at is not None
    assert places(market) == {"telas"}


def test_a_shop_may_not(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        merge_categories(work, "estambres", into="telas", version=1)
    with market.above() as work:
        assert work.session.get_one(CategoryRow, "estambres").merged_into is None


@pytest.mark.parametrize(
    ("code", "into", "refusal"),
    [
        ("estambres", "estambres", taxonomy_errors.NotToMerge),
        ("estambres", "hogar", taxonomy_errors.NotToMerge),
        ("estambres", "nada", taxonomy_errors.NotToMerge),
        ("textiles", "telas", taxonomy_errors.HoldsCategories),
    ],
)
def test_what_cannot_be_merged(market: Cast, code: str, into: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        merge(market, code, into)
    with market.above() as work:
        assert work.session.get_one(CategoryRow, code).merged_into is None
        assert work.session.scalars(select(TaxonomyChange)).all() == []


def test_addresses_lead_over_two_merges_and_nothing_goes_back(market: Cast) -> None:
    merge(market, "estambres", "telas")
    merge(market, "telas", "patrones")
    make.know_taxonomy(market)
    assert category_at("estambres") is CATEGORIES["patrones"]
    with market.above() as work:
        version = work.session.get_one(CategoryRow, "patrones").version
    with pytest.raises(taxonomy_errors.NotToMerge), market.as_sergio() as work:
        merge_categories(work, "patrones", into="estambres", version=version)


def test_what_was_put_there_meanwhile_is_gathered(market: Cast, worker: Worker) -> None:
    merge(market, "estambres", "telas")
    make.goods(market)  # by a process that did not know yet
    with market.above() as work:
        gather_left_behind(work)
    worker.drain()
    assert places(market) == {"telas"}
    with market.above() as work:
        gather_left_behind(work)
        assert len(work.session.scalars(select(TaxonomyChange)).all()) == 2
