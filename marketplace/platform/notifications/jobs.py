"""Sending mail, outside of any transaction."""

from __future__ import annotations

from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people import accounts
from marketplace.platform.notifications.events import MailWritten
from marketplace.platform.notifications.gateways.postman import Bounced, postman
from marketplace.platform.notifications.models import Mail
from marketplace.platform.notifications.rules import NEXT, MailState
from tenants.scope import PlatformScope


def carry_mail(fact: MailWritten, key: str) -> Finish:
    """Send mail and note that it left, or that it came back: then it is not sent again, and its address is marked."""
    with unit_of_work(PlatformScope("mail"), read_only=True) as work:
        mail = work.session.get_one(Mail, fact.mail_id)
    if mail.state != MailState.WAITING:  # told twice: it left, or came back
        return _nothing
    said = None
    try:
        postman(site().settings).carry(
            to=mail.to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            message_id=str(mail.id),
            stop_url=mail.stop_url,
        )
    except Bounced as back:
        said = str(back)[:500]

    def finish(work: Work) -> None:
        mail = work.session.lock_row(Mail, fact.mail_id)
        if mail.state != MailState.WAITING:
            return
        transition(mail, MailState.SENT if said is None else MailState.BOUNCED, NEXT)
        mail.sent_at, mail.said = (work.now, None) if said is None else (None, said)
        accounts.note_mail(work, mail.to, bounced=said is not None)

    return finish


def _nothing(_work: Work) -> None:
    """There is nothing to write down."""
