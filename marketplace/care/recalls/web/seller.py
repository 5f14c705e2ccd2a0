"""A shop's recalls: begin one, see who answered, close it."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.care.recalls import queries, service
from marketplace.care.recalls.models import RecallNotice
from marketplace.care.recalls.rules import REMIND_AFTER, answers_of
from marketplace.care.recalls.web import words
from marketplace.care.recalls.web.forms import CloseRecallForm, RecallForm
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog import variants_of
from marketplace.kernel.permissions import May
from marketplace.kernel.text import plain_cell
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import moment
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.spreadsheets import answer_table

room = SELLER.room("recalls")
_ON_PAGE = 30


@room.get("/retiros")
@requires(May.VIEW_SHOP)
def index(work: Work) -> str:
    """The shop's recalls, the open ones first."""
    number = page_number()
    at = (number - 1) * _ON_PAGE
    rows, total = queries.recalls_of_shop(work, offset=at, limit=_ON_PAGE)
    return page("care/recalls/seller/index.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


@room.route("/retiros/nuevo/<uuid:product_id>", methods=["GET", "POST"])
@requires(service.start_recall)
def new(work: Work, product_id: UUID) -> object:
    """Say what is wrong, see whom it meets, and begin."""
    product = products.get_product(work, product_id)
    form = RecallForm([(one.id, one.name) for one in variants_of(work, product) if one.name])
    made: list[str] = []
    reach = None
    if form.is_submitted():
        reach = form.start(
            work,
            [(work.tenant_id, product_id)],
            lambda said, seen: made.append(service.start_recall(work, product_id, said, seen_orders=seen)),
        )
    if made:
        flash(_("Empezó el retiro. Ya no se vende, y las cartas van saliendo."), "success")
        return redirect(url_for(".show", code=made[0]))
    return page("care/recalls/seller/new.html", form=form, product=product, reach=reach), (
        422 if form.errors or form.form_errors else 200
    )


def _show(work: Work, code: str, form: CloseRecallForm) -> str:
    recall = service.get_recall(work, code)
    return page(
        "care/recalls/seller/recall.html",
        recall=recall,
        tally=queries.tally(work, recall),
        answers=answers_of(recall.offers, recall.lot),
        remind_days=REMIND_AFTER.days,
        form=form,
    )


@room.get("/retiros/<code>")
@requires(May.VIEW_SHOP)
def show(work: Work, code: str) -> str:
    """One recall, and how many answered what."""
    return _show(work, code, CloseRecallForm())


@room.post("/retiros/<code>/cerrar")
@requires(service.close_recall)
def close(work: Work, code: str) -> object:
    """End it with a last word."""
    form = CloseRecallForm()
    if not form.carry_out(work, lambda: service.close_recall(work, code, closing=form.closing.data.strip())):
        return _show(work, code, form), 422
    flash(_("Retiro cerrado. Si el producto ya está bien, reactívalo desde Productos."), "success")
    return redirect(url_for(".show", code=code))


@room.get("/retiros/<code>/respuestas")
@requires(May.VIEW_ORDERS)
def answers(work: Work, code: str) -> str:
    """Which orders it meets, and what was answered for each."""
    recall, number = service.get_recall(work, code), page_number()
    asked = request.args.get("respuesta", "")
    kinds = [one.value for one in answers_of(recall.offers, recall.lot)]
    chosen = asked if asked in [*kinds, "none"] else ""
    rows, total = queries.notices(work, recall, answer=chosen, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/recalls/seller/answers.html",
        recall=recall,
        rows=rows,
        kinds=kinds,
        chosen=chosen,
        page_of=Page(number, _ON_PAGE, total),
    )


_HEADS = (
    _l("Pedido"), _l("Nombre"), _l("Piezas"), _l("Carta"), _l("Recordatorio"), _l("Respuesta"), _l("Fecha"), _l("Devolución"),
)  # fmt: skip


@room.get("/retiros/<code>/respuestas.csv")
@requires(May.VIEW_ORDERS)
def answers_file(work: Work, code: str) -> Response:
    """All of them, as a file."""
    recall = service.get_recall(work, code)
    return answer_table([_HEADS, *(_row(*one) for one in queries.every_notice(work, recall))], f"retiro-{code}")


def _row(notice: RecallNotice, order: Order) -> list[object]:
    written, reminded, answered = (
        moment(at) if at else "" for at in (notice.written_at, notice.reminded_at, notice.answered_at)
    )
    return [
        order.code, plain_cell(order.buyer_name), notice.pieces, written, reminded, words.answer_label(notice.answer),
        answered, notice.return_code or "",
    ]  # fmt: skip
