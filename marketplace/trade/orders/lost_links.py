"""The way back to a purchase for who lost its letter: its code and the address it was made with bring another one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, or_, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import Door, check_limit, note_try, tidy_email
from marketplace.trade.orders.events import LinkAsked
from marketplace.trade.orders.guest_links import LINK_DAYS
from marketplace.trade.orders.models import Order, Purchase


@verb(needs=PROOF)
def ask_link(work: Work, *, code: str, email: str, visitor: Visitor) -> None:
    """Ask for another letter with the link of a purchase, by its code or that of one of its orders.

    The same is done whether there is one or not, so that nobody learns here who bought what: the letter is the job's, and
    goes to the address that the purchase was made with. Raises TooManyAttempts.
    """
    code = code.upper()  # it is what is counted: who does not know it uses up nobody's letters
    check_limit(work, Door.LETTER, code, visitor)
    note_try(work, Door.LETTER, code, visitor, ok=True)
    work.tell(LinkAsked(new_id(), code, tidy_email(email)))


def renew_link(work: Work, code: str, email: str) -> Purchase | None:
    """Let the link of a purchase open it for as long as a new one's; None where code and address are of none. Above the walls."""
    of_order = select(Order.id).where(Order.purchase_id == Purchase.id, Order.code == code).exists()
    purchase = work.session.find(
        select(Purchase).where(or_(Purchase.code == code, of_order), func.lower(Purchase.email) == email.lower()),
        lock=True,
    )
    if purchase is not None:
        purchase.link_expires_at = max(purchase.link_expires_at, work.now + timedelta(days=LINK_DAYS))
    return purchase
