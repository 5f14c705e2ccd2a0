"""Buying in a real browser: by keyboard, on a phone, and back again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
_MOST_TABS = 12


def _at_home(person: Any) -> None:
    page = person.go("/envio-a")
    page.get_by_label("Código postal", exact=True).fill("06700")
    person.follow(page.get_by_role("button", name="Usar este código"))


def _put_in_cart(person: Any, words: str) -> None:
    page = person.go(f"/buscar?q={words}&disponible=1")
    person.follow(page.locator(".card-listing h3 a").first)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    person.go("/carrito")


def _tabs_to_the_first_result(page: Any, way: str) -> int:
    """How often Tab is pressed from the top of a page to its first card, with a way past what stands before it."""
    for presses in range(1, 100):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if at == way:
            page.keyboard.press("Enter")
        if page.evaluate("!!document.activeElement.closest('.card-listing')"):
            return presses
    raise AssertionError("no card is reached")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("path", "way"), [("/", "#contenido"), ("/c/cafeteras", "#resultados"), ("/buscar?q=termo", "#resultados")]
)
def test_the_first_result_is_a_few_tabs_away_and_its_ring_is_whole(
    visit: Visits, path: str, way: str, width: int
) -> None:
    person = visit(width=width)
    page = person.go(path)
    assert _tabs_to_the_first_result(page, way) <= _MOST_TABS
    ring = page.evaluate(
        """() => {
            const card = document.activeElement.closest("article"), style = getComputedStyle(card);
            return {style: style.outlineStyle, width: parseFloat(style.outlineWidth), cut: style.overflow};
        }"""
    )
    assert ring["style"] == "solid"
    assert ring["width"] >= 2  # around all of the card; that nothing cuts it: test_rings.py
    assert person.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_pressed_down_a_page_does_not_lead_to_its_top(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    page = person.go("/c/cafeteras")
    button = page.get_by_role("main").get_by_role("checkbox", name="Comparar").nth(7)
    name = button.inner_text().partition(":")[2].strip()
    person.press(button)
    taken = page.get_by_role("main").get_by_role(
        "checkbox", name=re.compile(f"Comparar ?: {re.escape(name)}"), checked=True
    )
    expect(taken).to_be_in_viewport()
    person.follow(page.locator(".card-listing h3 a").nth(5))
    person.press(page.get_by_role("button", name="Agregar a la comparación"))
    expect(page.get_by_role("button", name="Quitar de la comparación")).to_be_in_viewport()
    person.go("/comparar")
    page.get_by_role("textbox", name=re.compile("^Nota sobre")).last.fill("La de la abuela")
    person.press(page.get_by_role("button", name="Guardar nota").last)
    expect(page.get_by_text("La de la abuela").first).to_be_in_viewport()


def test_on_a_phone_nothing_lies_over_what_one_buys(visit: Visits) -> None:
    person = visit(width=360)
    _at_home(person)
    page = person.go("/c/cafeteras?disponible=1")
    person.press(page.get_by_role("main").get_by_role("checkbox", name="Comparar").first)
    person.follow(page.locator(".card-listing h3 a").first)
    buy = page.get_by_role("button", name="Agregar al carrito")
    assert buy.evaluate(
        """one => {
            one.scrollIntoView({block: 'end'});  // in the same breath: a picture that comes meanwhile moves it
            const at = one.getBoundingClientRect();
            const seen = document.elementFromPoint(at.x + at.width / 2, at.bottom - 4);
            return one === seen || one.contains(seen);
        }"""
    )
    expect(page.get_by_role("complementary", name="Tu comparación")).to_be_attached()


@pytest.mark.parametrize("width", [1280, 360])
def test_amounts_stand_above_each_other(visit: Visits, width: int) -> None:
    person = visit(width=width)
    _at_home(person)
    for words in ("termo", "cafetera"):
        _put_in_cart(person, words)
    page = person.page
    edges = """all => all.map(one => {
        const text = document.createRange();
        text.selectNodeContents(one);
        const rows = new Set([...text.getClientRects()].map(row => Math.round(row.bottom / 8)));
        return [Math.round(text.getBoundingClientRect().right), rows.size];
    })"""
    for part in page.locator("section.sheet").all():
        found = part.locator(".num").evaluate_all(edges)
        assert max(edge for edge, _lines in found) - min(edge for edge, _lines in found) <= 1
        assert all(lines == 1 for _edge, lines in found)  # no amount is broken
    person.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    if width < 900:
        page.get_by_role("region", name="Resumen").locator("summary").click()
    found = page.locator("section.sheet .between > :last-child:visible").evaluate_all(edges)
    assert max(edge for edge, _lines in found) - min(edge for edge, _lines in found) <= 1


@pytest.mark.parametrize("javascript", [True, False])
def test_back_from_the_payment_never_asks_to_send_a_form_again(visit: Visits, javascript: bool) -> None:
    person = visit(javascript=javascript)
    _at_home(person)
    _put_in_cart(person, "termo")
    page = person.page
    person.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    for label, value in (
        ("Correo", "lucia@example.mx"),
        ("Nombre de quien recibe", "Lucía Ramos"),
        ("Teléfono", "12"),
        ("Calle", "Orizaba"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("combobox", name="Colonia").select_option("Roma Norte")
    person.follow(page.get_by_role("button", name="Continuar al pago"))
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("link", name="Teléfono")).to_be_visible()
    expect(alert.get_by_role("link", name="Número exterior")).to_be_visible()
    page.get_by_label("Teléfono").fill("5512345678")
    page.get_by_label("Número exterior").fill("101")
    person.follow(page.get_by_role("button", name="Continuar al pago"))
    expect(page.get_by_text("aquí no se mueve dinero de verdad")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="¿Quién recibe y dónde?")).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("aquí no se mueve dinero de verdad")).to_be_visible()

    person.go("/")
    unpaid = page.get_by_role("region", name="Por pagar")
    expect(unpaid).to_contain_text("minutos")
    person.follow(page.get_by_role("navigation", name="Tu cuenta y carrito").get_by_role("link", name="Por pagar 1"))
    person.follow(unpaid.get_by_role("button", name="Cancelarla"))
    person.follow(page.get_by_role("button", name="Volver a ponerla en el carrito"))
    expect(page.get_by_role("button", name="Continuar sin cuenta")).to_be_visible()
    expect(page.get_by_role("link", name="Por pagar 1")).to_have_count(0)


def test_without_scripts_the_page_gives_the_colonias_of_a_code(visit: Visits) -> None:
    person = visit(width=360, javascript=False)
    _put_in_cart(person, "termo")
    page = person.page
    person.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    page.get_by_label("Correo").fill("sin-js@example.mx")
    page.get_by_label("Código postal", exact=True).fill("06700")
    person.follow(page.get_by_role("button", name="Ver las colonias de este código"))
    expect(page.get_by_label("Estado")).to_have_value("Ciudad de México")
    expect(page.get_by_label("Municipio o alcaldía")).to_have_value("Cuauhtémoc")
    expect(page.get_by_label("Correo")).to_have_value("sin-js@example.mx")
    assert page.locator("#listed_settlement option[value='Roma Norte']").count() == 1
    expect(page.get_by_text("Revisa estos datos")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_address_is_chosen_on_a_phone(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    person.sign_in("carla")
    _at_home(person)
    _put_in_cart(person, "termo")
    page = person.page
    person.follow(page.get_by_role("button", name="Continuar", exact=True))
    chosen = page.get_by_role("navigation", name="Tus direcciones")
    expect(chosen.locator("[aria-current]")).to_contain_text("Casa")
    expect(page.get_by_label("Calle", exact=True)).to_have_value("Calle Orizaba")
    person.follow(chosen.get_by_role("link", name="Mis papás"))
    expect(chosen.locator("[aria-current]")).to_contain_text("Mis papás")
    expect(page.get_by_label("Calle", exact=True)).to_have_value("Calle 60")
    expect(page.locator("#listed_settlement")).to_have_value("Mérida Centro")
    expect(page.locator("#settlement")).to_be_hidden()
    expect(page.get_by_text("Con el envío a 97000 son")).to_be_visible()
    goods = page.get_by_role("region", name="Resumen")
    expect(goods.locator("img")).to_be_hidden()  # folded under what it comes to
    goods.locator("summary").click()
    expect(goods.locator("img").first).to_be_visible()
    assert not is_too_wide(page)
    person.follow(page.get_by_role("button", name="Continuar al pago"))
    expect(page.get_by_text("aquí no se mueve dinero de verdad")).to_be_visible()
    assert person.complaints == []


def test_on_a_desk_the_goods_stand_open_at_the_right_of_the_form(visit: Visits) -> None:
    person = visit(width=1280)
    _at_home(person)
    _put_in_cart(person, "termo")
    page = person.page
    person.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    goods = page.get_by_role("region", name="Resumen")
    expect(goods.locator("img").first).to_be_visible()
    beside, form = goods.bounding_box(), page.locator("form.sheet").bounding_box()
    assert beside is not None
    assert form is not None
    assert beside["x"] >= form["x"] + form["width"]
    assert abs(beside["y"] - form["y"]) < 40
