"""Main pages on a telephone by day and on a desk at night: rings are whole, chips stay in their cards, colours can be read.

Which pages are main follows from the modules: what stands in the sitemap, a person's own doors, the sides of workplaces.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from marketplace.kernel.module import house, links
from marketplace.kernel.permissions import May, StaffMay
from tests.browser.axe import faults_of
from tests.browser.rings import faults_in, narrow_faults_in
from tests.doors.table import DOORS, PERSON

pytestmark = pytest.mark.browser
Visits = Callable[..., Any]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SHOP = "hilos-alpaca"

# The way of the tour through pages that are about something; a selector is the first link on the page before.
FINDING = (
    "/buscar?q=cafetera",
    ".card-listing h3 a",
    "/comparar?n=1001&n=1021",
    f"/tienda/{SHOP}",
    "/buzon",
    "/no-existe",
)
SHOPPING = ("/pedidos", "main h2 a", "/pedidos", "main .line a", "/preguntas", "main .line a")
SELLING = (
    f"/vender/{SHOP}/pedidos", "main td a", f"/vender/{SHOP}/productos", f'main tbody a[href^="/vender/{SHOP}/productos/"]',
    f"/vender/{SHOP}/dinero/depositos", "main td a", f"/vender/{SHOP}/cuenta-de-pago",
)  # fmt: skip
PAYING = ("/operacion/pagos-a-tiendas", "main td a")


def pages_of(app: Flask, endpoints: list[str]) -> list[str]:
    """The addresses of pages that are about nothing but a shop."""
    rules = [rule for endpoint in endpoints for rule in app.url_map.iter_rules(endpoint)]
    plain = [rule for rule in rules if "GET" in (rule.methods or ()) and rule.arguments <= {"shop"}]
    build = app.url_map.bind("localhost").build
    return [build(rule.endpoint, dict.fromkeys(rule.arguments, SHOP)) for rule in plain]


def look_at(person: Any, steps: list[str], *, locale: str = "es") -> list[str]:
    """Look at pages one by one; gives what is wrong with each."""
    page, faults = person.page, []
    for step in steps:
        path = step if step.startswith("/") else page.locator(step).first.get_attribute("href")
        page.set_viewport_size({"width": 360, "height": 800})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")  # what is scrolled to is there at once
        person.go(f"{path}{'&' if '?' in path else '?'}idioma=en" if locale == "en" else path)
        assert "/entrar" not in page.url, path
        assert locale == "es" or "idioma=en" not in page.url or page.locator("html[lang=en]").count()
        found = faults_in(page)
        page.set_viewport_size({"width": 320, "height": 800})
        found += narrow_faults_in(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark")
        found += faults_in(page)
        found += faults_of(page, COLOURS)
        faults += [f"{path}: {fault}" for fault in dict.fromkeys(found)]
    return faults


def test_what_everybody_sees(app: Flask, visit: Visits) -> None:
    shown = pages_of(app, [endpoint for module in house() for endpoint in module.shown])
    assert len(shown) > 3
    faults = look_at(visit(), ["/", *shown, *FINDING])
    assert faults == [], "\n".join(faults)


def test_what_is_a_persons_own(app: Flask, visit: Visits) -> None:
    person = visit()
    person.sign_in("carla")
    own = pages_of(app, [endpoint for endpoint, lock in DOORS.items() if lock == PERSON])
    assert len(own) > 10
    faults = look_at(person, [*own, *SHOPPING], locale="en")
    assert faults == [], "\n".join(faults)


def test_the_workplace_of_a_shop(app: Flask, visit: Visits) -> None:
    person = visit()
    person.sign_in("alicia")
    side = pages_of(app, [link.endpoint for link in links(May)])
    assert len(side) > 10
    faults = look_at(person, [*side, *SELLING])
    assert faults == [], "\n".join(faults)


def test_the_workplace_of_staff(app: Flask, visit: Visits) -> None:
    person = visit()
    person.sign_in("sergio")
    side = pages_of(app, [link.endpoint for link in links(StaffMay)])
    assert len(side) > 8
    faults = look_at(person, [*side, *PAYING], locale="en")
    assert faults == [], "\n".join(faults)


def test_a_ring_that_is_cut_off_or_covered_would_be_noticed(visit: Visits) -> None:
    """The negative control."""
    page = visit().go("/entrar")
    page.evaluate("document.querySelector('main form').style.overflow = 'hidden'")
    page.evaluate("document.querySelector('main form').style.padding = '0'")
    assert any("cut off" in fault for fault in faults_in(page))
    page.evaluate("document.querySelector('main form').style.overflow = ''")
    page.evaluate(
        """() => {
          const bar = document.body.appendChild(document.createElement('div'));
          Object.assign(bar.style, {position: 'fixed', inset: '0', zIndex: 99});
        }"""
    )
    assert any("covered" in fault for fault in faults_in(page))
    page.evaluate("document.querySelector('main').style.width = '3000px'")
    assert "scrolls sideways" in narrow_faults_in(page)
