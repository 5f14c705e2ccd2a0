"""Every shop's tax papers of a month: how far each is, and what to do about those that stand still."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.calendar import mexican_day, month_before
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.cfdi import queries, service
from marketplace.money.cfdi.extra import cfdi_is_installed
from marketplace.money.cfdi.gateways import get_pac
from marketplace.money.cfdi.rules import PaperState
from marketplace.money.cfdi.web import words
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.formatting import month_name
from marketplace.web.pages import page
from marketplace.web.words import say

room = STAFF.room("cfdi")
_MONTHS = 24
_AGAIN = (PaperState.DRAFTED, PaperState.REFUSED, PaperState.STAMPED)


@room.get("/facturas")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """A month's papers, those that need somebody first."""
    months = _months(work)
    month = next((one for one in months if f"{one:%Y-%m}" == request.args.get("mes", "")), months[1])
    return page(
        "money/cfdi/staff/papers.html",
        rows=queries.papers_in(work, month),
        month=month,
        months=months,
        month_name=month_name,
        again=_AGAIN,
        words=words,
        is_installed=cfdi_is_installed(),
        nobody_stamps=get_pac() is None,
        stuck=queries.count_stuck(work),
    )


@room.post("/facturas/<uuid:paper_id>")
@requires(service.draw_again, fresh=True)
def again(work: Work, paper_id: UUID) -> object:
    """Draw up a paper again; one that is stamped gets another one in its place."""
    month = queries.month_of_paper(work, paper_id)
    try:
        with work.attempt():
            service.draw_again(work, paper_id)
    except Refusal as refusal:
        flash(say(refusal), "warning")
    else:
        flash(_("Se hace de nuevo. En un momento verás aquí cómo quedó."), "success")
    return redirect(url_for(".index", mes=f"{month:%Y-%m}"))


def _months(work: Work) -> list[date]:
    """The months to choose from, the last that is over second."""
    months = [mexican_day(work.now).replace(day=1)]
    while len(months) < _MONTHS:
        months.append(month_before(months[-1]))
    return months
