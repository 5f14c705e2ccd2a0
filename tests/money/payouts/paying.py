"""Paying shops in tests: an account that is proven, orders that are nothing but their numbers, the staff who pay."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update

from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.published import REFUND_ACCOUNT_HOURS
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.ledger.models import LedgerBalance
from marketplace.money.payments import hear_twin
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payouts import accounts, bank_files, buyers
from marketplace.money.payouts.models import Payout, PayoutAccount, RefundTransfer
from marketplace.money.payouts.service import make_payout
from marketplace.people.accounts import service as people
from marketplace.platform.desk.comparing import differences
from marketplace.platform.desk.next_payout import ShopMoney, shop_money
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import OrderEvent, Purchase
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import cast as story
from tests import make
from tests.cast import Cast, Person, Shop
from tests.money.checking import check_money
from tests.money.ledger import books

CLABE = "012180001183597198"
OTHER_CLABE = "002010077777777771"
DAY = date(2026, 11, 27)


def finance(name: str) -> Person:
    """Somebody of the staff who pays shops."""
    with unit_of_work(PlatformScope("test")) as work:
        email = f"{name.lower()}@example.mx"
        account_id = people.open_account(work, email=email, name=name, password_hash=story._HASH, staff_role="finance")
    return Person(account_id, name, email)


def as_staff(person: Person):  # type: ignore[no-untyped-def]
    actor = Actor(person.name, person.id, "finance", frozenset(STAFF_GRANTED["finance"]))
    return unit_of_work(PlatformScope("staff"), actor)


def account_of(shop: Shop) -> PayoutAccount:
    """The account of a shop that was given last."""
    with unit_of_work(PlatformScope("test")) as work:
        return work.session.scalars(
            select(PayoutAccount)
            .where(PayoutAccount.tenant_id == shop.id)
            .order_by(PayoutAccount.given_at.desc(), PayoutAccount.id.desc())
            .limit(1)
        ).one()


def send_centavos(shop: Shop) -> int:
    """The centavos for the account that was given last are sent; gives how many."""
    with unit_of_work(PlatformScope("test")) as work:
        work.session.execute(
            update(PayoutAccount).where(PayoutAccount.id == account_of(shop).id).values(sent_at=work.now)
        )
    return account_of(shop).check_minor


def prove(market: Cast, clabe: str = CLABE) -> UUID:
    """Hilos Alpaca has an account that is proven, and in use if it is the first; gives its id."""
    with market.as_alicia() as work:
        accounts.give_account(work, clabe)
    centavos = send_centavos(market.alpaca)
    with market.as_alicia() as work:
        assert accounts.tell_centavos(work, centavos)
    return account_of(market.alpaca).id


def prove_now(market: Cast) -> None:
    """Hilos Alpaca has another account in use at once, whatever was before it."""
    with market.above() as work:
        work.session.add(
            PayoutAccount(
                tenant_id=market.alpaca.id, id=new_id(), clabe=CLABE, holder="Hilos Alpaca", state="in_use", code=new_code(),
                check_minor=1, tries_left=3, given_at=work.now, given_by="Alicia", starts_at=work.now,
                sent_at=work.now, proven_at=work.now,
            )
        )  # fmt: skip


def available(market: Cast, total_minor: int = 1_000) -> books.Sold:
    """An order of which 116 centavos were taken, and the rest is available."""
    order = books.sell(market, total_minor)
    books.release(market, order)
    return order


def pay(market: Cast, day: date = DAY) -> Payout | None:
    """Make what Hilos Alpaca is paid on a day."""
    with market.above("payout") as work:
        return make_payout(work, market.alpaca.id, day)


def send(person: Person) -> str:
    """Somebody prepares a file of all that waits; gives its number."""
    with as_staff(person) as work:
        return bank_files.prepare_file(work).number


def answer(person: Person, number: str, *lines: str) -> list[str]:
    """Somebody else brings the bank's answer; gives what each line did."""
    with as_staff(person) as work:
        text = "\n".join(("referencia,resultado,motivo", *lines))
        return [one.outcome.value for one in bank_files.take_answer(work, number, text)]


def payouts(market: Cast) -> list[Payout]:
    """The deposits there are, in order."""
    with market.above() as work:
        return list(work.session.scalars(select(Payout).order_by(Payout.due_on)))


def stands(market: Cast) -> dict[str, int]:
    """What Hilos Alpaca has by the books, by account; nothing of those that are empty."""

    with market.above() as work:
        rows = work.session.execute(
            select(LedgerBalance.account, -LedgerBalance.amount_minor).where(
                LedgerBalance.tenant_id == market.alpaca.id, LedgerBalance.amount_minor != 0
            )
        )
        return {account.removeprefix("seller_"): int(amount) for account, amount in rows}


def agrees(market: Cast) -> None:
    """The books sum to zero, and nothing that tells of payouts differs from them."""
    check_money(market)
    with market.above() as work:
        found = [one for one in differences(work) if one.kind in ("sum", "balance", "on_way", "payout")]
    assert found == []


def money(market: Cast) -> ShopMoney:
    """Where the money of Hilos Alpaca stands, as its pages say."""
    with market.as_alicia() as work:
        return shop_money(work)


def buy_at_oxxo(market: Cast, worker: Worker) -> Purchase:
    """Carla pays at a till of OXXO and cancels: the money cannot go back as it came."""
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    for act in (acts.choose_oxxo, acts.pay_at_oxxo):
        with get_twin().store.change() as shelf:
            act(shelf, session)
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    code = make.order_codes(market, placed)[0]
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="", buyer_id=market.carla.id)
    worker.drain()
    with market.above() as work:
        return work.session.get_one(Purchase, placed.purchase_id)


def stuck_for(market: Cast, days: int) -> None:
    """What waits for an account has waited for so many days."""
    with market.above() as work:
        work.session.execute(
            update(OrderEvent).where(OrderEvent.kind == "refund_stuck").values(at=work.now - timedelta(days=days))
        )


def say_account(market: Cast, purchase: Purchase, clabe: str = CLABE, *, waited: bool = True) -> int:
    """Carla says to which account it goes, a good day ago; gives how much that is."""
    with market.above("own refund") as work:
        amount = buyers.give_refund_account(
            work, purchase.id, owner_id=market.carla.id, clabe=clabe, holder="Carla Méndez"
        )
    if waited:
        with market.above() as work:
            said = work.now - timedelta(hours=REFUND_ACCOUNT_HOURS + 1)
            work.session.execute(update(RefundTransfer).where(RefundTransfer.state == "due").values(given_at=said))
    return amount


def refund_transfers(market: Cast) -> list[RefundTransfer]:
    """What goes back to buyers by the bank, in the order in which the accounts were said."""
    with market.above() as work:
        return list(work.session.scalars(select(RefundTransfer).order_by(RefundTransfer.given_at)))
