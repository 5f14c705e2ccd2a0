"""Verbs on the mediators outside to whom a shop may turn after an appeal: at most two, as administrators write them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.platform.moderation import errors
from marketplace.platform.moderation.models import Mediator

MOST = 2  # as Regulation (EU) 2019/1150 (P2B), art. 12(1), asks a platform to name


def mediators(work: Work) -> Sequence[Mediator]:
    """List them in their order."""
    return work.session.scalars(select(Mediator).order_by(Mediator.position, Mediator.id)).all()


@verb(needs=StaffMay.MANAGE_STAFF)
def name_mediator(work: Work, *, name: str, contact: str) -> None:
    """Name one more; shops read it from now on. Raises TooManyMediators."""
    count = work.session.scalar(select(func.count()).select_from(Mediator)) or 0
    if count >= MOST:
        raise errors.TooManyMediators(most=MOST)
    work.session.add(Mediator(id=new_id(), name=name, contact=contact, position=count))
    work.audit("moderation.mediator", "market:mediators", name=name)


@verb(needs=StaffMay.MANAGE_STAFF)
def remove_mediator(work: Work, mediator_id: UUID) -> None:
    """Name one no longer. Raises NoSuchMediator."""
    found = work.session.find(select(Mediator).where(Mediator.id == mediator_id), lock=True)
    if found is None:
        raise errors.NoSuchMediator
    work.session.delete(found)
    work.audit("moderation.mediator_off", "market:mediators", name=found.name)
