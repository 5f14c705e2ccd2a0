"""A shop puts the pictures of a product in order: by dragging them with a mouse or a finger, and by buttons without scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
COLOURS = ("#8A3B6B", "#1F6B57", "#F4B740")
TITLE = "Cojín bordado Amapola"


def _picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "PNG")
    return data.getvalue()


def _begin(seller: Any) -> Page:
    """A draft with three pictures, on the page where they are."""
    seller.sign_in("alicia")
    page: Page = seller.go("/vender/hilos-alpaca/productos/nuevo")
    page.get_by_label("Nombre del producto").fill(TITLE)
    page.get_by_label("Categoría").select_option(label="Moda y calzado › Camisas y blusas")
    seller.follow(page.get_by_role("button", name="Continuar"))
    page.get_by_label("Descripción").fill("De manta.")
    page.get_by_label("Marca (").fill("Hilos Alpaca")
    page.get_by_label("Peso empacado").fill("300")
    page.get_by_label("Precio con IVA").first.fill("450")
    page.get_by_label("Agregar fotos").set_input_files(
        [{"name": f"{n}.png", "mimeType": "image/png", "buffer": _picture(one)} for n, one in enumerate(COLOURS)]
    )
    seller.follow(page.get_by_role("button", name="Guardar", exact=True))
    expect(_cards(page)).to_have_count(3)
    return page


def _cards(page: Page) -> Locator:
    return page.locator(".own-pictures > li")


def _order(page: Page) -> list[str]:
    """Which picture stands where, by their files."""
    return [str(one.get_attribute("src")) for one in page.locator(".own-pictures img").all()]


def _middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1280, 360])
def test_a_picture_is_dragged_to_the_first_place_and_nothing_typed_is_lost(visit: Visits, width: int) -> None:
    seller = visit(width=width)
    page = _begin(seller)
    a, b, c = _order(page)
    page.get_by_label("Descripción").fill("Bordado a mano, todavía sin guardar.")
    page.get_by_label("Qué se ve en la foto 3").fill("La tercera")
    _cards(page).first.scroll_into_view_if_needed()
    page.mouse.move(*_middle(page.locator(".own-pictures img").nth(2)))
    page.mouse.down()
    page.mouse.move(*_middle(page.locator(".own-pictures img").nth(1)), steps=4)
    page.mouse.move(*_middle(page.locator(".own-pictures img").nth(0)), steps=4)
    page.mouse.up()
    expect(page.get_by_role("status").get_by_text("La foto quedó en el lugar 1 de 3.")).to_be_visible()
    assert _order(page) == [c, a, b]
    expect(page.get_by_label("Descripción")).to_have_value("Bordado a mano, todavía sin guardar.")
    expect(page.get_by_label("Qué se ve en la foto 1")).to_have_value("La tercera")
    seller.follow(page.get_by_role("button", name="Guardar", exact=True))
    expect(page.get_by_text("Guardado.").first).to_be_visible()
    assert _order(page) == [c, a, b]
    expect(page.get_by_label("Descripción")).to_have_value("Bordado a mano, todavía sin guardar.")
    assert seller.complaints == []


def test_a_finger_drags_by_the_grip_and_scrolls_by_the_picture(visit: Visits) -> None:
    seller = visit(width=360)
    page = _begin(seller)
    a, b, c = _order(page)
    _cards(page).first.scroll_into_view_if_needed()
    finger = seller.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def drag(start: Locator, end: Locator) -> None:
        (x, y), (to_x, to_y) = _middle(start), _middle(end)
        touch("touchStart", (x, y))
        for step in range(1, 9):
            touch("touchMove", (x + (to_x - x) * step / 8, y + (to_y - y) * step / 8))
        touch("touchEnd")

    drag(page.locator(".own-pictures img").nth(1), page.locator(".own-pictures img").nth(0))
    assert _order(page) == [a, b, c]
    _cards(page).first.scroll_into_view_if_needed()
    drag(page.locator(".grip").nth(1), page.locator(".own-pictures img").nth(0))
    expect(page.get_by_role("status").get_by_text("La foto quedó en el lugar 1 de 3.")).to_be_visible()
    assert _order(page) == [b, a, c]
    page.reload()
    assert _order(page) == [b, a, c]
    assert seller.complaints == []


def test_escape_lets_go_and_nothing_is_sent(visit: Visits) -> None:
    seller = visit()
    page = _begin(seller)
    before = _order(page)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    _cards(page).first.scroll_into_view_if_needed()
    page.mouse.move(*_middle(page.locator(".own-pictures img").nth(2)))
    page.mouse.down()
    page.mouse.move(*_middle(page.locator(".own-pictures img").nth(0)), steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert _order(page) == before
    assert [one for one in sent if one.endswith("/mover")] == []


@pytest.mark.parametrize("width", [1280, 360])
def test_without_scripts_buttons_put_them_in_order(visit: Visits, width: int) -> None:
    page = _begin(visit(width=width))
    address = page.url
    plain = visit(width=width, javascript=False)
    plain.sign_in("alicia")
    page = plain.go(address.removeprefix(plain.base))
    a, b, c = _order(page)
    assert [one.is_visible() for one in page.locator("[data-grip]").all()].count(True) == 0
    plain.follow(page.get_by_role("button", name="Poner primero la foto 3"))
    expect(page.get_by_text(re.compile("Así quedan las fotos"))).to_be_visible()
    assert _order(page) == [c, a, b]
    plain.follow(page.get_by_role("button", name=re.compile("Un lugar antes ?: foto 3")))
    assert _order(page) == [c, b, a]
