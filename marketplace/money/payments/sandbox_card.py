"""What follows when a card is tried on the sandbox's page: a signed event, which comes in as from any other provider."""

from __future__ import annotations

from marketplace.kernel.ids import new_token
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payments.gateways import get_provider
from marketplace.money.payments.gateways.sandbox import Sandbox, decide
from marketplace.money.payments.models import PaymentAttempt
from marketplace.money.payments.provider_events import keep_event
from marketplace.money.payments.rules import attempt_key
from marketplace.money.payments.told import EventKind, Told


@verb(needs=PROOF)
def try_card(work: Work, attempt: PaymentAttempt, card: str, *, event_id: str = "") -> str | None:
    """Try a test card, and tell what became of it: signed, read by its gateway, kept; a job judges it.

    Gives why the bank declines, None where it approves.
    """
    declined = decide(card)
    kind = EventKind.CHARGE_DECLINED if declined else EventKind.CHARGE_SUCCEEDED
    sandbox = get_provider(Sandbox.name)
    assert isinstance(sandbox, Sandbox)  # nobody else has test cards
    told = Told(
        event_id or new_token(), kind, kind.value, attempt.provider_ref or "", attempt_key(attempt.id),
        attempt.amount_minor, attempt.currency, declined,
    )  # fmt: skip
    keep_event(work, sandbox.name, sandbox.read_event(*sandbox.write_event(told, work.now), work.now))
    return declined
