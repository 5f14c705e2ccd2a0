"""Who is told what: a fact becomes a row (`reactions`, `recipients`), the row its words (`render`), the words mail."""

from marketplace.platform.notifications.queries import bounced_mail
from marketplace.platform.notifications.recipients import Recipient, to_person
from marketplace.platform.notifications.service import notify

__all__ = [
    "Recipient",
    "bounced_mail",
    "notify",
    "to_person",
]
