"""The days of the books that are sealed, for anybody, and the program that checks a shop's proof."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from marketplace.kernel.work import Work
from marketplace.money.ledger import check_proof
from marketplace.money.ledger.queries import sealed_days
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = BUYER.room("ledger")
_ON_PAGE = 60
_PROGRAM = Path(check_proof.__file__)


@room.get("/libros")
@anyone
def sealed(work: Work) -> str:
    """Each day that is over, with how many entries it has and their root."""
    number = page_number()
    rows, total = sealed_days(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("money/ledger/buyer/sealed.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


@room.get("/libros/check_proof.py")
@anyone
def program(work: Work) -> Response:
    """The program with which a shop checks, offline, that its entries are in the books."""
    answer = Response(_PROGRAM.read_text("utf-8"), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = 'attachment; filename="check_proof.py"'
    return answer
