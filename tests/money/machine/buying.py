"""Steps of buyers and shops: from the cart to what comes back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.rules import About, DisputeAnswer
from marketplace.care.returns import service as returns
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.models import Claim
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.taxes.errors import NoRateInForce
from marketplace.money.taxes.queries import forget_known_rates
from marketplace.trade.cart.rules import ShopChoice
from marketplace.trade.checkout import service as placing
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.arrivals import deliver_by_carrier
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.unpaid import give_up_purchase
from marketplace.trade.parcels.models import Parcel
from tests import make
from tests.money.machine.run import Idle, Run, pick

HOLD = timedelta(minutes=15)
MONTHS = (3, 6, 9, 12, 18, 24)


def draw_cart(run: Run, n: int) -> list[make.CartLine]:
    """Some goods of one shop or of both, one or two pieces each; now and then of what is scarce."""
    goods = run.goods if n % 5 == 0 else run.goods[:3]
    kinds = 1 + n % (2 ** len(goods) - 1)  # which of them, by its bits
    chosen = [one for place, one in enumerate(goods) if kinds >> place & 1]
    return [make.line(one, 1 + (n >> place) % 2) for place, one in enumerate(chosen)]


def draw_choice(run: Run, n: int) -> dict[UUID, ShopChoice]:
    """What is bought of Hilos Alpaca is a gift every other time."""
    return {run.market.alpaca.id: ShopChoice(wrapped=n % 2 == 0)}


def place(run: Run, n: int) -> None:
    """Somebody buys a cart, and is led to the provider's page."""
    gift = draw_choice(run, n)
    placed = make.place(run.market, draw_cart(run, n), buyer=run.buyer(n), hold=HOLD, opened=False, choices=gift)
    open_page(placed.purchase_id)


def place_and_stay(run: Run, n: int) -> None:
    """Somebody buys and closes the browser before the provider is asked."""
    make.place(run.market, draw_cart(run, n), buyer=run.buyer(n), hold=HOLD, opened=False)


def send_form_twice(run: Run, n: int) -> None:
    """The same form comes twice: there is one purchase."""
    with run.market.above("checkout") as work:
        asked = make.checkout(work, run.buyer(n), draw_cart(run, n))
        first = placing.place_purchase(work, asked, hold=HOLD)
    with run.market.above("checkout") as work:
        assert placing.place_purchase(work, asked, hold=HOLD).purchase_id == first.purchase_id


def lack_a_rate(run: Run, n: int) -> None:
    """On a day without the law's rates nothing is sold; then they are published, late."""
    with run.market.above() as work:
        before = len(work.session.scalars(select(Purchase.id)).all())
        asked = make.checkout(work, run.buyer(n), draw_cart(run, n))
    _let_law_end(run, over=True)
    try:
        with pytest.raises(NoRateInForce), run.market.above("checkout") as work:
            placing.place_purchase(work, asked, hold=HOLD)
    finally:
        _let_law_end(run, over=False)
    with run.market.above() as work:
        assert len(work.session.scalars(select(Purchase.id)).all()) == before


def _let_law_end(run: Run, *, over: bool) -> None:
    until = "valid_from + interval '1 second'" if over else "NULL"
    with run.owner.begin() as connection:
        connection.execute(text(f"UPDATE legal_rate SET valid_until = {until}"))
    forget_known_rates()


def go_to_page(run: Run, n: int) -> None:
    """Who did not pay yet goes on to the provider's page, or makes a further try."""
    waiting = select(Purchase).where(Purchase.state == "awaiting_payment").order_by(Purchase.id)
    open_page(run.choose(n, waiting).id)


def pay_by_card(run: Run, n: int) -> None:
    """The bank approves a card, at once or in months."""
    session = run.session(n)
    months = pick(n, MONTHS) if n % 3 == 0 else None
    run.at_bank(lambda shelf: acts.pay_by_card(shelf, session, acts.APPROVED, months))


