"""Staff change a category: what it does to products is shown first, and who comes by its old address is led to the new one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import ProductNotReady, save_category, taxonomy_errors
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.errors import UnknownCategory
from marketplace.goods.catalog.models import Listing, ListingWords, Product
from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.goods.catalog.taxonomy_edits import CategoryData, merge_categories, read_category
from marketplace.goods.catalog.taxonomy_models import TaxonomyChange
from marketplace.kernel.errors import NotAllowed
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def said(market: Cast, code: str) -> tuple[CategoryData, int]:
    with market.above() as work:
        return read_category(work, code)


def save(market: Cast, code: str | None, data: CategoryData, version: int) -> str:
    """Save as Sergio does: what it does is shown, and he says yes."""
    try:
        with market.as_sergio() as work:
            return save_category(work, code, data, version=version)
    except taxonomy_errors.NotYetSeen as refusal:
        sure = str(refusal.details["sure"])
    with market.as_sergio() as work:
        return save_category(work, code, data, version=version, sure=sure)


def test_another_name_and_address_reach_pages_words_and_history(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    staff, stranger = client_of(app, market.sergio), app.test_client()
    page = "/operacion/categorias/estambres"
    data, version = said(market, "estambres")
    assert "Está como llegó" in staff.get(page).text
    form = {
        "es": "Hilazas", "en": "Skeins", "slug": "hilazas", "parent": data.parent, "position": data.position,
        "attributes": "\n".join(code for code, _required in data.attributes), "goods": "", "sat_key": data.sat_key,
        "version": version,
    }  # fmt: skip
    assert staff.post(page, data=form).status_code == 302
    worker.drain()

    assert "Hilazas" in stranger.get("/c/hilazas").text
    old = stranger.get("/c/estambres?idioma=en")
    assert (old.status_code, old.location) == (301, "/c/hilazas?idioma=en")
    assert stranger.get("/c/nunca").status_code == 404
    history = staff.get(page).text
    assert "de “Estambres" in history
    assert "a “Hilazas”" in history
    with market.above() as work:
        words = work.session.get_one(ListingWords, (market.alpaca.id, goods.product_id))
        assert "hilaz" in words.terms
        product = work.session.get_one(Product, (market.alpaca.id, goods.product_id))
        assert (product.category, product.approved_revision) == ("estambres", product.revision)
        change = work.session.scalars(select(TaxonomyChange)).one()
        assert (change.total, change.done, change.by) == (1, 1, "Sergio Núñez")
        assert change.finished_at is not None


def test_an_address_that_it_had_may_be_taken_back_and_is_nobody_elses(market: Cast) -> None:
    data, version = said(market, "estambres")
    save(market, "estambres", replace(data, slug="hilazas"), version)
    other, its = said(market, "agujas-ganchos")
    with pytest.raises(taxonomy_errors.SlugTaken):
        save(market, "agujas-ganchos", replace(other, slug="estambres"), its)
    save(market, "estambres", data, version + 1)
    assert said(market, "estambres")[0] == data
    with pytest.raises(taxonomy_errors.SlugTaken):
        save(market, "agujas-ganchos", replace(other, slug="hilazas"), its)
    assert said(market, "agujas-ganchos") == (other, its)


def test_a_shop_may_not(market: Cast) -> None:
    data, version = said(market, "estambres")
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        save_category(work, "estambres", replace(data, es="Mío"), version=version)
    assert said(market, "estambres") == (data, version)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"slug": "Con Acento"}, taxonomy_errors.BadCategorySlug),
        ({"slug": "hogar"}, taxonomy_errors.SlugTaken),
        ({"parent": "estambres"}, taxonomy_errors.UnderItself),
        ({"parent": "nada"}, taxonomy_errors.BadParent),
        ({"attributes": (("nada", False),)}, taxonomy_errors.UnknownAttributes),
        ({"attributes": (("fibre", False), ("fibre", True))}, taxonomy_errors.UnknownAttributes),
    ],
)
def test_what_makes_no_tree(market: Cast, change: dict, refusal: type[Exception]) -> None:
    data, version = said(market, "estambres")
    with pytest.raises(refusal):
        save(market, "estambres", replace(data, **change), version)
    assert said(market, "estambres") == (data, version)


def test_nothing_stands_below_what_holds_goods_and_nothing_goes_too_deep(market: Cast) -> None:
    make.goods(market)
    data, version = said(market, "agujas-ganchos")
    with pytest.raises(taxonomy_errors.ParentHoldsGoods):
        save(market, "agujas-ganchos", replace(data, parent="estambres"), version)
    top, its = said(market, "hogar")
    with pytest.raises(taxonomy_errors.HoldsCategories):
        save(market, "hogar", replace(top, retired=True), its)
    with pytest.raises(taxonomy_errors.TooDeep):
        save(market, "hogar", replace(top, parent="agujas-ganchos"), its)
    assert (said(market, "agujas-ganchos"), said(market, "hogar")) == ((data, version), (top, its))


def test_what_is_newly_required_is_counted_first_and_asked_for_at_the_next_review(market: Cast) -> None:
    goods, other = make.goods(market), make.draft(market, title="Otro")
    data, version = said(market, "estambres")
    asked = (*((code, code == "needle_mm") for code, _required in data.attributes),)
    assert ("needle_mm", True) in asked
    with pytest.raises(taxonomy_errors.NotYetSeen) as seen, market.as_sergio() as work:
        save_category(work, "estambres", replace(data, attributes=asked), version=version)
    assert seen.value.details["effects"] == [{"kind": "required", "what": "needle_mm", "products": 2, "listings": 1}]
    assert said(market, "estambres") == (data, version)
    save(market, "estambres", replace(data, attributes=asked), version)
    make.know_taxonomy(market)

    with pytest.raises(ProductNotReady) as lacks, market.as_alicia() as work:
        products.submit_product(work, other, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    assert lacks.value.details["missing"] == ["attr_needle_mm"]
    with market.above() as work:
        assert work.session.get_one(Listing, (market.alpaca.id, goods.product_id)).available == 10  # for sale still


def test_what_it_would_do_changed_meanwhile_and_is_shown_again(market: Cast) -> None:
    make.goods(market)
    data, version = said(market, "estambres")
    food = replace(data, goods="food", article="LIVA art. 2-A")
    with pytest.raises(taxonomy_errors.NotYetSeen) as seen, market.as_sergio() as work:
        save_category(work, "estambres", food, version=version)
    make.goods(market, title="Otro")
    with pytest.raises(taxonomy_errors.NotYetSeen) as again, market.as_sergio() as work:
        save_category(work, "estambres", food, version=version, sure=str(seen.value.details["sure"]))
    assert again.value.details["effects"][0]["products"] == 2  # type: ignore[index]
    assert said(market, "estambres") == (data, version)


def test_two_people_at_one_category_see_both_values(app: Flask, market: Cast) -> None:
    staff, page = client_of(app, market.sergio), "/operacion/categorias/agujas-ganchos"
    data, version = said(market, "agujas-ganchos")
    save(market, "agujas-ganchos", replace(data, es="Ganchos y agujas"), version)
    form = {"es": "Ganchos", "en": data.en, "slug": data.slug, "parent": data.parent, "position": data.position,
            "attributes": "", "goods": "", "sat_key": data.sat_key or "", "version": version}  # fmt: skip
    answer = staff.post(page, data=form)
    assert answer.status_code == 409
    assert 'value="Ganchos"' in answer.text
    assert "Ganchos y agujas" in answer.text
    assert said(market, "agujas-ganchos")[0].es == "Ganchos y agujas"
    with market.above() as work:
        assert len(work.session.scalars(select(TaxonomyChange)).all()) == 1


def test_a_new_category_is_offered_and_a_retired_one_no_more(app: Flask, market: Cast) -> None:
    code = save(market, None, CategoryData("Telares", "Looms", "telares", parent="hogar"), 0)
    make.know_taxonomy(market)
    assert CATEGORIES[code].path == ("hogar", "telares")
    assert app.test_client().get("/c/telares").status_code == 200
    data, version = said(market, code)
    save(market, code, replace(data, retired=True), version)
    make.know_taxonomy(market)
    with pytest.raises(UnknownCategory), market.as_alicia() as work:
        products.create_product(work, replace(make.YARN, category=code, attributes={}))


def test_a_category_moves_with_what_is_in_it(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    data, version = said(market, "estambres")
    assert data.parent != "hogar"
    save(market, "estambres", replace(data, parent="hogar"), version)
    worker.drain()
    assert CATEGORIES["estambres"].path == ("hogar", "estambres")
    with market.above() as work:
        words = work.session.get_one(ListingWords, (market.alpaca.id, goods.product_id))
        assert "hog" in words.terms
        assert work.session.get_one(Product, (market.alpaca.id, goods.product_id)).category == "estambres"


def test_what_became_part_of_another_is_changed_no_more(market: Cast) -> None:
    data, _version = said(market, "telas")
    with market.as_sergio() as work:
        merge_categories(work, "telas", into="estambres", version=1)
    with pytest.raises(taxonomy_errors.IsPartOfAnother):
        save(market, "telas", replace(data, es="Lienzos"), 2)
    assert said(market, "telas")[0].es == data.es


def test_a_child_comes_into_use_only_below_what_is_in_use(app: Flask, market: Cast) -> None:
    above = save(market, None, CategoryData("Papá", "Dad", "papa"), 0)
    child = CategoryData("Nene", "Kid", "nene", parent=above, retired=True)
    below = save(market, None, child, 0)
    save(market, above, CategoryData("Papá", "Dad", "papa", retired=True), 1)
    with pytest.raises(taxonomy_errors.BadParent):
        save(market, below, replace(child, retired=False), 1)
    make.know_taxonomy(market)
    page = client_of(app, market.sergio).get(f"/operacion/categorias/{below}").text
    assert f'<option selected value="{above}">' in page  # so that saving it otherwise leaves it there
    save(market, below, replace(child, es="Nenito"), 1)
    assert said(market, below)[0].parent == above


def test_nothing_comes_below_what_goods_are_on_their_way_to(market: Cast) -> None:
    make.goods(market)
    try:
        with market.as_sergio() as work:
            merge_categories(work, "estambres", into="telas", version=1)
    except taxonomy_errors.NotYetSeen as refusal:
        sure = str(refusal.details["sure"])
    with market.as_sergio() as work:
        merge_categories(work, "estambres", into="telas", version=1, sure=sure)
    with pytest.raises(taxonomy_errors.ParentHoldsGoods):
        save(market, None, CategoryData("Lienzos", "Canvas", "lienzos", parent="telas"), 0)


def test_no_category_takes_the_place_of_a_page_of_staff(app: Flask, market: Cast) -> None:
    code = save(market, None, CategoryData("Archivos", "Files", "archivos"), 0)
    assert (
        "Archivos" in client_of(app, market.sergio).get(f"/operacion/categorias/{code}").text.partition("<h1>")[2][:20]
    )
