"""By the clock: what the map says is kept for a time only."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from marketplace.kernel.work import Work
from marketplace.notifications.models import Mail
from marketplace.privacy.exports import expire_exports
from marketplace.privacy.models import ArcoRequest
from marketplace.privacy.rules import RequestState

_LETTERS_KEPT = timedelta(days=365)
_UNCONFIRMED_KEPT = timedelta(days=7)


def forget(work: Work) -> None:
    """Let copies of data run out, and forget old letters and requests whose address nobody confirmed."""
    expire_exports(work)
    work.session.execute(delete(Mail).where(Mail.created_at < work.now - _LETTERS_KEPT))
    work.session.execute(
        delete(ArcoRequest).where(
            ArcoRequest.state == RequestState.UNCONFIRMED, ArcoRequest.asked_at < work.now - _UNCONFIRMED_KEPT
        )
    )
