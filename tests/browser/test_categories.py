"""Staff change what is asked of goods on a telephone, in both languages: what it does is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_of, is_too_wide

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]


_ATTRIBUTE, _CATEGORY = "/operacion/categorias/datos/material", "/operacion/categorias/decoracion"


def test_what_a_change_does_is_shown_and_nothing_is_done_yet(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("sergio")
    page = person.go(_ATTRIBUTE)
    page.get_by_label("Retirado").check()
    person.press(page.get_by_role("button", name="Guardar", exact=True))
    expect(page.get_by_role("alert")).to_be_visible()
    assert (faults_of(page), is_too_wide(page)) == ([], False)
    expect(person.go(_ATTRIBUTE).get_by_label("Retirado")).not_to_be_checked()


def test_the_history_and_the_old_address_in_both_languages(visit: Visits) -> None:
    person = visit(width=320)
    person.sign_in("sergio")
    for asked, history, attribute in (("", "Historial", "Retirado"), ("?idioma=en", "History", "Retired")):
        page = person.go(_CATEGORY + asked)  # of which the demo market changed the address
        expect(page.get_by_role("heading", name=history)).to_be_visible()
        expect(page.locator("#historial li")).to_contain_text("decoracion-del-hogar")
        assert (faults_of(page), is_too_wide(page)) == ([], False)
        page = person.go(_ATTRIBUTE + asked)
        expect(page.get_by_label(attribute)).not_to_be_checked()
        assert (faults_of(page), is_too_wide(page)) == ([], False)
        answer = page.request.get(f"{person.base}/c/decoracion{asked}", max_redirects=0)
        assert (answer.status, answer.headers["location"]) == (301, f"/c/decoracion-del-hogar{asked}")
