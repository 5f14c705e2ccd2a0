"""The sentences of orders' refusals, and how states, turns and events are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time
from math import ceil
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.module import Activity, ActivityKind, Lead, events_said
from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS, HOLD_DAYS, NEW_SHOP_DAYS, NEW_SHOP_HOLD_DAYS
from marketplace.money.payments import Funding, Method
from marketplace.trade.orders.models import Order, OrderEvent
from marketplace.trade.orders.queries import SOON
from marketplace.trade.orders.rules import NEVER_CAME, CancelReason, DeliveredBy, OrderState, Turn, still_open, turn
from marketplace.web.formatting import day, moment, money

WORDS = {
    "orders.no_such_order": _l("No encontramos ese pedido."),
    "orders.no_such_purchase": _l("No encontramos esa compra."),
    "orders.link_over": _l(
        "Este enlace no abre ninguna compra o ya venció. Busca el más reciente en tu correo, o entra con tu cuenta."
    ),
    "orders.too_late": _l("El pedido ya salió, así que no se puede cancelar. Cuando llegue puedes devolverlo."),
    "orders.not_yet": _l("El pedido todavía no está en ese paso. Recarga para ver cómo va."),
    "orders.out_of_step": _l("El pedido ya no está como lo viste. Recarga para ver cómo va."),
    "orders.already_done": _l("Ese paso ya estaba hecho."),
    "orders.already_cancelled": _l("Ya estaba cancelado."),
    "orders.dispute_open": _l("Hay una aclaración abierta de este pedido. Cuando termine puedes seguir con esto."),
    "orders.reason_needed": _l("Escribe el motivo; quien compró lo va a leer."),
}


_MANY_MINUTES = 120
_STATES = {
    SOON: _l("Salen en 24 horas"),
    "awaiting_payment": _l("Por pagar"),
    "paid": _l("Por empacar"),
    "packed": _l("Empacado"),
    "shipped": _l("En camino"),
    "delivered": _l("Entregado"),
    "cancelled": _l("Cancelado"),
    "expired": _l("Sin pago"),
}

EVENTS = {
    "placed": _l("%(who)s hizo el pedido"),
    "paid": _l("Pagado"),
    "packed": _l("Lo empacó %(who)s"),
    "shipped": _l("%(who)s lo entregó a la paquetería"),
    "arrival_told": _l("%(who)s dice que la paquetería ya lo entregó"),
    "delivered": _l("Llegó"),
    "arrival_confirmed": _l("%(who)s pidió algo de lo que recibió: sí llegó"),
    "cancelled": _l("Lo canceló %(who)s"),
    "refunded": _l("Se devolvió el dinero"),
    "refund_stuck": _l("El dinero no puede volver por donde se pagó: falta que quien compró diga a qué cuenta"),
    "refund_account": _l("Quien compró dijo a qué cuenta va su dinero"),
}


_DELIVERED_BY: dict[str, object] = {
    DeliveredBy.CARRIER: _l("Lo dice la paquetería."),
    DeliveredBy.CLOCK: _l("Pasó el plazo y nadie dijo que faltara."),
}

_PAID_BY: dict[str, object] = {
    Funding.CREDIT: _l("Con tarjeta de crédito."),
    Funding.DEBIT: _l("Con tarjeta de débito."),
    Method.OXXO: _l("En efectivo, en OXXO."),
    Method.SPEI: _l("Por transferencia SPEI."),
}

_CANCELLED_FOR: dict[str, object] = {
    CancelReason.BROKEN: _l("La pieza se rompió o está dañada."),
    CancelReason.MISSING: _l("La tienda ya no la tiene."),
    CancelReason.NO_CARRIER: _l("Ninguna paquetería llega a esa dirección."),
    CancelReason.BUYER_ASKED: _l("Lo pidió quien compró."),
    NEVER_CAME: _l("El pedido no llegó."),
    "sold_out": _l("Se agotó antes de que llegara el pago."),
}

_AFTERWARDS = {
    "dispute": _l("Hay una aclaración abierta."),
    "return": _l("Entregado. Hay una devolución abierta."),
    "claim": _l("Entregado. Hay una garantía por contestar."),
    "remedy": _l("Entregado. La tienda aceptó la garantía."),
    "": _l("Entregado. Nadie debe nada."),
}


def state_label(state: str) -> str:
    """Name the state of an order."""
    return str(_STATES.get(state, _l("En otro paso")))


def turn_of(order: Order) -> Turn:
    """Whose turn it is with an order."""
    promise_to = datetime.combine(order.expected_by, time(20, 0), MEXICO).astimezone(UTC)
    return turn(order.state, ship_by=order.ship_by, promise_to=promise_to)


def turn_sentence(order: Order, kinds: Iterable[str] = (), *, amounts: bool = True) -> str:
    """Say who must do what, until when; of one that arrived, from what happened to it since (`kinds`).

    `amounts` says whether its reader may know what was paid.
    """
    now = turn_of(order)
    until = moment(now.until) if now.until else ""
    match now.what:
        case "pay":
            return _("Falta el pago.")
        case "pack":
            return _("Le toca a %(shop)s: empacar y enviar antes del %(until)s.", shop=order.shop_name, until=until)
        case "ship":
            return _(
                "Le toca a %(shop)s: entregarlo a la paquetería antes del %(until)s.", shop=order.shop_name, until=until
            )
        case "deliver" if still_open(kinds) == "dispute":
            return str(_AFTERWARDS["dispute"])
        case "deliver" if order.arrival_told_at:
            return _(
                "%(shop)s dice que la paquetería ya lo entregó. Falta que lo confirme quien compró.",
                shop=order.shop_name,
            )
        case "deliver":
            return _("Va en camino. Llega a más tardar el %(until)s.", until=day(order.expected_by))
        case "done":
            return str(_AFTERWARDS[still_open(kinds)])
        case "cancelled" if not amounts:
            return _("Cancelado. Se devuelve el dinero.")
        case "cancelled":
            return _("Cancelado. Se devuelven %(total)s.", total=money(order.total_minor))
        case _:
            return _("No se pagó, y no se cobró nada.")


def time_left(until: datetime) -> str:
    """Say how long until a moment, in minutes, or in hours where it is long."""
    minutes = max(0, ceil((until - clock.now()).total_seconds() / 60))
    if minutes > _MANY_MINUTES:
        return ngettext("te queda %(num)s hora", "te quedan %(num)s horas", minutes // 60)
    return ngettext("te queda %(num)s minuto", "te quedan %(num)s minutos", minutes)


def way_label(method: str | None, months: int | None = None) -> str:
    """Say how a purchase was paid; None is a card, at once or in so many months."""
    if months:
        return _("con tarjeta, a %(months)s meses sin intereses", months=months)
    return {"oxxo": _("en efectivo, en OXXO"), "spei": _("por transferencia SPEI")}.get(method or "", _("con tarjeta"))


def address_lines(ship_to: Mapping[str, Any]) -> list[str]:
    """Write where an order goes, line by line, as a label has it: street and numbers, place, and how to find it."""

    def part(name: str) -> str:
        return str(ship_to.get(name) or "")

    street = " ".join(filter(None, (part("street"), part("exterior"))))
    inside = _("interior %(number)s", number=part("interior")) if part("interior") else ""
    between = _("Entre %(streets)s", streets=part("between")) if part("between") else ""
    place = ", ".join(
        filter(None, (part("settlement"), f"{part('postal_code')} {part('municipality')}".strip(), part("state")))
    )
    return [*filter(None, (", ".join(filter(None, (street, inside))), place, between, part("references")))]


def event_label(event: OrderEvent) -> str:
    """Say what happened, by whom; plainly where no module says this kind."""
    sentence = events_said().get(event.kind, _l("Hubo un cambio en el pedido"))
    return str(sentence) % {"who": event.by}


def event_note(event: OrderEvent) -> str:
    """The words that go with an event, where there are some."""
    if event.kind in ("refunded", "refund_stuck"):
        return money(int(event.note))
    if event.kind == "cancelled":
        return cancel_reason(event.note)
    if event.kind == "paid":
        return str(_PAID_BY.get(event.note, ""))
    if event.kind == "delivered":
        return str(_DELIVERED_BY.get(event.note, ""))
    return event.note


def cancel_reason(reason: str) -> str:
    """Say why an order was cancelled: one of a few reasons, or the buyer's own words."""
    return str(_CANCELLED_FOR.get(reason, reason))


