"""How an order of the history went on: packed, sent, arrived, its money released, each when a good shop would have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from marketplace.demo.history.writing import Drawn, Row, Telling
from marketplace.kernel.calendar import MEXICO, add_business_days, is_business_day, mexican_day
from marketplace.kernel.published import HOLD_DAYS
from marketplace.kernel.work import SYSTEM, Actor
from marketplace.money.ledger import rules as books
from marketplace.trade.orders import DeliveredBy, OrderState, last_day_held, last_day_to_complain
from marketplace.trade.parcels.models import Parcel

_NOTES = (
    "Va doblemente envuelto. Que lo disfrutes.", "Lo revisé antes de cerrarlo.", "Gracias por comprarnos, esperamos tu mensaje.",
    "Si algo no llega bien, escríbeme a mí directo.", "Te puse una nota con cómo cuidarlo.", "", "", "",
)  # fmt: skip
_CLOCK = time(6, 20)  # when what is due by the clock of a day has been done


def moment(day: date, hour: float) -> datetime:
    """Give a moment of a day in Mexico City, in UTC."""
    return (datetime.combine(day, time(0), MEXICO) + timedelta(hours=hour)).astimezone(UTC)


def by_clock(day: date) -> datetime:
    """When the clock has done what is due on a day."""
    return datetime.combine(day, _CLOCK, MEXICO).astimezone(UTC)


def fulfil(telling: Telling, drawn: Drawn, *, arrives: bool = True) -> None:
    """Let an order go on as far as it came by now."""
    parcel = _pack(telling, drawn)
    if parcel is None or not _send(telling, drawn, parcel) or not arrives:
        return
    deliver(telling, drawn, *_arrival(telling, drawn))


def _pack(telling: Telling, drawn: Drawn) -> Row | None:
    order, dice, packer = drawn.order, telling.dice, drawn.stall.packer
    at = moment(_hand_over_day(telling, drawn), dice.uniform(9.0, 11.5))
    if at >= telling.now:
        return None
    order |= {"state": OrderState.PACKED, "packed_at": at}
    text = dice.choice(_NOTES)
    telling.rows.add(
        Parcel, **drawn.owner, order_id=order["id"], packed_by=packer.name, packed_at=at, note=text, carrier=None, tracking=None,
        shipped_at=None, promise_from=order["promise_from"], promise_to=order["promise_to"], delivered_at=None,
    )  # fmt: skip
    drawn.note(telling, at, "packed", packer.name, text)
    telling.audit(at, packer, "orders.pack", drawn.subject, order["tenant_id"], code=order["code"])
    return telling.rows.of(Parcel)[-1]


def _hand_over_day(telling: Telling, drawn: Drawn) -> date:
    """The day on which it leaves: the last one promised or one before; of a few, one too late."""
    last = mexican_day(drawn.order["ship_by"])
    if telling.dice.random() > drawn.stall.punctual:
        return add_business_days(last + timedelta(days=1), telling.dice.randint(0, 1))
    placed = mexican_day(drawn.order["placed_at"])
    days = [placed + timedelta(days=n) for n in range(1, (last - placed).days + 1)]
    return telling.dice.choice([day for day in days if is_business_day(day)] or [last])


def _send(telling: Telling, drawn: Drawn, parcel: Row) -> bool:
    order, dice, packer = drawn.order, telling.dice, drawn.stall.packer
    at = moment(mexican_day(parcel["packed_at"]), dice.uniform(12.0, 17.6))
    if at >= telling.now:
        return False
    carrier = dice.choice(("Estafeta", "Estafeta", "DHL", "Paquetexpress", "Redpack"))
    tracking = f"{dice.randrange(10**9, 10**10)}"
    order |= {"state": OrderState.SHIPPED, "shipped_at": at}
    parcel |= {"carrier": carrier, "tracking": tracking, "shipped_at": at}
    drawn.note(telling, at, "shipped", packer.name, f"{carrier} {tracking}")
    telling.audit(at, packer, "orders.ship", drawn.subject, order["tenant_id"], code=order["code"], carrier=carrier)
    return True


def _arrival(telling: Telling, drawn: Drawn) -> tuple[datetime, DeliveredBy]:
    """When an order that is under way arrives, and by whose word."""
    order, dice = drawn.order, telling.dice
    first, last = order["promise_from"], order["promise_to"]
    late = max(0, (mexican_day(order["shipped_at"]) - mexican_day(order["ship_by"])).days)
    day = add_business_days(first, dice.randint(0, max(0, (last - first).days // 2)) + late)
    if dice.random() < 0.03:
        day = add_business_days(last, 1 + dice.randint(0, 1))
    by = dice.choices((DeliveredBy.CARRIER, DeliveredBy.BUYER, DeliveredBy.CLOCK), (60, 30, 10))[0]
    if by is DeliveredBy.CLOCK:
        return by_clock(last_day_to_complain(last) + timedelta(days=1)), by
    return moment(day, dice.uniform(10.0, 18.5) + (dice.uniform(0.2, 4.0) if by is DeliveredBy.BUYER else 0.0)), by


def deliver(telling: Telling, drawn: Drawn, at: datetime, by: DeliveredBy) -> None:
    """Say that an order arrived, if that was before now; its money waits then, and is released."""
    order = drawn.order
    if at >= telling.now:
        return
    actor = {DeliveredBy.BUYER: drawn.buyer, DeliveredBy.CLOCK: SYSTEM}.get(by) or Actor(_parcel(telling)["carrier"])
    order |= {
        "state": OrderState.DELIVERED,
        "delivered_at": at,
        "delivered_by": by,
        "held_until": last_day_held(at, HOLD_DAYS),
    }
    _parcel(telling)["delivered_at"] = at
    drawn.note(telling, at, "delivered", actor.name, by.value)
    telling.audit(at, actor, "orders.deliver", drawn.subject, order["tenant_id"], code=order["code"], by=by.value)


def release_day(drawn: Drawn) -> datetime:
    """When the money of an order that arrived is released, if nothing about it is open then."""
    return by_clock(drawn.order["held_until"] + timedelta(days=1))


def release(telling: Telling, drawn: Drawn, *, not_before: datetime | None = None) -> None:
    """Make available what an order left pending, once its hold is over and nothing about it is open."""
    order = drawn.order
    if order["state"] != OrderState.DELIVERED:
        return
    at = release_day(drawn)
    if not_before is not None and not_before > at:
        at = not_before + timedelta(minutes=20)
    if at >= telling.now:
        return
    order["released_at"] = at
    left = drawn.pending(telling)
    if left:
        drawn.post(telling, at, "release", drawn.subject, books.release(left))


def _parcel(telling: Telling) -> Row:
    """The parcel of the order that is told: the last one packed."""
    return telling.rows.of(Parcel)[-1]
