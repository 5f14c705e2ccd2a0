"""The seller's table of products: which ones, in which order; its cells; the views that a member keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import BulkKind, ProductState, fresh_bulk_acts, may_be_undone
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import change_stock
from marketplace.kernel.errors import NotFound, Refusal
from marketplace.kernel.module import labels
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.formatting import money
from marketplace.web.pages import language, may, page, sees_what_was_paid
from marketplace.web.paging import Page, page_number
from marketplace.web.toasts import tell_done
from marketplace.web.words import say
from marketplace.window.worktable.queries import find_products, own_views
from marketplace.window.worktable.rules import TableAsked, TableColumn, TableOrder
from marketplace.window.worktable.service import remove_view, save_row, save_view, turn_product
from marketplace.window.worktable.web import words
from marketplace.window.worktable.web.asking import FilterPanel, asked_in, pairs_of, query_of
from marketplace.window.worktable.web.forms import PiecesForm, RowForm, ViewForm, leaf_choices, reason_choices

room = SELLER.room("worktable")
_ON_PAGE = 50
_MOST_SHOWN = 8  # variants of a product; its own page has all of them


@room.get("/productos")
@requires(May.VIEW_SHOP)
def index(work: Work) -> str:
    """The shop's products."""
    return _table(work)


def _table(
    work: Work,
    *,
    form: PiecesForm | None = None,
    view_form: ViewForm | None = None,
    wrong: Mapping[UUID, str] | None = None,
) -> str:
    """Write the table; with a row's `form` that was refused, or what was `wrong` with a product."""
    asked, number = asked_in(request.args), page_number()
    rows, total = find_products(work, asked, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    views = own_views(work)
    query = query_of(asked)
    prices = may(May.EDIT_PRODUCTS) or sees_what_was_paid()
    return page(
        "window/worktable/seller/products.html",
        asked=asked,
        query=query,
        at=query_of(asked, number),
        carried=pairs_of(asked),
        rows=rows,
        total=total,
        page_of=Page(number, _ON_PAGE, total),
        states=list(ProductState),
        columns=[one for one in asked.columns if prices or one is not TableColumn.PRICE],
        orders=TableOrder,
        panel=FilterPanel(replace(asked, text=""), leaf_choices(language())),
        state_names={one.value: labels()["product_state"](one.value) for one in ProductState},
        narrowed=words.filters_said(asked),
        views=views,
        view=next((one for one in views if one.asked == query), None),
        view_form=view_form or ViewForm(formdata=None),
        acts=fresh_bulk_acts(work),
        undoable=lambda act: may_be_undone(act.kind, act.state, act.finished_at, work.now),
        form=form,
        typed=form.typed() if form else None,
        wrong=wrong or {},
        reasons=reason_choices(),
        kinds=[one for one in BulkKind if one is not BulkKind.UNARCHIVE or asked.state == ProductState.ARCHIVED],
        most_shown=_MOST_SHOWN,
        pesos=lambda minor: f"{minor // 100}.{minor % 100:02d}",
        address_with=partial(_address_with, asked),
        words=words,
    )


def _address_with(asked: TableAsked, name: str, value: str) -> str:
    """Write what is asked as an address does, with one thing otherwise."""
    return urlencode([*(pair for pair in pairs_of(asked) if pair[0] != name), (name, value)])


def _back() -> Any:
    """Lead back to the table as it was asked."""
    query = query_of(asked_in(request.args), page_number())
    return redirect(f"{url_for('.index')}?{query}" if query else url_for(".index"))


@room.post("/productos/<uuid:product_id>/fila")
@requires(save_row)
def save(work: Work, product_id: UUID) -> object:
    """Save the cells of a form of a product."""
    products.get_product(work, product_id)
    form = RowForm()
    if not form.validate() or form.variant_id is None:
        return _table(work, form=form), 422
    try:
        with work.attempt():
            save_row(work, product_id, form.said(form.variant_id))
    except NotFound:
        raise
    except Refusal as refusal:
        _show(form, refusal)
        return _table(work, form=form), status_of(refusal)
    tell_done(_("Guardado."))
    return _back()


@room.post("/productos/<uuid:product_id>/existencias")
@requires(change_stock)
def stock(work: Work, product_id: UUID) -> object:
    """Note pieces more or fewer of a form of a product: for who counts, and does not price."""
    products.get_product(work, product_id)
    form = PiecesForm()
    if not form.validate() or form.variant_id is None:
        return _table(work, form=form), 422
    if form.pieces and form.why:
        try:
            with work.attempt():
                change_stock(work, form.variant_id, delta=form.pieces, reason=form.why, seen=form.seen_on_hand.data)
        except Refusal as refusal:
            _show(form, refusal)
            return _table(work, form=form), status_of(refusal)
    tell_done(_("Guardado."))
    return _back()


def _show(form: PiecesForm, refusal: Refusal) -> None:
    """Show what is wrong at the cell that it is about; of what changed meanwhile, both values."""
    at = {"on_hand": "delta", None: "sku"}.get(refusal.field, refusal.field)
    told = say(refusal)
    details = refusal.details
    match refusal.code:
        case "catalog.price_changed":
            seen, now = (money(int(str(details[name]))) for name in ("seen", "now"))
            told = _("Viste %(seen)s y ahora son %(now)s. Si quieres el tuyo, guarda otra vez.", seen=seen, now=now)
        case "catalog.far_from_price":
            form["sure"].data = details["sure"]
        case "storefront.leaves_less" | "storefront.below_cost":
            form["sure"].data = details["sure"]
            net = money(int(str(details["net_minor"])))
            told = _("¿Seguro? Te llegan %(net)s. Si así lo quieres, guarda otra vez.", net=net)
    form[at or "sku"].errors = [told]


@room.post("/productos/<uuid:product_id>/turno")
@requires(turn_product)
def turn(work: Work, product_id: UUID) -> object:
    """Pause a product, or resume it."""
    to = ProductState.PAUSED if request.form.get("to") == ProductState.PAUSED else ProductState.PUBLISHED
    seen = request.form.get("seen", "")
    try:
        with work.attempt():
            turn_product(work, product_id, to=to, seen=seen)
    except NotFound:
        raise
    except Refusal as refusal:
        return _table(work, wrong={product_id: _turn_refused(refusal)}), status_of(refusal)
    tell_done(_("En pausa: nadie lo ve hasta que lo reanudes.") if to is ProductState.PAUSED else _("Reanudado."))
    return _back()


def _turn_refused(refusal: Refusal) -> str:
    if refusal.code != "worktable.state_changed":
        return say(refusal)
    seen, now = (str(refusal.details[name]) for name in ("seen", "now"))
    named = labels()["product_state"]
    return _(
        "Lo viste en “%(seen)s” y ahora está en “%(now)s”.",
        seen=named(seen) if seen in list(ProductState) else "—",
        now=named(now),
    )


@room.post("/productos/vistas")
@requires(save_view)
def keep_view(work: Work) -> object:
    """Keep what is asked of the table under a name."""
    form = ViewForm()
    if not form.carry_out(work, lambda: save_view(work, form.name.data, query_of(asked_in(request.args)))):
        return _table(work, view_form=form), 422
    tell_done(_("Guardamos la vista “%(name)s”.", name=form.name.data))
    return _back()


@room.post("/productos/vistas/<uuid:view_id>/quitar")
@requires(remove_view)
def drop_view(work: Work, view_id: UUID) -> object:
    """Forget a view."""
    remove_view(work, view_id)
    tell_done(_("Quitamos la vista."))
    return _back()
