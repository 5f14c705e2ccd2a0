"""Deciding, in a real browser: three coffee makers, what matters, a note, a page to print, and the cart."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def _compare_three(person: Any) -> Page:
    page = person.go("/envio-a")
    page.get_by_label("Código postal").fill("06700")
    person.follow(page.get_by_role("button", name="Usar este código"))
    # Which one is found first changes with what was sold; who has the longest warranty is not to be the cheapest too.
    for shop, order in (("cocina-clara", "price_down"), ("barro-y-lumbre", "price"), ("cafe-montana", "price")):
        page = person.go(f"/buscar?q=cafetera&tienda={shop}&disponible=1&orden={order}")
        person.press(page.get_by_role("main").get_by_role("checkbox", name="Comparar").first)
    person.follow(page.get_by_role("complementary", name="Tu comparación").get_by_role("link", name="Comparar"))
    return page


def _titles(page: Page) -> list[str]:
    return page.get_by_role("columnheader").get_by_role("link").all_inner_texts()


def _pesos(cell: str) -> float:
    total = re.match(r"\s*\$([\d,]+\.\d\d)", cell)
    assert total is not None, cell
    return float(total[1].replace(",", ""))


def _order(person: Any, asked: str) -> None:
    person.press(person.page.get_by_role("button", name="Ordenar así"))
    assert re.search(asked, person.page.url)


@pytest.mark.parametrize("javascript", [True, False])
def test_weights_order_the_columns_and_the_choice_is_bought_from_its_column(visit: Visits, javascript: bool) -> None:
    buyer = visit(javascript=javascript)
    page = _compare_three(buyer)
    before = _titles(page)
    assert len(before) == 3

    page.get_by_label("Pagar menos").select_option("mucho")
    _order(buyer, "precio=3")
    cheapest = _titles(page)
    totals = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Total puesto en tu casa"))
    # Each says its total first: "$3,839.00: $3,626.00 y $213.00 de envío", or "$3,626.00, con el envío gratis".
    pesos = [_pesos(one) for one in totals.get_by_role("cell").all_inner_texts()]
    assert len(pesos) == 3
    assert pesos == sorted(pesos)
    expect(page.get_by_text(f"Va primero {cheapest[0]}")).to_be_visible()
    expect(page.get_by_text("por el total más bajo")).to_be_visible()
    page.get_by_label("Pagar menos").select_option("nada")
    page.get_by_label("La garantía").select_option("mucho")
    _order(buyer, "garantia=3")
    assert _titles(page)[0] != cheapest[0]
    expect(page.get_by_text("la garantía más larga")).to_be_visible()

    first = _titles(page)[0]
    page.get_by_label(f"Nota sobre {first}").fill("Cabe en la alacena")
    buyer.press(page.get_by_role("button", name="Guardar nota").first)
    expect(page.locator("td p", has_text="Cabe en la alacena")).to_be_visible()
    assert _titles(page)[0] == first  # the weights are in the address

    page.emulate_media(media="print")
    expect(page.locator("td p", has_text="Cabe en la alacena")).to_be_visible()
    expect(page.get_by_text("la garantía más larga")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Agregar al carrito"))).to_have_count(0)
    cut = "document.querySelector('.scroller').scrollHeight > document.querySelector('.scroller').clientHeight + 2"
    assert not page.evaluate(cut)
    page.emulate_media(media="screen")

    buyer.press(page.get_by_role("button", name=re.compile(f"Agregar al carrito.*{re.escape(first)}")))
    buyer.go("/carrito")
    expect(page.get_by_role("link", name=first)).to_be_visible()
    assert buyer.complaints == []


def test_a_shared_comparison_is_the_same_for_whoever_opens_it(visit: Visits) -> None:
    page = _compare_three(visit())
    shared = page.get_by_label("Enlace para compartir").input_value()
    other = visit(width=320)
    theirs = other.go("/" + shared.split("/", 3)[3])
    assert _titles(theirs) == _titles(page)
    assert not is_too_wide(theirs)
    other.follow(theirs.get_by_role("button", name="Quedarme con esta comparación"))
    expect(theirs.get_by_label(f"Nota sobre {_titles(theirs)[0]}")).to_be_visible()


def test_a_person_follows_a_price_and_what_they_saw_is_noted(visit: Visits) -> None:
    carla = visit()
    carla.sign_in("carla")
    page = carla.go("/buscar?q=termo&disponible=1")
    title = page.locator(".card-listing h3 a").first.inner_text()
    with page.expect_response(lambda answer: answer.url.endswith("/vistos/anotar")) as noted:
        page.locator(".card-listing h3 a").first.click()
    assert noted.value.status == 204
    page.get_by_text("Avísame si baja de precio").click()
    page.get_by_label("Avísame si baja de").fill("1")
    carla.follow(page.get_by_role("button", name="Avísame"))
    carla.go("/lo-que-sigo")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    carla.follow(page.get_by_role("button", name=re.compile(f"Quitar.*{re.escape(title)}")))
    page.get_by_role("button", name=re.compile(f"Deshacer.*{re.escape(title)}")).click()
    expect(page.get_by_text("Te avisamos si baja de $1 ")).to_be_visible()
    carla.go("/vistos")
    expect(page.get_by_role("link", name=title)).to_be_visible()
