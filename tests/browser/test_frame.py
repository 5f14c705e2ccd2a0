"""The frame of every page: one line on a telephone, a menu that opens without scripts, goods in the first view, a bar to buy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
_HIGHEST_HEADER = 96
_PATHS = ("/", "/c/cafeteras", "/buscar?q=termo", "/tienda/hilos-alpaca", "/carrito", "/comparar?n=1001&n=1021")


def _at_home(person: Any) -> None:
    page = person.go("/envio-a")
    page.get_by_label("Código postal", exact=True).fill("06700")
    person.follow(page.get_by_role("button", name="Usar este código"))


@pytest.mark.parametrize("locale", ["es-MX", "en"])
@pytest.mark.parametrize("width", [360, 320])
def test_on_a_phone_what_is_above_the_page_is_one_line(visit: Visits, width: int, locale: str) -> None:
    person = visit(width=width, locale=locale)
    for path in _PATHS:
        page = person.go(path)
        assert page.locator("main").evaluate("one => one.getBoundingClientRect().top") <= _HIGHEST_HEADER, path
        tops = page.locator("header").evaluate(
            "one => [...one.querySelectorAll('.tile, .search')].map(e => e.getBoundingClientRect().top)"
        )
        assert len(tops) == 3
        assert max(tops) - min(tops) < 8, path  # side by side
        expect(page.locator("#q")).to_be_visible()


def test_for_a_person_with_a_cart_and_something_to_pay_it_stays_one_line(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("carla")
    page = person.go("/c/cafeteras?disponible=1")
    person.follow(page.locator(".card-listing h3 a").first)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    person.go("/carrito")
    page = person.go("/")
    assert page.locator("main").evaluate("one => one.getBoundingClientRect().top") <= _HIGHEST_HEADER
    cart = page.get_by_role("navigation", name="Tu cuenta y carrito").get_by_role("link", name=re.compile("^Carrito"))
    expect(cart).to_have_text(re.compile(r"Carrito\s*\d+"))
    page.get_by_role("button", name="Menú").click()
    expect(
        page.get_by_role("navigation", name="Menú").get_by_role("link", name=re.compile("^Mis compras"))
    ).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/c/cafeteras", "/buscar?q=termo"])
def test_the_first_view_on_a_phone_shows_goods(visit: Visits, path: str) -> None:
    person = visit(width=360)
    page = person.go(path)
    page.set_viewport_size({"width": 360, "height": 800})
    card = page.locator(".card-listing").first.bounding_box()
    assert card is not None
    assert card["y"] + card["width"] * 3 / 4 < 800  # its picture is whole
    price = page.locator(".card-listing .price").first.bounding_box()
    assert price is not None
    assert price["y"] + price["height"] < 800


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_opens_and_leads_to_any_category(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    page = person.go("/")
    menu = page.get_by_role("navigation", name="Menú")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menú").click()
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name=re.compile("^Entrar"))).to_be_visible()
    menu.locator("summary", has_text="Hogar y cocina").click()
    person.follow(menu.get_by_role("link", name=re.compile(r"^Cafeteras \d+")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cafeteras")
    trail = page.get_by_role("navigation", name="Estás en")
    person.follow(trail.get_by_role("link", name="Hogar y cocina"))
    person.follow(trail.get_by_role("link", name="Inicio"))
    assert page.url.rstrip("/") == person.base


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_one_buys_from_the_bar_below_and_is_told_and_undoes_it(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    _at_home(person)
    page = person.go("/c/cafeteras?disponible=1")
    person.follow(page.locator(".card-listing h3 a").first)
    bar = page.locator(".buy-bar")
    expect(bar).to_contain_text("puesto en 06700")
    buy = bar.get_by_role("button", name="Agregar al carrito")
    expect(buy).to_be_in_viewport(ratio=1)
    buy.click()
    said = page.locator("#avisos")
    expect(said).to_contain_text("Agregado")
    expect(said.get_by_role("link", name="Ver carrito")).to_be_visible()
    cart = page.get_by_role("navigation", name="Tu cuenta y carrito").get_by_role("link", name=re.compile("^Carrito"))
    expect(cart).to_contain_text("1")
    bars = "() => ['.toast-done', '.buy-bar'].map(one => document.querySelector(one).getBoundingClientRect())"
    above, below = page.evaluate(bars) if javascript else ({"bottom": 0}, {"top": 0})
    assert above["bottom"] <= below["top"] + 1  # beside each other, not over each other
    said.get_by_role("button", name="Deshacer").click()
    expect(said).to_contain_text("Ya no está en tu carrito")
    expect(cart).not_to_contain_text("1")


def test_no_other_bar_lies_over_the_one_to_buy(visit: Visits) -> None:
    person = visit(width=360)
    page = person.go("/c/cafeteras?disponible=1")
    person.press(page.get_by_role("main").get_by_role("checkbox", name="Comparar").first)
    person.follow(page.locator(".card-listing h3 a").first)
    for where in ("0", "document.documentElement.scrollHeight / 2", "document.documentElement.scrollHeight"):
        page.evaluate(f"scrollTo({{top: {where}, behavior: 'instant'}})")
        seen = page.locator(".buy-bar button").evaluate(
            """one => {
                const at = one.getBoundingClientRect();
                return [[24, 2], [at.width - 24, at.height - 2], [at.width / 2, at.height / 2]].every(([x, y]) =>
                    one.contains(document.elementFromPoint(at.x + x, at.y + y)));
            }"""
        )
        assert seen, where
