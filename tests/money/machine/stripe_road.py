"""The ironmonger's account at Stripe, proven through the real verbs."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.money.payments import get_twin, hear_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.moving import move
from marketplace.money.payouts import accounts
from marketplace.money.payouts.models import PayoutAccount
from marketplace.money.payouts.onboarding import lead_to_stripe
from marketplace.worker import Worker
from tests.cast import Cast

_BACK = "/vender/ferreteria-abedul/cuenta-de-pago"
_THERE_MINOR = 5_000_000  # what the market has at Stripe, settled, besides what comes in here


def open_at_stripe(market: Cast, worker: Worker) -> None:
    """Ferretería Abedul is paid by transfers from now on, out of what the market has there."""
    get_twin().bad_days.clear()  # of a run before
    with market.as_bruno() as work:
        account = accounts.give_stripe_account(work)
    lead_to_stripe(account.tenant_id, account.id, _BACK)
    with market.above() as work:
        ref = work.session.scalars(select(PayoutAccount.recipient).where(PayoutAccount.id == account.id)).one()
    with get_twin().store.change() as shelf:
        acts.finish_onboarding(shelf, ref or "")
        move(shelf, "charge", _THERE_MINOR, "ch_before")
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    with market.above() as work:
        assert work.session.get_one(PayoutAccount, (account.tenant_id, account.id)).state == "in_use"
