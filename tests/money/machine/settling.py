"""Steps of the provider, banks, staff, workers and the clock: what becomes of money once it is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from stripe import WebhookSignature

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.site import site
from marketplace.money.fees import queries as tariffs_there
from marketplace.money.ledger import available_by_order
from marketplace.money.payments import answer_chargeback as answer_bank
from marketplace.money.payments import get_twin
from marketplace.money.payments.gateways import get_provider, twin_secret
from marketplace.money.payments.gateways.twin import Mishap, acts
from marketplace.money.payments.models import Charge, Chargeback, ProviderEvent, Refund
from marketplace.money.payments.provider_events import judge_again, keep_event
from marketplace.money.payouts import buyers
from marketplace.money.payouts.holds import held_by_order
from marketplace.money.payouts.models import Payout, PayoutFile, RefundTransfer
from marketplace.money.payouts.service import account_in_use, make_payout, payable_now
from marketplace.platform.adjustments import service as adjustments
from marketplace.platform.adjustments.models import Adjustment
from marketplace.platform.adjustments.rules import AdjustmentKind, Reason
from marketplace.platform.moderation import measures
from marketplace.platform.moderation.models import LiveMeasure
from marketplace.trade.orders.models import Purchase
from tests import make
from tests.money.fees import tariffs
from tests.money.machine import buying
from tests.money.machine.run import Idle, Run, pick
from tests.money.payouts import paying
from tests.platform.adjustments import asking
from tests.platform.moderation import holds

_NAPS = [
    timedelta(minutes=5),
    timedelta(minutes=5),
    timedelta(hours=3),
    timedelta(days=1),
    timedelta(days=4),
    timedelta(days=12),
]


def buy_and_pay(run: Run, n: int) -> None:
    """Somebody buys with a card that the bank approves, and all of it is heard and done."""
    placed = make.place(run.market, buying.draw_cart(run, n), buyer=run.buyer(n), hold=buying.HOLD)
    make.pay(run.market, placed)
    run.worker.drain()


def work_a_little(run: Run, n: int) -> None:
    """A worker does some jobs, and not yet all."""
    if not run.worker.do_one():
        raise Idle
    for _job in range(n % 4):
        run.worker.do_one()


def work_all(run: Run, n: int) -> None:
    """Workers do all that is due."""
    if not run.worker.do_one():
        raise Idle
    run.worker.drain()


def wait(run: Run, n: int) -> None:
    """Time passes, and the clock does what is due by then."""
    run.pass_time(pick(n, _NAPS))
    with run.market.above():
        pass  # the clock is heard
    run.worker.drain()


def hear_some(run: Run, n: int) -> None:
    """What the provider tells comes in another order, a part of it later."""
    unsent = _unsent()
    shuffled = sorted(unsent, key=lambda one: hash_of(one[0], n))
    _hear(run, shuffled[: 1 + len(shuffled) // 2])


def hear_all(run: Run, n: int) -> None:
    """Everything that the provider has to tell comes."""
    _hear(run, _unsent())


def hear_again(run: Run, n: int) -> None:
    """It tells once more what it told before."""
    if not run.last_told:
        raise Idle
    _hear(run, run.last_told)


def hash_of(ref: str, n: int) -> int:
    """An order that is another one for each n, and the same each time."""
    return int(ref[-8:], 16) * (2 * n + 1) % 1_000_003


def _unsent() -> list[tuple[str, str]]:
    with get_twin().store.change() as shelf:
        return shelf.unsent()


def _hear(run: Run, told: list[tuple[str, str]]) -> None:
    if not told:
        raise Idle
    provider, secret = get_provider("stripe"), twin_secret(site().settings)
    for _ref, body in told:
        signed = {"Stripe-Signature": WebhookSignature.generate_signature_header(body, secret)}  # type: ignore[no-untyped-call]
        with run.market.above("webhook") as work:
            keep_event(work, provider.name, provider.read_event(signed, body.encode(), work.now))
    with get_twin().store.change() as shelf:
        shelf.note_sent([ref for ref, _body in told])
    run.last_told = told


def have_a_bad_day(run: Run, n: int) -> None:
    """The next questions to the provider go wrong."""
    get_twin().bad_days = [pick(n // 4**place, list(Mishap)) for place in range(1 + n % 2)]


def judge_once_more(run: Run, n: int) -> None:
    """Staff have something doubtful judged again."""
    event = run.choose(n, select(ProviderEvent).where(ProviderEvent.verdict.is_not(None)).order_by(ProviderEvent.id))
    with run.market.as_sergio() as work:
        judge_again(work, event.id)


def take_back(run: Run, n: int) -> None:
    """A bank takes the money of a payment by card back."""
    with get_twin().store.change() as shelf:
        paid = [
            one
            for one in shelf.all("charge")
            if one["payment_method_details"]["type"] == "card" and not one["disputed"]
        ]
    payment = pick(n, paid)["payment_intent"]
    run.at_bank(lambda shelf: acts.open_dispute(shelf, payment))


def answer_chargeback(run: Run, n: int) -> None:
    """Staff answer."""
    one = run.choose(n, select(Chargeback).where(Chargeback.state == "open").order_by(Chargeback.id))
    with run.market.as_sergio() as work:
        answer_bank(work, one.id, {"uncategorized_text": "Se entregó."})


def decide_chargeback(run: Run, n: int) -> None:
    """The bank decides."""
    one = run.choose(n, select(Chargeback).where(Chargeback.state.not_in(["won", "lost"])).order_by(Chargeback.id))
    run.at_bank(lambda shelf: acts.close_dispute(shelf, one.ref, won=n % 2 == 0))


def give_refund_account(run: Run, n: int) -> None:
    """A buyer says where money goes that cannot go back as it came."""
    stuck = select(Purchase).join(Charge, Charge.purchase_id == Purchase.id).join(Refund, Refund.charge_id == Charge.id)
    purchase = run.choose(n, stuck.where(Refund.state == "failed").order_by(Refund.id))
    with run.market.above("own refund") as work:
        buyers.give_refund_account(
            work, purchase.id, owner_id=purchase.account_id, clabe=paying.CLABE, holder=purchase.name
        )


def pay_shop(run: Run, n: int) -> None:
    """A shop is paid what it has, and what is held of an order stays behind."""
    shop = run.shop(n)
    if shop == run.market.alpaca:
        with run.market.above() as work:
            has_account = account_in_use(work, shop.id) is not None
        if not has_account:
            paying.prove_now(run.market)
    with run.market.above("payout") as work:
        held, before = held_by_order(work, shop.id), available_by_order(work, shop.id)
        due = sum(payable_now(work, shop.id).values())
        last = work.session.scalars(
            select(Payout.due_on).where(Payout.tenant_id == shop.id).order_by(Payout.due_on.desc())
        )
        day = max([mexican_day(work.now), *(one + timedelta(days=1) for one in last.all()[:1])])
        made = make_payout(work, shop.id, day)
        left = available_by_order(work, shop.id)
    if made is None:
        raise Idle
    assert made.amount_minor + made.kept_minor == due, "what is paid and what a decision holds is not what was due"
    for order_id, amount in held.items():
        has = before.get(order_id, 0)
        assert left.get(order_id, 0) >= min(has, has if amount is None else amount), "what is held was paid"


def write_file(run: Run, n: int) -> None:
    """Staff prepare a file for the bank."""
    paying.send(run.fidel if n % 2 else run.greta)


_RESULTS = ["pagado", "pagado", "rechazado", "devuelto"]


def answer_file(run: Run, n: int) -> None:
    """The bank answers a line: it arrived, it did not, or it came back after it had; now and then twice."""
    file = run.choose(n, select(PayoutFile).order_by(PayoutFile.number.desc()))
    with run.market.above() as work:
        codes = [
            *work.session.scalars(select(Payout.code).where(Payout.file_id == file.id).order_by(Payout.id)),
            *work.session.scalars(select(RefundTransfer.code).where(RefundTransfer.file_id == file.id)),
        ]
    who = run.fidel if file.made_by_id == run.greta.id else run.greta
    line = f"{pick(n, codes)},{pick(n, _RESULTS)},x"
    paying.answer(who, file.number, *[line] * (1 + n % 2))


def pay_out_at_stripe(run: Run, n: int) -> None:
    """Stripe pays on to a shop's bank, or the bank does not take it."""
    with get_twin().store.change() as shelf:
        account = shelf.all("v2.core.account")[0]["id"]
    if (
        run.at_bank(lambda shelf: acts.pay_out(shelf, account, failure="account_closed" if n % 3 == 0 else None))
        is None
    ):
        raise Idle


