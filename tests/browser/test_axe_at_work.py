"""The pages where shops and staff work have no accessibility fault that a machine can find, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.axe import find_faults
from tests.browser.links import address_of

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]

SELLER = (
    "/vender/hilos-alpaca/", "/vender/hilos-alpaca/pedidos", "/vender/hilos-alpaca/productos",
    "/vender/hilos-alpaca/productos/archivos",
    "/vender/hilos-alpaca/productos?piezas=pocas&ver=precio&ver=condiciones&ver=cambio", "/vender/hilos-alpaca/productos/cambios",
    "/vender/hilos-alpaca/productos/cambiar?acto=price&todos=1", "/vender/hilos-alpaca/productos/cambiar?acto=pause&todos=1",
    "/vender/hilos-alpaca/productos/cambiar?acto=price&todos=1&change=-60&ver=1",
    "/vender/hilos-alpaca/productos/calidad", "/vender/hilos-alpaca/productos/calidad?estado=paused&falta=nom",
    "/vender/hilos-alpaca/puedo-vender?que=vapeador&categoria=licuadoras",
    "/vender/hilos-alpaca/productos/nuevo", "/vender/hilos-alpaca/mensajes", "/vender/hilos-alpaca/devoluciones",
    "/vender/hilos-alpaca/productos/plantillas",
    "/vender/hilos-alpaca/garantias", "/vender/hilos-alpaca/retiros",
    "/vender/hilos-alpaca/facturas", "/vender/hilos-alpaca/facturas?cuales=todas",
    "/vender/hilos-alpaca/facturas/globales", "/vender/hilos-alpaca/aclaraciones",
    "/vender/hilos-alpaca/dinero", "/vender/hilos-alpaca/dinero/ajustes", "/vender/hilos-alpaca/dinero/estado",
    "/vender/hilos-alpaca/dinero/depositos", "/vender/hilos-alpaca/dinero/facturas",
    "/vender/hilos-alpaca/cuenta-de-pago",
    "/vender/hilos-alpaca/decisiones",
    "/vender/hilos-alpaca/tienda", "/vender/hilos-alpaca/tienda/pagina", "/vender/hilos-alpaca/llaves",
    "/vender/hilos-alpaca/direcciones", "/vender/hilos-alpaca/direcciones/viejas",
    "/vender/hilos-alpaca/precios", "/vender/hilos-alpaca/meses",
    "/vender/hilos-alpaca/promociones", "/vender/hilos-alpaca/promociones/nueva",
    "/vender/hilos-alpaca/grupos",
    "/vender/hilos-alpaca/regalos",
    "/vender/hilos-alpaca/tarifas", "/vender/hilos-alpaca/reglas",
    "/vender/hilos-alpaca/quien-vio", "/vender/hilos-alpaca/como-apareces", "/vender/hilos-alpaca/como-apareces?q=estambre",
)  # fmt: skip
STAFF = (
    "/operacion/", "/operacion/publicaciones",
    "/operacion/categorias", "/operacion/categorias/nueva", "/operacion/categorias/decoracion", "/operacion/categorias/datos",
    "/operacion/categorias/datos/nuevo", "/operacion/categorias/datos/material", "/operacion/categorias/archivos",
    "/operacion/marcas", "/operacion/decisiones", "/operacion/libros", "/operacion/aclaraciones",
    "/operacion/finanzas", "/operacion/ajustes", "/operacion/ajustes/nuevo",
    "/operacion/dinero-detenido", "/operacion/dinero-detenido/nuevo",
    "/operacion/trabajos",
    "/operacion/privacidad",
    "/operacion/tiendas", "/operacion/tiendas?q=ninguna", "/operacion/tiendas/hilos-alpaca/motivo", "/operacion/equipo",
    "/operacion/sinonimos",
    "/operacion/lugares", "/operacion/tarifas", "/operacion/reglas", "/operacion/planes", "/operacion/planes/cafe-montana",
    "/operacion/planes/barro-y-lumbre",
    "/operacion/retiros", "/operacion/retiros/nuevo?que=1001",
    "/operacion/medidas", "/operacion/medidas/tienda/piel-y-paso", "/operacion/medidas/producto/1001", "/operacion/apelaciones",
    "/operacion/mediadores", "/operacion/publicaciones/siguiente",
    "/operacion/pagos-a-tiendas", "/operacion/facturas",
)  # fmt: skip
LOOK = ("/", "/productos", "/pedidos", "/casos", "/dinero")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_seller_centre(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("alicia")
    page = person.go("/vender/hilos-alpaca/pedidos")
    order = address_of(page.locator("td a"))
    page = person.go("/vender/hilos-alpaca/productos")
    product = address_of(page.locator("td.what a").last)
    dispute = address_of(person.go("/vender/hilos-alpaca/aclaraciones").locator("td a"))
    invoice = address_of(person.go("/vender/hilos-alpaca/facturas").locator("td a"))
    assert (
        find_faults(
            person,
            (
                *SELLER,
                order,
                dispute,
                invoice,
                f"{order}/mensajes",
                f"{order}/hoja",
                product,
                f"{product}/piezas",
                f"{product}/borrar",
            ),
        )
        == []
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_the_staff_console(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("sergio")
    page = person.go("/operacion/publicaciones")
    case = address_of(page.locator("td a"))
    dispute = address_of(person.go("/operacion/aclaraciones").locator("td a"))
    draft = address_of(person.go("/operacion/tarifas").locator("td a"))
    rules = address_of(person.go("/operacion/reglas").locator("td a"))
    assert find_faults(person, (*STAFF, case, dispute, draft, rules)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_look_into_a_shop(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("sergio")
    page = person.go("/operacion/tiendas/hilos-alpaca/motivo")
    for area in ("pedidos, mensajes", "dinero"):
        page.get_by_label(area).check()
    page.get_by_label("Motivo").select_option("help")
    page.get_by_label("Para qué").fill("Revisar que la página se lea bien")
    person.follow(page.get_by_role("button", name="Abrir la tienda"))
    shop = "/operacion/tiendas/hilos-alpaca"
    page = person.go(f"{shop}/casos")
    order = address_of(page.locator("td a"))
    assert find_faults(person, (*(f"{shop}{path}" for path in LOOK), order)) == []
