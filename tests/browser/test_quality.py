"""A shop sees what its products lack and what that was measured to bring, on a telephone, in both languages; and asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_of, is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
_LIST, _ASK = "/vender/hilos-alpaca/productos/calidad", "/puedo-vender"


def test_the_list_leads_to_the_box_in_which_something_is_missing(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("alicia")
    page = person.go("/vender/hilos-alpaca/productos")
    person.follow(page.get_by_role("link", name="Qué les falta", exact=True))
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("de cien veces que se ven, se abren")
    expect(page.locator("#medido")).to_contain_text("Aún no hay bastantes datos de:")
    assert (faults_of(page), is_too_wide(page)) == ([], False)
    page.get_by_label("Les falta").select_option("fabricante")
    person.follow(page.get_by_role("button", name="Ver", exact=True))
    person.follow(page.locator("tbody tr").first.get_by_role("link", name="Fabricante o importador"))
    assert page.url.endswith("#maker")
    expect(page.locator("#maker")).to_be_in_viewport()
    expect(page.locator("#que-le-falta")).to_contain_text("Fabricante o importador")
    assert (faults_of(page), is_too_wide(page)) == ([], False)


def test_in_english_it_says_the_same(visit: Visits) -> None:
    person = visit(width=320, locale="en")
    person.sign_in("alicia")
    page = person.go(f"{_LIST}?idioma=en")
    expect(page.get_by_role("heading", name="What your products lack")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("of a hundred times they are seen, they are opened")
    expect(page.locator("#medido")).to_contain_text("There is not enough data yet on:")
    assert (faults_of(page), is_too_wide(page)) == ([], False)


@pytest.mark.parametrize("locale", ["es-MX", "en"])
def test_anybody_asks_before_they_open_a_shop(visit: Visits, locale: str) -> None:
    person = visit(width=320, locale=locale)
    page = person.go(_ASK)
    page.locator("#que").fill("licuadora de vaso")
    person.press(page.locator("main form button"))
    person.follow(
        page.locator("main").get_by_role("link").filter(has_text="Licuadoras" if locale == "es-MX" else "Blenders")
    )
    expect(page.get_by_role("status").first).to_contain_text(
        "no es una decisión" if locale == "es-MX" else "not a decision"
    )
    expect(page.locator("main")).to_contain_text("LIVA art. 1")
    assert (faults_of(page), is_too_wide(page)) == ([], False)
