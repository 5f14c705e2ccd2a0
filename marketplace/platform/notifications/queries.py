"""Questions about mail."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.errors import NotFound
from marketplace.kernel.work import Work
from marketplace.platform.notifications.models import Mail
from marketplace.platform.notifications.rules import MailState


def latest_mail(work: Work, most: int) -> Sequence[Mail]:
    """List the latest mail."""
    return work.session.scalars(select(Mail).order_by(Mail.created_at.desc(), Mail.id.desc()).limit(most)).all()


def bounced_mail(work: Work, most: int) -> Sequence[Mail]:
    """List the latest mail that came back."""
    back = select(Mail).where(Mail.state == MailState.BOUNCED).order_by(Mail.created_at.desc())
    return work.session.scalars(back.limit(most)).all()


def get_mail(work: Work, mail_id: UUID) -> Mail:
    """Load one; raises NotFound."""
    mail = work.session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    return mail
