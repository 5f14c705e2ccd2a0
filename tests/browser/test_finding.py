"""Finding, in a real browser: narrow by an attribute, sort by what it costs at home, ask why, and come back to the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def _at_home(person: Any) -> None:
    page = person.go("/envio-a")
    page.get_by_label("Código postal").fill("06700")
    person.follow(page.get_by_role("button", name="Usar este código"))


@pytest.mark.parametrize("javascript", [True, False])
def test_search_narrow_sort_ask_why_and_come_back(visit: Visits, javascript: bool) -> None:
    person = visit(javascript=javascript)
    _at_home(person)
    page = person.page
    page.locator("#q").fill("cafetera")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    person.follow(page.get_by_role("link", name=re.compile("^Cafeteras \\d+")))
    aside = page.get_by_role("complementary", name="Filtros")
    steel = aside.get_by_role("link", name=re.compile("^Acero inoxidable \\d+"))
    count = re.findall(r"\d+", steel.inner_text())[-1]
    person.follow(steel)
    expect(page.get_by_role("status")).to_contain_text(f"{count} producto")
    expect(page.get_by_role("link", name="Material: Acero inoxidable")).to_be_visible()

    person.follow(page.get_by_role("link", name="Menor total en tu casa"))
    expect(page).to_have_url(re.compile(r"c=cafeteras.*con-material=acero.*orden=landed"))
    totals = [
        float(text.replace("$", "").replace(",", ""))
        for text in re.findall(r"(\$[\d,.]+) puesto en 06700", page.inner_text("main"))
    ]
    assert totals == sorted(totals)
    assert len(totals) > 1

    last = page.get_by_role("link", name=re.compile("¿Por qué aparece aquí?")).last
    last.scroll_into_view_if_needed()
    before = page.url, page.evaluate("scrollY")
    last.click()
    expect(page.get_by_role("heading", name="¿Por qué aparece aquí?")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Lo que escribiste.*de 60"))).to_be_visible()
    page.go_back()
    assert page.url == before[0]
    if javascript:  # where scripts are off, the browser cannot be asked
        page.wait_for_function("y => Math.abs(scrollY - y) < 40", arg=before[1])
    assert person.complaints == []


def test_words_are_suggested_and_chosen_by_keyboard(visit: Visits) -> None:
    person = visit()
    page = person.go("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("cafet", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "s0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", f"s{options.count() - 1}")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("cafet")
    box.press("ArrowDown")
    chosen = options.first.inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(chosen)
    assert person.complaints == []


def test_on_a_phone_the_filters_open_and_close_without_scripts(visit: Visits) -> None:
    person = visit(width=320, javascript=False)
    page = person.go("/c/cafeteras")
    aside = page.locator("#filtros")
    expect(aside).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Filtrar")).click()
    expect(aside).to_be_visible()
    page.get_by_role("link", name="Cerrar los filtros").click()
    expect(aside).to_be_hidden()
    person.go("/c/cafeteras?con-cups-desde=muchas")
    expect(page.get_by_text("Escribe un número")).to_be_visible()


def test_nothing_found_is_mended_with_one_click(visit: Visits) -> None:
    person = visit()
    page = person.go("/buscar?q=cafetera&c=cafeteras&con-material=barro&garantia=36")
    page.get_by_role("link", name=re.compile("^Quitar “Garantía de 36 meses")).click()
    expect(page.locator(".card-listing").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_no_chip_leaves_its_card(visit: Visits, width: int) -> None:
    """The longest is of a shop that rests: until when."""
    page = visit(width=width).go("/tienda/piel-y-paso")
    chips = page.locator(".chip.plain", has_text="Descansa hasta")
    assert chips.count() > 3
    assert chips.evaluate_all(
        """all => all.every(one => {
            const card = one.closest("article").getBoundingClientRect();
            return one.getBoundingClientRect().right <= card.right;
        })"""
    )
