"""What a checkout knows of the buyer before they type."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from marketplace.kernel.ids import new_token
from marketplace.kernel.work import Work
from marketplace.people.accounts import find_locality
from marketplace.trade.orders import queries, split_number
from marketplace.web.pages import place


def known_at_checkout(work: Work) -> dict[str, Any]:
    """Fill a new form: for a signed-in person with who received their latest purchase, and where.

    Where a postal code was chosen since that is another, the address is left to them.
    """
    values: dict[str, Any] = {"key": new_token()}
    where = place()
    if current_user.is_authenticated:
        values |= {"email": current_user.email, "name": current_user.name}
        before = queries.latest_delivery(work, current_user.account_id)
        if before:
            values |= {"name": before.name, "phone": before.phone}
        if before and (where is None or where.code == before.address.get("postal_code")):
            return {**values, **split_number(before.address)}
    locality = find_locality(work, where.code) if where else None
    if locality:
        values |= {
            "postal_code": locality.code, "state": locality.state, "municipality": locality.municipality,
            "settlement": locality.settlements[0] if len(locality.settlements) == 1 else "",
        }  # fmt: skip
    return values
