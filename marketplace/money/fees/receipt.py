"""The glass receipt: where each peso of a price goes, as the pages, letters and statements show it.

Every line carries its arithmetic, so that whoever reads it can come to the same centavo with a pencil.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.money.fees.asking import left_of
from marketplace.money.fees.queries import FrozenLine
from marketplace.money.fees.rules import Fee, FeeKind, Rule, Sale, net, total
from marketplace.money.fees.saying import name_rule, said_of, text_of, why_it_wins
from marketplace.web.formatting import money, percent

_WIDTH = 1000
_TONES = {
    FeeKind.COMMISSION: "fee", FeeKind.COMMISSION_IVA: "fee", FeeKind.PROCESSING: "pay", FeeKind.PROCESSING_IVA: "pay",
    FeeKind.INSTALMENTS: "pay", FeeKind.INSTALMENTS_IVA: "pay",
    FeeKind.ISR: "tax", FeeKind.IVA: "tax", FeeKind.SHIPPING_SUBSIDY: "ship",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line: what, by which rule, how much (minus leaves the seller), and where the rule is explained.

    `steps` is its arithmetic, one sentence for each amount that was rounded by itself; together they are the line.
    """

    label: str
    rule: str
    minor: int
    tone: str
    why: str
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class Segment:
    """A piece of the bar, in thousandths of its width."""

    x: int
    width: int
    tone: str


@dataclass(frozen=True)
class Receipt:
    """A whole receipt. Amounts in centavos."""

    title: str
    gross_label: str
    gross_minor: int
    segments: Sequence[Segment]
    lines: Sequence[Line]
    net_label: str
    net_minor: int


# What the rate of each kind is taken of.
_BASES = {
    FeeKind.COMMISSION: _l("del precio sin IVA"),
    FeeKind.COMMISSION_IVA: _l("de la comisión"),
    FeeKind.PROCESSING: _l("de lo que se pagó"),
    FeeKind.PROCESSING_IVA: _l("del cobro"),
    FeeKind.INSTALMENTS: _l("de lo que se pagó"),
    FeeKind.INSTALMENTS_IVA: _l("del costo de los meses"),
    FeeKind.ISR: _l("de lo vendido sin IVA"),
    FeeKind.IVA: _l("del IVA cobrado"),
    FeeKind.SHIPPING_SUBSIDY: _l("del envío que pagas tú"),
}
_BASE_OF_SUBSIDY_FOR_BUYER = _l("del envío que paga la tienda")


def _rule_text(rule: Rule, fees: Sequence[Fee], *, for_buyer: bool) -> str:
    base = _BASE_OF_SUBSIDY_FOR_BUYER if for_buyer and rule.kind is FeeKind.SHIPPING_SUBSIDY else _BASES[rule.kind]
    of = _("%(rate)s %(base)s", rate=percent(rule.rate_bp), base=base) + _fixed_part(rule, fees, for_buyer=for_buyer)
    text = "" if for_buyer else text_of(rule)  # the tariff speaks to who sells
    why = why_it_wins(rule, fees[0].shop_plan) if rule.kind is FeeKind.COMMISSION and not for_buyer else ""
    source = rule.source if rule.version is None else name_rule(rule)
    return " · ".join(part for part in (of, text, f"{source}: {why}" if why else source) if part)


def _fixed_part(rule: Rule, fees: Sequence[Fee], *, for_buyer: bool) -> str:
    fixed = sum(fee.fixed_minor for fee in fees if not fee.back)
    if not fixed:
        return ""
    if rule.kind is FeeKind.COMMISSION:
        return f" + {money(rule.fixed_minor)} {_('por pieza')}"
    if fixed == rule.fixed_minor or not rule.fixed_minor:
        return f" + {money(fixed)}"
    whole = money(rule.fixed_minor)
    share = (
        _("parte de esta tienda en los %(whole)s fijos del pago", whole=whole)
        if for_buyer
        else _("tu parte de los %(whole)s fijos del pago", whole=whole)
    )
    return f" + {money(fixed)}, {share}"


def step(fee: Fee) -> str:
    """Write a line's arithmetic: “$1,000.00 × 10 % + $1.07 = $101.07”, or what of it came back."""
    if fee.back:
        return _("de vuelta %(amount)s", amount=money(abs(fee.amount_minor)))
    fixed = f" + {money(fee.fixed_minor)}" if fee.fixed_minor else ""
    least = " " + _("(al menos %(floor)s)", floor=money(fee.floor_minor)) if fee.floor_minor else ""
    most = " " + _("(hasta %(cap)s)", cap=money(fee.cap_minor)) if fee.cap_minor is not None else ""
    sum_ = f"{money(fee.base_minor)} × {percent(fee.rule.rate_bp)}{fixed}{least}{most}"
    return f"{sum_} = {money(abs(fee.amount_minor))}"


