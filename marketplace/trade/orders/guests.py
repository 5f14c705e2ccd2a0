"""What a browser may open without anybody signed in: purchases that a guest made in it, or whose secret link it followed.

Who signs in before paying takes the purchase along with the cart (`cart.service.join_carts`): it opens for them from then on,
and for the browser no more.

A guest's account belongs to one purchase, so that standing in it shows that purchase and its orders, and nothing else.
Nothing here ever answers with an account that somebody registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true, update

from marketplace.kernel.ids import hash_token
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.trade.orders.errors import NoSuchPurchase
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import ON_THE_WAY, OrderState
from tenants.scope import PlatformScope

# So long the browser that bought without an account opens its purchase by itself; the letter's link lasts longer.
BROWSER_OPENS = timedelta(days=30)


def _made_in(work: Work, owner: UUID | None) -> ColumnElement[bool]:
    """The condition that a purchase was made from the cart of a browser, or of who then signed in there, a while ago."""
    if owner is None:
        return false()  # and never `IS NULL`
    return and_(Purchase.cart_id == owner, Purchase.created_at > work.now - BROWSER_OPENS)


def _by_link(work: Work, links: Sequence[str]) -> ColumnElement[bool]:
    """The condition that one of these secrets of links, which browsers followed, opens a purchase."""
    return and_(Purchase.link_hash.in_([hash_token(link) for link in links]), Purchase.link_expires_at > work.now)


def find_guest(owner: UUID | None, links: Sequence[str], code: str, only_of_code: bool) -> UUID | None:
    """Find the guest's account behind the purchase that a page is of, where this browser proves that it may open it.

    The proof is the browser's own secret, for a purchase made in it; the session of who signed in there before it was paid;
    or the secret of a link it followed. `code` is of the purchase or of one of its orders; without a purchase of that code
    it is the latest that may be opened, or none where it is asked for `only_of_code`.
    """
    with unit_of_work(PlatformScope("guest purchase"), read_only=True) as work:
        of_order = select(Order.id).where(Order.purchase_id == Purchase.id, Order.code == code).exists()
        of_code = or_(Purchase.code == code, of_order)
        return work.session.scalar(
            select(Purchase.account_id)
            .join(Account, Account.account_id == Purchase.account_id)
            .where(
                Account.kind == AccountKind.GUEST,
                or_(_made_in(work, owner), _by_link(work, links)),
                of_code if only_of_code else true(),
            )
            .order_by(of_code.desc(), Purchase.created_at.desc())
            .limit(1)
        )


def find_on_the_way(browser: UUID | None, links: Sequence[str]) -> tuple[int, str]:
    """Count the orders of guests that are paid and have not arrived, of what this browser may open; with the code of the
    latest purchase of those."""
    with unit_of_work(PlatformScope("guest purchase"), read_only=True) as work:
        codes = work.session.scalars(
            select(Purchase.code)
            .join(Order, Order.purchase_id == Purchase.id)
            .join(Account, Account.account_id == Purchase.account_id)
            .where(
                Account.kind == AccountKind.GUEST,
                or_(_made_in(work, browser), _by_link(work, links)),
                Order.state.in_(ON_THE_WAY),
            )
            .order_by(Purchase.created_at.desc())
        ).all()
    return len(codes), codes[0] if codes else ""


def is_made_here(work: Work, purchase_id: UUID, owner: UUID | None) -> bool:
    """Say whether a guest made a purchase from the cart of this browser, or of who then signed in there."""
    made = (
        select(Purchase.id)
        .join(Account, Account.account_id == Purchase.account_id)
        .where(Purchase.id == purchase_id, Account.kind == AccountKind.GUEST, _made_in(work, owner))
    )
    return owner is not None and work.session.scalar(made) is not None


def list_unpaid(work: Work, *, person: UUID | None, cart: UUID | None) -> Sequence[Purchase]:
    """List what waits to be paid, the first to be given up first: of who is signed in, and what was bought as a guest
    from a cart."""
    as_guest = and_(Account.kind == AccountKind.GUEST, _made_in(work, cart))
    mine = Purchase.account_id == person if person else false()  # and never `IS NULL`
    return work.session.scalars(
        select(Purchase)
        .join(Account, Account.account_id == Purchase.account_id)
        .where(Purchase.state == OrderState.AWAITING_PAYMENT, or_(mine, as_guest))
        .order_by(Purchase.expires_at)
    ).all()


def find_unpaid(*, person: UUID | None, cart: UUID | None) -> Sequence[Purchase]:
    """As `list_unpaid`, for a page that stands elsewhere."""
    with unit_of_work(PlatformScope("guest purchase"), read_only=True) as work:
        return list_unpaid(work, person=person, cart=cart)


@verb(needs=PROOF)
def forget_purchase(work: Work, code: str, *, guest: UUID) -> str:
    """Let no browser open a guest's purchase by itself any more; gives its link's hash. Raises NoSuchPurchase.

    The link in the letter still does.
    """
    purchase = work.session.find(select(Purchase).where(Purchase.code == code, Purchase.account_id == guest), lock=True)
    if purchase is None:
        raise NoSuchPurchase
    purchase.cart_id = None
    return purchase.link_hash


@verb(needs=PROOF)
def forget_purchases(work: Work, browser: UUID) -> None:
    """Let a browser open none of the purchases made in it any more, as when somebody signs out."""
    work.session.execute(update(Purchase).where(Purchase.cart_id == browser).values(cart_id=None))


def hand_purchases_over(work: Work, browser: UUID, person: UUID) -> None:
    """Let the purchases that a browser began and did not pay be those of the cart of who signs in there."""
    work.session.execute(
        update(Purchase)
        .where(Purchase.cart_id == browser, Purchase.state == OrderState.AWAITING_PAYMENT)
        .values(cart_id=person)
    )
