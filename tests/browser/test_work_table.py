"""A shop raises fifty prices by five percent in few clicks, sees it in the table, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
MOST_CLICKS = 8


def test_five_percent_on_fifty_products_takes_few_clicks(visit: Visits) -> None:
    person = visit(width=1280)
    person.sign_in("alicia")
    page = person.go("/vender/hilos-alpaca/")
    clicks = 0

    def click(control: Locator, *, leads: bool = True) -> None:
        nonlocal clicks
        clicks += 1
        if leads:
            person.follow(control)
        else:
            control.click()

    click(page.get_by_role("link", name="Productos", exact=True))
    price = page.locator("input[name=price]").first
    before = float(price.input_value())
    box = price.get_attribute("id")
    click(page.get_by_role("checkbox", name="Elegir los de esta página"), leads=False)
    assert page.locator("input[name=p]:checked").count() == 50
    click(page.get_by_role("button", name="Precio", exact=True))
    expect(page.get_by_label("Cuánto cambian")).to_be_focused()
    page.keyboard.type("5")
    click(page.get_by_role("button", name="Ver qué cambia"))
    expect(page.get_by_role("heading", name="Cambian 50 productos")).to_be_visible()
    click(page.get_by_role("button", name="Cambiar el precio de 50 productos"))
    expect(page.get_by_text("Listo: cambiaron 50 de 50 productos.")).to_be_visible()
    assert clicks <= MOST_CLICKS
    undo = page.url
    person.go("/vender/hilos-alpaca/productos")
    assert abs(float(page.locator(f"#{box}").input_value()) - before * 1.05) < 0.011
    page.goto(undo)
    person.follow(page.get_by_role("button", name="Deshacer"))
    person.go("/vender/hilos-alpaca/productos")
    assert float(page.locator(f"#{box}").input_value()) == before
    assert person.complaints == []
