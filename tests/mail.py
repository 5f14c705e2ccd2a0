"""What tests say of mail: send some, and read what was written."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.platform.notifications.events import MailWritten
from marketplace.platform.notifications.models import Mail
from tests.cast import Cast


def write(work: Work, to: str, *, subject: str = "Tu compra", text: str = "Va en camino.") -> None:
    """Write mail that is to be sent, in words of the test's own."""
    mail = Mail(
        id=new_id(),
        key=f"test:{to}:{subject}",
        to=to,
        subject=subject,
        text=text,
        html=f"<p>{text}</p>",
        state="waiting",
        created_at=work.now,
    )
    work.session.add(mail)
    work.tell(MailWritten(mail.id))


def mail_by_key(work: Work) -> dict[str, Mail]:
    """What was written, by what it is about: the part of its key before the colon."""
    return {mail.key.split(":")[0]: mail for mail in work.session.scalars(select(Mail))}


def letters_to(market: Cast, email: str) -> list[str]:
    """The subjects of what was written to an address, in order."""
    with market.above() as work:
        return list(work.session.scalars(select(Mail.subject).where(Mail.to == email).order_by(Mail.id)))
