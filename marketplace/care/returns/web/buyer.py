"""Asking to send something back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.returns import queries, rules, service
from marketplace.care.returns.errors import WindowOver
from marketplace.care.returns.web.forms import ReturnForm
from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import read_whole
from marketplace.kernel.uploads import PHOTO_FOLDER
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order, lines_of, may_go_back
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.web.access import buyer_only
from marketplace.web.audiences import BUYER
from marketplace.web.forms import is_empty
from marketplace.web.pages import page
from marketplace.web.uploads import received_pictures, receives_pictures

room = BUYER.room("returns")


def _quantities(work: Work, order: Order) -> dict[UUID, int]:
    """Read how many of each line; an empty box is none. Raises NotWhole, TooLarge."""
    boxes = {line.id: request.form.get(f"line-{line.id}", "") for line in lines_of(work, order)}
    return {line_id: 0 if is_empty(typed) else read_whole(typed) for line_id, typed in boxes.items()}


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
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.request_return(
                    work,
                    code,
                    quantities=_quantities(work, order),
                    reason=form.reason.data,
                    message=form.note.data,
                    photos=[photo.key for photo in received_pictures()],
                )
            flash(
                _("Se lo pedimos a %(shop)s. Tiene dos días hábiles para contestarte.", shop=order.shop_name), "success"
            )
            return redirect(url_for(".index", code=code))
        except Refusal as refusal:
            form.show(refusal, field="photos" if refusal.field == "pictures" else None)
    return page(
        "care/returns/buyer/ask.html",
        order=order,
        lines=_left(work, order),
        form=form,
        typed=request.form,
    ), 422 if form.is_submitted() else 200


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
