"""The finance desk: one box that finds a purchase's money, every transaction of the books, and what does not agree."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from typing import IO, Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.errors import NotFound, Refusal
from marketplace.kernel.module import labels
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.text import plain_cell
from marketplace.kernel.work import Work
from marketplace.money.ledger import (
    TransactionFilter,
    TransactionKey,
    TransactionKind,
    WrittenTransaction,
    entries_for_file,
    entries_of_transactions,
    find_transaction,
    find_transactions,
    latest_check,
)
from marketplace.money.payments import JUDGED_AGAIN, Verdict, doubtful, judge_again
from marketplace.people.sellers import shops
from marketplace.platform.desk import comparing, finding
from marketplace.platform.desk.web.words import found_by_label
from marketplace.trade.orders import codes_of, list_waiting_for_account
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Form, Needed, Tidy
from marketplace.web.pages import page
from marketplace.web.words import say

room = STAFF.room("desk_finance")
_ON_PAGE = 50
_PIECE_BYTES = 64 * 1024
_YEARS = range(2000, 2200)


class MoneyLookForm(Form):
    """What somebody holds of a purchase."""

    text = Tidy(
        _l("Pedido, compra, guía, correo completo, importe o número del proveedor"), [Needed(), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


@room.get("/finanzas")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """The box, the transactions that the filters leave, and what does not agree with what."""
    return _show(work, MoneyLookForm(formdata=None), None)


@room.post("/finanzas")
@requires(finding.look_for_money)
def look(work: Work) -> object:
    """What was found. It is sent, not asked in an address: an e-mail address stays out of logs and histories."""
    form = MoneyLookForm()
    if not form.validate_on_submit():
        return _show(work, form, None), 422
    return _show(work, form, finding.look_for_money(work, form.text.data))


def _show(work: Work, form: MoneyLookForm, found: list[finding.FoundPurchase] | None) -> str:
    every = shops(work)
    which = _asked({one.slug: one.tenant_id for one in every})
    rows = find_transactions(work, which, after=_after(), limit=_ON_PAGE + 1)
    shown, more = rows[:_ON_PAGE], rows[_ON_PAGE:]
    check = latest_check(work)
    return page(
        "platform/desk/staff/finance.html",
        form=form,
        found=found,
        found_by=found_by_label,
        rows=shown,
        next_key=f"{shown[-1].at.isoformat()}~{shown[-1].id}" if more else "",
        codes=_codes(work, shown),
        shops=every,
        kinds=list(TransactionKind),
        asked=_address(),
        check=check,
        doubtful=doubtful(work),
        waiting=list_waiting_for_account(work),
        again=JUDGED_AGAIN,
    )


_FILTERS = ("desde", "hasta", "tienda", "que")


def _address() -> dict[str, Any]:
    """The filters as the address has them, for links to the next page and to the file."""
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}


def _asked(by_slug: dict[str, UUID]) -> TransactionFilter:
    """Read the filters; one that is none leaves everything in."""
    kind = request.args.get("que", "")
    return TransactionFilter(
        first=_day(request.args.get("desde", "")),
        last=_day(request.args.get("hasta", "")),
        tenant_id=by_slug.get(request.args.get("tienda", "")),
        kind=TransactionKind(kind) if kind in set(TransactionKind) else None,
    )


def _day(text: str) -> date | None:
    """Read a day; None for none, and for one that no market saw or will see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _after() -> TransactionKey | None:
    at, _tilde, transaction_id = request.args.get("despues", "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(transaction_id)) if moment.tzinfo else None
    except ValueError:
        return None


def _codes(work: Work, rows: Iterable[WrittenTransaction]) -> dict[UUID, str]:
    return codes_of(work, [row.order_id for row in rows if row.order_id])


@room.get("/finanzas/archivo")
@requires(StaffMay.VIEW_BOOKS)
def file(work: Work) -> object:
    """Every entry of the same transactions, for spreadsheets: pesos, plus is debit. All of them, however many there are."""
    answer = Response(mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="movimientos.csv"'
    if request.method == "HEAD":  # nobody reads the file then, nor closes it
        return answer
    every = shops(work)
    which = _asked({one.slug: one.tenant_id for one in every})
    names = {one.tenant_id: one.name for one in every}
    with ExitStack() as unless_sent:
        # Written in one go, so that who reads slowly holds no transaction.
        made = unless_sent.enter_context(tempfile.TemporaryFile())
        text = io.TextIOWrapper(made, encoding="utf-8-sig", newline="", write_through=True)
        _write_entries(csv.writer(text), entries_for_file(work, which), names, partial(codes_of, work))
        text.detach()
        unless_sent.pop_all()
    answer.response, answer.content_length = _in_pieces(made), made.tell()
    return answer


def _write_entries(
    sheet: Any,
    batches: Iterable[Sequence[Any]],
    names: Mapping[UUID, str],
    find_codes: Callable[[list[UUID]], Mapping[UUID, str]],
) -> None:
    said = labels()
    sheet.writerow(
        (_("Fecha"), _("Movimiento"), _("Qué"), _("Causa"), _("Cuenta"), _("Concepto"), _("Tienda"), _("Pedido"),
         _("Importe"))
    )  # fmt: skip
    for rows in batches:
        codes = find_codes(list({row.order_id for row in rows if row.order_id}))
        sheet.writerows(
            (
                row.at.astimezone(MEXICO).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds"), row.id,
                said["book_transaction"](row.transaction), row.cause, said["book_account"](row.account),
                said["movement"](row.kind), plain_cell(names.get(row.tenant_id, "")), codes.get(row.order_id, ""),
                f"{row.amount_minor / 100:.2f}",
            )
            for row in rows
        )  # fmt: skip


def _in_pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece


@room.get("/finanzas/movimiento/<uuid:transaction_id>")
@requires(StaffMay.VIEW_BOOKS)
def transaction(work: Work, transaction_id: UUID) -> str:
    """A transaction of the books, entry by entry."""
    found = find_transaction(work, transaction_id)
    if found is None:
        raise NotFound
    codes = _codes(work, [found])
    names = {one.tenant_id: one.name for one in shops(work)}
    entries = entries_of_transactions(work, [found.id])[found.id]
    purchase = finding.purchase_of_order(work, found.order_id) if found.order_id else ""
    return page(
        "platform/desk/staff/transaction.html", one=found, codes=codes, entries=entries, names=names, purchase=purchase
    )


@room.get("/finanzas/compra/<code>")
@requires(StaffMay.VIEW_BOOKS)
def purchase(work: Work, code: str) -> str:
    """All that the money of a purchase did: charge, attempts, refunds, what the provider told, and the books."""
    told = finding.money_of_purchase(work, code)
    return page(
        "platform/desk/staff/purchase.html",
        told=told,
        slugs={one.tenant_id: one.slug for one in shops(work)},
        codes={order.id: order.code for order in told.orders},
        entries=entries_of_transactions(work, [row.id for row in told.written]),
    )


@room.post("/finanzas/avisos/<uuid:event_id>/juzgar")
@requires(judge_again)
def judge(work: Work, event_id: UUID) -> object:
    """Judge again what a provider told and what moved nothing."""
    try:
        with work.attempt():
            flash(_say_verdict(judge_again(work, event_id)), "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".index", _anchor="avisos"))


def _say_verdict(verdict: Verdict) -> str:
    if verdict in JUDGED_AGAIN:
        return _("Sigue sin contar: %(why)s.", why=labels()["verdict"](verdict.value))
    return _("Ahora sí se entendió, y se hizo lo que toca.")


@room.post("/finanzas/comparar")
@requires(comparing.ask_comparison)
def compare(work: Work) -> object:
    """Have everything compared now."""
    comparing.ask_comparison(work)
    flash(_("Estamos comparando. En un momento aparece aquí lo que no coincida."), "success")
    return redirect(url_for(".index", _anchor="diferencias"))
