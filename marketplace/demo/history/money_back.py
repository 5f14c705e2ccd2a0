"""Money of the history that went back: fees reversed line by line, the books, and the provider's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from marketplace.demo.history.writing import Drawn, Telling
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import portion_of_units
from marketplace.kernel.work import SYSTEM
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger import rules as books
from marketplace.money.payments import TAKES_CHARGES, EventKind, RefundState, Verdict, refund_key
from marketplace.money.payments.models import ProviderEvent, Refund
from marketplace.trade.orders import worth_of
from marketplace.trade.orders.models import Order, OrderLine

_WAY = timedelta(seconds=40)  # from owing to the provider's answer


def give_all_back(telling: Telling, drawn: Drawn, at: datetime, cause: str) -> None:
    """Owe and pay the whole of an order of which nothing went back before."""
    order = drawn.order
    fees = {fee["id"]: -fee["amount_minor"] for fee in drawn.fees}
    order["shipping_back_minor"] = order["shipping_minor"]
    _give(telling, drawn, at, cause, order["total_minor"], fees)


def give_pieces_back(
    telling: Telling, drawn: Drawn, at: datetime, cause: str, pieces: Mapping[UUID, int], *, with_way: bool
) -> tuple[int, int, dict[UUID, int]]:
    """Owe and pay some pieces (order line -> how many) of an order of which nothing went back before.

    Gives what went back in centavos, how much of that is for the way there, and what each line is worth.
    """
    order = drawn.order
    worth = worth_of(
        Order(**{**order, "wrap_back_minor": 0}),
        [OrderLine(**line) for line in drawn.lines],
        pieces,
        {},
        with_way=with_way,
    )
    quantity = {line["id"]: line["quantity"] for line in drawn.lines}
    fees = {}
    for fee in drawn.fees:
        line_id = fee["order_line_id"]
        whole, now = (
            (quantity[line_id], pieces.get(line_id, 0)) if line_id else (order["shipping_minor"], worth.shipping_minor)
        )
        fees[fee["id"]] = -portion_of_units(fee["amount_minor"], units=whole, already=0, now=now)
    order["shipping_back_minor"] = worth.shipping_minor
    for line in drawn.lines:
        line["returned"] = pieces.get(line["id"], 0)
    _give(telling, drawn, at, cause, worth.total_minor, fees)
    return worth.total_minor, worth.shipping_minor, dict(worth.by_line)


def _give(telling: Telling, drawn: Drawn, at: datetime, cause: str, amount: int, back: Mapping[UUID, int]) -> None:
    order = drawn.order
    taken_back: Counter[str] = Counter()
    for fee in drawn.fees:
        if back[fee["id"]]:
            taken_back[fee["kind"]] += back[fee["id"]]
            own = {"id": new_id(), "amount_minor": back[fee["id"]], "reverses_id": fee["id"], "cause": cause, "at": at}
            telling.rows.add(FeeLine, **{**fee, **own})
    released = order.get("released_at") is not None and order["released_at"] <= at
    drawn.post(telling, at, "reversal", cause, books.reversal(amount, taken_back, released=released))
    telling.audit(at, SYSTEM, "payments.refund", cause, order["tenant_id"], amount_minor=amount, code=order["code"])
    _refund(telling, drawn, at, cause, amount)
    order["refunded_minor"] = amount
    paid = at + _WAY
    drawn.post(telling, paid, "refund", cause, books.refunded(amount))
    drawn.note(telling, paid, "refunded", SYSTEM.name, str(amount))


def _refund(telling: Telling, drawn: Drawn, at: datetime, cause: str, amount: int) -> None:
    refund_id, charge_id, paid = new_id(), drawn.charge["id"], at + _WAY
    reference = telling.payments.refund(refund_key(refund_id), drawn.payment_ref, amount, paid)["id"]
    telling.rows.add(
        Refund, id=refund_id, charge_id=charge_id, tenant_id=drawn.order["tenant_id"], order_id=drawn.order["id"], cause=cause,
        amount_minor=amount, state=RefundState.SUCCEEDED, provider_ref=reference, created_at=at, succeeded_at=paid,
        asked_at=at, looked_at=at,
    )  # fmt: skip
    kind = EventKind.REFUND_SUCCEEDED.value
    telling.rows.add(
        ProviderEvent, provider=TAKES_CHARGES, provider_ref=reference, event_id=f"answer:{reference}:succeeded", kind=kind, said=kind,
        key=refund_key(refund_id), amount_minor=amount, currency="MXN", charge_id=charge_id, verdict=Verdict.TAKEN,
        received_at=paid, judged_at=paid,
    )  # fmt: skip
