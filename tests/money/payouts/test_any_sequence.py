"""Whatever happens in whatever order: the books sum to zero, each peso is paid once at most, and the shop has what is its own."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.money.payouts.service import account_in_use, payable_now
from marketplace.money.payouts.shop_holds import free_shop_money, hold_shop_money
from tests.cast import Cast
from tests.money.ledger import books
from tests.money.payouts import paying

STEPS = st.lists(
    st.sampled_from(["sell", "back", "pay", "paid", "failed", "returned", "hold", "free"]), min_size=4, max_size=14
)
NET, BACK = 884, 442


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_shop_has_what_it_earned_less_what_it_was_paid(market: Cast, steps: list[str]) -> None:
    run = Run(market)
    for step in steps:
        getattr(run, step)()
        run.check()
    run.free()


class Run:
    """One sequence, on top of what the ones before it left."""

    def __init__(self, market: Cast) -> None:
        self.market = market
        self.greta, self.fidel = paying.finance(f"G{new_id().hex}"), paying.finance(f"F{new_id().hex}")
        self.began = sum(paying.stands(market).values())
        self.earned = self.arrived = 0
        self.orders: list[books.Sold] = []
        self.files: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.held: str | None = None

    def sell(self) -> None:
        """An order is released."""
        self.orders.append(paying.available(self.market))
        self.earned += NET

    def back(self) -> None:
        """Half of the oldest order that is left goes back, once."""
        if self.orders:
            order = self.orders.pop(0)
            books.give_back(
                self.market, order, 500, {"commission": -50, "commission_iva": -8}, cause=f"return:{order.id}"
            )
            self.earned -= BACK

    def pay(self) -> None:
        """The shop is paid, and what is due goes into a file; an account that is over is replaced first."""
        with self.market.above() as work:
            proven = account_in_use(work, self.market.alpaca.id) is not None
        if not proven:
            paying.prove_now(self.market)
        last = max((one.due_on for one in paying.payouts(self.market)), default=paying.DAY)
        with self.market.above() as work:
            due = sum(payable_now(work, self.market.alpaca.id).values())
        payout = paying.pay(self.market, last + timedelta(days=7))
        if payout is not None:
            assert payout.amount_minor + payout.kept_minor == due
            assert payout.kept_minor == (min(BACK + NET, due) if self.held else 0)
            self.states[payout.code] = "sent"
            self.files[payout.code] = paying.send(self.fidel)

    def _answer(self, was: str, result: str, now: str) -> None:
        code = next((code for code, state in self.states.items() if state == was), None)
        if code is not None:
            assert paying.answer(self.greta, self.files[code], f"{code},{result},x") == ["taken"]
            self.states[code] = now
            amount = next(one.amount_minor for one in paying.payouts(self.market) if one.code == code)
            self.arrived += {"paid": amount, "returned": -amount}.get(now, 0)

    def paid(self) -> None:
        """The oldest deposit that was sent arrives."""
        self._answer("sent", "pagado", "paid")

    def failed(self) -> None:
        """It does not."""
        self._answer("sent", "rechazado", "failed")

    def returned(self) -> None:
        """One that arrived is sent back."""
        self._answer("paid", "devuelto", "returned")

    def hold(self) -> None:
        """A decision holds up to half an order more, from today; one at a time."""
        if self.held is None:
            self.held = f"measure:{new_id()}"
            with self.market.above() as work:
                today = mexican_day(work.now)
                hold_shop_money(
                    work, tenant_id=self.market.alpaca.id, cause=self.held, amount_minor=BACK + NET,
                    first_day=today, last_day=today,
                )  # fmt: skip

    def free(self) -> None:
        """It is over."""
        if self.held is not None:
            with self.market.above() as work:
                free_shop_money(work, tenant_id=self.market.alpaca.id, cause=self.held)
            self.held = None

    def check(self) -> None:
        """What holds after each step."""
        paying.agrees(self.market)
        assert sum(paying.stands(self.market).values()) == self.began + self.earned - self.arrived
        known = Counter(one.code for one in paying.payouts(self.market))
        assert max(known.values(), default=1) == 1
