"""The forms of a page, as a browser reads and sends them: what is in each box, which button was pressed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from marketplace.kernel import clock
from tests.cast import PASSWORD

Pairs = list[tuple[str, Any]]

# What somebody writes into a box that is empty, by its name: the first that fits the whole of it.
WRITTEN = {
    "warranty_months": "6",
    "return_days": "30",
    r"email": "carla@example.mx",
    r"old": PASSWORD,
    r"password": PASSWORD,
    r"phone": "55 1234 5678",
    r"postal_code": "06700",
    r"rfc": "MEMA790325AB3",
    r"sat_key": "11151700",
    r"hs_code": "580421",
    r"axis_1_name": "Color",
    r"axis_1_values": "Rojo, Azul, Verde, Negro",
    r"axis_[23]_(name|values)": "",
    r"variants-0-name": "Rojo",
    r"variants-0-weight": "",
    r"links": "https://www.instagram.com/tornillos",
    r"sat_unit": "H87",
    r"curp": "MEMA790325MDFNRN08",
    r"clabe": "012180001183597198",
    r"bank_answer": "referencia,resultado,motivo",
    r"card": "4242 4242 4242 4242",
    r"order": "",
    r"domain": "otra-tienda.example",
    r"slug": "otra-tienda",
    r"code": "123456",
    r"tracking": "9876543210",
    r"attr_.*": "12",
    r"words": "madeja, cadejo",
    r"addresses": "nueva@example.mx",
    r"lines": "SKU-1,100",
    r"percent": "10",
    r"price_[0-9a-f-]{36}": "",  # what something costs a group of customers: nothing of its own
    r"number": "",  # of a listing of the market that is walked through
    r"about": "",
    r"gtin|.*-gtin": "",
    r"variants-[1-9]-.*": "",
    r"state": "Ciudad de México",
    r"municipality": "Cuauhtémoc",
    r"settlement": "Roma Norte",
    r"listed_settlement": "Roma Norte",
    r"label": "Mis papás",
    r"street": "Orizaba 101",
    r"regime": "612",  # of a person with that RFC, and a use that goes with it
    r"use": "G03",
}
_BY_KIND = {"email": "carla@example.mx", "number": "1", "tel": "55 1234 5678", "url": ""}
_MEANT = ("sure", "agreed", "may")  # boxes of which one must be ticked by whoever means it
_NUMBERS = ("numeric", "decimal")
_SOMETHING = "Así quedamos de verdad, y aquí lo digo con las palabras que hagan falta."


@dataclass(frozen=True)
class Box:
    """One name of a form: how it is filled, what it holds as the page shows it, and what it may hold."""

    name: str
    kind: str
    holds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    number: bool = False
    longest: int = 5000

    @property
    def is_typed(self) -> bool:
        """Whether a person writes into it, and would lose what they wrote."""
        return self.kind in ("text", "search", "email", "tel", "number", "date", "url", "textarea")

    def filled(self) -> tuple[str, ...]:
        """What a person who means it leaves in the box."""
        if self.kind in ("select", "radio"):
            offered = [choice for choice in self.choices if choice]
            if WRITTEN.get(self.name) in offered and not any(self.holds):
                return (WRITTEN[self.name],)
            return self.holds if any(self.holds) else tuple(offered[:1])
        if self.kind == "checkbox":
            return self.holds or (self.choices[:1] if self.name in _MEANT else ())
        if re.fullmatch(r"line-.*", self.name):
            return ("1",)  # pieces that go back
        if not (self.is_typed or self.kind == "password") or any(self.holds):
            return self.holds
        for name, text in WRITTEN.items():
            if re.fullmatch(name, self.name):
                return (text,)
        if self.kind == "date":
            return ((clock.now() + timedelta(days=400)).date().isoformat(),)
        return (_BY_KIND.get(self.kind, "1" if self.number else _SOMETHING[: self.longest].strip()),)


@dataclass
class PageForm:
    """A form: where it is sent, its boxes, and the buttons that send it (each with its name and value, or none)."""

    action: str
    method: str
    boxes: dict[str, Box] = field(default_factory=dict)
    buttons: list[tuple[str, str] | None] = field(default_factory=lambda: [None])
    has_files: bool = False

    def filled(self, button: int = 0) -> Pairs:
        """What a person sends who fills it and presses a button."""
        pairs: Pairs = [(box.name, text) for box in self.boxes.values() if box.kind != "file" for text in box.filled()]
        pressed = self.buttons[button]
        return [*pairs, pressed] if pressed else pairs


def forms_in(page: str, address: str) -> list[PageForm]:
    """Read the forms of a page; each button with an address of its own makes a form of its own."""
    if "<form" not in page:
        return []
    found = []
    for element in html.fromstring(page).iter("form"):
        boxes, buttons = _boxes(element), _buttons(element)
        sent_to = {element.get("action") or address: [button for to, button in buttons if not to] or [None]}
        for to, button in buttons:
            if to:
                sent_to.setdefault(to, []).append(button)
        if asks := element.get("data-options"):  # what our script asks for before it sends the form
            found.append(PageForm(asks, "post", {"for": Box("for", "hidden", (element.get("data-for", ""),))}))
        method = (element.get("method") or "get").lower()
        files = element.get("enctype") == "multipart/form-data"
        found += [PageForm(to, method, boxes, pressed, files) for to, pressed in sent_to.items()]
    return found


def _boxes(form: HtmlElement) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for element in form.iter("input", "select", "textarea"):
        name, kind = element.get("name"), _kind(element)
        if not name or name == "csrf_token" or kind in ("submit", "button", "image") or "disabled" in element.attrib:
            continue
        holds, choices = _content(element, kind)
        earlier = boxes.get(name)
        boxes[name] = Box(
            name,
            kind,
            (*earlier.holds, *holds) if earlier else holds,
            (*earlier.choices, *choices) if earlier else choices,
            element.get("inputmode") in _NUMBERS,
            int(element.get("maxlength", 5000)),
        )
    return boxes


def _kind(element: HtmlElement) -> str:
    return element.tag if element.tag != "input" else (element.get("type") or "text").lower()


def _content(element: HtmlElement, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if kind == "select":
        values = [option.get("value", option.text_content()) for option in element.iter("option")]
        chosen = [o.get("value", o.text_content()) for o in element.iter("option") if "selected" in o.attrib]
        return tuple(chosen or ([] if "multiple" in element.attrib else values[:1])), tuple(values)
    if kind == "textarea":
        return (re.sub(r"^\r?\n", "", element.text or ""),), ()
    value = element.get("value", "on" if kind in ("checkbox", "radio") else "")
    if kind in ("checkbox", "radio"):
        return ((value,) if "checked" in element.attrib else ()), (value,)
    return (value,), ()


def _buttons(form: HtmlElement) -> list[tuple[str, tuple[str, str] | None]]:
    found = []
    for element in form.iter("button", "input"):
        if _kind(element) not in ("button", "submit") or element.get("type") in ("button", "reset"):
            continue
        name = element.get("name")
        found.append((element.get("formaction") or "", (name, element.get("value") or "") if name else None))
    return found


def kind_of(name: str) -> str:
    """A box's name without the thing it is about: of `pieces_<id>` there is one for each."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", name)


def links_in(page: str) -> list[str]:
    """Where a page leads to, within the market."""
    return [path for path in re.findall(r'href="(/[^"#]*)', page) if not path.startswith(("//", "/static"))]
