"""Carrying letters, outside of any transaction."""

from __future__ import annotations

from flask import current_app

from marketplace.kernel.jobs import Finish
from marketplace.kernel.work import Work, unit_of_work
from marketplace.notifications.events import MailWritten
from marketplace.notifications.gateways.postman import postman
from marketplace.notifications.models import Mail
from tenants.scope import PlatformScope


def carry_mail(fact: MailWritten, key: str) -> Finish:
    """Carry a letter and note that it left."""
    with unit_of_work(PlatformScope("mail"), read_only=True) as work:
        mail = work.session.get_one(Mail, fact.mail_id)
    postman(current_app.extensions["settings"]).carry(
        to=mail.to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=str(mail.id),
        stop_url=mail.stop_url,
    )

    def finish(work: Work) -> None:
        sent = work.session.get_one(Mail, fact.mail_id)
        sent.state, sent.sent_at = "sent", work.now

    return finish
