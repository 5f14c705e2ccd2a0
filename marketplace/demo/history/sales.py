"""One purchase of the history: priced, drawn up and paid by the rules that the market's own verbs follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from marketplace.demo.history.buyers import Buyer
from marketplace.demo.history.shelf import Article, Stall
from marketplace.demo.history.writing import Drawn, Moved, Row, Telling
from marketplace.demo.shops import IN_MONTHS
from marketplace.goods.inventory import MovementKind, ReservationState
from marketplace.goods.inventory.models import Reservation
from marketplace.kernel.ids import hash_token, new_code, new_id, new_token
from marketplace.kernel.money import split
from marketplace.kernel.work import SYSTEM, Actor
from marketplace.money import fees, payments
from marketplace.money.fees import rules as fee_rules
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger import rules as books
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.payments import (
    TAKES_CHARGES,
    AttemptState,
    ChargeState,
    EventKind,
    Funding,
    Method,
    Verdict,
    attempt_key,
    cost_of,
)
from marketplace.money.payments.models import Charge, PaymentAttempt, ProviderEvent
from marketplace.money.taxes import Place
from marketplace.people.accounts.models import Account
from marketplace.trade.cart import PricedLine, ShopPart
from marketplace.trade.checkout import NewPurchase, draw_up_order
from marketplace.trade.orders import LINK_DAYS, OrderState, PurchaseState, link_token
from marketplace.trade.orders.models import Order, OrderLine, Purchase
from marketplace.trade.pricing import pictures_of_variant
from marketplace.trade.shipping import Destination, quote

_HOLD = timedelta(minutes=15)


@dataclass(frozen=True)
class Customer:
    """Somebody of `buyers.py` with their account, and the address as a checkout keeps it."""

    buyer: Buyer
    account: Account
    to: Destination
    address: Mapping[str, object]

    @property
    def actor(self) -> Actor:
        """Who acts where they do something."""
        return Actor(self.account.name, self.account.account_id)


@dataclass(frozen=True)
class Bought:
    """So many of one variant of a ware."""

    ware: Article
    variant: Mapping[str, object]
    quantity: int


Basket = Sequence[tuple[Stall, Sequence[Bought]]]


def price_basket(basket: Basket, to: Destination, now: datetime) -> list[ShopPart]:
    """Price what somebody buys of each shop, as the cart would; shops that do not send there are left out."""
    parts = []
    for stall, bought in basket:
        lines = [_priced(stall, one) for one in bought]
        sent = quote(
            stall.terms, to, grams=sum(line.billable_grams * line.quantity for line in lines),
            goods_minor=sum(line.total_minor for line in lines), now=now,
        )  # fmt: skip
        if sent is not None:
            parts.append(
                ShopPart(stall.tenant_id, stall.slug, stall.name, stall.terms, stall.terms_version, lines, sent, True)
            )
    return parts


def _priced(stall: Stall, one: Bought) -> PricedLine:
    ware, variant = one.ware, one.variant
    return PricedLine(
        number=ware.number, variant_id=UUID(str(variant["id"])), quantity=one.quantity, wanted=one.quantity, tenant_id=stall.tenant_id,
        product_id=ware.product_id, slug=ware.slug, title=ware.title, variant_name=str(variant["name"]),
        sku=str(variant["sku"]), category=ware.category,
        picture=next(iter(pictures_of_variant(ware.pictures, variant)), None),
        price_minor=int(str(variant["price_minor"])),
        unit_minor=int(str(variant["price_minor"])),
        available=one.quantity, billable_grams=ware.billable_grams, warranty_months=ware.warranty_months,
        warranty_by=ware.warranty_by, return_days=ware.return_days, return_paid_by=ware.return_paid_by,
    )  # fmt: skip


def sell(telling: Telling, who: Customer, basket: Basket, book: fee_rules.Rulebook, placed_at: datetime) -> list[Drawn]:
    """Place and pay a purchase at a moment; gives its orders. Nothing where no shop of it sends there."""
    parts = price_basket(basket, who.to, placed_at)
    if not parts:
        return []
    rows, mark = telling.rows, telling.rows.mark()
    paid_at = placed_at + timedelta(seconds=telling.dice.randint(50, 420))
    purchase = _open(telling, who, parts, placed_at, paid_at)
    fixed = book.schedule.rule(fee_rules.FeeKind.PROCESSING).fixed_minor
    stalls = {stall.tenant_id: stall for stall, _bought in basket}
    then = telling.at(placed_at, who.actor)
    for part, share in zip(parts, split(fixed, [part.total_minor for part in parts]), strict=True):
        draw_up_order(then, rows, purchase, part, book, stalls[part.tenant_id].profile, Place.INLAND, share)
    total = sum(part.total_minor for part in parts)
    months = _months_for(book, parts, total)
    payments.open_charge(
        then, rows, purchase_id=purchase.id, reference=purchase.code, amount_minor=total, instalments=months is not None
    )
    telling.audit(placed_at, who.actor, "checkout.place", f"purchase:{purchase.id}", None, total_minor=total)
    if months:
        _freeze_months(telling, mark, book, months, paid_at)
    charge, payment_ref = _pay(telling, purchase.id, mark, paid_at, months)
    drawn = _bundle(telling, who, basket, mark, charge, payment_ref)
    for one in drawn:
        _settle(telling, one, paid_at)
    return drawn


def _months_for(book: fee_rules.Rulebook, parts: Sequence[ShopPart], total_minor: int) -> int | None:
    """In how many months somebody pays: half a year or a quarter, where every shop offers it; one in three does."""
    offered = all(part.goods_minor >= IN_MONTHS.get(part.slug, total_minor + 1) for part in parts)
    if not offered or total_minor // 100 % 3:
        return None
    return max((plan.months for plan in book.schedule.plans_for(total_minor) if plan.months in (3, 6)), default=None)


def _freeze_months(
    telling: Telling, mark: Mapping[type, int], book: fee_rules.Rulebook, months: int, at: datetime
) -> None:
    """Write down what the months cost each shop of a purchase, as settling it does."""
    rows, plan = telling.rows, book.schedule.plan(months)
    assert plan is not None  # it was chosen among them
    rows.since(Purchase, mark)[-1]["months"] = months
    lines = rows.since(OrderLine, mark)
    for order in rows.since(Order, mark):
        paid: dict[str | None, int] = {
            str(line["id"]): line["total_minor"] for line in lines if line["order_id"] == order["id"]
        }
        fees.freeze(
            telling.at(at), rows, tenant_id=order["tenant_id"], buyer_id=order["buyer_id"], order_id=order["id"],
            fees=[*fee_rules.fees_of_plan(plan, {**paid, None: order["shipping_minor"]}, book.law)],
        )  # fmt: skip


def _open(
    telling: Telling, who: Customer, parts: Sequence[ShopPart], placed_at: datetime, paid_at: datetime
) -> NewPurchase:
    key = new_token()
    purchase = NewPurchase(
        new_id(),
        who.account.account_id,
        new_code(),
        who.account.name,
        who.buyer.phone,
        who.address,
        placed_at + _HOLD,
    )
    telling.rows.add(
        Purchase, **vars(purchase), idempotency_key=key, state=PurchaseState.PAID, email=who.account.email,
        total_minor=sum(part.total_minor for part in parts), locale=who.account.locale,
        created_at=placed_at, paid_at=paid_at, link_hash=hash_token(link_token(key)),
        link_expires_at=placed_at + timedelta(days=LINK_DAYS), source=None, cart_id=None,
    )  # fmt: skip
    return purchase


def _pay(
    telling: Telling, purchase_id: UUID, mark: Mapping[type, int], at: datetime, months: int | None
) -> tuple[Row, str]:
    """Complete the charge and its attempt as those that the provider approved; now and then after a card that it declined."""
    charge = telling.rows.since(Charge, mark)[-1]
    attempt = telling.rows.since(PaymentAttempt, mark)[-1]
    attempt["id"] = attempt.get("id") or new_id()
    key = attempt_key(attempt["id"])
    amount = charge["amount_minor"]
    session, payment = telling.payments.pay(key, charge["reference"], amount, at, months)
    told = {"provider": TAKES_CHARGES, "provider_ref": "", "key": key, "amount_minor": amount, "currency": "MXN"}
    told |= {"payment_ref": payment["id"]}
    told |= {"charge_id": charge["id"], "verdict": Verdict.TAKEN}
    failure = None
    if telling.dice.random() < 0.04:
        failure = telling.dice.choice(("insufficient_funds", "generic_decline", "expired_card"))
        early = at - timedelta(seconds=35)
        kind = EventKind.CHARGE_DECLINED.value
        telling.rows.add(
            ProviderEvent,
            **told,
            event_id=new_token(),
            kind=kind,
            said=kind,
            received_at=early,
            judged_at=early,
            failure=failure,
        )
    kind = EventKind.CHARGE_SUCCEEDED.value
    telling.rows.add(
        ProviderEvent, **told, event_id=new_token(), kind=kind, said=kind, received_at=at, judged_at=at, failure=None
    )
    attempt |= {
        "state": AttemptState.SUCCEEDED, "provider_ref": session["id"], "page": f"/pago-de-prueba/{session['id']}",
        "payment_ref": payment["id"], "method": Method.CARD, "months": months,
        "received_minor": amount, "asked_at": attempt["created_at"], "looked_at": attempt["created_at"], "ended_at": at,
        "failure": failure,
    }  # fmt: skip
    _note_cost(telling, charge, attempt, at)
    charge |= {"state": ChargeState.SUCCEEDED, "succeeded_at": at, "paid_by": attempt["id"]}
    telling.audit(at, SYSTEM, "payments.charge", f"purchase:{purchase_id}", None, amount_minor=amount)
    return charge, payment["id"]


def _note_cost(telling: Telling, charge: Row, attempt: Row, at: datetime) -> None:
    """What the provider took for it, as it says of itself."""
    fee, iva = cost_of("card", charge["amount_minor"], attempt["months"])
    attempt |= {"cost_minor": fee, "cost_iva_minor": iva}
    kind, transaction_id = books.TransactionKind.PROCESSING_COST, new_id()
    telling.rows.add(LedgerTransaction, id=transaction_id, kind=kind, cause=f"charge:{charge['id']}", at=at)
    for entry in books.processing_cost(fee, iva):
        telling.rows.add(
            LedgerEntry, transaction_id=transaction_id, at=at, account=entry.account.value, order_id=None, tenant_id=None,
            kind=entry.kind, amount_minor=entry.amount_minor,
        )  # fmt: skip


def _bundle(
    telling: Telling, who: Customer, basket: Basket, mark: Mapping[type, int], charge: Row, payment_ref: str
) -> list[Drawn]:
    stalls = {stall.tenant_id: (stall, bought) for stall, bought in basket}
    purchase = telling.rows.since(Purchase, mark)[-1]
    lines, fees = telling.rows.since(OrderLine, mark), telling.rows.since(FeeLine, mark)
    drawn = []
    for order in telling.rows.since(Order, mark):
        stall, bought = stalls[order["tenant_id"]]
        own = [line for line in lines if line["order_id"] == order["id"]]
        wares = {str(one.variant["id"]): one.ware for one in bought}
        drawn.append(
            Drawn(
                stall,
                [(wares[str(line["variant_id"])], line["variant_id"]) for line in own],
                purchase,
                charge,
                payment_ref,
                order,
                own,
                [fee for fee in fees if fee["order_id"] == order["id"]],
                who.actor,
                mark.get(LedgerEntry, 0),
            )
        )
    return drawn


def _settle(telling: Telling, drawn: Drawn, at: datetime) -> None:
    """What follows on the money: stock leaves the shelf, and the sale is in the books."""
    order, purchase_id = drawn.order, drawn.purchase["id"]
    order["state"] = OrderState.PAID
    for (ware, variant_id), line in zip(drawn.wares, drawn.lines, strict=True):
        telling.rows.add(
            Reservation, tenant_id=order["tenant_id"], purchase_id=purchase_id, variant_id=variant_id,
            location_id=drawn.stall.location_id, quantity=line["quantity"], state=ReservationState.CONSUMED,
            expires_at=drawn.purchase["expires_at"],
        )  # fmt: skip
        sale = Moved(at, -line["quantity"], MovementKind.SALE, SYSTEM.name, f"purchase:{purchase_id}")
        telling.move(drawn.stall, ware, variant_id, sale)
    taken: Counter[str] = Counter()
    for fee in drawn.fees:
        taken[fee["kind"]] += fee["amount_minor"]
    drawn.post(telling, at, "sale", drawn.subject, books.sale(order["total_minor"], taken))
    drawn.note(telling, at, "paid", drawn.buyer.name, Funding.CREDIT)
