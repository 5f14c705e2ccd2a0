"""By the clock, before rows are old: copies of data that run out, and requests that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from marketplace.kernel.work import Work
from marketplace.privacy.exports import expire_exports
from marketplace.privacy.models import ArcoRequest
from marketplace.privacy.rules import RequestState

_UNCONFIRMED_KEPT = timedelta(days=7)


def forget(work: Work) -> None:
    """Let copies of data run out, and forget requests whose address nobody confirmed."""
    expire_exports(work)
    work.session.execute(
        delete(ArcoRequest).where(
            ArcoRequest.state == RequestState.UNCONFIRMED, ArcoRequest.asked_at < work.now - _UNCONFIRMED_KEPT
        )
    )
