"""What a shop recalls waits for staff to look at it: other shops may sell the same."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.care.recalls import close_any_recall, errors
from marketplace.care.recalls.queries import count_to_look_at, product_of_listing
from marketplace.care.recalls.rules import RecallGround
from marketplace.care.recalls.service import StaffReasons, close_recall, note_recall_looked_at, start_recalls
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from tenants.scope import PlatformScope
from tests import make
from tests.care.recalls.recalling import SAID, recall
from tests.cast import Cast
from tests.web.asking import client_of


def waiting(market: Cast) -> int:
    with market.above() as work:
        return count_to_look_at(work)[0]


def test_it_waits_until_somebody_says_that_they_looked(app: Flask, market: Cast) -> None:
    code = recall(market, make.goods(market), seen=0)
    sergio = client_of(app, market.sergio)
    assert "1 retiro de una tienda por revisar" in sergio.get("/operacion/").text
    assert "nadie de Tianguis lo ha revisado" in sergio.get(f"/operacion/retiros/{code}").text
    assert sergio.post(f"/operacion/retiros/{code}/revisado").status_code == 302
    assert waiting(market) == 0
    assert "nadie de Tianguis lo ha revisado" not in sergio.get(f"/operacion/retiros/{code}").text
    with pytest.raises(errors.NothingToLookAt), market.as_sergio() as work:
        note_recall_looked_at(work, code)


def test_what_is_over_or_began_by_staff_does_not_wait(market: Cast) -> None:
    code = recall(market, make.goods(market), seen=0)
    with market.as_alicia() as work:
        close_recall(work, code, closing="Era otra cosa.")
    of, why = make.goods(market), StaffReasons(RecallGround.DEFECT, "Revísalas.")
    with market.as_sergio() as work:
        (staffs,) = start_recalls(work, product_of_listing(work, of.number), SAID, why, seen_orders=0)
    assert waiting(market) == 0
    for one in (code, staffs):
        with pytest.raises(errors.NothingToLookAt), market.as_sergio() as work:
            note_recall_looked_at(work, one)


def test_not_by_its_shop_nor_by_who_works_there(market: Cast) -> None:
    code = recall(market, make.goods(market), seen=0)
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        note_recall_looked_at(work, code)
    pia = Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"])
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
        note_recall_looked_at(work, code)
    assert waiting(market) == 1
    with market.as_sergio() as work:
        close_any_recall(work, code, closing="Ya no hace falta.")
    assert waiting(market) == 0
