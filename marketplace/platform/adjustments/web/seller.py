"""What Tianguis put right in a shop's money, and what the shop says against it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.platform.adjustments import queries, service
from marketplace.platform.adjustments.web import words
from marketplace.platform.adjustments.web.forms import AdjustmentAppealForm
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("adjustments")
_ON_PAGE = 30


@room.get("/dinero/ajustes")
@requires(May.VIEW_MONEY)
def index(work: Work) -> str:
    """Every amount that was given or taken by hand, with who did it and why."""
    number = page_number()
    rows, total = queries.adjustments(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/adjustments/seller/adjustments.html", rows=rows, words=words, page_of=Page(number, _ON_PAGE, total)
    )


@room.route("/dinero/ajustes/<uuid:adjustment_id>", methods=["GET", "POST"])
@requires(service.appeal_adjustment)
def appeal(work: Work, adjustment_id: UUID) -> object:
    """Say why an adjustment is wrong; somebody who neither asked for it nor decided it answers."""
    form = AdjustmentAppealForm()
    found = queries.get_adjustment(work, adjustment_id)
    if request.method == "GET" and (found.state != "approved" or queries.find_appeal(work, found)):
        return redirect(url_for(".index"))  # where it says what was appealed, and what was answered
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.appeal_adjustment(work, adjustment_id, body=form.body.data.strip())
            flash(_("Recibimos tu apelación. Te contesta alguien que no intervino en el ajuste."), "success")
            return redirect(url_for(".index"))
        except Refusal as refusal:
            form.show(refusal)
    return page("platform/adjustments/seller/appeal.html", form=form, one=found, words=words), (
        422 if form.is_submitted() else 200
    )
