"""Finding, in a real browser: narrow by an attribute, sort by what it costs at home, ask why, and come back to the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.taps import Taps

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
    aside = page.get_by_role("complementary", name="Filtros")
    person.press(aside.get_by_role("link", name=re.compile("^Cafeteras \\d+")))
    steel = aside.get_by_role("checkbox", name=re.compile("^Acero inoxidable \\d+"))
    count = re.findall(r"\d+", aside.locator("label", has_text="Acero inoxidable").inner_text())[-1]
    if javascript:
        person.press(steel)
    else:
        steel.check()
        person.press(aside.get_by_role("button", name="Ver productos"))
    expect(page.get_by_role("status")).to_contain_text(f"{count} producto")
    expect(page.get_by_role("link", name="Material: Acero inoxidable")).to_be_visible()

    order = page.get_by_label("Ordenar por")
    if javascript:
        person.press(order, lambda one: one.select_option("landed"))
    else:
        order.select_option("landed")
        person.press(page.get_by_role("button", name="Ordenar"))
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
    page.get_by_role("button", name=re.compile("^Filtrar")).click()
    expect(aside).to_be_visible()
    page.get_by_role("button", name="Cerrar los filtros").click()
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


@pytest.mark.parametrize("javascript", [True, False])
def test_two_filters_are_applied_together_from_the_sheet_of_a_phone(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    page = person.go("/c/cafeteras")
    taps = Taps(person, "Filter by two, from results", javascript=javascript)
    taps.touch(page.get_by_role("button", name=re.compile("^Filtrar")))
    sheet = page.get_by_role("complementary", name="Filtros")
    apply = sheet.locator("#ver")
    says = re.compile(r"^\s*Ver \d+ productos\s*$") if javascript else "Ver productos"
    expect(apply).to_have_text(says, use_inner_text=True)
    before = apply.inner_text()
    for value in ("Acero inoxidable", "Espresso"):
        box = sheet.get_by_role("checkbox", name=re.compile(f"^{value} "))
        (taps.press if javascript else taps.touch)(box)
        expect(box).to_be_checked()
    expect(sheet).to_be_visible()
    assert page.url.endswith("/c/cafeteras")  # nothing is applied yet
    told = apply.inner_text()
    assert (told != before) is javascript
    taps.press(apply)
    taps.check()
    expect(page.locator("#filtros")).to_be_hidden()
    assert re.search("con-brewing=espresso", page.url)
    assert re.search("con-material=acero", page.url)
    count = re.findall(r"\d+", page.get_by_role("status").first.inner_text())[0]
    assert not javascript or count in told
    assert not javascript or page.url.count("=") == 2  # an address of what was chosen, and of nothing else
    person.press(page.get_by_role("link", name=re.compile("^Preparación: Espresso")))
    assert "con-brewing" not in page.url
    assert person.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_from_results_one_adds_and_compares_two_without_leaving_them(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    page = person.go("/c/cafeteras?disponible=1")
    main = page.get_by_role("main")
    comparing = Taps(person, "Compare two, from results to the table", javascript=javascript)
    adding = Taps(person, "Add to the cart, from results", javascript=javascript)
    tray = page.get_by_role("complementary", name="Tu comparación")
    for at in (0, 1):
        comparing.press(main.get_by_role("checkbox", name=re.compile("^Comparar")).nth(at))
    expect(tray).to_contain_text("2 productos")
    expect(page.locator(".toast-done")).to_have_count(0)  # one bar says it, and undoes it
    adding.press(main.get_by_role("button", name=re.compile("^Agregar")).first)
    adding.check()
    expect(page.locator("#avisos")).to_contain_text("Agregado")
    assert re.search(r"/c/cafeteras\?disponible=1(#n\d+)?$", page.url)
    comparing.follow(tray.get_by_role("link", name="Comparar"))
    comparing.check()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert page.locator("#tabla").evaluate("one => one.scrollWidth <= one.clientWidth")  # both are in sight, whole


@pytest.mark.parametrize("javascript", [True, False])
def test_pages_of_results_follow_each_other_and_back_finds_the_place(visit: Visits, javascript: bool) -> None:
    person = visit(width=360, javascript=javascript)
    page = person.go("/c/cafeteras")
    first = page.locator(".card-listing h3").first.inner_text()
    person.press(page.get_by_role("link", name="Siguiente"))
    expect(page.locator(".card-listing h3").first).not_to_have_text(first)
    assert "pagina=2" in page.url
    expect(page.locator(".card-listing").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".card-listing h3").first).to_have_text(first)
    assert "pagina=2" not in page.url


def test_colours_stand_beside_their_names(visit: Visits) -> None:
    page = visit().go("/buscar?q=zapatos")
    colours = page.get_by_role("group", name="Color").locator("label")
    assert colours.count() > 1
    shades = colours.locator(".swatch").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    assert len(shades) == colours.count()
    assert len(set(shades)) > 1
