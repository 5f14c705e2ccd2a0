"""What is done when a tariff is drafted, announced or taken back: shops learn what it would have cost them, one job a shop."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.calendar import morning_of
from marketplace.kernel.work import Work
from marketplace.money.fees import Schedule, drafting, published_schedules
from marketplace.money.fees.events import DraftWritten, TariffAnnounced, TariffWithdrawn
from marketplace.money.fees.models import FeeDraft
from marketplace.people.sellers import HAS_OPENED
from marketplace.people.sellers.models import Shop
from marketplace.platform.tariffs.events import ShopToBeTold, ShopToHearOfWithdrawal, TariffWeighed
from marketplace.platform.tariffs.models import FeeEstimate
from marketplace.platform.tariffs.weighing import ShopCost, last_days, weigh


def weigh_draft(work: Work, fact: DraftWritten) -> None:
    """Reckon what a draft would have cost each shop, unless it says something else by now or is none yet."""
    draft = work.session.get_one(FeeDraft, fact.draft_id)
    if draft.revision != fact.revision or drafting.faults_of(draft):
        return
    begins = morning_of(draft.starts_on) if draft.starts_on else None
    found = weigh(work, Schedule(0, drafting.rules_of(draft)), begins=begins)
    names = {row.tenant_id: row.name for row in work.session.execute(select(Shop.tenant_id, Shop.name))}
    figures = [
        {"shop": names.get(tenant_id, ""), "orders": len(of.orders), "was": of.was_minor, "would": of.would_minor}
        for tenant_id, of in found.items()
    ]
    drafting.note_figures(
        work, draft.id, fact.revision, sorted(figures, key=lambda row: (row["was"] - row["would"], row["shop"]))
    )


def tell_every_shop(work: Work, fact: TariffAnnounced) -> None:
    """Have each open shop told, one job each."""
    for tenant_id in work.session.scalars(
        select(Shop.tenant_id).where(Shop.closed_at.is_(None), HAS_OPENED).order_by(Shop.tenant_id)
    ):
        work.tell(ShopToBeTold(fact.version, tenant_id))


def weigh_for_shop(work: Work, fact: ShopToBeTold) -> None:
    """Write down what an announced version would have cost a shop, once, and tell it so."""
    of_version = (FeeEstimate.version == fact.version) & (FeeEstimate.tenant_id == fact.tenant_id)
    announced = next((one for one in published_schedules(work) if one.version == fact.version), None)
    if announced is None or announced.withdrawn_at or work.session.scalar(select(FeeEstimate.id).where(of_version)):
        return
    weighed = weigh(work, announced.schedule, tenant_id=fact.tenant_id, begins=announced.effective_from)
    found = weighed.get(fact.tenant_id, ShopCost())
    first, last = last_days(work.now)
    work.session.add(
        FeeEstimate(
            tenant_id=fact.tenant_id,
            version=fact.version,
            first=first,
            last=last,
            orders=len(found.orders),
            was_minor=found.was_minor,
            would_minor=found.would_minor,
        )
    )
    work.session.flush()
    work.tell(TariffWeighed(fact.version, fact.tenant_id))


def tell_of_withdrawal(work: Work, fact: TariffWithdrawn) -> None:
    """Have each shop that heard of a version told that it was taken back."""
    for tenant_id in work.session.scalars(select(FeeEstimate.tenant_id).where(FeeEstimate.version == fact.version)):
        if tenant_id is not None:
            work.tell(ShopToHearOfWithdrawal(fact.version, tenant_id))
