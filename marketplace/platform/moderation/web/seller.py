"""What staff decided about a shop and its listings, and what the shop says against a closing."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.platform.moderation import closings, queries
from marketplace.platform.moderation.rules import GROUNDS, RULES
from marketplace.platform.moderation.web.words import ground_label, rule_label
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, Prose
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("moderation")
_ON_PAGE = 30


@room.get("/decisiones")
@requires(May.VIEW_SHOP)
def decisions(work: Work) -> str:
    """Every decision, with its rule, its facts and how to fix it."""
    number = page_number()
    rows, total = queries.cases(work, is_open=False, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/seller/decisions.html",
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        rule_label=rule_label,
        sources=RULES,
        closings=[(one, closings.find_appeal(work, one)) for one in closings.closings(work)],
        ground_label=ground_label,
        grounds=GROUNDS,
    )


class AppealForm(Form):
    """Why the decision is wrong."""

    body = Prose(_l("Por qué no es correcto"), [Needed(), Length(max=3000)], render_kw={"rows": 6})


@room.route("/decisiones/cierre/<uuid:closing_id>", methods=["GET", "POST"])
@requires(closings.appeal_closing)
def appeal(work: Work, closing_id: UUID) -> object:
    """Say why a closing is wrong; somebody who did not decide it answers."""
    form = AppealForm()
    if request.method == "GET" and not closings.may_appeal(work, closing_id):
        return redirect(url_for(".decisions"))  # where it says what was appealed, and what was answered
    if form.validate_on_submit():
        try:
            with work.attempt():
                closings.appeal_closing(work, closing_id, body=form.body.data.strip())
            flash(_("Recibimos tu apelación. Te contesta alguien que no tomó la decisión."), "success")
            return redirect(url_for(".decisions"))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "platform/moderation/seller/appeal.html",
        form=form,
        closing=closings.get_closing(work, closing_id),
        ground_label=ground_label,
        grounds=GROUNDS,
    ), 422 if form.is_submitted() else 200
