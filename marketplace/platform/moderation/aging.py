"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from marketplace.goods.catalog.models import Product
from marketplace.kernel.ages import Ages
from marketplace.platform.moderation.models import (
    ClosingAppeal,
    DecisionAppeal,
    HoldRequest,
    LiveMeasure,
    ModerationCase,
    Report,
    ReportCase,
    ShopClosing,
)
from marketplace.platform.moderation.rules import MEASURE_STANDING, ClosingState, HoldRequestState


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    on_sale = select(Product.id).where(
        Product.tenant_id == ModerationCase.tenant_id,
        Product.id == ModerationCase.product_id,
        Product.approved_revision == ModerationCase.revision,
    )
    of = and_(ClosingAppeal.tenant_id == ShopClosing.tenant_id, ClosingAppeal.closing_id == ShopClosing.id)
    ended = and_(ShopClosing.state != ClosingState.ANNOUNCED, ShopClosing.effective_at < ages.five_years)
    of_case = select(Report.id).where(Report.case_id == ReportCase.id)
    stands = LiveMeasure.state.in_(MEASURE_STANDING)
    return {
        "report": select(ReportCase.id)
        .where(ReportCase.id == Report.case_id, ReportCase.decided_at < ages.five_years)
        .exists(),
        "report_case": and_(ReportCase.decided_at < ages.five_years, ~of_case.exists()),
        "measure": and_(LiveMeasure.decided_at < ages.five_years, ~stands),
        "hold_request": and_(HoldRequest.asked_at < ages.five_years, HoldRequest.state != HoldRequestState.ASKED),
        "decision_appeal": DecisionAppeal.answered_at < ages.five_years,
        "moderation_case": and_(ModerationCase.decided_at < ages.five_years, ~on_sale.exists()),
        "closing_appeal": and_(
            ClosingAppeal.answered_at < ages.five_years, select(ShopClosing.id).where(of, ended).exists()
        ),
        "shop_closing": and_(ended, ~select(ClosingAppeal.id).where(of).exists()),
    }