def _named(fee: Fee, names: Mapping[str, str], *, several: bool) -> str:
    """A step with what it is of, where there are several."""
    if not several:
        return step(fee)
    return f"{names.get(fee.line or '', '')}: {step(fee)}".removeprefix(": ")


def _lines(fees: Iterable[Fee], names: Mapping[str, str], *, for_buyer: bool = False) -> list[Line]:
    """One line for each rule, kinds in reading order."""
    by_rule: dict[tuple[FeeKind, str], list[Fee]] = defaultdict(list)
    for fee in fees:
        by_rule[fee.rule.kind, fee.rule.id].append(fee)
    order = list(FeeKind)
    return [
        Line(
            said_of(of[0].rule),
            _rule_text(of[0].rule, of, for_buyer=for_buyer),
            -total(of),
            _TONES[kind],
            f"/tarifas#{of[0].rule.id.replace(':', '-')}",
            [_named(fee, names, several=len(of) > 1) for fee in of],
        )
        for (kind, _id), of in sorted(by_rule.items(), key=lambda item: order.index(item[0][0]))
    ]


def _segments(net_minor: int, lines: Sequence[Line]) -> list[Segment]:
    """Share the bar's width: the net first, then what was taken, by tone."""
    taken: dict[str, int] = defaultdict(int)
    for line in lines:
        taken[line.tone] += max(-line.minor, 0)
    whole = max(net_minor, 0) + sum(taken.values()) or 1
    segments, x = [], 0
    for tone, minor in [("net", max(net_minor, 0)), *taken.items()]:
        width = round(minor * _WIDTH / whole)
        if width:
            segments.append(Segment(x, width, tone))
            x += width
    return segments


def simulated(sale: Sale, fees: Sequence[Fee], *, to_another_state: bool = False) -> Receipt:
    """What a seller would keep of a sale; what its parcel costs the shop is taken off too, whoever pays for the way.

    `to_another_state` says which way that is.
    """
    lines = _lines(fees, {"": _("Envío")})
    if sale.own_shipping_minor:
        free = sale.shipping_minor < sale.own_shipping_minor
        said = _("Envío gratis que pagas tú") if free else _("Lo que pagas a la paquetería")
        where = _("a otro estado")
        said = f"{said} ({where})" if to_another_state else said
        lines.append(Line(said, "", -sale.own_shipping_minor, "ship", ""))
    left = left_of(sale, fees)
    return Receipt(
        _("Si vendes una pieza a este precio"),
        _("Paga quien compra, con su envío") if sale.shipping_minor else _("Paga quien compra"),
        sale.gross_minor,
        _segments(left, lines),
        lines,
        _("Te quedan") if sale.own_shipping_minor else _("Te llegan"),
        left,
    )


def with_cost(receipt: Receipt, cost_minor: int) -> Receipt:
    """The same with what the piece cost the shop, and what it earns: for the shop's own eyes."""
    cost = Line(_("Lo que te cuesta la pieza"), "", -cost_minor, "cost", "")
    lines, left = [*receipt.lines, cost], receipt.net_minor - cost_minor
    return replace(
        receipt, lines=lines, segments=_segments(left, lines), net_label=_("Ganas por pieza"), net_minor=left
    )


def frozen(
    gross_minor: int,
    fees: Sequence[FrozenLine],
    *,
    names: Mapping[str, str],
    wrapped: bool = False,
    refunded_minor: int = 0,
    for_buyer: str = "",
) -> Receipt:
    """What an order's seller is paid, as frozen with it. `names` says what each order line (its id as text) is of;
    `for_buyer` is the shop's name, on the buyer's page."""
    names = {**names, "": _("Envío y envoltura") if wrapped else _("Envío")}
    lines = _lines((fee for of_kind in fees for fee in of_kind.fees), names, for_buyer=bool(for_buyer))
    if refunded_minor:
        lines.append(
            Line(_("Vuelve a ti") if for_buyer else _("Vuelve a quien compró"), "", -refunded_minor, "tax", "")
        )
    left = net(gross_minor, refunded_minor, sum(fee.amount_minor for fee in fees))
    return Receipt(
        _("A dónde va tu dinero") if for_buyer else _("Lo que recibes por este pedido"),
        _("Pagaste") if for_buyer else _("Pagó quien compró"),
        gross_minor,
        _segments(left, lines),
        lines,
        _("Le llegan a %(shop)s", shop=for_buyer) if for_buyer else _("Te llegan"),
        left,
    )
