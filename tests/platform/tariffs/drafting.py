"""Staff who draft a tariff in the console, in tests."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.doors.forms import forms_in

CONSOLE = "/operacion/tarifas"


def begun(client: FlaskClient) -> str:
    return str(client.post(f"{CONSOLE}/borradores").location)


def said(client: FlaskClient, path: str, **other: str) -> dict[str, Any]:
    """The draft's form as a browser sends it, with some boxes filled otherwise."""
    form = next(one for one in forms_in(client.get(path).text, path) if "summary" in one.boxes)
    shown = {name: (box.holds or ("",))[0] for name, box in form.boxes.items() if box.kind != "checkbox"}
    assert set(other) <= set(form.boxes)
    return {**shown, **other}
