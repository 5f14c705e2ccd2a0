"""A shop makes six forms of two colours and three sizes, and somebody buys one of them on a telephone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def _png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#8A3B6B").save(data, "PNG")
    return data.getvalue()


def _write(seller: Any) -> None:
    """A blouse in two colours and three sizes, with prices, and without one of the six."""
    page = seller.go("/vender/hilos-alpaca/productos/nuevo")
    page.get_by_label("Nombre del producto").fill("Blusa bordada Amapola")
    page.get_by_label("Categoría").select_option(label="Moda y calzado › Camisas y blusas")
    seller.follow(page.get_by_role("button", name="Continuar"))
    page.get_by_label("Descripción").fill("De manta, bordada a mano.")
    page.get_by_label("Marca (").fill("hilos alpaca")
    page.get_by_label("Peso empacado").fill("300")
    page.get_by_label("Opción 1", exact=False).first.fill("Color")
    page.get_by_label("Valores de la opción 1").fill("Rojo, Azul")
    page.get_by_label("Opción 2", exact=False).first.fill("Talla")
    page.get_by_label("Valores de la opción 2").fill("Ch, M, G")
    page.get_by_label("Precio con IVA").first.fill("450")
    seller.follow(page.get_by_role("button", name="Hacer las combinaciones"))
    expect(page.get_by_label("Variante, ")).to_have_count(6)
    expect(page.get_by_label("Precio con IVA, Azul, G")).to_have_value("450.00")
    page.get_by_label("Precio con IVA, Azul, G").fill("480")
    for box in page.get_by_label("Piezas, ").all():
        box.fill("3")
    page.get_by_label("Piezas, Rojo, M").fill("0")
    page.get_by_label("Quitar Rojo, G").check()
    seller.follow(page.get_by_role("button", name="Guardar", exact=True))
    expect(page.get_by_text("Guardado.").first).to_be_visible()
    expect(page.get_by_label(re.compile("^Variante, (Rojo|Azul)"))).to_have_count(5)


def test_six_forms_are_made_and_one_is_bought_on_a_telephone(visit: Visits) -> None:
    seller = visit()
    seller.sign_in("alicia")
    _write(seller)
    page = seller.page
    files = [{"name": "blusa.png", "mimeType": "image/png", "buffer": _png()}]
    page.get_by_label("Agregar fotos").set_input_files(files)
    seller.follow(page.get_by_role("button", name="Guardar y enviar a revisión"))
    expect(page.get_by_text("enviado a revisión").first).to_be_visible()

    staff = visit()
    staff.sign_in("sergio")
    case = staff.go("/operacion/publicaciones").get_by_role("link", name="Blusa bordada Amapola")
    staff.reload_until(case)
    staff.follow(case)
    staff.follow(staff.page.get_by_role("button", name="Aprobar", exact=True))

    page.reload()
    address = page.get_by_role("link", name="Ver publicación").get_attribute("href")
    buyer = visit(width=360)
    shown = buyer.go(address)
    chooser = shown.locator("#elige")
    expect(chooser.get_by_role("link", name="M (agotado)")).to_be_visible()
    buyer.press(chooser.get_by_role("link", name="Azul"))
    buyer.press(chooser.get_by_role("link", name=re.compile("^G")))
    expect(shown.locator("#producto .price").first).to_have_text("$480.00")
    expect(chooser.get_by_role("link", name="Rojo (no con lo demás que elegiste)")).to_be_visible()
    buyer.press(shown.get_by_role("button", name="Agregar al carrito").last)
    buyer.go("/carrito")
    expect(shown.get_by_text("Azul, G").first).to_be_visible()
    assert [*seller.complaints, *buyer.complaints] == []
