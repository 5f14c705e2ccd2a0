"""The rows of a comparison: what each offer says, in words, by groups that name their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, Attribute
from marketplace.kernel.module import labels
from marketplace.money.payments import TAKES_CHARGES, get_provider
from marketplace.trade.pricing import LongestPlan, OfferInFull
from marketplace.trade.shipping import Quote
from marketplace.web.formatting import day, day_range, money
from marketplace.web.pages import language, place
from marketplace.window.compare.rules import ComparedFact, Criterion, JudgedRow, Row, in_one_unit, judge, measure_of

Offers = Sequence[OfferInFull]
Quotes = Sequence[Quote | None]
Plans = Sequence[LongestPlan | None]


@dataclass(frozen=True)
class RowGroup:
    """Rows about one thing, and where what they say comes from."""

    title: str
    source: str
    rows: Sequence[JudgedRow]


def groups(offers: Offers, quotes: Quotes, plans: Plans) -> list[RowGroup]:
    """Write the whole comparison; within each group the rows that differ come first."""
    where = place()
    costs = (
        _(
            "Precio publicado por cada tienda, con IVA; envío según su tarifa, calculado ahora para %(code)s.",
            code=where.code,
        )
        if where
        else _("Precio publicado por cada tienda, con IVA. El envío se calcula con tu código postal.")
    )
    made = [
        RowGroup(_("Lo que pagas"), costs, judge(_costs(offers, quotes, plans))),
        RowGroup(
            _("Cómo cumple la tienda"),
            _("Medido por Tianguis en los pedidos y mensajes de los últimos 60 días; las piezas, en este momento."),
            judge(_standing(offers, quotes)),
        ),
        RowGroup(
            _("Si algo sale mal"),
            _("Lo publica cada tienda y queda escrito en tu pedido al comprar."),
            judge(_terms(offers)),
        ),
        RowGroup(
            _("Características"), _("Lo que cada tienda declara, en la misma unidad."), judge(_attributes(offers))
        ),
    ]
    return [group for group in made if group.rows]


def _costs(offers: Offers, quotes: Quotes, plans: Plans) -> list[Row]:
    where = place()
    no_way = _("No envía ahí") if where else _("Elige tu código postal")
    code = where.code if where else ""
    shipping = [
        ComparedFact(q.charged_minor, money(q.charged_minor) if q.charged_minor else _("Gratis"))
        if q
        else ComparedFact(None, no_way)
        for q in quotes
    ]
    totals = [
        ComparedFact(o.price_minor + q.charged_minor, _total(o.price_minor, q.charged_minor))
        if q
        else ComparedFact(None, no_way)
        for o, q in zip(offers, quotes, strict=True)
    ]
    provider = get_provider(TAKES_CHARGES)
    return [
        Row("total", _("Total puesto en tu casa"), totals, "less"),
        Row("price", _("Precio"), [ComparedFact(o.price_minor, _price(o)) for o in offers], "less"),
        Row("shipping", _("Envío a %(code)s", code=code) if code else _("Envío"), shipping, "less"),
        Row(
            "methods",
            _("Cómo se paga"),
            [
                ComparedFact(len(provider.methods(o.price_minor)), labels()["pay_methods"](o.price_minor))
                for o in offers
            ],
            "more",
        ),
        Row(
            "instalments",
            _("A meses sin intereses"),
            [ComparedFact(plan.months if plan else 0, _instalments(plan)) for plan in plans],
            "more",
        ),
    ]


def _total(price: int, shipping: int) -> str:
    whole = money(price + shipping)
    if not shipping:
        return _("%(total)s, con el envío gratis", total=whole)
    return _("%(total)s: %(price)s y %(shipping)s de envío", total=whole, price=money(price), shipping=money(shipping))


def _instalments(plan: LongestPlan | None) -> str:
    if plan is None:
        return _("No: se paga en una sola exhibición")
    return _("Hasta %(months)s pagos de %(each)s", months=plan.months, each=money(plan.each_minor))


def _standing(offers: Offers, quotes: Quotes) -> list[Row]:
    no_way = _("No envía ahí") if place() else _("Elige tu código postal")
    windows = [
        ComparedFact(None, _stock(o))  # what cannot be bought promises no day
        if o.available <= 0
        else ComparedFact(q.promise.last, day_range(q.promise.first, q.promise.last))
        if q
        else ComparedFact(None, no_way)
        for o, q in zip(offers, quotes, strict=True)
    ]
    return [
        Row("delivery", _("Llega"), windows, "less"),
        Row("standing", _("Entregas a tiempo"), [ComparedFact(o.on_time_bp, _on_time(o)) for o in offers], "more"),
        Row(
            "reply", _("Responde en"), [ComparedFact(o.reply_minutes, _reply(o.reply_minutes)) for o in offers], "less"
        ),
        Row("stock", _("Disponibles"), [ComparedFact(o.available, _stock(o)) for o in offers]),
    ]


def _on_time(offer: OfferInFull) -> str:
    if offer.on_time_bp is None:
        return _("Aún sin datos")
    return _("%(share)s %% de %(orders)s pedidos", share=round(offer.on_time_bp / 100), orders=offer.orders_60d)


def _reply(minutes: int | None) -> str:
    if minutes is None:
        return _("Aún sin datos")
    return _("%(minutes)s min", minutes=minutes) if minutes < 90 else _("%(hours)s h", hours=round(minutes / 60))


def _stock(offer: OfferInFull) -> str:
    if offer.rests_until:
        return _("La tienda descansa hasta el %(day)s", day=day(offer.rests_until))
    return str(offer.available) if offer.available > 0 else _("Agotado")


def _terms(offers: Offers) -> list[Row]:
    return [
        Row("warranty", _("Garantía"), [ComparedFact(o.warranty_months, _warranty(o)) for o in offers], "more"),
        Row("returns", _("Devolución"), [ComparedFact(returns_worth(o), _returns(o)) for o in offers], "more"),
        Row("condition", _("Condición"), [ComparedFact(o.condition, _condition(o.condition)) for o in offers]),
    ]


def _condition(code: str) -> str:
    return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}[code]


def _warranty(offer: OfferInFull) -> str:
    if not offer.warranty_months:
        return _("La tienda no da garantía propia")
    return _(
        "%(months)s meses, la atiende %(who)s", months=offer.warranty_months, who=offer.warranty_by or offer.shop_name
    )


def returns_worth(offer: OfferInFull) -> float:
    """What a return window is worth: its days, and half of them where the buyer pays the way back."""
    return offer.return_days if offer.return_paid_by == "seller" else offer.return_days / 2


def _returns(offer: OfferInFull) -> str:
    payer = _("el regreso lo paga la tienda") if offer.return_paid_by == "seller" else _("el regreso lo pagas tú")
    return _("%(days)s días, %(payer)s", days=offer.return_days, payer=payer)


def _attributes(offers: Offers) -> list[Row]:
    """The governed attributes, one row for what means the same; of several kinds, only what all of them have."""
    spoken = language()
    by_meaning: dict[tuple[str, str], list[str]] = {}
    for code in dict.fromkeys(code for o in offers for code in CATEGORIES[o.category].attributes):
        attribute = ATTRIBUTES[code]
        if not attribute.comparable:
            continue
        by_meaning.setdefault((attribute.es, measure_of(attribute.unit)), []).append(code)
    kinds = {o.category for o in offers}
    rows = []
    for codes in by_meaning.values():
        if not all(set(codes) & set(CATEGORIES[kind].attributes) for kind in kinds):
            continue
        first = ATTRIBUTES[codes[0]]
        facts = _numbers(offers, codes) if first.kind == "number" else _choices(offers, first, spoken)
        better = {ATTRIBUTES[code].better for code in codes}
        rows.append(Row(codes[0], first.name(spoken), facts, better.pop() if len(better) == 1 else None))
    return rows


def _not_said() -> str:
    return _("No lo dice la tienda")


def _choices(offers: Offers, attribute: Attribute, spoken: str) -> list[ComparedFact]:
    return [
        ComparedFact(o.attributes[attribute.code], attribute.write(o.attributes[attribute.code], spoken))
        if attribute.code in o.attributes
        else ComparedFact(None, _not_said())
        for o in offers
    ]


def _numbers(offers: Offers, codes: Sequence[str]) -> list[ComparedFact]:
    said = [
        next(((float(o.attributes[code]), ATTRIBUTES[code].unit) for code in codes if code in o.attributes), None)
        for o in offers
    ]
    values, unit = in_one_unit(said)
    written = {"in": "″", "años": _("años")}.get(unit, unit)
    return [
        ComparedFact(None, _not_said())
        if value is None
        else ComparedFact(value, f"{f'{value:,.2f}'.rstrip('0').rstrip('.')} {written}".strip())
        for value in values
    ]


def _price(offer: OfferInFull) -> str:
    price = money(offer.price_minor)
    return _("%(price)s, para %(group)s", price=price, group=offer.price_group) if offer.price_group else price


def weighable(offers: Offers, quotes: Quotes) -> dict[Criterion, Sequence[float | None]]:
    """What each criterion is judged by. Where a place is chosen the price is the landed one, and who does not send has none."""
    landed = place() is not None
    prices = [
        (o.price_minor + q.charged_minor if q else None) if landed else o.price_minor
        for o, q in zip(offers, quotes, strict=True)
    ]
    return {
        Criterion.PRICE: prices,
        Criterion.DELIVERY: [
            q.promise.last.toordinal() if q and o.available > 0 else None for o, q in zip(offers, quotes, strict=True)
        ],
        Criterion.WARRANTY: [o.warranty_months for o in offers],
        Criterion.RETURNS: [returns_worth(o) for o in offers],
        Criterion.STANDING: [o.on_time_bp for o in offers],
    }
