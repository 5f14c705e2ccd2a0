"""The glass receipt: where each peso of a price goes, as the pages, letters and statements show it.

Every line carries its arithmetic, so that whoever reads it can come to the same centavo with a pencil.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.money.fees.queries import FrozenLine
from marketplace.money.fees.rules import Fee, FeeKind, Rule, net, total
from marketplace.web.formatting import money, percent

_WIDTH = 1000
_TONES = {
    FeeKind.COMMISSION: "fee", FeeKind.COMMISSION_IVA: "fee", FeeKind.PROCESSING: "pay", FeeKind.PROCESSING_IVA: "pay",
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


_LABELS = {
    FeeKind.COMMISSION: _l("Comisión"),
    FeeKind.COMMISSION_IVA: _l("IVA de la comisión"),
    FeeKind.PROCESSING: _l("Cobro con tarjeta"),
    FeeKind.PROCESSING_IVA: _l("IVA del cobro"),
    FeeKind.ISR: _l("ISR retenido"),
    FeeKind.IVA: _l("IVA retenido"),
    FeeKind.SHIPPING_SUBSIDY: _l("Apoyo de Tianguis al envío"),
}
# What the rate of each kind is taken of.
_BASES = {
    FeeKind.COMMISSION: _l("del precio sin IVA"),
    FeeKind.COMMISSION_IVA: _l("de la comisión"),
    FeeKind.PROCESSING: _l("de lo que se pagó"),
    FeeKind.PROCESSING_IVA: _l("del cobro"),
    FeeKind.ISR: _l("de lo vendido sin IVA"),
    FeeKind.IVA: _l("del IVA cobrado"),
    FeeKind.SHIPPING_SUBSIDY: _l("del envío que pagas tú"),
}
_BASE_OF_SUBSIDY_FOR_BUYER = _l("del envío que paga la tienda")


def label(kind: FeeKind) -> str:
    """Name a kind of line for people."""
    return str(_LABELS[kind])


def _rule_text(rule: Rule, fees: Sequence[Fee], *, for_buyer: bool) -> str:
    text = rule.text_en if str(get_locale()).startswith("en") else rule.text
    if for_buyer:
        text = ""  # the tariff speaks to who sells
    base = _BASE_OF_SUBSIDY_FOR_BUYER if for_buyer and rule.kind is FeeKind.SHIPPING_SUBSIDY else _BASES[rule.kind]
    of = _("%(rate)s %(base)s", rate=percent(rule.rate_bp), base=base)
    fixed = sum(fee.fixed_minor for fee in fees if not fee.back)
    if fixed and fixed == rule.fixed_minor:
        of = f"{of} + {money(fixed)}"
    elif fixed:
        whole = money(rule.fixed_minor)
        share = (
            _("parte de esta tienda en los %(whole)s fijos del pago", whole=whole)
            if for_buyer
            else _("tu parte de los %(whole)s fijos del pago", whole=whole)
        )
        of = f"{of} + {money(fixed)}, {share}" if rule.fixed_minor else f"{of} + {money(fixed)}"
    source = rule.source if rule.version is None else _("tarifa v%(version)s", version=rule.version)
    return " · ".join(part for part in (of, text, source) if part)


def step(fee: Fee) -> str:
    """Write a line's arithmetic: “$1,000.00 × 10 % + $1.07 = $101.07”, or what of it came back."""
    if fee.back:
        return _("de vuelta %(amount)s", amount=money(abs(fee.amount_minor)))
    fixed = f" + {money(fee.fixed_minor)}" if fee.fixed_minor else ""
    cap = fee.rule.cap_minor
    most = " " + _("(hasta %(cap)s)", cap=money(cap)) if cap else ""
    return f"{money(fee.base_minor)} × {percent(fee.rule.rate_bp)}{fixed}{most} = {money(abs(fee.amount_minor))}"


def _named(fee: Fee, names: Mapping[str, str], *, several: bool) -> str:
    """A step with what it is of, where there are several."""
    if not several:
        return step(fee)
    return f"{names.get(fee.line, '') if fee.line else _('Envío')}: {step(fee)}".removeprefix(": ")


def _lines(fees: Iterable[Fee], names: Mapping[str, str], *, for_buyer: bool = False) -> list[Line]:
    """One line for each rule, kinds in reading order."""
    by_rule: dict[tuple[FeeKind, str], list[Fee]] = defaultdict(list)
    for fee in fees:
        by_rule[fee.rule.kind, fee.rule.id].append(fee)
    order = list(FeeKind)
    return [
        Line(
            label(kind),
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


def simulated(gross_minor: int, fees: Sequence[Fee], *, own_way_minor: int = 0) -> Receipt:
    """What a seller would keep of one sale at this price; `own_way_minor` is a parcel that the shop pays itself."""
    lines = _lines(fees, {})
    if own_way_minor:
        lines.append(Line(_("Envío gratis que pagas tú (a otro estado)"), "", -own_way_minor, "ship", ""))
    left = net(gross_minor, 0, total(fees)) - own_way_minor
    return Receipt(
        _("Si vendes una pieza a este precio"),
        _("Paga quien compra"),
        gross_minor,
        _segments(left, lines),
        lines,
        _("Te quedan") if own_way_minor else _("Te llegan"),
        left,
    )


def frozen(
    gross_minor: int,
    fees: Sequence[FrozenLine],
    *,
    names: Mapping[str, str],
    refunded_minor: int = 0,
    for_buyer: str = "",
) -> Receipt:
    """What an order's seller is paid, as frozen with it. `names` says what each order line (its id as text) is of;
    `for_buyer` is the shop's name, on the buyer's page."""
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
