"""What everybody and a buyer sees has no accessibility fault that a machine can find, in both languages and both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.axe import find_faults
from tests.browser.links import address_of

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]

PUBLIC = (
    "/", "/buscar?q=cafetera", "/c/cafeteras", "/comparar?n=1001&n=1021", "/comparar?n=1001&n=1021&n=999999&precio=3",
    "/comparar?n=1001&n=1002&n=1003&n=1004&n=1005&n=1006&n=1007", "/vistos", "/carrito", "/tarifas",
    "/reglas", "/reglas/2/cambios", "/reglas/3/cambios",
    "/puedo-vender", "/puedo-vender?que=licuadora", "/puedo-vender?que=vapeador&categoria=licuadoras",
    "/como-funciona",
    "/como-funciona/revision",
    "/vende-aqui",
    "/vende-aqui?precio=nada&peso=3+kg&paga=tienda",
    "/buscar?q=cafetera&desde=x&garantia=36", "/c/cafeteras?con-material=barro&con-cups-desde=9&con-cups-hasta=1",
    "/c/cafeteras#filtros", "/como-ordenamos", "/legal", "/privacidad", "/privacidad/que-guardamos",
    "/privacidad/solicitud", "/tienda/hilos-alpaca", "/decisiones", "/retiros",
    "/reportar/producto/1001", "/entrar", "/crear-cuenta",
    "/olvide-mi-contrasena", "/envio-a", "/buzon", "/no-existe",
)  # fmt: skip


@pytest.mark.parametrize("locale", ["es-MX", "en"])
@pytest.mark.parametrize("width", [1280, 320])
def test_public_pages(visit: Visits, locale: str, width: int) -> None:
    assert find_faults(visit(width=width, locale=locale), PUBLIC) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_product_and_a_checkout(visit: Visits, width: int) -> None:
    person = visit(width=width)
    page = person.go("/buscar?q=termo&disponible=1")
    path = address_of(page.locator(".card-listing h3 a"))
    why = address_of(page.locator(".why"))
    page = person.go(path)
    person.press(page.get_by_role("button", name="Agregar al carrito"))
    person.go("/carrito")
    assert find_faults(person, (path, "/carrito", "/pagar", why)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_shops_own_host(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.base = person.base.replace("127.0.0.1", "hilos-alpaca.tianguis.localhost")
    page = person.go("/")
    product = address_of(page.locator(".card-listing h3 a"))
    person.go(product)
    assert person.context.cookies() == []
    assert person.complaints == []
    assert find_faults(person, ("/", product)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_what_a_buyer_sees_afterwards(visit: Visits, width: int) -> None:
    person = visit(width=width)
    person.sign_in("carla")
    page = person.go("/pedidos")
    purchase = address_of(page.locator("h2 a"))
    delivered = address_of(page.locator(".line").filter(has_text="Entregado").locator("a"))
    page = person.go("/preguntas")
    question = address_of(page.locator(".line a"))
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
        "/cuenta/grupos",
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
    assert find_faults(person, pages) == []
