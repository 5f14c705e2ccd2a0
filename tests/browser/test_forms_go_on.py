"""What somebody typed survives the question who they are, in a real browser; and the packing slip fits its paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from marketplace.demo.seed import PASSWORD
from tenants.embedded import EmbeddedServer

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


@pytest.fixture
def age_proofs(demo_market: str, server: EmbeddedServer) -> Callable[[], None]:
    """Everybody showed who they are longer ago than a quarter of an hour."""

    def age() -> None:
        owner = create_engine(server.administrator_url(f"demo_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"))
        with owner.begin() as connection:
            connection.execute(text("UPDATE user_session SET proved_at = proved_at - interval '16 minutes'"))
        owner.dispose()

    return age


def test_an_invitation_is_sent_with_the_proof_and_typed_once(visit: Visits, age_proofs: Callable[[], None]) -> None:
    alicia = visit()
    alicia.sign_in("alicia")
    page = alicia.go("/vender/hilos-alpaca/equipo")
    page.get_by_label("Su correo").fill("luz@example.mx")
    age_proofs()
    alicia.follow(page.get_by_role("button", name="Enviar la invitación"))
    expect(page.get_by_role("heading", name="¿Sigues siendo tú")).to_be_visible()
    page.get_by_label("Contraseña").fill(PASSWORD)
    alicia.follow(page.get_by_role("button", name="Continuar", exact=True))
    expect(page.get_by_text("Le enviamos la invitación a luz@example.mx")).to_be_visible()
    assert page.url.endswith("/vender/hilos-alpaca/equipo")


@pytest.mark.parametrize(("width", "height"), [(816, 1056), (1056, 816)])
def test_the_packing_slip_takes_the_whole_width_of_its_paper(visit: Visits, width: int, height: int) -> None:
    pia = visit(width=width)
    pia.sign_in("pia")
    page = pia.go("/vender/hilos-alpaca/pedidos?estado=paid")
    pia.follow(page.locator("tbody a").first)
    pia.follow(page.get_by_role("link", name="Hoja de empaque"))
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    slip = page.locator(".slip").bounding_box()
    assert slip is not None
    assert slip["x"] < 20
    assert slip["width"] > width - 40
    assert slip["y"] < 60
