"""What is asked of the provider, outside of any transaction."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.jobs import Finish
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.payments import service
from marketplace.money.payments.events import RefundRequested
from marketplace.money.payments.gateways.sandbox import Sandbox
from marketplace.money.payments.models import Charge, Refund
from tenants.scope import PlatformScope

PROVIDERS = {"sandbox": Sandbox()}


def send_refund(fact: RefundRequested, key: str) -> Finish:
    """Ask the provider to give money back; a second attempt carries the same key, so it refunds once."""
    with unit_of_work(PlatformScope("refund"), read_only=True) as work:
        provider, charge_ref, amount = work.session.execute(
            select(Charge.provider, Charge.provider_ref, Refund.amount_minor)
            .join(Refund, Refund.charge_id == Charge.id)
            .where(Refund.id == fact.refund_id)
        ).one()
    refund_ref = PROVIDERS[provider].refund(charge_ref, amount, key=f"refund:{fact.refund_id}")

    def finish(work: Work) -> None:
        service.mark_refunded(work, fact.refund_id, provider_ref=refund_ref)

    return finish
