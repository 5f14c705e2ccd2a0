"""Acts on many products: what one would do, how far it is, what it left as it was; cancelled, and undone for ten minutes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import (
    BulkKind,
    BulkPreview,
    bulk_acts,
    cancel_bulk_act,
    get_bulk_act,
    may_be_undone,
    preview_bulk_act,
    rows_left,
    start_bulk_act,
    undo_bulk_act,
)
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say
from marketplace.window.worktable.web import words
from marketplace.window.worktable.web.asking import asked_in, query_of, selected_ids, selection_of
from marketplace.window.worktable.web.forms import FORMS, BulkForm

room = SELLER.room("worktable", "bulk")
_ON_PAGE = 50
_ACTS_ON_PAGE = 30


@room.route("/productos/cambiar", methods=["GET", "POST"])
@requires(start_bulk_act)
def change(work: Work) -> object:
    """What would be done to the products that were chosen; and doing it."""
    values = request.form if request.method == "POST" else request.args
    kind = _kind(values.get("acto", ""))
    ids = selected_ids(work, values)
    if kind is None or not ids:
        flash(_("Elige los productos y qué hacer con ellos."), "warning")
        query = query_of(asked_in(values))
        return redirect(f"{url_for('worktable_seller.index')}?{query}")
    asks_first = kind in FORMS and request.method == "GET" and "ver" not in values
    form = FORMS.get(kind, BulkForm)(formdata=None if asks_first else values)
    if asks_first:
        return _page(kind, form, None, len(ids))
    if not form.validate():
        return _page(kind, form, None, len(ids)), 422
    status = 200
    if request.method == "POST":
        refusal = _start(work, kind, form, ids)
        if refusal is None:
            return redirect(url_for(".act", act_id=form.key.data))
        form.show(refusal)
        status = status_of(refusal)
    return _page(kind, form, preview_bulk_act(work, kind, form.said(), ids), len(ids)), status


def _kind(said: str) -> BulkKind | None:
    return BulkKind(said) if said in list(BulkKind) else None


def _start(work: Work, kind: BulkKind, form: BulkForm, ids: list[UUID]) -> Refusal | None:
    """Begin it; what is refused is given. The key came with the page, so that two sendings are one."""
    act_id = new_id()
    with suppress(ValueError):
        act_id = UUID(form.key.data or "")
    form.key.data = str(act_id)
    try:
        with work.attempt():
            start_bulk_act(work, act_id, kind, form.said(), ids, seen=form.seen.data or "", sure=form.sure.data)
    except Refusal as refusal:
        return refusal
    return None


def _page(kind: BulkKind, form: BulkForm, preview: BulkPreview | None, chosen: int) -> str:
    values = request.form if request.method == "POST" else request.args
    names = [box.short_name for box in form if box.short_name not in ("key", "seen", "sure")]
    query = query_of(asked_in(values))
    return page(
        "window/worktable/seller/change.html",
        kind=kind,
        form=form,
        boxes=[form[name] for name in names],
        preview=preview,
        chosen=chosen,
        carried=[("acto", kind.value), *selection_of(values)],
        told=[(name, value) for name in names for value in values.getlist(name)],
        key=new_id(),
        table=f"{url_for('worktable_seller.index')}?{query}" if query else url_for("worktable_seller.index"),
        words=words,
    )


@room.get("/productos/cambios")
@requires(May.EDIT_PRODUCTS)
def acts(work: Work) -> str:
    """What was done to many products in the last days."""
    number = page_number()
    rows, total = bulk_acts(work, offset=(number - 1) * _ACTS_ON_PAGE, limit=_ACTS_ON_PAGE)
    return page("window/worktable/seller/acts.html", rows=rows, page_of=Page(number, _ACTS_ON_PAGE, total), words=words)


@room.get("/productos/cambios/<uuid:act_id>")
@requires(May.EDIT_PRODUCTS)
def act(work: Work, act_id: UUID) -> str:
    """How far an act is, and which products it left as they were."""
    return _act_page(work, act_id)


def _act_page(work: Work, act_id: UUID, refused: str = "") -> str:
    one = get_bulk_act(work, act_id)
    number = page_number()
    rows, total = rows_left(work, act_id, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "window/worktable/seller/act.html",
        act=one,
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        undoable=may_be_undone(one.kind, one.state, one.finished_at, work.now),
        refused=refused,
        words=words,
    )


@room.post("/productos/cambios/<uuid:act_id>/cancelar")
@requires(cancel_bulk_act)
def cancel(work: Work, act_id: UUID) -> object:
    """Stop an act where it is."""
    return _do(work, act_id, cancel_bulk_act)


@room.post("/productos/cambios/<uuid:act_id>/deshacer")
@requires(undo_bulk_act)
def undo(work: Work, act_id: UUID) -> object:
    """Give products back what an act changed."""
    return _do(work, act_id, undo_bulk_act)


def _do(work: Work, act_id: UUID, act_on: Any) -> object:
    get_bulk_act(work, act_id)
    try:
        with work.attempt():
            act_on(work, act_id)
    except Refusal as refusal:
        return _act_page(work, act_id, say(refusal)), status_of(refusal)
    return redirect(url_for(".act", act_id=act_id))
