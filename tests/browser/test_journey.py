"""The whole main job, once, in a real browser: from a search to two parcels, a question answered, and balanced books."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.taps import Taps

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def _compare(person: Any, shops: list[str]) -> None:
    """Put one coffee maker of each shop into the comparison."""
    for shop in shops:
        page = person.go(f"/buscar?q=cafetera&tienda={shop}&disponible=1")
        person.press(page.get_by_role("main").get_by_role("checkbox", name="Comparar").first)


def test_a_guest_compares_three_coffee_makers_and_buys_two_from_two_shops(visit: Visits) -> None:
    buyer = visit()
    page = buyer.go("/envio-a")
    page.get_by_label("Código postal", exact=True).fill("06700")
    buyer.follow(page.get_by_role("button", name="Usar este código"))

    page.get_by_role("searchbox").or_(page.locator("#q")).first.fill("cafetera")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="“cafetera”")).to_be_visible()
    expect(page.get_by_text("puesto en 06700").first).to_be_visible()

    _compare(buyer, ["cocina-clara", "barro-y-lumbre", "cafe-montana"])
    buyer.go("/comparar")
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.get_by_role("rowheader", name="Total puesto en tu casa")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Garantía")).to_be_visible()
    expect(page.get_by_text("mejor").first).to_be_visible()

    buyer.press(page.get_by_role("button", name="Agregar al carrito").nth(0))
    buyer.press(page.get_by_role("button", name="Agregar al carrito").nth(2))
    buyer.go("/carrito")
    expect(page.get_by_role("heading", name="Cocina Clara")).to_be_visible()
    expect(page.get_by_role("heading", name="Café Montaña")).to_be_visible()
    total = page.locator("aside .price").inner_text()

    buyer.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    expect(page.get_by_label("Municipio o alcaldía")).to_have_value("Cuauhtémoc")
    page.get_by_label("Correo").fill("lucia@example.mx")
    page.get_by_label("Nombre de quien recibe").fill("Lucía Ramos")
    page.get_by_label("Teléfono").fill("55 1234 5678")
    page.get_by_role("combobox", name="Colonia").select_option("Roma Norte")
    page.get_by_label("Calle", exact=True).fill("Orizaba")
    page.get_by_label("Número exterior").fill("101")
    expect(page.get_by_role("region", name="Resumen")).to_contain_text(total)
    buyer.follow(page.get_by_role("button", name="Continuar al pago"))

    expect(page.get_by_text("aquí no se mueve dinero de verdad")).to_be_visible()
    page.get_by_label("Número de tarjeta de prueba").fill("4000 0000 0000 0002")
    buyer.follow(page.get_by_role("button", name=re.compile(r"Pagar \$")))
    expect(page.get_by_text("El banco no aceptó esta tarjeta").first).to_be_visible()
    page.get_by_label("Número de tarjeta de prueba").fill("4242 4242 4242 4242")
    buyer.follow(page.get_by_role("button", name=f"Pagar {total}"))
    expect(page.get_by_role("heading", name="Gracias, Lucía")).to_be_visible()
    purchase = page.url
    codes = re.findall(r"Ver el pedido ([0-9A-Z]{4}-[0-9A-Z]{4})", page.inner_text("main"))
    assert len(codes) == 2
    page.get_by_text("A dónde va tu dinero").first.click()
    expect(page.get_by_text("Comisión", exact=False).first).to_be_visible()

    for seller, slug in (("clara", "cocina-clara"), ("rogelio", "cafe-montana")):
        _pack_and_ship(visit, seller, slug)

    page.goto(purchase)
    expect(page.get_by_text("En camino", exact=True)).to_have_count(2)
    expect(page.get_by_text("Lo envolví doble.")).to_have_count(2)
    expect(page.get_by_text("42424242")).to_have_count(2)

    buyer.follow(page.get_by_role("link", name="Escribir a Cocina Clara"))
    page.get_by_label("Tu mensaje").fill("¿Trae empaque de repuesto?")
    buyer.follow(page.get_by_role("button", name="Enviar"))
    thread = page.url

    clara = visit()
    clara.sign_in("clara")
    clara.go("/vender/cocina-clara/mensajes?pendientes=1")
    clara.follow(clara.page.get_by_role("link", name="Lucía Ramos"))
    expect(clara.page.get_by_text("¿Trae empaque de repuesto?")).to_be_visible()
    clara.page.get_by_label("Tu mensaje").fill("Sí, van dos en la bolsita.")
    clara.follow(clara.page.get_by_role("button", name="Enviar"))

    page.goto(thread)
    expect(page.get_by_text("Sí, van dos en la bolsita.")).to_be_visible()
    expect(page.get_by_text("Clara Ibarra").first).to_be_visible()

    staff = visit()
    staff.sign_in("sergio")
    staff.go("/operacion/libros")
    expect(staff.page.get_by_text("Todo suma cero")).to_be_visible()
    for person in (buyer, clara, staff):
        assert [c for c in person.complaints if "422" not in c] == []


def _pack_and_ship(visit: Visits, seller: str, slug: str) -> None:
    shop = visit()
    shop.sign_in(seller)
    page = shop.go(f"/vender/{slug}/pedidos?estado=paid")
    shop.follow(page.get_by_role("row").filter(has_text="Lucía Ramos").get_by_role("link"))
    expect(page.get_by_text("Te llegan").first).to_be_visible()
    page.get_by_label("Nota para quien compró").fill("Lo envolví doble.")
    shop.follow(page.get_by_role("button", name="Ya lo empaqué"))
    page.get_by_label("Paquetería").select_option("Estafeta")
    page.get_by_label("Número de guía").fill("4242424201" if slug == "cocina-clara" else "4242424202")
    shop.follow(page.get_by_role("button", name="Ya lo entregué a la paquetería"))
    expect(page.get_by_text("Ya avisamos a quien compró")).to_be_visible()


def test_a_new_product_is_found_once_staff_approve_it(visit: Visits) -> None:
    seller = visit()
    seller.sign_in("alicia")
    page = seller.go("/vender/hilos-alpaca/productos/nuevo")
    page.get_by_label("Nombre del producto").fill("Estambre zopilote rey")
    page.get_by_label("Categoría").select_option("estambres")
    seller.follow(page.get_by_role("button", name="Continuar"))
    page.get_by_label("Descripción").fill("Cien gramos de alpaca.")
    page.get_by_label("Marca").fill("Hilos Alpaca")
    page.get_by_label("Precio con IVA").first.fill("1160")
    expect(page.locator("#receipt").get_by_text(re.compile("Te (llegan|quedan)")).first).to_be_visible()
    page.get_by_label("Piezas").first.fill("7")
    page.get_by_label("Peso empacado, en gramos").fill("150")
    page.get_by_label("Agregar fotos").set_input_files({"name": "foto.png", "mimeType": "image/png", "buffer": _png()})
    seller.follow(page.get_by_role("button", name="Guardar y enviar a revisión"))
    expect(page.get_by_text("enviado a revisión")).to_be_visible()

    staff = visit()
    staff.sign_in("sergio")
    page = staff.go("/operacion/publicaciones")
    row = page.get_by_role("link", name="Estambre zopilote rey")
    staff.reload_until(row)
    staff.follow(row)
    staff.follow(page.get_by_role("button", name="Aprobar", exact=True))

    buyer = visit()
    page = buyer.go("/buscar?q=zopilote")
    buyer.reload_until(page.get_by_role("link", name="Estambre zopilote rey"))


def _png() -> bytes:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#8A3B6B").save(data, "PNG")
    return data.getvalue()


def test_a_postal_code_leaves_alone_what_one_wrote(visit: Visits) -> None:
    buyer = visit()
    page = buyer.go("/buscar?q=termo&disponible=1")
    buyer.follow(page.locator(".card-listing h3 a").first)
    buyer.press(page.get_by_role("button", name="Agregar al carrito"))
    buyer.go("/carrito")
    buyer.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    page.get_by_label("Estado").fill("Jalisco")
    page.get_by_label("Código postal", exact=True).fill("06700")
    expect(page.get_by_label("Municipio o alcaldía")).to_have_value("Cuauhtémoc")
    expect(page.get_by_label("Estado")).to_have_value("Jalisco")


def test_the_colonia_of_another_code_goes(visit: Visits) -> None:
    buyer = visit()
    page = buyer.go("/buscar?q=termo&disponible=1")
    buyer.follow(page.locator(".card-listing h3 a").first)
    buyer.press(page.get_by_role("button", name="Agregar al carrito"))
    buyer.go("/carrito")
    buyer.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    page.get_by_label("Código postal", exact=True).fill("06700")
    expect(page.get_by_label("Municipio o alcaldía")).to_have_value("Cuauhtémoc")
    colonia, other = page.locator("#listed_settlement"), page.locator("#settlement")
    expect(colonia).to_have_value("Roma Norte")  # its only one
    page.get_by_label("Código postal", exact=True).fill("97000")
    expect(page.get_by_label("Municipio o alcaldía")).to_have_value("Mérida")
    expect(colonia).to_have_value("")
    expect(other).to_be_hidden()
    colonia.select_option("Otra…")
    expect(other).to_be_focused()
    other.fill("Nueva Mérida")
    colonia.select_option("Mérida Centro")
    expect(other).to_be_hidden()
    page.get_by_label("Calle", exact=True).fill("Calle 60")
    expect(colonia).to_have_value("Mérida Centro")
    expect(other).to_have_value("")  # what was written instead went when one was chosen


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_buys_from_two_shops_on_a_phone(visit: Visits, javascript: bool) -> None:
    buyer = visit(javascript=javascript, width=360)
    page = buyer.go("/c/cafeteras?disponible=1")
    taps = Taps(buyer, "Buy from two shops as a guest, from results to paid", javascript=javascript)
    for shop in ("Cocina Clara", "Café Montaña"):
        card = page.locator(".grid-cards > li").filter(has_text=shop).first
        taps.press(card.get_by_role("button", name=re.compile("^Agregar")))
    taps.follow(page.get_by_role("navigation", name="Tu cuenta y carrito").get_by_role("link", name="Carrito"))
    taps.follow(page.get_by_role("button", name="Continuar sin cuenta"))
    for label, value in (
        ("Correo", "sin-js@example.mx"),
        ("Nombre de quien recibe", "Beto Cruz"),
        ("Teléfono", "5512345678"),
        ("Código postal", "06700"),
        ("Calle", "Orizaba"),
        ("Número exterior", "500"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    if javascript:
        expect(page.locator("#listed_settlement")).to_have_value("Roma Norte")  # its only one; and where it is
    else:
        page.get_by_label("Estado").fill("Ciudad de México")
        page.get_by_label("Municipio o alcaldía").fill("Cuauhtémoc")
        page.get_by_role("textbox", name="Colonia").fill("Roma Norte")
    taps.follow(page.get_by_role("button", name="Continuar al pago"))
    expect(page.get_by_text("Revisa y continúa")).to_be_visible()  # the way was not known before: it is named
    taps.follow(page.get_by_role("button", name="Continuar al pago"))
    page.get_by_label("Número de tarjeta de prueba").fill("4242424242424242")
    taps.follow(page.get_by_role("button", name=re.compile(r"Pagar \$")))
    buyer.reload_until(page.get_by_role("heading", name="Gracias, Beto"))
    taps.check()
    expect(page.get_by_role("link", name=re.compile("^Ver el pedido"))).to_have_count(2)
    buyer.go("/")
    page.get_by_role("button", name="Menú").click()
    expect(page.get_by_role("navigation", name="Menú").get_by_role("link", name="Tu compra")).to_contain_text(
        "2 en camino"
    )
