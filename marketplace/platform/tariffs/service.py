"""A shop's verb on a tariff to come: it says that it knows it and goes on."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.fees import NoSuchTariff, find_announced
from marketplace.money.fees.models import FeeSchedule
from marketplace.platform.tariffs.errors import NothingAnnounced
from marketplace.platform.tariffs.models import FeeAcceptance


@verb(needs=May.OWN_SHOP)
def accept_tariff(work: Work, version: int) -> None:
    """Note that the shop this work stands in knows an announced version and goes on; once.

    Raises NoSuchTariff; NothingAnnounced where it began or was taken back.
    """
    if work.session.get(FeeSchedule, version) is None:
        raise NoSuchTariff
    announced = find_announced(work)
    if announced is None or announced.version != version:
        raise NothingAnnounced
    if work.session.scalar(select(FeeAcceptance.id).where(FeeAcceptance.version == version)) is not None:
        return
    work.session.add(
        FeeAcceptance(
            tenant_id=work.tenant_id,
            version=version,
            accepted_at=work.now,
            account_id=work.actor.account_id,
            name=work.actor.name,
        )
    )
    work.session.flush()
    work.audit("tariffs.accept", f"tariff:{version}", version=version)
