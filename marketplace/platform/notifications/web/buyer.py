"""The demo market's mailbox: every letter that would have left. It exists only where no letter leaves."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from marketplace.kernel.errors import NotFound
from marketplace.kernel.work import Work
from marketplace.platform.notifications import queries
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("notifications")
_SHOWN = 50


def _only_in_demo() -> None:
    if current_app.extensions["settings"].mail != "mailbox":
        raise NotFound


@room.get("/buzon")
@anyone_above("demo mailbox")
def mailbox(work: Work) -> str:
    """The latest letters."""
    _only_in_demo()
    return page("platform/notifications/buyer/mailbox.html", letters=queries.latest_mail(work, _SHOWN))


@room.get("/buzon/<uuid:mail_id>")
@anyone_above("demo mailbox")
def letter(work: Work, mail_id: UUID) -> str:
    """One letter."""
    _only_in_demo()
    return page("platform/notifications/buyer/letter.html", mail=queries.get_mail(work, mail_id))