def money_sentence(order: Order, *, held: bool) -> str:
    """Say to a shop where the money of an order is, and until when it waits; `held` says that something is open."""
    if order.refunded_minor >= order.total_minor:
        return ""
    match order.state:
        case OrderState.PAID | OrderState.PACKED | OrderState.SHIPPED:
            return _(
                "Tu dinero está pendiente. Cuando llegue el pedido espera %(days)s días (%(new)s si tu tienda abrió hace "
                "menos de %(first)s) y queda disponible. Si nadie dice nada, cuenta como entregado %(clock)s días hábiles "
                "después de la fecha prometida.",
                days=HOLD_DAYS,
                new=NEW_SHOP_HOLD_DAYS,
                first=NEW_SHOP_DAYS,
                clock=ARRIVED_BY_CLOCK_DAYS,
            )
        case OrderState.DELIVERED if order.released_at:
            return _("Tu dinero está disponible desde el %(since)s.", since=day(order.released_at))
        case OrderState.DELIVERED if held:
            return _("Tu dinero está en espera mientras haya algo abierto en este pedido.")
        case OrderState.DELIVERED if order.held_until:
            return _(
                "Tu dinero está en espera hasta el %(until)s; después queda disponible.", until=day(order.held_until)
            )
        case _:
            return ""


# What pages and mail call them.
LABELS: dict[str, Callable[..., Any]] = {
    "order_state": state_label,
    "order_turn": turn_sentence,
    "order_turn_of": turn_of,
    "order_event": event_label,
    "order_event_note": event_note,
    "order_money": money_sentence,
    "cancel_reason": cancel_reason,
    "address_lines": address_lines,
    "time_left": time_left,
}


_DONE = {
    "pack": _l("Empacó el pedido %(code)s"),
    "ship": _l("Entregó a la paquetería el pedido %(code)s"),
    "arrival": _l("Dijo que la paquetería ya entregó el pedido %(code)s"),
    "confirm_arrival": _l("Quien compró dio por recibido el pedido %(code)s"),
    "deliver": _l("El pedido %(code)s llegó"),
    "cancel": _l("Canceló el pedido %(code)s"),
}


def _refunded(said: Mapping[str, Any]) -> str:
    amount = money(said["amount_minor"])
    if said.get("code"):
        return _("Se devolvieron %(amount)s del pedido %(code)s", amount=amount, code=said["code"])
    return _("Se devolvieron %(amount)s", amount=amount)


_TO_ORDER = (Lead("orders_seller.order", {"code": "code"}),)


ACTIVITY = (
    # What was written down before under another name stays as it is.
    Activity(
        ActivityKind.ORDERS,
        {f"{name}.{verb}": sentence for name in ("orders", "ordering") for verb, sentence in _DONE.items()},
        {"order": _TO_ORDER},
    ),
    Activity(ActivityKind.MONEY, {"payments.refund": _refunded}, {"payments.refund": _TO_ORDER}),
)
