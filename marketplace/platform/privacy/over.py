"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from marketplace.kernel.ages import Ages
from marketplace.money.payments.models import ProviderEvent
from marketplace.platform.privacy.models import ArcoRequest, Consent, DataExport, Erasure
from marketplace.platform.privacy.rules import REQUEST_NEXT, ErasureState, RequestState


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    erased = and_(Erasure.state == ErasureState.ERASED, Erasure.ended_at < ages.five_years)
    left = select(Consent.id).where(Consent.account_id == Erasure.account_id).exists()
    closed = [state for state, following in REQUEST_NEXT.items() if not following]
    return {
        "data_export": DataExport.expires_at < ages.week,
        # Of money, whose module does not say it yet.
        "provider_event": ProviderEvent.received_at < ages.five_years,
        "consent": or_(
            Consent.withdrawn_at < ages.five_years, Consent.account_id.in_(select(Erasure.account_id).where(erased))
        ),
        "erasure": or_(
            and_(Erasure.state == ErasureState.CANCELLED, Erasure.ended_at < ages.five_years), and_(erased, ~left)
        ),
        "arco_request": or_(
            and_(ArcoRequest.state == RequestState.UNCONFIRMED, ArcoRequest.asked_at < ages.week),
            and_(
                ArcoRequest.state.in_(closed),
                func.coalesce(ArcoRequest.done_at, ArcoRequest.answered_at) < ages.five_years,
            ),
        ),
    }
