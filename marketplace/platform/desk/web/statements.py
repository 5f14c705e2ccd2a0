"""A shop's statement of a month, on the page and as a file; and the proof of a day's entries."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.module import labels
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.ledger import OrderMoney, ProvenEntry, StatementKey, entries_of, orders_of, prove_day, statement
from marketplace.platform.desk.web.statement_files import WRITERS, rows_of
from marketplace.trade.orders import codes_of, find_order_id
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import month_name
from marketplace.web.hosts import whole
from marketplace.web.pages import page

room = SELLER.room("desk_statements")
_ON_PAGE = 50
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@room.get("/dinero/estado")
@requires(May.VIEW_MONEY)
def month(work: Work) -> str:
    """A month: what the shop had, what moved by kind beside the month before, and what moved by order."""
    first, last = _asked_month(work)
    text = text_in(request.args, "pedido", most=60)
    found = find_order_id(work, text) if text else None
    rows = (
        [] if text and found is None else orders_of(work, first, last, limit=_ON_PAGE + 1, after=_after(), only=found)
    )
    shown, more = rows[:_ON_PAGE], rows[_ON_PAGE:]
    told = statement(work, first, last)
    before = statement(work, *_month_of(first - timedelta(days=1)))
    return page(
        "platform/desk/seller/statement.html",
        told=told,
        before=before,
        kinds=list(dict.fromkeys(chain(told.by_kind, before.by_kind))),
        rows=shown,
        next_key=_key(shown[-1]) if more else "",
        codes=codes_of(work, [row.order_id for row in shown if row.order_id]),
        month=first,
        months=_months(work, first),
        text=text,
        formats=list(WRITERS),
        yesterday=mexican_day(work.now) - timedelta(days=1),
        month_name=month_name,
    )


@room.get("/dinero/estado/archivo")
@requires(May.VIEW_MONEY)
def file(work: Work) -> Response:
    """The same month as a file: csv, xlsx or pdf, every line with the balance after it."""
    extension = request.args.get("formato", "csv")
    if extension not in WRITERS:
        abort(404)
    first, last = _asked_month(work)
    told = statement(work, first, last)
    entries = list(entries_of(work, first, last))
    codes = codes_of(work, list({entry.order_id for entry in entries if entry.order_id}))
    write, mimetype = WRITERS[extension]
    answer = Response(write(told, g.seat.shop_name, rows_of(told.opening_minor, entries, codes)), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.seat.slug}-{first:%Y-%m}.{extension}"'
    return answer


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


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _asked_month(work: Work) -> tuple[date, date]:
    """The month that the address names, until today where it is not over; this one where it names none, or one to come."""
    said, today = _MONTH.fullmatch(request.args.get("mes", "")), mexican_day(work.now)
    first, last = _month_of(min(date(int(said[1]), int(said[2]), 1), today) if said else today)
    return first, min(last, today)


def _months(work: Work, shown: date) -> list[date]:
    """The months to choose from, latest first: the last two years, and the one that is shown."""
    this = mexican_day(work.now).replace(day=1)
    months = [this]
    while len(months) < 24:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months if shown in months else [shown, *months]


def _key(row: OrderMoney) -> str:
    return f"{row.at.isoformat()}~{row.order_id}"


def _after() -> StatementKey | None:
    """Where the page before ended; None for the first one, and for what is no such place."""
    at, _tilde, order_id = request.args.get("despues", "").partition("~")
    try:
        return datetime.fromisoformat(at), UUID(order_id)
    except ValueError:
        return None
