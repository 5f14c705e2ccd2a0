"""About accounts: the links that do one thing once, and what an owner must hear of."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.people.accounts import browser_label, link_secret
from marketplace.people.accounts.events import AccountTouched, LinkIssued
from marketplace.people.accounts.models import Account, AccountToken
from marketplace.platform.notifications.recipients import to_account
from marketplace.platform.notifications.service import notify

_FORGOT = "/olvide-mi-contrasena"
_SECURITY = "/cuenta/seguridad"
_LEADS_TO = {"address_taken": _FORGOT, "password_changed": _FORGOT}


def send_link(work: Work, fact: LinkIssued) -> None:
    """The link of a one-time secret goes to the address it is for; nothing goes when it was used or replaced already."""
    token = work.session.get(AccountToken, fact.token_id)
    if token is None or token.used_at is not None:
        return
    account = work.session.get_one(Account, token.account_id)
    data = {"email": account.email, "due_at": token.data.get("due_at")}
    path = f"/enlace/{link_secret(token.id, hashed=token.hash)}"
    notify(work, f"link_{token.purpose}", to_account(account, email=str(token.data["email"])), token.id, data, path)


def tell_touched(work: Work, fact: AccountTouched) -> None:
    """The owner of an account hears what happened to it, and what to do if it was somebody else."""
    account = work.session.get_one(Account, fact.account_id)
    data = {"about": fact.about, "browser": browser_label(fact.about), "at": work.now}
    path = _LEADS_TO.get(fact.what, _SECURITY)
    notify(work, f"account_{fact.what}", to_account(account, email=fact.email), fact.note_id, data, path)
