"""From a stranger's first question to the first thing for sale, on a telephone: the whole way to a shop."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import faults_of, is_too_wide
from tests.people.sellers.applying import PDF

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
EMAIL, PASSWORD = "maira@example.mx", "cuatro palabras bien raras"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True,
}  # fmt: skip


def _faultless(visitor: Any) -> None:
    before = list(visitor.complaints)
    assert faults_of(visitor.page) == []
    assert not is_too_wide(visitor.page)
    visitor.page.wait_for_timeout(200)
    visitor.complaints[:] = before  # axe reads the page in ways that our policy refuses, and the console says so


def _png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#3B5B8A").save(data, "PNG")
    return data.getvalue()


def _ask_the_simulator(maira: Any) -> None:
    page = maira.go("/")
    maira.follow(page.get_by_role("contentinfo").get_by_role("link", name="Vende aquí"))
    before = page.locator(".receipt .net").inner_text()
    page.get_by_label("Precio con IVA, en pesos").fill("380")
    maira.press(page.get_by_role("button", name="Calcular"))
    expect(page.locator(".receipt .net")).not_to_have_text(before)
    _faultless(maira)


def _sign_up(maira: Any) -> None:
    page = maira.go("/crear-cuenta")
    page.get_by_label("Tu nombre").fill("Maira Solano")
    page.get_by_label("Correo").fill(EMAIL)
    page.get_by_label("Contraseña").fill(PASSWORD)
    maira.follow(page.get_by_role("main").get_by_role("button", name="Crear cuenta"))
    maira.go("/buzon")
    letter = page.locator(".line").filter(has_text=EMAIL).get_by_role("link")
    maira.reload_until(letter)
    maira.follow(letter.first)
    link = re.search(r"/enlace/[\w-]+", page.inner_text("main"))
    assert link is not None
    maira.go(link[0])
    maira.follow(page.get_by_role("button", name="Sí, confirmar"))


def _apply(maira: Any) -> None:
    page = maira.go("/abre-tu-tienda")
    page.get_by_label("Nombre o razón social").fill("Carla Méndez Anaya")
    page.get_by_label("RFC").fill("MEMA790325AB3")
    page.get_by_label("Código postal del domicilio fiscal").fill("06700")
    expect(page.locator("#postal_code-told")).to_contain_text("Roma Norte")
    page.get_by_label("Calle, número y colonia").fill("Orizaba 101, Roma Norte")
    page.get_by_label("Teléfono").fill("55 1234 5678")
    page.get_by_label("CLABE a la que llega tu dinero").fill("012180001183597198")
    expect(page.locator("#clabe-told")).not_to_be_empty()
    page.get_by_label("Nombre de la tienda").fill("Telar de Maira")
    page.get_by_label("Dirección de la tienda").fill("hilos-alpaca")
    expect(page.locator("#slug-told")).to_contain_text("ya es de otra tienda")
    expect(page.locator("#kept-told")).to_contain_text("Guardado")
    page.get_by_label("Constancia de situación fiscal").set_input_files(
        {"name": "constancia.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    send = page.get_by_role("button", name="Guardar y enviar")
    maira.follow(send)
    said = page.get_by_role("alert")  # all of it at once
    for wrong in ("CURP", "Dirección de la tienda", "Identificación oficial"):
        expect(said.get_by_role("link", name=wrong)).to_be_visible()
    expect(page.get_by_text("Ya subida: constancia.pdf")).to_be_visible()
    _faultless(maira)
    page.get_by_label("CURP").fill("MEMA790325MDFNRN08")
    page.get_by_label("Dirección de la tienda").fill("telar-de-maira")
    expect(page.locator("#slug-told")).to_contain_text("Está libre")
    page.get_by_label("Identificación oficial").set_input_files(
        {"name": "ine.png", "mimeType": "image/png", "buffer": _png()}
    )
    maira.follow(send)
    maira.reload_until(page.get_by_role("link", name="Preparar mi tienda"))
    _faultless(maira)


def _prepare(maira: Any) -> None:
    page = maira.page
    maira.follow(page.get_by_role("link", name="Preparar mi tienda"))
    expect(page.get_by_text("Tu tienda todavía no abre")).to_be_visible()
    _faultless(maira)
    maira.go("/vender/telar-de-maira/productos/nuevo")
    page.get_by_label("Nombre del producto").fill("Estambre quetzal de Maira")
    page.get_by_label("Categoría").select_option("estambres")
    maira.follow(page.get_by_role("button", name="Continuar"))
    page.get_by_label("Descripción").fill("Cien gramos de alpaca, teñidos a mano.")
    page.get_by_label("Marca").fill("Telar de Maira")
    page.get_by_label("Precio con IVA").first.fill("380")
    page.get_by_label("Piezas").first.fill("4")
    page.get_by_label("Peso empacado, en gramos").fill("150")
    page.get_by_label("Agregar fotos").set_input_files(
        {"name": "quetzal.png", "mimeType": "image/png", "buffer": _png()}
    )
    maira.follow(page.get_by_role("button", name="Guardar y enviar a revisión"))
    expect(page.get_by_text("Se envía a revisión cuando tu tienda abra")).to_be_visible()
    maira.product = page.url
    page = maira.go("/vender/telar-de-maira/tienda")
    page.get_by_label("Código postal de donde sale").fill("06700")
    page.get_by_label("Días hábiles para empacar").fill("2")
    page.get_by_label("Hora de corte").fill("13")
    for zone in ("local", "state", "national"):
        for name, value in (("base", "99"), ("per_kg", "15"), ("min_days", "2"), ("max_days", "5")):
            page.locator(f"[name='{zone}-{name}']").fill(value)
    maira.follow(page.get_by_role("main").get_by_role("button", name="Guardar", exact=True))
    expect(page.get_by_text("Vale para los carritos nuevos")).to_be_visible()
    _faultless(maira)


def _approve(visit: Visits) -> Any:
    staff = visit()
    staff.sign_in("sergio")
    page = staff.go("/operacion/solicitudes")
    staff.follow(page.get_by_role("link", name="Telar de Maira"))
    staff.follow(page.get_by_role("button", name="Tomarla media hora"))
    staff.follow(page.get_by_role("button", name="Aprobar y abrir la tienda"))
    return staff


def test_a_stranger_becomes_a_shop_with_something_for_sale(visit: Visits) -> None:
    maira = visit(width=360)
    maira.base = maira.base.replace("127.0.0.1", "localhost")  # no key is bound to a bare network address
    page = maira.page
    devices = maira.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    _ask_the_simulator(maira)
    _sign_up(maira)
    _apply(maira)
    _prepare(maira)
    assert visit().page.request.get(f"{maira.base}/tienda/telar-de-maira").status == 404
    staff = _approve(visit)

    maira.go("/cuenta/segundo-paso")  # an owner's seat touches money
    page.get_by_label("Nombre para reconocerla").fill("mi teléfono")
    page.get_by_role("button", name="Registrar una llave").click()
    expect(page.get_by_role("heading", name="Guarda estos códigos")).to_be_visible()
    maira.go("/vender/telar-de-maira/")
    expect(page.get_by_role("heading", name=re.compile("Tus primeros pasos"))).to_be_visible()
    _faultless(maira)
    page.goto(maira.product)
    maira.follow(page.get_by_role("button", name="Guardar y enviar a revisión"))
    expect(page.get_by_text("enviado a revisión", exact=False).first).to_be_visible()

    page = staff.go("/operacion/publicaciones")
    row = page.get_by_role("link", name="Estambre quetzal de Maira")
    staff.reload_until(row)
    staff.follow(row)
    staff.follow(page.get_by_role("button", name="Aprobar", exact=True))
    buyer = visit(width=360)
    page = buyer.go("/tienda/telar-de-maira")
    expect(page.get_by_role("link", name="Estambre quetzal de Maira").first).to_be_visible()
    assert [one for one in maira.complaints if "422" not in one] == []
