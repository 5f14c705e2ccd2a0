"""Signing up, a passkey and codes on paper, in a real browser with an authenticator of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_of, is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True,
}  # fmt: skip


def _faultless(visitor: Any) -> None:
    page, before = visitor.page, list(visitor.complaints)
    assert faults_of(page) == []
    assert not is_too_wide(page)
    page.wait_for_timeout(200)
    visitor.complaints[:] = (
        before  # axe styles and reads the page in ways that our policy refuses, and the console says so
    )


def _open_letter(visitor: Any, email: str, subject: str = "") -> None:
    """Follow the link of the latest letter to an address, or of the latest about something."""
    page = visitor.go("/buzon")
    letter = page.locator(".line").filter(has_text=email).filter(has_text=subject).get_by_role("link")
    visitor.reload_until(letter)
    visitor.follow(letter.first)
    link = re.search(r"/enlace/[\w-]+", page.inner_text("main"))
    assert link is not None
    visitor.go(link[0])


@pytest.mark.parametrize("width", [1280, 320])
def test_a_new_person_registers_a_passkey_and_enters_with_it_alone(visit: Visits, width: int) -> None:
    nora = visit(width=width)
    nora.base = nora.base.replace("127.0.0.1", "localhost")  # no key is bound to a bare network address
    page, email = nora.page, f"nora{width}@example.mx"
    devices = nora.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    nora.go("/crear-cuenta")
    page.get_by_label("Tu nombre").fill("Nora Paz")
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill("cuatro palabras bien raras")
    nora.follow(page.get_by_role("main").get_by_role("button", name="Crear cuenta"))
    expect(page.get_by_role("heading", name="Revisa tu correo")).to_be_visible()
    _faultless(nora)
    _open_letter(nora, email)
    _faultless(nora)
    nora.follow(page.get_by_role("button", name="Sí, confirmar"))
    expect(page.get_by_text("Tu correo quedó confirmado")).to_be_visible()

    nora.go("/cuenta/segundo-paso")
    page.get_by_label("Nombre para reconocerla").fill("mi teléfono")
    page.get_by_role("button", name="Registrar una llave").click()
    expect(page.get_by_role("heading", name="Guarda estos códigos")).to_be_visible()
    _faultless(nora)
    paper = page.locator(".codes code").first.inner_text()
    nora.follow(page.get_by_role("link", name="Ya los guardé"))
    expect(page.get_by_role("button", name="Quitar mi teléfono")).to_be_visible()
    nora.follow(page.get_by_role("link", name="Agregar otro"))
    nora.follow(page.get_by_role("button", name="Usar una app de códigos"))
    expect(page.get_by_role("heading", name="Conecta tu app")).to_be_visible()
    _faultless(nora)

    nora.go("/cuenta")
    nora.follow(page.get_by_role("button", name="Cerrar sesión"))
    nora.go("/entrar")
    page.get_by_role("button", name="Entrar con una llave de acceso").click()
    expect(page.locator("a", has_text="Nora").first).to_be_attached()  # on a phone it stands in the menu

    nora.go("/cuenta")
    nora.follow(page.get_by_role("button", name="Cerrar sesión"))
    nora.go("/entrar")
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill("cuatro palabras bien raras")
    nora.follow(page.get_by_role("main").get_by_role("button", name="Entrar", exact=True))
    expect(page.get_by_role("button", name="Usar una llave de acceso")).to_be_visible()
    _faultless(nora)
    nora.follow(page.get_by_role("link", name="Perdí mi segundo paso"))
    _faultless(nora)
    nora.follow(page.get_by_role("button", name="Mandarme el enlace"))
    expect(page.get_by_role("heading", name="Revisa tu correo")).to_be_visible()
    _faultless(nora)
    _open_letter(nora, email, "¿Perdiste tu segundo paso?")
    _faultless(nora)
    nora.follow(page.get_by_role("button", name="Empezar la espera"))
    expect(page.get_by_role("heading", name="Empezó la espera")).to_be_visible()
    _faultless(nora)
    _open_letter(nora, email, "Vamos a quitar tu segundo paso")
    _faultless(nora)
    nora.go("/entrar/segundo-paso")
    page.get_by_label("Código").fill(paper)
    nora.follow(page.get_by_role("main").get_by_role("button", name="Entrar", exact=True))
    expect(page.locator("a", has_text="Nora").first).to_be_attached()  # on a phone it stands in the menu
    assert nora.complaints == []
