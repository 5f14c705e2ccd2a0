"""The main pages have no accessibility faults that a machine can find, in both languages and both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.axe import WCAG

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]

PUBLIC = (
    "/", "/buscar?q=cafetera", "/c/cafeteras", "/comparar?n=1001&n=1021", "/comparar?n=1001&n=1021&n=999999&precio=3",
    "/comparar?n=1001&n=1002&n=1003&n=1004&n=1005&n=1006&n=1007", "/vistos", "/carrito", "/tarifas", "/como-funciona",
    "/como-funciona/revision",
    "/buscar?q=cafetera&desde=x&garantia=36", "/c/cafeteras?con-material=barro&con-cups-desde=9&con-cups-hasta=1",
    "/c/cafeteras#filtros", "/como-ordenamos", "/legal", "/privacidad", "/privacidad/que-guardamos",
    "/privacidad/solicitud", "/tienda/hilos-alpaca", "/decisiones", "/reportar/producto/1001", "/entrar", "/crear-cuenta",
    "/olvide-mi-contrasena", "/envio-a", "/buzon", "/no-existe",
)  # fmt: skip
SELLER = (
    "/vender/hilos-alpaca/", "/vender/hilos-alpaca/pedidos", "/vender/hilos-alpaca/productos",
    "/vender/hilos-alpaca/productos/archivos",
    "/vender/hilos-alpaca/productos?piezas=pocas&ver=precio&ver=condiciones&ver=cambio", "/vender/hilos-alpaca/productos/cambios",
    "/vender/hilos-alpaca/productos/cambiar?acto=price&todos=1", "/vender/hilos-alpaca/productos/cambiar?acto=pause&todos=1",
    "/vender/hilos-alpaca/productos/cambiar?acto=price&todos=1&change=-60&ver=1",
    "/vender/hilos-alpaca/productos/nuevo", "/vender/hilos-alpaca/mensajes", "/vender/hilos-alpaca/devoluciones",
    "/vender/hilos-alpaca/productos/nuevo", "/vender/hilos-alpaca/productos/plantillas", "/vender/hilos-alpaca/mensajes",
    "/vender/hilos-alpaca/devoluciones",
    "/vender/hilos-alpaca/garantias", "/vender/hilos-alpaca/facturas", "/vender/hilos-alpaca/facturas?cuales=todas",
    "/vender/hilos-alpaca/facturas/globales", "/vender/hilos-alpaca/aclaraciones",
    "/vender/hilos-alpaca/dinero", "/vender/hilos-alpaca/dinero/ajustes", "/vender/hilos-alpaca/dinero/estado",
    "/vender/hilos-alpaca/dinero", "/vender/hilos-alpaca/dinero/depositos", "/vender/hilos-alpaca/dinero/facturas",
    "/vender/hilos-alpaca/cuenta-de-pago",
    "/vender/hilos-alpaca/decisiones",
    "/vender/hilos-alpaca/tienda", "/vender/hilos-alpaca/tienda/pagina", "/vender/hilos-alpaca/llaves",
    "/vender/hilos-alpaca/direcciones", "/vender/hilos-alpaca/precios", "/vender/hilos-alpaca/meses",
    "/vender/hilos-alpaca/promociones", "/vender/hilos-alpaca/promociones/nueva",
    "/vender/hilos-alpaca/regalos",
    "/vender/hilos-alpaca/tarifas",
    "/vender/hilos-alpaca/quien-vio", "/vender/hilos-alpaca/como-apareces", "/vender/hilos-alpaca/como-apareces?q=estambre",
)  # fmt: skip
STAFF = (
    "/operacion/", "/operacion/publicaciones",
    "/operacion/marcas", "/operacion/decisiones", "/operacion/libros", "/operacion/aclaraciones",
    "/operacion/finanzas", "/operacion/ajustes", "/operacion/ajustes/nuevo",
    "/operacion/trabajos",
    "/operacion/privacidad",
    "/operacion/tiendas", "/operacion/tiendas?q=ninguna", "/operacion/tiendas/hilos-alpaca/motivo", "/operacion/equipo",
    "/operacion/sinonimos",
    "/operacion/lugares", "/operacion/tarifas", "/operacion/planes", "/operacion/planes/cafe-montana",
    "/operacion/planes/barro-y-lumbre",
    "/operacion/medidas", "/operacion/medidas/tienda/piel-y-paso", "/operacion/medidas/producto/1001", "/operacion/apelaciones",
    "/operacion/mediadores", "/operacion/publicaciones/siguiente",
    "/operacion/lugares", "/operacion/pagos-a-tiendas", "/operacion/facturas",
)  # fmt: skip
LOOK = ("/", "/productos", "/pedidos", "/casos", "/dinero")


def _faults(person: Any, paths: tuple[str, ...]) -> list[str]:
    faults = []
    for path in paths:
        page = person.go(path)
        for found in Axe().run(page, options=WCAG).response["violations"]:
            where = [node["html"][:120] for node in found["nodes"][:3]]
            faults.append(f"{path}: {found['id']} {where}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path}: wider than the window")
    return faults


@pytest.mark.parametrize("locale", ["es-MX", "en"])
@pytest.mark.parametrize("width", [1280, 320])
def test_public_pages(visit: Visits, locale: str, width: int) -> None:
    assert _faults(visit(width=width, locale=locale), PUBLIC) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_product_and_a_checkout(visit: Visits, width: int) -> None:
    person = visit(width=width)
    page = person.go("/buscar?q=termo&disponible=1")
    path = page.locator(".card-listing h3 a").first.get_attribute("href")
    why = page.locator(".why").first.get_attribute("href")
    assert path is not None
    assert why is not None
    page = person.go(path)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    person.go("/carrito")
    assert _faults(person, (path, "/carrito", "/pagar", why)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_seller_centre(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("alicia")
    page = person.go("/vender/hilos-alpaca/pedidos")
    order = page.locator("td a").first.get_attribute("href")
    page = person.go("/vender/hilos-alpaca/productos")
    product = page.locator("td.what a").last.get_attribute("href")
    dispute = person.go("/vender/hilos-alpaca/aclaraciones").locator("td a").first.get_attribute("href")
    invoice = person.go("/vender/hilos-alpaca/facturas").locator("td a").first.get_attribute("href")
    assert order is not None
    assert product is not None
    assert dispute is not None
    assert invoice is not None
    assert (
        _faults(
            person,
            (*SELLER, order, dispute, invoice, f"{order}/mensajes", f"{order}/hoja", product, f"{product}/piezas"),
        )
        == []
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_the_staff_console(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("sergio")
    page = person.go("/operacion/publicaciones")
    case = page.locator("td a").first.get_attribute("href")
    dispute = person.go("/operacion/aclaraciones").locator("td a").first.get_attribute("href")
    draft = person.go("/operacion/tarifas").locator("td a").first.get_attribute("href")
    assert case is not None
    assert dispute is not None
    assert draft is not None
    assert _faults(person, (*STAFF, case, dispute, draft)) == []


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
    order = page.locator("td a").first.get_attribute("href")
    assert order is not None
    assert _faults(person, (*(f"{shop}{path}" for path in LOOK), order)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_shops_own_host(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.base = person.base.replace("127.0.0.1", "hilos-alpaca.tianguis.localhost")
    page = person.go("/")
    product = page.locator(".card-listing h3 a").first.get_attribute("href")
    assert product is not None
    person.go(product)
    assert person.context.cookies() == []
    assert person.complaints == []
    assert _faults(person, ("/", product)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_what_a_buyer_sees_afterwards(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("carla")
    page = person.go("/pedidos")
    purchase = page.locator("h2 a").first.get_attribute("href")
    delivered = page.locator(".line").filter(has_text="Entregado").locator("a").first.get_attribute("href")
    page = person.go("/preguntas")
    question = page.locator(".line a").first.get_attribute("href")
    assert purchase is not None
    assert delivered is not None
    assert question is not None
    pages = (
        "/cuenta",
        "/cuenta/datos",
        "/cuenta/datos/borrar",
        "/cuenta/seguridad",
        "/cuenta/datos-fiscales",
        "/cuenta/direcciones",
        "/cuenta/direcciones/nueva",
        "/cuenta/segundo-paso",
        "/cuenta/contrasena",
        "/cuenta/correo",
        "/confirmar",
        "/comparar",
        "/lo-que-sigo",
        "/vistos",
        "/avisame/1001",
        "/preguntar?n=1001&n=1021",
        "/preguntar",
        "/preguntas",
        question,
        "/pedidos",
        "/pedidos/sin-cuenta",
        purchase,
        delivered,
        f"{delivered}/devolver",
        f"{delivered}/garantia",
        f"{delivered}/factura",
        f"{purchase}/factura",
        f"{delivered}/mensajes",
        f"{delivered}/no-me-llego",
        f"{delivered}/intervenir",
    )
    assert _faults(person, pages) == []
