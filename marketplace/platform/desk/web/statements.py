"""A shop's statement of a month, on the page and as a file; and the proof of a day's entries."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.calendar import mexican_day, month_of
from marketplace.kernel.errors import Refusal
from marketplace.kernel.made_files import TableFormat
from marketplace.kernel.module import labels
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.ledger import (
    ProvenEntry,
    Statement,
    StatementKey,
    entries_of,
    lines_of,
    loose_lines,
    moved_by_day,
    orders_of,
    prove_day,
    statement,
)
from marketplace.platform.desk import errors, filing
from marketplace.platform.desk.next_payout import shop_money
from marketplace.platform.desk.rules import MOST_AT_ONCE
from marketplace.platform.desk.statement_files import WRITERS, rows_of
from marketplace.platform.desk.web.charts import draw_days
from marketplace.platform.moderation import held_between, rules_then
from marketplace.trade.orders import codes_of, find_order_id
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import locale_code, month_name
from marketplace.web.hosts import whole
from marketplace.web.pages import page
from marketplace.web.private_files import private_link
from marketplace.web.words import say

room = SELLER.room("desk_statements")
_ON_PAGE = 50
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@room.get("/dinero/estado")
@requires(May.VIEW_MONEY)
def month(work: Work) -> str:
    """A month: what the shop had, what moved by kind beside another month, day by day, and by order or line by line."""
    first, last = _asked_month(work)
    told = statement(work, first, last)
    beside = statement(work, *_beside(work, first))
    by_line = request.args.get("ver") == "renglones"
    holds, today = held_between(work, work.tenant_id, first, last), mexican_day(work.now)
    return page(
        "platform/desk/seller/statement.html",
        told=told,
        before=beside,
        kinds=list(dict.fromkeys(chain(told.by_kind, beside.by_kind))),
        month=first,
        months=_months(work, first),
        formats=list(WRITERS),
        yesterday=today - timedelta(days=1),
        holds=holds,
        rules=rules_then(work, holds),
        kept_minor=shop_money(work).kept_minor if holds and last >= today else 0,
        month_name=month_name,
        chart=draw_days(moved_by_day(work, first, last)),
        by_line=by_line,
        is_long=told.lines > MOST_AT_ONCE,
        long_formats=list(TableFormat),
        files=filing.files_of(work),
        **(_lines(work, told) if by_line else _orders(work, told)),
    )


def _orders(work: Work, told: Statement) -> dict[str, Any]:
    """What moved by order, or of the one that is looked for; before the first of them what is of no order."""
    text, after = text_in(request.args, "pedido", most=60), _after()
    found = find_order_id(work, text) if text else None
    rows = (
        []
        if text and found is None
        else orders_of(work, told.first, told.last, limit=_ON_PAGE + 1, after=after, only=found)
    )
    shown, more = rows[:_ON_PAGE], rows[_ON_PAGE:]
    return {
        "rows": shown,
        "loose": [] if text or after else loose_lines(work, told.first, told.last),
        "next_key": _key(shown[-1].at, shown[-1].order_id) if more else "",
        "codes": codes_of(work, [row.order_id for row in shown if row.order_id]),
        "text": text,
    }


def _lines(work: Work, told: Statement) -> dict[str, Any]:
    """Every line with the balance after it."""
    had, rows = lines_of(work, told, limit=_ON_PAGE + 1, after=_after())
    shown, more = rows[:_ON_PAGE], rows[_ON_PAGE:]
    codes = codes_of(work, list({row.order_id for row in shown if row.order_id}))
    return {
        "rows": list(rows_of(had, shown, codes)),
        "next_key": _key(shown[-1].at, shown[-1].id) if more else "",
        "text": "",
    }


def _beside(work: Work, first: date) -> tuple[date, date]:
    """The month that another one is read beside: the one that the address names, or the one before."""
    said = _MONTH.fullmatch(request.args.get("contra", ""))
    today = mexican_day(work.now)
    day = min(date(int(said[1]), int(said[2]), 1), today) if said else first - timedelta(days=1)
    begins, ends = month_of(day)
    return begins, min(ends, today)


@room.get("/dinero/estado/archivo")
@requires(May.VIEW_MONEY)
def file(work: Work) -> object:
    """The same month as a file: csv, xlsx or pdf, every line with the balance after it."""
    extension = request.args.get("formato", "csv")
    if extension not in WRITERS:
        abort(404)
    first, last = _asked_month(work)
    told = statement(work, first, last)
    if told.lines > MOST_AT_ONCE:
        flash(_("Ese mes tiene muchos renglones: pide el archivo y te avisamos aquí cuando esté."), "warning")
        return redirect(url_for(".month", mes=f"{first:%Y-%m}"))
    entries = list(entries_of(work, first, last))
    codes = codes_of(work, list({entry.order_id for entry in entries if entry.order_id}))
    write, mimetype = WRITERS[extension]
    answer = Response(write(told, g.seat.shop_name, rows_of(told.opening_minor, entries, codes)), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.seat.slug}-{first:%Y-%m}.{extension}"'
    return answer


@room.post("/dinero/estado/archivos")
@requires(filing.ask_file)
def ask(work: Work) -> object:
    """Have a month of many lines written into a file."""
    kind, (first, last) = request.form.get("formato", ""), _month_named(work, request.form.get("mes", ""))
    try:
        with work.attempt():
            if kind not in set(TableFormat):
                raise errors.NoSuchFile
            filing.ask_file(work, first, last, kind=TableFormat(kind), locale=locale_code())
        flash(_("Lo estamos preparando. En esta página dice cuánto lleva y aquí mismo lo descargas."), "success")
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".month", mes=f"{first:%Y-%m}", _anchor="archivos"))


@room.post("/dinero/estado/archivos/<uuid:file_id>")
@requires(filing.open_file)
def fetch(work: Work, file_id: UUID) -> object:
    """Fetch a file that was written."""
    try:
        return redirect(private_link(filing.open_file(work, file_id)), 303)
    except errors.FileNotReady as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".month", _anchor="archivos"))


@room.get("/dinero/comprobante")
@requires(May.VIEW_MONEY)
def proof_of_day(work: Work) -> object:
    """The shop's entries of a sealed day, each with its way to the published root, for `check_proof.py`."""
    day = request.args.get("dia", "")
    try:
        proven = prove_day(work, date.fromisoformat(day))
    except ValueError:
        proven = None
    if proven is None:
        flash(
            _("De ese día no hay libros sellados: un día se sella cuando termina, desde la primera venta."), "warning"
        )
        return redirect(url_for(".month"))
    told = {
        "day": proven.day.isoformat(),
        "root": proven.root,
        "published_at": whole(url_for("ledger_buyer.sealed", _anchor=proven.day.isoformat())),
        "entries": _told(work, proven.entries),
    }
    answer = Response(json.dumps(told, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.seat.slug}-{proven.day.isoformat()}.json"'
    return answer


def _told(work: Work, entries: Sequence[ProvenEntry]) -> list[dict[str, object]]:
    """Each line with its way to the root, and beside it what people call it: its order's code, and what it is."""
    codes, say = codes_of(work, list({entry.order_id for entry in entries if entry.order_id})), labels()["movement"]
    return [
        {
            "line": entry.line,
            "path": entry.path,
            "order": codes[entry.order_id] if entry.order_id else "",
            "what": say(entry.kind),
        }
        for entry in entries
    ]


def _asked_month(work: Work) -> tuple[date, date]:
    """The month that the address names, as `_month_named`."""
    return _month_named(work, request.args.get("mes", ""))


def _month_named(work: Work, name: str) -> tuple[date, date]:
    """The month of a name, until today where it is not over; this one where there is none, or it is to come."""
    said, today = _MONTH.fullmatch(name), mexican_day(work.now)
    first, last = month_of(min(date(int(said[1]), int(said[2]), 1), today) if said else today)
    return first, min(last, today)


def _months(work: Work, shown: date) -> list[date]:
    """The months to choose from, latest first: the last two years, and the one that is shown."""
    this = mexican_day(work.now).replace(day=1)
    months = [this]
    while len(months) < 24:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months if shown in months else [shown, *months]


def _key(at: datetime, one: UUID | None) -> str:
    return f"{at.isoformat()}~{one}"


def _after() -> StatementKey | None:
    """Where the page before ended; None for the first one, and for what is no such place."""
    at, _tilde, order_id = request.args.get("despues", "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(order_id)) if moment.tzinfo else None
    except ValueError:
        return None