def ask_adjustment(run: Run, n: int) -> None:
    """Staff ask that a shop's money is put right."""
    amount = (n % 200 - 100) * 100 or 100
    asking.ask(
        run.market, slug=run.shop(n).slug, amount_minor=amount, kind=AdjustmentKind.ADJUSTMENT, reason=Reason.FEE_WRONG
    )


def decide_adjustment(run: Run, n: int) -> None:
    """Another one decides, or who asked takes it back."""
    one = run.choose(n, select(Adjustment).where(Adjustment.state == "asked").order_by(Adjustment.id))
    who = run.market.sergio if n % 5 == 0 else run.market.diego
    with asking.at_the_desk(who) as work:
        if n % 7 == 0:
            adjustments.decline_adjustment(work, one.id, answer="No.")
        elif n % 5 == 0:
            adjustments.withdraw_adjustment(work, one.id)
        else:
            adjustments.approve_adjustment(work, one.id)


def reverse_adjustment(run: Run, n: int) -> None:
    """An adjustment is taken back."""
    one = run.choose(n, select(Adjustment).where(Adjustment.state == "approved").order_by(Adjustment.id))
    with asking.at_the_desk(run.market.diego) as work:
        adjustments.reverse_adjustment(work, one.id)


def hold_money(run: Run, n: int) -> None:
    """Two of the staff hold what a shop is due, up to an amount or all of it; what was held before has its end by the clock."""
    with run.market.above("clock") as work:
        measures.carry_out_measures(work)
    asked = holds.ask(
        run.market, (holds.SLOW, holds.GRAVE)[n // 2 % 2], slug=run.shop(n).slug, days=1 + n % 20,
        amount_minor=None if n % 3 == 0 else 1 + n % 40_000,
    )  # fmt: skip
    holds.approve(run.market, asked)


def lift_hold(run: Run, n: int) -> None:
    """What is held is freed before its day."""
    stands = LiveMeasure.state.in_(["announced", "in_effect"])
    one = run.choose(n, select(LiveMeasure).where(stands).order_by(LiveMeasure.id))
    holds.lift(run.market, one.id)


def change_tariff(run: Run, n: int) -> None:
    """The next tariff is announced, with another commission; some naps later it is in force."""
    with run.market.above() as work:
        if n % 3 or tariffs_there.find_announced(work) is not None:
            raise Idle
    with asking.at_the_desk(run.market.sergio, "administrator") as work:
        draft = tariffs.drafted(work, tariffs.dearer(10 * (1 + n % 50)))
    with asking.at_the_desk(run.market.diego, "administrator") as work:
        tariffs.publish(work, draft.id)
    run.pass_time(timedelta(days=45))


Step = Callable[[Run, int], None]
