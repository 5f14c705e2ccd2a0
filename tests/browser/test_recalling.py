"""A shop recalls what it sold, and who bought something recalled answers: on a narrow phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import fault_free

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
WORDS = {
    "es-MX": {
        "recall": "Empezar un retiro", "wrong": "Qué está mal", "do": "Qué debe hacer quien lo tiene",
        "offer": "Devolución del dinero",
        "ask": "A quién preguntar", "see": "Ver a cuántos llega",
        "reach": "Pedidos a los que llega", "start": "Empezar el retiro",
        "open": "Retiro abierto", "mend": "Elige al menos una cosa que ofreces.", "close": "Cerrar el retiro",
        "ended": "Cómo terminó", "closed": "Retiro cerrado", "answer": "Que me lo cambien por otro",
        "send": "Contestar", "answered": "Contestaste: Que me lo cambien por otro", "nth": "0",
    },
    "en": {
        "recall": "Start a recall", "wrong": "What is wrong", "do": "What whoever has one must do", "offer": "Refund",
        "ask": "Whom to ask", "see": "See how many it reaches", "reach": "Orders it reaches", "start": "Start the recall",
        "open": "Recall open", "mend": "Choose at least one thing that you offer.", "close": "Close the recall",
        "ended": "How it ended", "closed": "Recall closed", "answer": "It is not from that lot",
        "send": "Change my answer", "answered": "You answered: It is not from that lot", "nth": "1",
    },
}  # fmt: skip


@contextmanager
def reads(person: Any, name: str, locale: str) -> Iterator[None]:
    """Somebody of the demo enters and reads in a language; afterwards in Spanish again."""
    person.sign_in(name)
    _read_in(person, locale)
    yield
    _read_in(person, "es-MX")


def _read_in(person: Any, locale: str) -> None:
    page = person.go("/")
    if page.locator(f"html[lang='{locale}']").count() == 0:
        person.follow(page.locator("form[action='/idioma'] button"))


@pytest.mark.parametrize("locale", ["es-MX", "en"])
def test_a_shop_recalls_and_closes(visit: Visits, locale: str) -> None:
    said, person = WORDS[locale], visit(width=320, locale=locale)
    with reads(person, "alicia", locale):
        page = person.go("/vender/hilos-alpaca/productos?estado=published")
        person.follow(page.locator("tbody tr").nth(int(said["nth"])).locator("a[href*='/productos/']").first)
        person.follow(page.get_by_role("link", name=said["recall"], exact=True))
        fault_free(page)
        page.get_by_label(said["wrong"]).fill("Destiñe y mancha la ropa.")
        page.get_by_label(said["do"]).fill("No la laves con otra ropa.")
        page.get_by_label(said["ask"]).fill("55 1234 5678")
        person.follow(page.get_by_role("button", name=said["see"]))
        expect(page.get_by_role("alert")).to_contain_text(said["mend"])
        expect(page.get_by_label(said["wrong"])).to_have_value("Destiñe y mancha la ropa.")
        fault_free(page)
        page.get_by_label(said["offer"]).check()
        person.follow(page.get_by_role("button", name=said["see"]))
        expect(page.get_by_role("status").filter(has_text=said["reach"])).to_be_visible()
        fault_free(page)
        person.follow(page.get_by_role("button", name=said["start"]))
        expect(page.get_by_role("main")).to_contain_text(said["open"])
        fault_free(page)
        page.get_by_label(said["ended"]).fill("El lote nuevo ya no destiñe.")
        person.follow(page.get_by_role("button", name=said["close"]))
        expect(page.get_by_role("main")).to_contain_text(said["closed"])
        fault_free(person.go("/retiros"))


@pytest.mark.parametrize("locale", ["es-MX", "en"])
def test_who_bought_it_answers(visit: Visits, locale: str) -> None:
    said, person = WORDS[locale], visit(width=320, locale=locale)
    with reads(person, "dario", locale):
        page = person.go("/mis-retiros")
        fault_free(page)
        person.follow(page.locator("tbody a").first)
        fault_free(page)
        page.get_by_label(said["answer"]).check()
        person.follow(page.get_by_role("main").get_by_role("button").first)
        expect(page.get_by_role("main")).to_contain_text(said["answered"])
        fault_free(page)
