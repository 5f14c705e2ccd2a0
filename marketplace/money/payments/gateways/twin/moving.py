"""How money moves at the twin: each movement is a balance transaction, pending until its day, then available."""

from __future__ import annotations

from marketplace.money.payments.gateways.twin.store import Object, Shelf, new_ref

_DAY = 24 * 60 * 60
# When what comes by each way is available: days after it came (docs of Stripe; a card in Mexico takes a week).
SETTLES_AFTER_DAYS = {"card": 7, "oxxo": 4, "customer_balance": 3}
# What the twin takes, in basis points and centavos, before IVA of 16 %. What Stripe takes is in its price list.
FEES = {"card": (360, 300), "oxxo": (400, 300), "customer_balance": (0, 700)}
# Months -> from which amount on, in centavos, and what is taken for it besides, in basis points.
PLANS = {
    3: (30_000, 500), 6: (60_000, 750), 9: (90_000, 1000), 12: (120_000, 1250), 18: (180_000, 1750), 24: (240_000, 2250),
}  # fmt: skip
_IVA_PERCENT = 16


def cost_of(method: str, amount: int, months: int | None = None) -> tuple[int, int]:
    """What is taken of an amount in centavos that was paid in some way, or in months, and the IVA on that."""
    percent, fixed = FEES[method]
    fee = (amount * percent + 5_000) // 10_000 + fixed
    if months:
        fee += (amount * PLANS[months][1] + 5_000) // 10_000
    return fee, (fee * _IVA_PERCENT + 50) // 100


def move(
    shelf: Shelf, kind: str, amount: int, source: str, *, fee: tuple[int, int] = (0, 0), days: int = 0, owner: str = ""
) -> str:
    """Write a movement of the market's balance, or of a connected account's (`owner`); gives its id. Centavos."""
    details = [
        {"amount": part, "application": None, "currency": "mxn", "description": None, "type": what}
        for part, what in zip(fee, ("stripe_fee", "tax"), strict=True)
        if part
    ]
    moved = {
        "id": new_ref("txn"), "object": "balance_transaction", "amount": amount, "currency": "mxn", "created": shelf.now,
        "available_on": shelf.now + days * _DAY, "balance_type": "payments", "fee": sum(fee), "fee_details": details,
        "net": amount - sum(fee), "reporting_category": kind, "source": source, "type": kind,
        "status": "pending" if days else "available", "description": None, "exchange_rate": None,
    }  # fmt: skip
    shelf.put(moved, owner=owner)
    return str(moved["id"])


def balance_of(shelf: Shelf, owner: str = "") -> Object:
    """What a balance holds: available now, and pending until its day."""
    sums = {"available": 0, "pending": 0}
    for moved in shelf.all("balance_transaction", owner=owner):
        sums["available" if moved["available_on"] <= shelf.now else "pending"] += moved["net"]
    parts = {
        name: [{"amount": amount, "currency": "mxn", "source_types": {"card": amount}}] for name, amount in sums.items()
    }
    return {"object": "balance", "livemode": False, **parts}
