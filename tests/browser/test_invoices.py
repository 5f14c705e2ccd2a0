"""An invoice in a real browser without scripts: asked for on the order, uploaded by the shop, fetched by the buyer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from marketplace.kernel.money import without_tax
from marketplace.kernel.settings import Settings
from marketplace.money.cfdi import CfdiKind, Comprobante, Concept, Party, find_seal, write_cfdi
from marketplace.money.cfdi.gateways import PacTwin
from tests.cast import ALPACA_RFC
from tests.web.asking import PDF

pytestmark = pytest.mark.browser
RFC = "FUNK671228PH6"


def stamped(folder: Path, total_minor: int) -> bytes:
    """What the shop had sealed and stamped elsewhere."""
    seal = find_seal(Settings().model_copy(update={"var": folder}))
    assert seal is not None
    base = without_tax(total_minor, 1600)
    line = Concept("11151700", "H87", "Estambre", base, 1600, iva_minor=total_minor - base)
    shop, buyer = Party(ALPACA_RFC, "HILOS ALPACA", "90000", "625"), Party(RFC, "KARLA FUENTE", "06700", "612")
    at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    xml = write_cfdi(Comprobante(CfdiKind.INCOME, shop, buyer, "G03", (line,), at), seal)
    return PacTwin(folder / "pac").stamp("browser", xml).xml


def test_it_is_asked_for_uploaded_and_fetched(visit: Callable[..., Any], tmp_path: Path) -> None:
    carla = visit(javascript=False)
    carla.sign_in("carla")
    page = carla.go("/pedidos")
    orders = page.locator(".line").filter(has_text="Hilos Alpaca").locator("a")
    for number in range(orders.count()):  # the first of which nobody asked for an invoice
        at = orders.nth(number).get_attribute("href")
        page = carla.go(f"{at}/factura")
        ask = page.get_by_role("button", name="Pedir la factura")
        if ask.count():
            break
        page = carla.go("/pedidos")
    page.get_by_label("RFC").fill(RFC)
    page.get_by_label("Nombre o razón social").fill("Karla Fuente")
    page.get_by_label("Régimen fiscal").select_option("612")
    page.get_by_label("Uso de la factura").select_option("G03")
    page.get_by_label("Código postal del domicilio fiscal").fill("06700")
    carla.follow(ask)
    expect(page.get_by_text("Se la pedimos a Hilos Alpaca")).to_be_visible()

    alicia = visit(javascript=False)
    alicia.sign_in("alicia")
    shop = alicia.go("/vender/hilos-alpaca/facturas")
    alicia.follow(shop.get_by_role("row").filter(has_text=RFC).get_by_role("link"))
    said = re.search(r"Debe sumar \$([\d,]+)\.(\d\d)", shop.content())
    assert said is not None
    xml = stamped(tmp_path, int(said[1].replace(",", "") + said[2]))
    shop.get_by_label("XML timbrado").set_input_files(
        {"name": "factura.xml", "mimeType": "application/xml", "buffer": xml}
    )
    shop.get_by_label("PDF").set_input_files({"name": "factura.pdf", "mimeType": "application/pdf", "buffer": PDF})
    alicia.follow(shop.get_by_role("button", name="Enviar a quien compró"))
    expect(shop.get_by_text("Enviada. Ya avisamos a quien compró.")).to_be_visible()

    page.reload()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Descargar XML").click()
    assert Path(fetched.value.path()).read_bytes() == xml
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Descargar PDF").click()
    assert Path(fetched.value.path()).read_bytes() == PDF
