"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select

from marketplace.kernel.ages import Ages
from marketplace.platform.adjustments.models import Adjustment, AdjustmentAppeal
from marketplace.platform.adjustments.rules import AdjustmentState


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over. What they moved stays in the books."""
    of = and_(AdjustmentAppeal.tenant_id == Adjustment.tenant_id, AdjustmentAppeal.adjustment_id == Adjustment.id)
    last = func.greatest(Adjustment.asked_at, Adjustment.decided_at, Adjustment.reversed_at)
    ended = and_(Adjustment.state != AdjustmentState.ASKED, last < ages.five_years)
    return {
        "adjustment_appeal": and_(
            AdjustmentAppeal.answered_at < ages.five_years, select(Adjustment.id).where(of, ended).exists()
        ),
        "adjustment": and_(ended, ~select(AdjustmentAppeal.id).where(of).exists()),
    }
