"""A stranger on a phone reports what is for sale, without JavaScript, and sees how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


def test_a_stranger_reports_a_listing_without_javascript(visit: Visits) -> None:
    person = visit(width=360, javascript=False)
    page = person.go("/c/cafeteras?disponible=1")
    person.follow(page.locator(".card-listing h3 a").first)
    person.follow(page.get_by_role("link", name="Reportar esta publicación"))
    assert page.context.cookies() == []
    send = page.get_by_role("button", name="Enviar el reporte")
    page.get_by_label("Cuéntanos qué viste").fill("La caja dice otra marca.")
    person.press(send)
    expect(page.get_by_role("alert")).to_contain_text("Elige uno.")
    expect(page.get_by_label("Cuéntanos qué viste")).to_have_value("La caja dice otra marca.")
    page.get_by_label("Qué tiene de malo").select_option(label="Es falsificado")
    page.get_by_label("Correo para contestarte").fill("vecina@example.com")
    person.press(send)
    expect(page.get_by_role("main")).to_contain_text("Recibimos tu reporte.")
    expect(page.get_by_role("main")).to_contain_text("Le toca a Tianguis: decidir antes del")
    assert not is_too_wide(page)
    assert all("422" in one for one in person.complaints)  # what was not accepted, and nothing else
