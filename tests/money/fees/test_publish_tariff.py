"""Rules do not change without notice: the database itself refuses a tariff that takes effect too soon."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace.money.fees.models import FeeSchedule
from tests.cast import Cast


@pytest.mark.parametrize(("days", "taken"), [(29, False), (30, True)])
def test_a_tariff_is_published_thirty_days_ahead(market: Cast, days: int, taken: bool) -> None:
    with market.above() as work:
        work.session.add(
            FeeSchedule(
                version=99,
                published_at=work.now,
                effective_from=work.now + timedelta(days=days),
                summary="",
                summary_en="",
            )
        )
        if taken:
            work.session.flush()
        else:
            with pytest.raises(IntegrityError, match="notice"):
                work.session.flush()
        work.session.rollback()
