"""Asking to send something back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.care.returns import queries, rules, service
from marketplace.care.returns.errors import NothingChosen, WindowOver
from marketplace.care.returns.web.forms import ReturnForm, box_of, return_form
from marketplace.kernel.errors import Refusal
from marketplace.kernel.uploads import PHOTO_FOLDER
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order, lines_of, may_go_back
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.web.access import buyer_only
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.uploads import received_pictures, receives_pictures

room = BUYER.room("returns")


def _left(work: Work, order: Order) -> list[tuple[OrderLine, int]]:
    """Each line, and how many pieces of it can still be asked to go back."""
    return [
        (
            line,
            line.left if may_go_back(order.delivered_at, line.return_days, work.now) else 0,
        )
        for line in lines_of(work, order)
    ]


def _may_show_photos(work: Work, code: str) -> None:
    order = get_order(work, code)
    service.check_returnable(work, order)
    if not any(left for _line, left in _left(work, order)):
        raise WindowOver


@room.route("/pedidos/<code>/devolver", methods=["GET", "POST"])
@buyer_only
@receives_pictures("photos", most=rules.MOST_PHOTOS, private_folder=PHOTO_FOLDER, ask_first=_may_show_photos)
def ask(work: Work, code: str) -> object:
    """Choose what comes back, and say why."""
    order = get_order(work, code)
    lines = _left(work, order)
    form = return_form({line.id: left for line, left in lines})()
    if form.is_submitted() and _ask_back(work, order, form, [line.id for line, left in lines if left]):
        flash(_("Se lo pedimos a %(shop)s. Tiene dos días hábiles para contestarte.", shop=order.shop_name), "success")
        return redirect(url_for(".index", code=code))
    return page("care/returns/buyer/ask.html", order=order, lines=lines, form=form, box_of=box_of), (
        422 if form.is_submitted() else 200
    )


def _ask_back(work: Work, order: Order, form: ReturnForm, lines: Sequence[UUID]) -> bool:
    """Ask for what the form says; False, with nothing done, where it shows now all that is wrong with it."""
    form.validate()
    quantities = {line_id: form[box_of(line_id)].data or 0 for line_id in lines}
    if lines and not any(quantities.values()) and not any(form[box_of(line_id)].errors for line_id in lines):
        form.show(NothingChosen(), field=box_of(lines[0]))
    try:
        photos = [photo.key for photo in received_pictures()]
        if form.errors or form.form_errors:
            return False
        with work.attempt():
            service.request_return(
                work, order.code, quantities=quantities, reason=form.reason.data, message=form.note.data, photos=photos
            )
    except Refusal as refusal:
        form.show(refusal, field="photos" if refusal.field == "pictures" else None)
        return False
    return True


@room.get("/pedidos/<code>/devoluciones")
@buyer_only
def index(work: Work, code: str) -> str:
    """An order's returns and how they go."""
    order = get_order(work, code)
    cases = queries.returns_of_order(work, order)
    return page(
        "care/returns/buyer/index.html",
        order=order,
        cases=[(case, queries.lines_of(work, case)) for case in cases],
        more=any(left for _line, left in _left(work, order)),
    )
