"""Recalls of every shop: see them, begin one over a listing or an article, close one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.recalls import errors, queries, service
from marketplace.care.recalls.rules import REMIND_AFTER, RecallGround, answers_of
from marketplace.care.recalls.service import RecallSaid, StaffReasons
from marketplace.care.recalls.web.forms import CloseRecallForm, StaffRecallForm
from marketplace.goods.catalog.models import Product
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading import Unreadable, read_gtin
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = STAFF.room("recalls")
_ON_PAGE = 30
_LONGEST_NUMBER = 7  # shorter than any article number is written


@room.get("/retiros")
@requires(StaffMay.MODERATE)
def index(work: Work) -> str:
    """Every recall, the open ones first."""
    return _index(work)


def _index(work: Work, *, what: str = "", told: str = "") -> str:
    number = page_number()
    rows, total = queries.recalls(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("care/recalls/staff/index.html", rows=rows, what=what, told=told, page_of=Page(number, _ON_PAGE, total))


def _meant(work: Work, what: str) -> Sequence[tuple[UUID, UUID]]:
    """The products of a listing's number, or of an article's; none where it is neither."""
    number = whole_number(what)
    if number is not None and len(what) <= _LONGEST_NUMBER:
        return queries.product_of_listing(work, number)
    try:
        return queries.products_of_article(work, read_gtin(what))
    except Unreadable:
        return queries.products_of_article(work, what)  # the name of an article without a number of its own


@room.route("/retiros/nuevo", methods=["GET", "POST"])
@requires(service.start_recalls)
def new(work: Work) -> object:
    """Begin a recall of a listing, or of an article in every shop that sold it."""
    what = request.args.get("que", "").strip()[:40]
    meant = _meant(work, what) if what else ()
    if not meant:
        return _index(work, what=what, told=say(errors.NoSuchArticle())), 422
    form, reach, made = StaffRecallForm(), None, list[str]()

    def begin(said: RecallSaid, seen: int) -> None:
        why = StaffReasons(RecallGround(form.ground.data), form.how_to_fix.data.strip())
        made.extend(service.start_recalls(work, meant, said, why, seen_orders=seen))

    if form.is_submitted():
        reach = form.start(work, queries.without_open(work, meant), begin)
    if made:
        flash(_("Empezó el retiro. Las tiendas ya tienen tus razones y las cartas van saliendo."), "success")
        return redirect(url_for(".show", code=made[0]) if len(made) == 1 else url_for(".index"))
    return page(
        "care/recalls/staff/new.html",
        form=form,
        what=what,
        reach=reach,
        products=[work.session.get_one(Product, one) for one in meant[:_ON_PAGE]],
        count=len(meant),
    ), 422 if form.errors or form.form_errors else 200


@room.route("/retiros/<code>", methods=["GET", "POST"])
@requires(service.close_any_recall)
def show(work: Work, code: str) -> object:
    """One recall and its counts; and closing it."""
    form = CloseRecallForm()
    if form.is_submitted() and form.carry_out(
        work, lambda: service.close_any_recall(work, code, closing=form.closing.data.strip())
    ):
        flash(_("Retiro cerrado."), "success")
        return redirect(url_for(".show", code=code))
    recall = service.get_recall(work, code)
    product = work.session.get_one(Product, (recall.tenant_id, recall.product_id))
    return page(
        "care/recalls/staff/recall.html",
        gtin=product.gtin,
        elsewhere=len(queries.products_of_article(work, product.gtin)) - 1 if product.gtin else 0,
        recall=recall,
        tally=queries.tally(work, recall),
        answers=answers_of(recall.offers, recall.lot),
        remind_days=REMIND_AFTER.days,
        form=form,
    ), 422 if form.is_submitted() else 200


@room.post("/retiros/<code>/revisado")
@requires(service.note_recall_looked_at)
def look_at(work: Work, code: str) -> object:
    """Say that one looked at what a shop began."""
    service.note_recall_looked_at(work, code)
    flash(_("Queda como revisado."), "success")
    return redirect(url_for(".show", code=code))
