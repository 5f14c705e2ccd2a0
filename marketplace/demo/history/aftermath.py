"""What went wrong with orders of the history, and how it was set right: cancellations, returns, claims, parcels that never came."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.care.disputes import About, DisputeAnswer, DisputeState
from marketplace.care.disputes.models import Dispute
from marketplace.care.returns import ReturnReason, ReturnState, is_shops_fault, payer, receive_by, sold_again
from marketplace.care.returns.models import ReturnCase, ReturnLine
from marketplace.care.warranty import ClaimState, Remedy, covered_until
from marketplace.care.warranty.models import Claim
from marketplace.demo.history import said
from marketplace.demo.history.fulfilment import moment, release, release_day
from marketplace.demo.history.money_back import give_all_back, give_pieces_back
from marketplace.demo.history.writing import Drawn, Moved, Row, Telling
from marketplace.goods.inventory import MovementKind
from marketplace.kernel.calendar import closing_after, mexican_day
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.work import SYSTEM
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders import NEVER_CAME, CancelReason, DeliveredBy, OrderState


def cancel(telling: Telling, drawn: Drawn) -> bool:
    """Cancel an order before it is packed: the buyer does not want it, or the shop does not find it. False: too early to say."""
    order, dice = drawn.order, telling.dice
    at = drawn.purchase["paid_at"] + timedelta(minutes=dice.randint(25, 400))
    if at + timedelta(minutes=5) >= telling.now:
        return False
    by_shop = dice.random() < 0.4
    who = drawn.stall.owner if by_shop else drawn.buyer
    why, words = (CancelReason.MISSING, None) if by_shop else (None, dice.choice(said.REGRETS))
    order |= {
        "state": OrderState.CANCELLED, "cancelled_at": at, "cancelled_by": who.name, "cancel_code": why, "cancel_reason": words
    }  # fmt: skip
    drawn.note(telling, at, "cancelled", who.name, why.value if why else f"“{words}”")
    telling.audit(at, who, "orders.cancel", drawn.subject, order["tenant_id"], code=order["code"])
    _come_back(telling, drawn, at, MovementKind.CANCELLED, drawn.subject, who.name, for_sale=not by_shop)
    give_all_back(telling, drawn, at + timedelta(seconds=20), f"cancel:{order['id']}")
    return True


def _come_back(
    telling: Telling,
    drawn: Drawn,
    at: datetime,
    kind: MovementKind,
    subject: str,
    by: str,
    *,
    for_sale: bool,
    only: int | None = None,
) -> None:
    """Note that pieces are with their shop again: for sale, or to be kept out. `only` so many of the first line, else all."""
    for (ware, variant_id), line in list(zip(drawn.wares, drawn.lines, strict=True))[: 1 if only else None]:
        quantity = only or line["quantity"]
        telling.move(drawn.stall, ware, variant_id, Moved(at, quantity, kind, by, subject))
        if not for_sale:
            damaged = Moved(at, -quantity, MovementKind.DAMAGED, by, subject)
            telling.move(drawn.stall, ware, variant_id, damaged)
            telling.sold[drawn.stall.tenant_id, ware.product_id] += quantity  # what is kept out was sold all the same


def _hold(telling: Telling, drawn: Drawn, cause: str, since: datetime, ended_at: datetime) -> None:
    telling.rows.add(MoneyHold, **drawn.owner, order_id=drawn.order["id"], cause=cause, since=since, ended_at=ended_at)


def _confirm(telling: Telling, drawn: Drawn, at: datetime) -> None:
    """Who asks about what they have says that it came."""
    order = drawn.order
    if order["delivered_by"] != DeliveredBy.BUYER:
        order["delivered_by"] = DeliveredBy.BUYER
        drawn.note(telling, at, "arrival_confirmed", drawn.buyer.name)
        telling.audit(at, drawn.buyer, "orders.confirm_arrival", drawn.subject, order["tenant_id"], code=order["code"])


def _later(telling: Telling, after: datetime, days: tuple[float, float]) -> datetime:
    """Some days after a moment, at an hour at which people write."""
    day = mexican_day(after + timedelta(days=telling.dice.uniform(*days)))
    return max(moment(day, telling.dice.uniform(9.5, 20.0)), after + timedelta(hours=1))


def send_back(telling: Telling, drawn: Drawn) -> None:
    """Some of an order that arrived comes back; most shops say yes, and the money follows."""
    order, dice, line = drawn.order, telling.dice, drawn.lines[0]
    asked = _later(telling, order["delivered_at"], (0.5, min(9.0, line["return_days"] - 1)))
    held = asked < release_day(drawn)
    if not held:
        release(telling, drawn)
    reason = dice.choices(tuple(ReturnReason), (50, 20, 15, 15))[0]
    approved = is_shops_fault(reason) or dice.random() < 0.8
    decided = asked + timedelta(hours=dice.uniform(1, 20))
    pieces = dice.randint(1, line["quantity"])
    case: Row = {
        "id": new_id(), "order_id": order["id"], "code": new_code(), "reason": reason, "note": dice.choice(said.RETURNS[reason]),
        "photos": [], "paid_by": payer(reason, line["return_paid_by"]), "requested_at": asked, "decided_at": decided,
        "decided_by": drawn.stall.owner.name, "decision_note": dice.choice(said.YES if approved else said.NO),
        "refund_minor": 0, "shipping_minor": 0, "received_at": None, "refunded_at": None,
    }  # fmt: skip
    cause, who = f"return:{case['id']}", drawn.stall.owner
    _confirm(telling, drawn, asked)
    drawn.note(telling, asked, "return_requested", drawn.buyer.name, case["code"])
    drawn.note(telling, decided, "return_approved" if approved else "return_declined", who.name, case["decision_note"])
    telling.audit(decided, who, "returns.decide", cause, order["tenant_id"], code=case["code"], approved=approved)
    ended = _receive(telling, drawn, case, pieces) if approved else _decline(drawn, case, pieces)
    telling.rows.add(
        ReturnCase, **drawn.owner, **{name: case[name] for name in case if name not in ("pieces", "worth")}
    )
    telling.rows.add(
        ReturnLine, **drawn.owner, return_id=case["id"], order_line_id=line["id"], quantity=pieces,
        restocked=sold_again(reason, pieces) if approved else None, refund_minor=case["worth"],
    )  # fmt: skip
    _hold(telling, drawn, cause, asked, ended)
    if held:
        release(telling, drawn, not_before=ended)


def _decline(drawn: Drawn, case: Row, pieces: int) -> datetime:
    line = drawn.lines[0]
    worth = line["total_minor"] * pieces // line["quantity"]
    case |= {"state": ReturnState.DECLINED, "answer_by": closing_after(case["requested_at"], 2)}
    case |= {"refund_minor": worth, "worth": worth}
    decided: datetime = case["decided_at"]
    return decided


def _receive(telling: Telling, drawn: Drawn, case: Row, pieces: int) -> datetime:
    """It is with the shop: the money goes back, and what was only not wanted is for sale again. Gives when all is over."""
    order, line, who = drawn.order, drawn.lines[0], drawn.stall.packer
    received = _later(telling, case["decided_at"], (4, 8))
    cause, fault = f"return:{case['id']}", is_shops_fault(case["reason"])
    drawn.note(telling, received, "return_received", who.name, case["code"])
    line["going_back"] = pieces
    amount, way, worth = give_pieces_back(
        telling, drawn, received + timedelta(seconds=15), cause, {line["id"]: pieces}, with_way=fault
    )
    telling.audit(received, who, "returns.receive", cause, order["tenant_id"], code=case["code"], refund_minor=amount)
    _come_back(
        telling,
        drawn,
        received + timedelta(seconds=16),
        MovementKind.RETURNED,
        cause,
        SYSTEM.name,
        for_sale=not fault,
        only=pieces,
    )
    ended = received + timedelta(minutes=1)
    case |= {
        "state": ReturnState.REFUNDED, "answer_by": receive_by(case["decided_at"]), "received_at": received,
        "refunded_at": ended, "refund_minor": amount, "shipping_minor": way, "worth": worth[line["id"]],
    }  # fmt: skip
    drawn.note(telling, ended, "return_refunded", SYSTEM.name, case["code"])
    return ended


def claim(telling: Telling, drawn: Drawn) -> None:
    """Something broke under its warranty; it is repaired or replaced, or the shop says why not."""
    order, dice, line = drawn.order, telling.dice, drawn.lines[0]
    opened = _later(telling, order["delivered_at"], (5, 24))
    answered = opened + timedelta(hours=dice.uniform(2, 40))
    held = opened < release_day(drawn)
    if not held:
        release(telling, drawn)
    remedy = dice.choices((Remedy.REPLACE, Remedy.REPAIR, None), (50, 25, 25))[0]
    closed = _later(telling, answered, (3, 7)) if remedy else None
    claim_id, code, answer = new_id(), new_code(), dice.choice(said.REMEDIES[remedy])
    telling.rows.add(
        Claim, **drawn.owner, id=claim_id, order_id=order["id"], order_line_id=line["id"], code=code,
        state=ClaimState.CLOSED if remedy else ClaimState.DECLINED, quantity=1, problem=dice.choice(said.BROKEN), photos=[],
        opened_at=opened, answer_by=closing_after(opened, 3), remedy=remedy, answer=answer, answered_at=answered,
        covered_until=covered_until(order["delivered_at"], line["warranty_months"]), answered_by=drawn.stall.owner.name,
        closed_at=closed,
    )  # fmt: skip
    cause, who = f"claim:{claim_id}", drawn.stall.owner
    _confirm(telling, drawn, opened)
    drawn.note(telling, opened, "claim_opened", drawn.buyer.name, line["title"])
    drawn.note(telling, answered, "claim_accepted" if remedy else "claim_declined", who.name, answer)
    telling.audit(answered, who, "warranty.answer", cause, order["tenant_id"], code=code, remedy=remedy)
    if closed is not None:
        drawn.note(telling, closed, "claim_closed", drawn.stall.packer.name, code)
        telling.audit(closed, drawn.stall.packer, "warranty.close", cause, order["tenant_id"], code=code)
    _hold(telling, drawn, cause, opened, closed or answered)
    if held:
        release(telling, drawn, not_before=closed or answered)


def miss(telling: Telling, drawn: Drawn) -> None:
    """A parcel that was sent never came: the buyer says so after the end of the promise, and the shop gives the money back."""
    order, dice, who = drawn.order, telling.dice, drawn.stall.owner
    opened = moment(order["promise_to"] + timedelta(days=1), dice.uniform(9.5, 19.0))
    answered = opened + timedelta(hours=dice.uniform(1, 14))
    dispute_id, code, note = new_id(), new_code(), dice.choice(said.LOST)
    over = answered + timedelta(minutes=2)
    telling.rows.add(
        Dispute, **drawn.owner, id=dispute_id, order_id=order["id"], code=code, about=About.NEVER_CAME, about_id=None,
        state=DisputeState.REFUNDED, said=dice.choice(said.MISSED), opened_at=opened, answer_by=closing_after(opened, 2),
        answer=DisputeAnswer.REFUND, answer_note=note, answered_at=answered, answered_by=who.name, ended_at=over,
    )  # fmt: skip
    cause = f"dispute:{dispute_id}"
    drawn.note(telling, opened, "dispute_opened", drawn.buyer.name)
    drawn.note(telling, answered, "dispute_answered", who.name, note)
    telling.audit(answered, who, "disputes.answer", cause, order["tenant_id"], code=code, answer="refund")
    cancelled = answered + timedelta(seconds=10)
    order |= {
        "state": OrderState.CANCELLED, "cancelled_at": cancelled, "cancelled_by": SYSTEM.name, "cancel_code": NEVER_CAME
    }  # fmt: skip
    drawn.note(telling, cancelled, "cancelled", SYSTEM.name, NEVER_CAME)
    telling.audit(cancelled, SYSTEM, "orders.cancel", drawn.subject, order["tenant_id"], code=order["code"])
    give_all_back(telling, drawn, cancelled + timedelta(seconds=10), f"cancel:{order['id']}")
    drawn.note(telling, over, "dispute_ended", SYSTEM.name)
    _hold(telling, drawn, cause, opened, over)
