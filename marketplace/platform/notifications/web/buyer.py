"""The demo market's mailbox: all mail that would have left. It exists only where none leaves."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.errors import NotFound
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.platform.notifications import queries
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("notifications")
_SHOWN = 50


def _only_in_demo() -> None:
    if site().settings.mail != "mailbox":
        raise NotFound


@room.get("/buzon")
@anyone_above("demo mailbox")
def mailbox(work: Work) -> str:
    """The latest mail."""
    _only_in_demo()
    return page("platform/notifications/buyer/mailbox.html", latest=queries.latest_mail(work, _SHOWN))


@room.get("/buzon/<uuid:mail_id>")
@anyone_above("demo mailbox")
def mail(work: Work, mail_id: UUID) -> str:
    """One of it."""
    _only_in_demo()
    return page("platform/notifications/buyer/mail.html", mail=queries.get_mail(work, mail_id))