def decline_card(run: Run, n: int) -> None:
    """The bank declines a card; the buyer may try another."""
    session, card = run.session(n), pick(n, sorted(acts.DECLINED))
    run.at_bank(lambda shelf: acts.pay_by_card(shelf, session, card))


def choose_oxxo(run: Run, n: int) -> None:
    """Somebody asks for a voucher."""
    session = run.session(n)
    run.at_bank(lambda shelf: acts.choose_oxxo(shelf, session))


def choose_spei(run: Run, n: int) -> None:
    """Somebody asks where to transfer to."""
    session = run.session(n)
    run.at_bank(lambda shelf: acts.choose_spei(shelf, session))


def pay_at_oxxo(run: Run, n: int) -> None:
    """A voucher is paid at the till, also where the purchase was given up meanwhile."""
    session = run.session(n, "oxxo_display_details")
    run.at_bank(lambda shelf: acts.pay_at_oxxo(shelf, session))


def let_voucher_end(run: Run, n: int) -> None:
    """A voucher's days pass."""
    session = run.session(n, "oxxo_display_details")
    run.at_bank(lambda shelf: acts.let_voucher_end(shelf, session))


def transfer(run: Run, n: int) -> None:
    """Somebody transfers a part, exactly what is asked, or too much."""
    session = run.session(n, "display_bank_transfer_instructions")
    amount = run.at_bank(lambda shelf: shelf.find(session)["amount_total"])
    sent = (amount // 3, amount, amount + 1_234)[n % 3]
    run.at_bank(lambda shelf: acts.transfer(shelf, session, sent))


def give_up(run: Run, n: int) -> None:
    """A buyer will not pay; what is paid meanwhile stays paid."""
    purchase = run.choose(n, select(Purchase).where(Purchase.state == "awaiting_payment").order_by(Purchase.id))
    with run.market.above("own purchase") as work:
        give_up_purchase(work, purchase.code, buyer_id=purchase.account_id)


def pack(run: Run, n: int) -> None:
    """A shop packs."""
    order = run.order(n, "paid")
    with run.as_owner(order.tenant_id) as work:
        orders.pack_order(work, order.code)


def ship(run: Run, n: int) -> None:
    """A shop packs if it has not, and ships."""
    order = run.order(n, "packed", "paid")
    with run.as_owner(order.tenant_id) as work:
        if order.state == "paid":
            orders.pack_order(work, order.code)
        orders.ship_order(work, order.code, carrier="Estafeta", tracking=f"{order.id.int % 10**10:010d}")


def deliver(run: Run, n: int) -> None:
    """The buyer says that it came."""
    order = run.order(n, "shipped")
    with run.market.above("own delivery") as work:
        orders.deliver_order(work, order.code, buyer_id=order.buyer_id)


def deliver_by_the_carrier(run: Run, n: int) -> None:
    """The carrier says so."""
    order = run.order(n, "shipped")
    with run.market.above() as work:
        parcel = work.session.scalars(
            select(Parcel).where(Parcel.order_id == order.id).order_by(Parcel.id.desc())
        ).first()
    if parcel is None or parcel.carrier is None or parcel.tracking is None:
        raise Idle
    with run.market.above("carrier") as work:
        deliver_by_carrier(work, carrier=parcel.carrier, tracking=parcel.tracking)


def cancel(run: Run, n: int) -> None:
    """A shop cannot send it, or its buyer does not want it any more."""
    order = run.order(n, "paid", "packed", "shipped")
    if n % 2:
        with run.market.above("own cancellation") as work:
            orders.cancel_order(work, order.code, words="", buyer_id=order.buyer_id)
    else:
        with run.as_owner(order.tenant_id) as work:
            orders.cancel_order(work, order.code, why=pick(n, list(CancelReason)))


def ask_return(run: Run, n: int) -> None:
    """A buyer wants to send some pieces back, or all."""
    order = run.order(n, "delivered")
    with run.as_buyer(order.buyer_id) as work:
        lines = orders.lines_of(work, orders.get_order(work, order.code))
        some = [line for place, line in enumerate(lines) if n >> place & 1] or lines
        pieces = {line.id: 1 + n % line.quantity for line in some}
        reason = pick(n, ["changed_mind", "damaged", "not_as_described", "wrong_item"])
        returns.request_return(work, order.code, quantities=pieces, reason=reason, message="Me sobró.")


def decide_return(run: Run, n: int) -> None:
    """A shop says yes, and seldom no."""
    case = run.choose(n, select(ReturnCase).where(ReturnCase.state == "requested").order_by(ReturnCase.id))
    with run.as_owner(case.tenant_id) as work:
        returns.decide_return(work, case.code, approve=n % 4 > 0, message="No procede.")


def receive_return(run: Run, n: int) -> None:
    """What was sent back is there."""
    case = run.choose(n, select(ReturnCase).where(ReturnCase.state == "approved").order_by(ReturnCase.id))
    with run.as_owner(case.tenant_id) as work:
        returns.receive_return(work, case.code)


def claim(run: Run, n: int) -> None:
    """A buyer claims the warranty."""
    order = run.order(n, "delivered")
    with run.as_buyer(order.buyer_id) as work:
        line = pick(n, orders.lines_of(work, orders.get_order(work, order.code)))
        pieces = 1 + n % line.quantity
        warranty.open_claim(work, order.code, line_id=line.id, problem="Se deshizo.", quantity=pieces)


def answer_claim(run: Run, n: int) -> None:
    """A shop gives the money back, or something else, or nothing."""
    found = run.choose(n, select(Claim).where(Claim.state == "open").order_by(Claim.id))
    with run.as_owner(found.tenant_id) as work:
        warranty.answer_claim(work, found.code, remedy=pick(n, ["refund", "refund", "repair", None]), answer="Así es.")


def close_claim(run: Run, n: int) -> None:
    """The remedy was given."""
    found = run.choose(n, select(Claim).where(Claim.state.in_(["accepted", "refund_due"])).order_by(Claim.id))
    with run.as_owner(found.tenant_id) as work:
        warranty.close_claim(work, found.code)


def miss(run: Run, n: int) -> None:
    """A buyer says that it never came."""
    order = run.order(n, "shipped", "delivered")
    with run.as_buyer(order.buyer_id) as work:
        disputes.open_dispute(work, order.code, said="Nadie pasó.")


def answer_dispute(run: Run, n: int) -> None:
    """The shop sends once more, gives the money back, or shows that it arrived."""
    found = run.choose(n, select(Dispute).where(Dispute.state == "open").order_by(Dispute.id))
    what = pick(n, list(DisputeAnswer))
    label = {"carrier": "Estafeta", "tracking": f"{found.id.int % 10**10:010d}"}
    with run.as_owner(found.tenant_id) as work:
        disputes.answer_dispute(
            work, found.code, answer=what, message="Ya.", **(label if what is DisputeAnswer.RESEND else {})
        )


def escalate(run: Run, n: int) -> None:
    """The buyer asks for Tianguis: after a proof, a return or a claim that was declined."""
    asked = (
        select(Dispute).where(Dispute.state == "proven").order_by(Dispute.id),
        select(ReturnCase).where(ReturnCase.state == "declined").order_by(ReturnCase.id),
        select(Claim).where(Claim.state == "declined").order_by(Claim.id),
    )
    found = run.choose(n, pick(n, asked))
    with run.as_buyer(found.buyer_id) as work:
        if isinstance(found, Dispute):
            disputes.escalate_dispute(work, found.code, said="No llegó.")
        else:
            about = About.RETURN if isinstance(found, ReturnCase) else About.CLAIM
            code = work.session.get_one(Order, (found.tenant_id, found.order_id)).code
            disputes.escalate_declined(work, code, about=about, declined=found.code, said="No es justo.")


def decide_dispute(run: Run, n: int) -> None:
    """Staff decide."""
    found = run.choose(n, select(Dispute).where(Dispute.state == "escalated").order_by(Dispute.id))
    with run.market.as_sergio() as work:
        disputes.decide_dispute(work, found.code, refunds=n % 2 == 0, reason="Así lo vimos.")
