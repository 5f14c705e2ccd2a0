"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.goods.groups.models import GroupInvitation
from marketplace.kernel.ages import Ages


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"group_invitation": GroupInvitation.expires_at < ages.year}
