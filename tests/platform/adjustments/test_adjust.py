"""A shop's money is put right by hand: two people, a reason that the shop reads, and no centavo before both agree."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.work import AuditLine
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.ledger.queries import wrong_balances
from marketplace.people.sellers import NoSuchShop
from marketplace.platform.adjustments import errors, queries, service
from marketplace.platform.adjustments.models import Adjustment
from marketplace.platform.adjustments.rules import MOST_MINOR, AdjustmentKind, Reason
from marketplace.platform.desk.comparing import differences
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.platform.adjustments.asking import FACTS, approve, ask, at_the_desk, available, letters, made, state
from tests.racing import at_once, forget_to_read_again


def moved(market: Cast) -> list[str]:
    """What the books hold of adjustments."""
    with market.above() as work:
        kinds = select(LedgerTransaction.kind).where(LedgerTransaction.cause.like("adjustment:%"))
        return list(work.session.scalars(kinds.order_by(LedgerTransaction.id)))


def test_nothing_moves_until_somebody_else_decides_and_then_the_shop_has_it_and_reads_why(
    market: Cast, worker: Worker
) -> None:
    asked = ask(market)
    assert (available(market), moved(market), letters(market, worker)) == (0, [], [])
    with market.as_alicia() as work:
        assert queries.adjustments(work) == ([], 0)
        with pytest.raises(errors.NoSuchAdjustment):
            queries.get_adjustment(work, asked)
    approve(market, asked)
    assert (available(market), moved(market), state(market, asked)) == (120_00, ["adjustment"], "approved")
    (letter,) = letters(market, worker)
    assert FACTS in letter
    assert market.sergio.name in letter
    assert market.diego.name in letter
    with market.as_alicia() as work:
        ((one, appeal),) = queries.adjustments(work)[0]
        assert (one.id, one.amount_minor, appeal) == (asked, 120_00, None)
    with market.as_bruno() as work:
        assert queries.adjustments(work) == ([], 0)
    with market.above() as work:
        assert list(differences(work)) == []


def test_it_may_take_and_the_shop_then_has_less_than_nothing(market: Cast) -> None:
    made(market, amount_minor=-50_00, reason=Reason.REFUND_WRONG)
    assert available(market) == -50_00


def test_who_asked_does_not_decide_and_neither_does_who_works_in_the_shop(market: Cast) -> None:
    asked = ask(market)
    with pytest.raises(errors.AnotherMustDecide):
        approve(market, asked, by=market.sergio)
    with pytest.raises(OwnCase):
        approve(market, asked, by=market.pia)
    with pytest.raises(OwnCase):
        ask(market, by=market.pia)
    assert (available(market), moved(market), state(market, asked)) == (0, [], "asked")


def test_the_database_holds_that_it_is_two_people(market: Cast) -> None:
    asked = ask(market)
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.execute(
            update(Adjustment).where(Adjustment.id == asked).values(decided_by_id=Adjustment.asked_by_id)
        )


@pytest.mark.parametrize("role", ["moderator", "support"])
def test_only_who_may_asks_or_decides(market: Cast, role: str) -> None:
    asked = ask(market)
    with pytest.raises(NotAllowed), at_the_desk(market.diego, role) as work:
        service.approve_adjustment(work, asked)
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        service.approve_adjustment(work, asked)
    assert state(market, asked) == "asked"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"slug": "nadie"}, NoSuchShop),
        ({"amount_minor": 0}, errors.BadAmount),
        ({"amount_minor": MOST_MINOR + 1}, errors.BadAmount),
        ({"amount_minor": -MOST_MINOR - 1}, errors.BadAmount),
        ({"kind": AdjustmentKind.CREDIT, "reason": Reason.OUTAGE, "amount_minor": -1}, errors.BadAmount),
        ({"reason": Reason.OUTAGE}, errors.BadReason),
        ({"kind": AdjustmentKind.CREDIT}, errors.BadReason),
        ({"facts": "Porque sí."}, errors.AdjustmentFactsNeeded),
        ({"order": "NADIE-1234"}, errors.NotOfThisShop),
    ],
)
def test_what_makes_no_sense_is_refused(market: Cast, said: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ask(market, **said)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Adjustment)) == 0


def test_it_can_be_about_an_order_of_that_shop_and_of_no_other(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(errors.NotOfThisShop):
        ask(market, slug="ferreteria-abedul", order=code)
    asked = made(market, order=code.lower().replace("-", " "))
    with market.above() as work:
        one = work.session.get_one(Adjustment, asked)
        assert one.order_code == code
        assert one.order_id is not None
        assert list(differences(work)) == []
        assert wrong_balances(work) == []


def test_a_credit_is_the_markets_own_cost(market: Cast) -> None:
    made(market, kind=AdjustmentKind.CREDIT, reason=Reason.OUTAGE, amount_minor=30_00)
    assert (available(market), moved(market)) == (30_00, ["credit"])


def test_what_was_declined_moves_nothing_and_says_why(market: Cast, worker: Worker) -> None:
    asked = ask(market)
    with pytest.raises(errors.AnswerNeeded), at_the_desk(market.diego) as work:
        service.decline_adjustment(work, asked, answer="")
    with at_the_desk(market.diego) as work:
        service.decline_adjustment(work, asked, answer="El cobro sí era ese.")
    with pytest.raises(errors.DecidedAlready):
        approve(market, asked)
    assert (available(market), moved(market), letters(market, worker)) == (0, [], [])


def test_only_who_asked_takes_it_back_and_then_nobody_decides(market: Cast) -> None:
    asked = ask(market)
    with pytest.raises(errors.NotYours), at_the_desk(market.diego) as work:
        service.withdraw_adjustment(work, asked)
    with at_the_desk(market.sergio) as work:
        service.withdraw_adjustment(work, asked)
    with pytest.raises(errors.DecidedAlready):
        approve(market, asked)
    assert moved(market) == []


def test_it_is_undone_by_an_entry_that_cites_it_once_and_not_by_who_asked(market: Cast, worker: Worker) -> None:
    done = made(market)
    with pytest.raises(errors.AnotherMustDecide), at_the_desk(market.sergio) as work:
        service.reverse_adjustment(work, done)
    with at_the_desk(market.diego) as work:
        service.reverse_adjustment(work, done)
    with pytest.raises(errors.DecidedAlready), at_the_desk(market.diego) as work:
        service.reverse_adjustment(work, done)
    assert (available(market), moved(market)) == (0, ["adjustment", "adjustment_back"])
    assert state(market, done) == "reversed"
    assert len(letters(market, worker)) == 2


def test_an_adjustment_that_the_books_do_not_hold_so_is_found(market: Cast) -> None:
    done = made(market)
    made(market, kind=AdjustmentKind.CREDIT, reason=Reason.OUTAGE)
    with at_the_desk(market.diego) as work:
        service.reverse_adjustment(work, made(market))
    with market.above() as work:
        assert list(differences(work)) == []
        work.session.execute(update(Adjustment).where(Adjustment.id == done).values(amount_minor=119_99))
        assert [(one.kind.value, one.about, one.one_minor, one.other_minor) for one in differences(work)] == [
            ("adjusted", f"adjustment:{done}", 119_99, 120_00)
        ]
        work.session.execute(update(Adjustment).where(Adjustment.id == done).values(state="declined"))
        assert [(one.kind.value, one.one_minor, one.other_minor) for one in differences(work)] == [
            ("adjusted", 0, 120_00)
        ]


def test_everything_about_it_is_written_down(market: Cast) -> None:
    made(market)
    with market.above() as work:
        lines = work.session.execute(
            select(AuditLine.verb, AuditLine.actor, AuditLine.tenant_id)
            .where(AuditLine.verb.like("adjustments.%"))
            .order_by(AuditLine.id)
        ).all()
    assert [tuple(line) for line in lines] == [
        ("adjustments.ask", market.sergio.name, None),  # what is only asked for is not the shop's to read
        ("adjustments.approve", market.diego.name, market.alpaca.id),
    ]


def decide_together(app: Flask, market: Cast, adjustment_id: UUID, decisions: int) -> list[Any]:
    """Half of them approve it, half decline it, all having read that it waits."""

    def decide(number: int, together: threading.Barrier) -> bool:
        with at_the_desk((market.diego, market.carla)[number % 2]) as work:
            seen = work.session.get_one(Adjustment, adjustment_id)
            together.wait()
            assert seen.state == "asked"
            if number % 2:
                service.approve_adjustment(work, adjustment_id)
            else:
                service.decline_adjustment(work, adjustment_id, answer="No procede.")
        return True

    return at_once(app, decisions, decide)


def test_two_who_decide_at_once_decide_it_once(app: Flask, market: Cast) -> None:
    asked = ask(market)
    outcomes = decide_together(app, market, asked, 4)
    assert outcomes.count(True) == 1
    assert [type(one) for one in outcomes if one is not True] == [errors.DecidedAlready] * 3
    is_done = state(market, asked) == "approved"
    assert (available(market), moved(market)) == ((120_00, ["adjustment"]) if is_done else (0, []))


def test_the_control_without_reading_again_both_decide(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(market)
    forget_to_read_again(monkeypatch)
    assert decide_together(app, market, asked, 2) == [True, True]
