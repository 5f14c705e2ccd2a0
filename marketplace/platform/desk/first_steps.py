"""The first steps of a new shop, on its first page until a sale arrived or the shop puts them away."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.module import FirstStep, any_own, steps_taken
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.platform.desk.models import FirstSteps
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order


def first_steps(work: Work) -> list[tuple[FirstStep, bool]]:
    """List the steps with whether each is done; none once something arrived that was sold, or they were put away."""
    over = any_own(work, Order, Order.state == OrderState.DELIVERED), any_own(work, FirstSteps)
    if any(work.session.execute(select(*(one.label(f"over_{n}") for n, one in enumerate(over)))).one()):
        return []
    return steps_taken(work)


@verb(needs=May.EDIT_SHOP)
def put_steps_away(work: Work) -> None:
    """Show the first steps no more in the shop this work stands in. Again changes nothing."""
    if work.session.get(FirstSteps, (work.tenant_id, work.tenant_id)) is None:
        work.session.add(FirstSteps(tenant_id=work.tenant_id, id=work.tenant_id, put_away_at=work.now))
        work.audit("desk.put_steps_away", f"shop:{work.tenant_id}")
