"""Verbs on notifications: telling somebody something, and writing the mail that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy.dialects.postgresql import insert

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.platform.notifications.events import MailWritten, NotificationWritten
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.notifications.recipients import Recipient
from marketplace.platform.notifications.render import check_kind, render
from marketplace.platform.notifications.rules import MailState

MAIL = "mail"


def notify(
    work: Work,
    kind: str,
    to: Recipient,
    about: UUID | str,
    data: Mapping[str, Any],
    path: str = "",
    *,
    stop_path: str = "",
) -> None:
    """Tell somebody something once for each kind and `about`, which names what it is about and never the time.

    `data` is kept as plain values: amounts in centavos, days and moments as ISO texts. `path` is where it leads on this
    site, `stop_path` ends what one asked to be told. Mail follows the commit. Raises LookupError for a kind without words.
    """
    check_kind(kind)
    row: dict[str, Any] = {
        "id": new_id(), "key": f"{kind}:{about}", "kind": kind, "data": to_jsonable_python(dict(data)), "path": path,
        "stop_path": stop_path, "account_id": to.account_id, "tenant_id": to.tenant_id, "email": to.email,
        "name": to.name, "locale": to.locale, "channel": MAIL, "created_at": work.now,
    }  # fmt: skip
    if _write_once(work, Notification, row):
        work.tell(NotificationWritten(row["id"]))


def write_mail(work: Work, fact: NotificationWritten) -> None:
    """Put a notification into words, as mail. When that fails nothing is lost: the row stays, and the job is tried again."""
    told = work.session.get(Notification, fact.notification_id)
    if told is None or told.channel != MAIL:  # whom it told was erased meanwhile
        return
    said = render(told)
    row: dict[str, Any] = {
        "id": new_id(), "key": told.key, "to": told.email, "subject": said.subject, "text": said.text,
        "html": said.html, "stop_url": said.stop_url, "state": MailState.WAITING, "created_at": work.now,
    }  # fmt: skip
    if _write_once(work, Mail, row):
        work.tell(MailWritten(row["id"]))


def _write_once(work: Work, table: type[Notification | Mail], row: dict[str, Any]) -> bool:
    """Add a row unless its key was written before; says whether it was added."""
    added = work.session.execute(
        insert(table).values(**row).on_conflict_do_nothing(index_elements=["key"]).returning(table.id),
        execution_options={"wall": "plain"},
    )
    return added.first() is not None
