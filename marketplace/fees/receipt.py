"""The glass receipt: where each peso of a price goes, as the pages, letters and statements show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.fees.queries import FrozenLine
from marketplace.fees.rules import Fee, Kind, Rule, total
from marketplace.web.formatting import money, percent

_WIDTH = 1000
_TONES = {
    Kind.COMMISSION: "fee", Kind.COMMISSION_IVA: "fee", Kind.PROCESSING: "pay", Kind.PROCESSING_IVA: "pay",
    Kind.ISR: "tax", Kind.IVA: "tax", Kind.SHIPPING_SUBSIDY: "ship",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line: what, by which rule, how much (minus leaves the seller), and where the rule is explained."""

    label: str
    rule: str
    minor: int
    tone: str
    why: str


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
    Kind.COMMISSION: _l("Comisión"),
    Kind.COMMISSION_IVA: _l("IVA de la comisión"),
    Kind.PROCESSING: _l("Cobro con tarjeta"),
    Kind.PROCESSING_IVA: _l("IVA del cobro"),
    Kind.ISR: _l("ISR retenido"),
    Kind.IVA: _l("IVA retenido"),
    Kind.SHIPPING_SUBSIDY: _l("Apoyo de Tianguis al envío"),
}


def label(kind: Kind) -> str:
    """Name a kind of line for people."""
    return str(_LABELS[kind])


def _rule_text(rules: Iterable[Rule], version: int | str) -> str:
    rule = next(iter(rules))
    text = rule.text_en if str(get_locale()).startswith("en") else rule.text
    fixed = f" + {money(rule.fixed_minor)}" if rule.fixed_minor else ""
    return _(
        "%(rate)s%(fixed)s · %(text)s · tarifa v%(version)s",
        rate=percent(rule.rate_bp),
        fixed=fixed,
        text=text,
        version=version,
    )


def _lines(amounts: Iterable[tuple[Kind, int, Sequence[Rule]]], version: int) -> list[Line]:
    return [
        Line(
            label(kind), _rule_text(rules, version), -amount, _TONES[kind], f"/tarifas#{rules[0].id.replace(':', '-')}"
        )
        for kind, amount, rules in amounts
        if rules
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


def simulated(gross_minor: int, fees: Sequence[Fee], version: int, *, own_way_minor: int = 0) -> Receipt:
    """What a seller would keep of one sale at this price; `own_way_minor` is a parcel that the shop pays itself."""
    by_kind: dict[Kind, list[Fee]] = defaultdict(list)
    for fee in fees:
        by_kind[fee.rule.kind].append(fee)
    amounts = ((kind, total(by_kind[kind]), [f.rule for f in by_kind[kind]]) for kind in Kind if by_kind[kind])
    lines = _lines(amounts, version)
    if own_way_minor:
        lines.append(Line(_("Envío gratis que pagas tú (a otro estado)"), "", -own_way_minor, "ship", ""))
    net = gross_minor - total(fees) - own_way_minor
    return Receipt(
        _("Si vendes una pieza a este precio"),
        _("Paga quien compra"),
        gross_minor,
        _segments(net, lines),
        lines,
        _("Te quedan") if own_way_minor else _("Te llegan"),
        net,
    )


def frozen(
    gross_minor: int, fees: Sequence[FrozenLine], version: int, *, refunded_minor: int = 0, for_buyer: str = ""
) -> Receipt:
    """What an order's seller is paid, as frozen with it. `for_buyer` is the shop's name, on the buyer's page."""
    lines = _lines(((fee.kind, fee.amount_minor, fee.rules) for fee in fees), version)
    if refunded_minor:
        lines.append(Line(_("Devuelto a quien compró"), "", -refunded_minor, "tax", ""))
    net = gross_minor - refunded_minor - sum(fee.amount_minor for fee in fees)
    return Receipt(
        _("A dónde va tu dinero") if for_buyer else _("Lo que recibes por este pedido"),
        _("Pagaste") if for_buyer else _("Pagó quien compró"),
        gross_minor,
        _segments(net, lines),
        lines,
        _("Le llegan a %(shop)s", shop=for_buyer) if for_buyer else _("Te llegan"),
        net,
    )
