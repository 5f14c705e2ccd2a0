"""Two to four offers side by side; the address holds the whole comparison."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _

from marketplace.catalog.taxonomy import ATTRIBUTES, CATEGORIES
from marketplace.compare.rules import Fact, Row, judge
from marketplace.kernel.work import Work
from marketplace.shipping.rules import Destination, Quote, quote
from marketplace.storefront import cards, queries
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.formatting import day_range, money
from marketplace.web.pages import MOST_COMPARED, compare_numbers, language, page, place
from marketplace.web.security import safe_next
from tenants.wall import ShelfRow

room = BUYER.room("compare")


@room.post("/comparar/agregar")
@anyone
def add(work: Work) -> object:
    """Put a listing into this browser's comparison."""
    numbers = compare_numbers()
    number = request.form.get("number", 0, type=int) or 0
    if number in numbers:
        pass
    elif len(numbers) >= MOST_COMPARED:
        flash(_("Ya comparas %(most)s productos. Quita uno para agregar otro.", most=MOST_COMPARED), "warning")
    elif queries.offers(work, [number]):
        session["compare"] = [*numbers, number]
        session.permanent = True
        flash(_("Lo agregamos a tu comparación."), "success")
    return redirect(safe_next(request.form.get("next"), url_for(".table", n=session.get("compare", []))))


@room.post("/comparar/quitar")
@anyone
def remove(work: Work) -> object:
    """Take a listing out of the comparison."""
    number = request.form.get("number", 0, type=int)
    session["compare"] = [n for n in compare_numbers() if n != number]
    shown = [n for n in request.form.getlist("n", type=int) if n != number]
    return redirect(url_for(".table", n=shown))


@room.get("/comparar")
@anyone
def table(work: Work) -> str:
    """The comparison of the listings that the address names (`?n=1001&n=1002`)."""
    asked = list(dict.fromkeys(request.args.getlist("n", type=int) or compare_numbers()))[:MOST_COMPARED]
    rows = queries.offers(work, asked)
    quotes = [_quote(work, row) for row in rows]
    judged = judge(_rows(rows, quotes)) if rows else []
    only = "diferencias" in request.args
    return page(
        "compare/buyer/table.html",
        offers=rows,
        numbers=asked,
        gone=len(asked) - len(rows),
        rows=[row for row in judged if row.differs or not only],
        only_differences=only,
        hidden=sum(not row.differs for row in judged),
        same_kind=len({row.category for row in rows}) <= 1,
        address_of=cards.address_of,
    )


def _quote(work: Work, row: ShelfRow) -> Quote | None:
    where = place()
    if where is None:
        return None
    return quote(
        cards.terms_of(row),
        Destination(where.code, where.state_code),
        grams=row.billable_grams,
        goods_minor=row.price_minor,
        now=work.now,
    )


def _rows(offers: Sequence[ShelfRow], quotes: Sequence[Quote | None]) -> list[Row]:
    return [*_terms(offers, quotes), *_attributes(offers)]


def _terms(offers: Sequence[ShelfRow], quotes: Sequence[Quote | None]) -> list[Row]:
    where = place()
    no_way = _("No envía ahí") if where else _("Elige tu código postal")
    code = where.code if where else ""
    shipping = [
        Fact(q.charged_minor, money(q.charged_minor) if q.charged_minor else _("Gratis")) if q else Fact(None, no_way)
        for q in quotes
    ]
    totals = [
        Fact(o.price_minor + q.charged_minor, money(o.price_minor + q.charged_minor)) if q else Fact(None, no_way)
        for o, q in zip(offers, quotes, strict=True)
    ]
    windows = [
        Fact(q.promise.last, day_range(q.promise.first, q.promise.last)) if q else Fact(None, no_way) for q in quotes
    ]
    return [
        Row("price", _("Precio"), [Fact(o.price_minor, money(o.price_minor)) for o in offers], "less"),
        Row("shipping", _("Envío a %(code)s", code=code) if code else _("Envío"), shipping, "less"),
        Row("total", _("Total puesto en tu casa"), totals, "less"),
        Row("delivery", _("Llega"), windows, "less"),
        Row("warranty", _("Garantía"), [Fact(o.warranty_months, _warranty(o)) for o in offers], "more"),
        Row(
            "returns",
            _("Devolución"),
            [Fact((o.return_days, o.return_paid_by == "seller"), _returns(o)) for o in offers],
            "more",
        ),
        Row("standing", _("Entregas a tiempo"), [Fact(o.on_time_bp, cards.standing_label(o)) for o in offers], "more"),
        Row("reply", _("Responde en"), [Fact(o.reply_minutes, _reply(o.reply_minutes)) for o in offers], "less"),
        Row("stock", _("Disponibles"), [Fact(o.available, str(o.available)) for o in offers]),
        Row("condition", _("Estado"), [Fact(o.condition, _condition(o.condition)) for o in offers]),
    ]


def _condition(code: str) -> str:
    return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}[code]


def _warranty(offer: ShelfRow) -> str:
    return _(
        "%(months)s meses, la atiende %(who)s", months=offer.warranty_months, who=offer.warranty_by or offer.shop_name
    )


def _returns(offer: ShelfRow) -> str:
    payer = _("el regreso lo paga la tienda") if offer.return_paid_by == "seller" else _("el regreso lo pagas tú")
    return _("%(days)s días, %(payer)s", days=offer.return_days, payer=payer)


def _reply(minutes: int | None) -> str:
    if minutes is None:
        return _("Sin datos todavía")
    return _("%(minutes)s min", minutes=minutes) if minutes < 90 else _("%(hours)s h", hours=round(minutes / 60))


def _attributes(offers: Sequence[ShelfRow]) -> list[Row]:
    """The governed attributes of their categories, in one unit each; what is missing is said."""
    spoken = language()
    codes = list(dict.fromkeys(code for o in offers for code in CATEGORIES[o.category].attributes))
    rows = []
    for code in codes:
        attribute = ATTRIBUTES[code]
        facts = [
            Fact(o.attributes[code], attribute.write(o.attributes[code], spoken))
            if code in o.attributes
            else Fact(None, _("No especificado"))
            for o in offers
        ]
        rows.append(Row(code, attribute.name(spoken), facts, attribute.better))
    return rows
