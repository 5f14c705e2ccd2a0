"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.kernel.ages import Ages
from marketplace.people.sellers.applying import ApplicationState
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop, ShopTax
from marketplace.people.sellers.rules import ShopState
from tenants.models import Invitation, Membership


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {
        "invitation": Invitation.expires_at < ages.year,
        **_applications(ages),
        **{table.__tablename__: table.tenant_id.in_(closed(ages)) for table in (Membership, ShopTax)},
    }


def closed(ages: Ages) -> Select[Any]:
    """Select the shops that closed so long ago that tax law asks for nothing of them any more, and those that never opened and
    whose applications are gone.
    """
    application = aliased(Application)
    is_wished_for = select(application.id).where(application.prepared_tenant_id == Shop.tenant_id).exists()
    return select(Shop.tenant_id).where(
        or_(
            and_(Shop.status == ShopState.CLOSED, Shop.closed_at < ages.taxed),
            and_(Shop.status == ShopState.PREPARING, ~is_wished_for),
        )
    )


def _applications(ages: Ages) -> dict[str, ColumnElement[bool]]:
    last = func.coalesce(Application.decided_at, Application.submitted_at, Application.created_at)
    with_staff = Application.state.in_([ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW])
    ended = or_(
        Application.tenant_id.in_(closed(ages)),
        and_(Application.tenant_id.is_(None), last < ages.five_years, ~with_staff),
    )
    of = ApplicationDocument.application_id == Application.id
    return {
        "application_document": select(Application.id).where(of, ended).exists(),
        "application": and_(ended, ~select(ApplicationDocument.id).where(of).exists()),
    }
