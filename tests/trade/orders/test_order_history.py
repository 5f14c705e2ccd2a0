"""What happened to an order is said by the module that it happened in, and plainly where none says it."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from marketplace.kernel.module import events_said
from marketplace.trade.orders.models import OrderEvent
from marketplace.trade.orders.web.words import event_label, event_note, state_label

ROOT = Path(__file__).parents[3]


def test_every_kind_that_is_noted_is_said(app: Flask) -> None:
    noted = {"placed"}
    for path in ROOT.glob("marketplace/**/*.py"):
        for call in re.findall(r"\bnote\(work, order, (.*)", path.read_text("utf-8")):
            noted |= set(re.findall(r"\"([a-z]+_?[a-z]+)\"(?=[,) ])", call.partition("text=")[0]))
    assert len(noted) > 15
    assert noted <= events_said().keys()


def test_a_kind_that_nobody_says_is_said_plainly(app: Flask) -> None:
    with app.test_request_context():
        event = OrderEvent(kind="beamed_up", by="Pía", note="")
        assert event_label(event) == "Hubo un cambio en el pedido"
        assert event_note(event) == ""
        assert state_label("beamed_up") == "En otro paso"


def test_a_kind_is_said_by_its_own_module(app: Flask) -> None:
    with app.test_request_context():
        assert event_label(OrderEvent(kind="claim_opened", by="Ana", note="")) == "Pidieron garantía"
        assert event_label(OrderEvent(kind="packed", by="Pía", note="")) == "Lo empacó Pía"
