"""What is done in a page is done in its place: with scripts a part is exchanged, without them one comes back to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.taps import Taps

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def _loads(page: Page) -> list[str]:
    """The pages that are loaded from here on."""
    found: list[str] = []
    page.on("request", lambda asked: found.append(asked.url) if asked.resource_type == "document" else None)
    return found


def _cart(page: Page) -> Any:
    return page.get_by_role("navigation", name="Tu cuenta y carrito").get_by_role("link", name=re.compile("^Carrito"))


def _at_product(person: Any, path: str = "/c/cafeteras?disponible=1") -> Page:
    page: Page = person.go(path)
    person.follow(page.locator(".card-listing h3 a").first)
    return page


def test_comparing_leaves_the_page_the_place_and_the_focus(visit: Visits) -> None:
    person = visit(width=360)
    page = person.go("/c/cafeteras?disponible=1")
    page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once
    loads = _loads(page)
    button = page.get_by_role("main").get_by_role("checkbox", name="Comparar").nth(7)
    button.focus()
    number = button.get_attribute("value")
    before = button.evaluate("one => one.getBoundingClientRect().top")
    person.press(button, lambda one: one.press("Enter"))
    now = page.locator(f"button[name=number][value='{number}']").first
    expect(now).to_be_focused()
    assert abs(now.evaluate("one => one.getBoundingClientRect().top") - before) < 4
    expect(page.get_by_role("complementary", name="Tu comparación")).to_contain_text("1 producto")
    expect(page.locator(".toast-done")).to_have_count(0)  # the bar of the comparison undoes it
    person.press(page.get_by_role("complementary").get_by_role("button", name="Deshacer"))
    expect(page.get_by_role("complementary", name="Tu comparación")).to_have_count(0)
    assert loads == []
    assert person.complaints == []


def test_a_variant_is_chosen_in_its_place_and_back_leads_to_the_one_before(visit: Visits) -> None:
    person = visit(width=360)
    page = person.go("/tienda/piel-y-paso")
    with_forms = page.locator(".card-listing h3 a")
    for at in range(with_forms.count()):
        person.go("/tienda/piel-y-paso")
        person.follow(with_forms.nth(at))
        if page.locator(".variant-list a").count() > 1:
            break
    loads, before = _loads(page), page.url
    other = page.locator(".variant-list a:not([aria-current])").last
    name = other.inner_text().strip()
    other.scroll_into_view_if_needed()
    person.press(other)
    chosen = page.locator(".variant-list a[aria-current]")
    expect(chosen).to_have_text(re.compile(re.escape(name.split("\n")[0])))
    expect(chosen).to_be_in_viewport()
    assert "variante=" in page.url
    page.go_back()
    expect(page.locator(".variant-list a[aria-current]")).not_to_have_text(re.compile(re.escape(name.split("\n")[0])))
    assert page.url == before
    page.go_forward()
    expect(page.locator(".variant-list a[aria-current]")).to_have_text(re.compile(re.escape(name.split("\n")[0])))
    assert loads == []
    assert person.complaints == []


def test_a_double_click_adds_once_and_two_presses_add_twice(visit: Visits) -> None:
    person = visit()
    page = _at_product(person)
    person.press(page.get_by_role("button", name="Agregar al carrito"), lambda one: one.dblclick())
    expect(page.locator("#avisos")).to_contain_text("Agregado")
    page.wait_for_load_state("networkidle")
    expect(_cart(page)).to_have_text(re.compile(r"Carrito\s*1\s*$"))
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    expect(_cart(page)).to_have_text(re.compile(r"Carrito\s*2\s*$"))


def test_a_quantity_is_saved_as_it_is_typed_and_what_is_none_is_said_at_its_field(visit: Visits) -> None:
    person = visit(width=360)
    page = _at_product(person)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    person.follow(page.locator("#avisos").get_by_role("link", name="Ver carrito"))
    loads = _loads(page)
    box = page.get_by_label(re.compile("Cantidad de"))
    more = page.get_by_role("button", name=re.compile("^Uno más"))
    taps = Taps(person, "One more of it, in the cart", javascript=True)
    taps.press(more)
    taps.check()
    expect(box).to_have_value("2")
    for _press in range(3):
        more.click(no_wait_after=True)  # faster than it is answered
    expect(box).to_have_value("5")
    person.press(box, lambda one: one.press("Enter"))  # saves, and steps nowhere
    expect(box).to_have_value("5")
    box.fill("3")
    person.press(box, lambda one: one.press("Tab"))
    expect(page.get_by_role("complementary", name="Total")).to_contain_text("3 piezas")
    expect(_cart(page)).to_contain_text("3")
    box.fill("300")
    person.press(box, lambda one: one.press("Tab"))
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("300")
    expect(box).to_have_accessible_description("Escribe una cantidad del 1 al 99.")
    person.press(page.get_by_role("button", name=re.compile("^Quitar")))
    expect(page.get_by_text("Tu carrito está vacío")).to_be_visible()
    person.press(page.locator("#avisos").get_by_role("button", name="Deshacer"))
    expect(box).to_have_value("3")
    assert loads == []
    assert page.url.endswith("/carrito")


def test_a_note_is_kept_in_its_cell(visit: Visits) -> None:
    person = visit(width=360)
    page = person.go("/comparar?n=1001&n=1021")
    person.follow(page.get_by_role("button", name="Quedarme con esta comparación"))
    loads = _loads(page)
    page.get_by_role("textbox", name=re.compile("^Nota sobre")).last.fill("La de la abuela")
    person.press(page.get_by_role("button", name="Guardar nota").last)
    expect(page.locator("td p", has_text="La de la abuela")).to_be_in_viewport()
    person.press(page.get_by_role("button", name=re.compile("^Quitar")).first)
    expect(page.get_by_role("columnheader")).to_have_count(1)
    assert "n=1001&n=1021" not in page.url
    assert loads == []
    person.go("/comparar?n=1001&n=1021&n=1003&n=1004")
    page.locator("#tabla").evaluate("one => one.scrollTo({left: 160, behavior: 'instant'})")
    person.press(page.get_by_role("button", name=re.compile("^Quitar")).nth(1))
    expect(page.get_by_role("columnheader")).to_have_count(3)
    assert page.locator("#tabla").evaluate("one => one.scrollLeft") == 160  # one reads on where one was


def test_where_nothing_answers_the_browser_itself_sends_the_form(visit: Visits) -> None:
    person = visit()
    page = _at_product(person)

    def lose(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/carrito/agregar", lose)
    loads = _loads(page)
    person.follow(page.get_by_role("button", name="Agregar al carrito"))
    expect(page.locator("#avisos")).to_contain_text("Agregado")
    expect(_cart(page)).to_contain_text("1")
    assert loads


def test_an_answer_that_is_another_page_is_shown_whole(visit: Visits) -> None:
    """Of something that has several forms a list does not know which."""
    person = visit()
    page = _at_product(person)
    page.locator("#agregar input[name=number]").evaluate("one => { one.value = '1' }")
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    expect(page.locator("#mensajes")).to_contain_text("ya no está a la venta")
    page.locator("#producto").evaluate("one => { one.id = 'otro' }")
    person.press(page.get_by_role("button", name="Agregar a la comparación"))
    expect(page.get_by_role("button", name="Quitar de la comparación")).to_be_visible()
    assert page.locator("script[nonce], [style*=display]").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_without_scripts_one_comes_back_to_the_place(visit: Visits, width: int) -> None:
    person = visit(width=width, javascript=False)
    page = _at_product(person)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    expect(page.locator("#avisos")).to_contain_text("Agregado")
    expect(page.locator("#agregar")).to_be_in_viewport()
    person.follow(page.locator("#avisos").get_by_role("link", name="Ver carrito"))
    taps = Taps(person, "One more of it, in the cart", javascript=False)
    taps.press(page.get_by_role("button", name=re.compile("^Uno más")))
    taps.check()
    expect(page.get_by_role("complementary", name="Total")).to_contain_text("2 piezas")
    page.get_by_label(re.compile("Cantidad de")).fill("3")
    person.follow(page.get_by_role("button", name=re.compile("^Cambiar")))
    expect(page.get_by_role("complementary", name="Total")).to_contain_text("3 piezas")
