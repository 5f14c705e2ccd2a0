"""The way of a shop to Stripe's pages, between units of work: its account is opened once, and the page is asked for each time."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.quarantine import is_released
from marketplace.kernel.site import site
from marketplace.kernel.work import unit_of_work
from marketplace.money.payouts import accounts
from marketplace.money.payouts.errors import NoOpenAccount, RoadSilent
from marketplace.money.payouts.gateways.stripe_transfers import find_recipient, open_onboarding, open_recipient
from marketplace.money.payouts.models import PayoutAccount
from tenants.scope import PlatformScope


def lead_to_stripe(tenant_id: UUID, account_id: UUID, back: str) -> str:
    """Give the page of Stripe on which a shop goes on with its account; `back` is where it returns to, a path of the market.

    Call it outside of any work. Raises RoadSilent, NoOpenAccount.
    """
    with unit_of_work(PlatformScope("payout"), read_only=True) as work:
        if not is_released(work):
            raise RoadSilent  # a copy of the market opens no accounts
        account = work.session.get(PayoutAccount, (tenant_id, account_id))
        if account is None:
            raise NoOpenAccount
        ref, name = account.recipient, account.holder
    ref = ref or open_recipient(f"recipient:{account_id}", name)
    standing = find_recipient(ref)
    with unit_of_work(PlatformScope("payout")) as work:
        accounts.note_recipient(work, tenant_id, account_id, standing)
    return open_onboarding(ref, f"{site().settings.base_url.rstrip('/')}{back}")
