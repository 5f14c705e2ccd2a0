"""What the twin of Stripe tells, brought in as from outside: signed, read by the gateway, kept once; jobs judge it."""

from __future__ import annotations

from sqlalchemy import select
from stripe import WebhookSignature

from marketplace.kernel.site import site
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payments.gateways import get_provider, get_twin, twin_secret
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.money.payments.models import ProviderEvent
from marketplace.money.payments.provider_events import keep_event


@verb(needs=PROOF)
def hear_twin(work: Work) -> None:
    """Keep what the twin has to tell. An event counts as sent once it is seen to be kept, so that none gets lost."""
    store, provider = get_twin().store, get_provider(Stripe.name)
    with store.change() as shelf:
        waiting = shelf.unsent()
    kept = set(
        work.session.scalars(
            select(ProviderEvent.event_id).where(
                ProviderEvent.provider == provider.name, ProviderEvent.event_id.in_([ref for ref, _body in waiting])
            )
        )
    )
    for ref, body in waiting:
        if ref not in kept:
            signed = WebhookSignature.generate_signature_header(body, twin_secret(site().settings))
            told = provider.read_event({"Stripe-Signature": signed}, body.encode(), work.now)
            keep_event(work, provider.name, told)
    with store.change() as shelf:
        shelf.note_sent(kept)


def hear_twin_by_the_clock(work: Work) -> None:
    """By the clock: hear what the twin tells of what was asked of it by jobs."""
    if site().settings.payments == "twin":
        hear_twin(work)
