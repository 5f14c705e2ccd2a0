"""A shop makes a group of its customers, invites and sets prices; who accepted reads their price, and a stranger does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.axe import fault_free

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
GROUPS = "/vender/hilos-alpaca/grupos"


def test_a_shop_makes_a_group_and_sets_its_prices(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("alicia")
    page = person.go(GROUPS)
    expect(page.get_by_role("main")).to_contain_text("Mayoristas")
    page.get_by_label("Nombre").fill("Escuelas")
    person.follow(page.get_by_role("button", name="Abrir el grupo"))
    fault_free(page)
    page.get_by_label("Correos").fill("escuela@example.mx, nada")
    person.follow(page.get_by_role("button", name="Enviar las invitaciones"))
    expect(page.get_by_role("main")).to_contain_text("Renglón 2, nada")
    expect(page.get_by_label("Correos")).to_have_value("escuela@example.mx, nada")
    fault_free(page)
    page.get_by_label("Correos").fill("escuela@example.mx")
    person.follow(page.get_by_role("button", name="Enviar las invitaciones"))
    expect(page.get_by_role("main")).to_contain_text("escuela@example.mx")
    person.follow(page.get_by_role("link", name="Sus precios"))
    fault_free(page)
    page.get_by_label("Lista de precios").fill("NO-HAY,10")
    person.follow(page.get_by_role("button", name="Guardar la lista"))
    expect(page.get_by_role("main")).to_contain_text("ninguna variante de tu tienda tiene este SKU")
    fault_free(page)
    page.get_by_label("Cuánto menos, en por ciento").fill("50")
    person.follow(page.get_by_role("button", name="Poner estos precios"))
    page.get_by_label("Sí, así los quiero").check()
    fault_free(page)
    page.get_by_label("Cuánto menos, en por ciento").fill("10")
    person.follow(page.get_by_role("button", name="Poner estos precios"))
    expect(page.get_by_role("status").filter(has_text="guardado")).to_be_visible()


def test_a_member_reads_their_price_and_may_leave(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("dario")
    page = person.go("/cuenta/grupos")
    expect(page.get_by_role("main")).to_contain_text("Mayoristas")
    fault_free(page)
    page = person.go("/tienda/hilos-alpaca")
    card = page.locator("article").filter(has_text="Precio para Mayoristas").first
    expect(card).to_be_visible()
    person.follow(card.get_by_role("link"))
    expect(page.get_by_role("main")).to_contain_text("Precio para Mayoristas · al público")
    fault_free(page)
    stranger = visit(width=320)
    theirs = stranger.go(urlsplit(page.url).path)
    expect(theirs.get_by_role("main")).to_contain_text("IVA incluido")
    expect(theirs.get_by_role("main")).not_to_contain_text("Mayoristas")
