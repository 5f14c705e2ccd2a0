"""Claiming a warranty."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.care.warranty import queries, rules, service
from marketplace.care.warranty.errors import NoneLeft
from marketplace.care.warranty.web.forms import ClaimForm
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order, lines_of
from marketplace.trade.orders.models import OrderLine
from marketplace.web.access import buyer_only
from marketplace.web.audiences import BUYER
from marketplace.web.forms import options
from marketplace.web.pages import page

room = BUYER.room("warranty")


def _is_whole(form: ClaimForm, lines: Sequence[OrderLine]) -> bool:
    """Whether everything can be taken as it is; more pieces than there are of the line is said beside all else."""
    is_whole = form.validate()
    line = next((one for one in lines if str(one.id) == form.line.data), None)
    left = line.quantity - line.going_back if line else 0
    if line and not form.quantity.errors and (form.quantity.data or 1) > left:
        form.show(NoneLeft(left=left))
        return False
    return is_whole


@room.route("/pedidos/<code>/garantia", methods=["GET", "POST"])
@buyer_only
def claim(work: Work, code: str) -> object:
    """Say what broke; see how earlier claims go."""
    order = get_order(work, code)
    lines = lines_of(work, order)
    form = ClaimForm()
    form.line.choices = options((str(line.id), line.title) for line in lines)
    if form.is_submitted() and _is_whole(form, lines):
        try:
            with work.attempt():
                service.open_claim(
                    work,
                    code,
                    line_id=UUID(form.line.data),
                    problem=form.problem.data,
                    quantity=form.quantity.data or 1,
                )
            flash(
                _("Se lo contamos a %(shop)s. Tiene tres días hábiles para contestarte.", shop=order.shop_name),
                "success",
            )
            return redirect(url_for(".claim", code=code))
        except Refusal as refusal:
            form.show(refusal)
    covered = [
        (line, rules.covered_until(order.delivered_at, line.warranty_months)) for line in lines if order.delivered_at
    ]
    return page(
        "care/warranty/buyer/claim.html",
        order=order,
        form=form,
        covered=covered,
        claims=queries.claims_of_order(work, order),
        now=work.now,
    ), 422 if form.is_submitted() else 200
