"""About the rules of the market: every open shop is told what is announced or taken back, some hundreds a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.people.market_rules import RulesVersion
from marketplace.people.market_rules.events import RulesAnnounced, RulesWithdrawn
from marketplace.people.sellers import HAS_OPENED
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.recipients import to_shop
from marketplace.platform.notifications.service import notify

BATCH = 200


def tell_announced(work: Work, fact: RulesAnnounced) -> None:
    """The next shops learn what is announced; none does any more once it was taken back."""
    version = work.session.get_one(RulesVersion, fact.version)
    if version.withdrawn_at is not None:
        return
    data = {"starts_at": version.in_force_from, "summary": version.summary, "summary_en": version.summary_en}
    _tell_batch(work, fact, "rules_announced", data, f"/reglas/{fact.version}/cambios")


def tell_withdrawn(work: Work, fact: RulesWithdrawn) -> None:
    """The next shops learn that announced rules were taken back, and why."""
    version = work.session.get_one(RulesVersion, fact.version)
    data = {"starts_at": version.in_force_from, "reason": version.withdrawn_reason or ""}
    _tell_batch(work, fact, "rules_withdrawn", data, "/reglas")


def _tell_batch(
    work: Work, fact: RulesAnnounced | RulesWithdrawn, kind: str, data: Mapping[str, Any], path: str
) -> None:
    """Tell the open shops behind the last one that was told, and have those behind them told by a job of their own."""
    is_open = select(Shop.tenant_id).where(Shop.closed_at.is_(None), HAS_OPENED).order_by(Shop.tenant_id).limit(BATCH)
    shops = work.session.scalars(is_open.where(Shop.tenant_id > fact.after) if fact.after else is_open).all()
    for tenant_id in shops:
        notify(work, kind, to_shop(work, tenant_id), f"{fact.version}:{tenant_id}", data, path)
    if len(shops) == BATCH:
        work.tell(replace(fact, after=shops[-1]))
