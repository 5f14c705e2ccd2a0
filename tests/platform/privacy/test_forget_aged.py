"""What the map keeps for a time goes when it is over: older goes, younger stays, and so do what waits and what the law keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.service import write_message
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.service import open_claim
from marketplace.goods.inventory.models import StockMovement
from marketplace.kernel import clock
from marketplace.kernel.ages import ages_at
from marketplace.kernel.datamap import Keep
from marketplace.kernel.module import over
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import AuditLine
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.people.accounts import service as accounts
from marketplace.people.accounts.models import Account, AccountToken, LostFactor, SignInAttempt, UserSession
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop, ShopTax
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.privacy import aging, consents
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.models import ArcoRequest, Consent, DataExport, Erasure
from marketplace.platform.privacy.rules import AGED, RequestState
from marketplace.trade.orders.models import Order, OrderLine, Purchase
from marketplace.window.watching.models import Viewed
from marketplace.worker import Worker
from tenants.models import Membership
from tests import make
from tests.cast import Cast, code_of
from tests.people.accounts.people import AT_HOME, begin, finish, lose
from tests.people.sellers.applying import prove as hand_in
from tests.people.sellers.applying import save
from tests.platform.privacy.asking import answer, found_in_database, leave_for_good, live
from tests.platform.privacy.asking import ask as ask_request
from tests.trade.buying import guest_purchase

pytestmark = pytest.mark.long

YEAR = timedelta(days=365)
LAW = timedelta(days=7 * 366)  # whatever the month, tax law asks no longer


def forget(market: Cast) -> None:
    with market.above("worker") as work:
        aging.forget_aged(work)


def count(market: Cast, table: Any) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def one(market: Cast, column: Any) -> Any:
    with market.above() as work:
        return work.session.scalars(select(column)).one()


def lines(market: Cast) -> list[dict[str, Any]]:
    """What the record says was forgotten."""
    with market.above() as work:
        query = select(AuditLine.details).where(AuditLine.verb == "privacy.forget_aged").order_by(AuditLine.id)
        return [details["gone"] for details in work.session.scalars(query)]


def test_each_time_that_the_map_states_is_carried_out(app: Flask) -> None:
    by_age = set(over(ages_at(clock.now())))
    goes = {
        name
        for name, table in kept_tables().items()
        if table.keep in (Keep.SESSION, Keep.WEEK, Keep.YEAR, Keep.FIVE_YEARS)
        or (table.keep is Keep.SHOP and table.personal)
    }
    assert by_age == goes - {"shop"}  # whose people alone are taken out


@pytest.mark.parametrize(
    ("now", "first_kept"),
    [
        (datetime(2032, 4, 30, 12, tzinfo=UTC), 2026),  # the return for 2026 was due in April 2027
        (datetime(2032, 5, 1, 12, tzinfo=UTC), 2027),
        (datetime(2032, 12, 31, 12, tzinfo=UTC), 2027),
    ],
)
def test_tax_law_counts_from_when_the_years_return_is_due(now: datetime, first_kept: int) -> None:
    assert ages_at(now).taxed.year == first_kept


def test_sessions_links_and_tries_go(market: Cast, later: Callable[[timedelta], None]) -> None:
    begin(market)
    with market.above("sign-in") as work:
        accounts.start_session(work, market.carla.id, visitor=AT_HOME)
    later(timedelta(minutes=5))
    forget(market)
    assert [count(market, table) for table in (SignInAttempt, AccountToken, UserSession)] == [1, 1, 1]
    later(timedelta(days=8))
    forget(market)
    assert [count(market, table) for table in (SignInAttempt, AccountToken, UserSession)] == [0, 0, 1]
    later(timedelta(days=31))
    forget(market)
    assert count(market, UserSession) == 0


def test_letters_what_was_looked_at_and_what_was_lost_go_after_a_year(
    market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    lose(market)
    assert finish(market, begin(market), code_of(market.alicia))
    worker.drain()
    with market.as_carla() as work:
        work.session.add(Viewed(account_id=market.carla.id, number=1001, at=work.now))
    tables = (LostFactor, Viewed, Mail, Notification)
    later(YEAR - timedelta(days=1))
    forget(market)
    assert all(count(market, table) for table in tables)
    later(YEAR + timedelta(days=1))
    forget(market)
    assert not any(count(market, table) for table in tables)


def test_a_purchase_loses_its_buyer_when_tax_law_asks_no_longer(
    app: Flask, market: Cast, worker: Worker, settings: Settings, later: Callable[[timedelta], None]
) -> None:
    live(app, market, worker)
    with market.above() as work:
        total = work.session.scalars(select(Order.total_minor)).one()
        books = [count(market, table) for table in (FeeLine, LedgerEntry, StockMovement)]
    later(5 * YEAR)
    forget(market)
    assert one(market, Purchase.name) == market.carla.name
    later(LAW)
    forget(market)
    buyer = ("Carla", "carla@example.mx", "5512345678", "Orizaba", "despostillada")
    left = found_in_database(settings, buyer)
    assert {place.partition(".")[0] for place in left} <= {"account", "audit_line", "job"}
    with market.above() as work:
        assert work.session.scalars(select(Order.total_minor)).one() == total
        assert work.session.scalars(select(Purchase.address)).one()["postal_code"] == "06700"
        assert work.session.scalars(select(ReturnCase.photos)).one() == []
    assert [count(market, table) for table in (FeeLine, LedgerEntry, StockMovement)] == books
    assert count(market, DataExport) == 0
    with market.above() as work:
        assert work.session.get_one(Account, market.carla.id).name == market.carla.name  # she still has her account


def test_a_guest_goes_with_their_purchase(
    market: Cast, worker: Worker, settings: Settings, later: Callable[[timedelta], None]
) -> None:
    guest_purchase(market, worker, email="lucia@example.mx")
    later(LAW)
    forget(market)
    assert found_in_database(settings, ("lucia@example.mx",)) <= {"job.payload"}
    with market.above() as work:
        assert work.session.scalar(select(Account.kind).where(Account.name == AGED)) == "erased"


@pytest.mark.parametrize(
    "waiting",
    [
        update(Order).values(state="shipped"),
        update(ReturnCase).values(state="approved"),
        update(OrderLine).values(warranty_months=120),  # it runs still
    ],
)
def test_what_waits_for_somebody_is_left_alone(
    app: Flask, market: Cast, worker: Worker, later: Callable[[timedelta], None], waiting: Any
) -> None:
    live(app, market, worker)
    with market.above() as work:
        work.session.execute(waiting)
    later(LAW)
    forget(market)
    assert one(market, Purchase.name) == market.carla.name


def test_an_open_claim_keeps_the_purchase_and_its_talk(
    market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        line = work.session.scalars(select(OrderLine.id)).one()
    with market.as_carla() as work:
        open_claim(work, code, line_id=line, problem="Se deshizo.")
        write_message(work, code, side="buyer", body="¿Tienen la hebra azul?")
    later(LAW)
    forget(market)
    assert one(market, Purchase.name) == market.carla.name
    assert count(market, Thread) == 1


def test_talk_goes_five_years_after_its_last_word(
    market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="¿Tienen la hebra azul?")
    later(5 * YEAR)
    forget(market)
    assert (count(market, Thread), count(market, Message)) == (1, 1)
    later(5 * YEAR + timedelta(days=3))
    forget(market)
    assert (count(market, Thread), count(market, Message)) == (0, 0)


def test_requests_go_five_years_after_their_end_and_open_ones_stay(
    market: Cast, later: Callable[[timedelta], None]
) -> None:
    declined, waiting = ask_request(market), ask_request(market)
    answer(market, declined, granted=False)
    later(5 * YEAR + timedelta(days=3))
    forget(market)
    with market.above() as work:
        assert work.session.scalars(select(ArcoRequest.code)).all() == [waiting]
        assert work.session.scalars(select(ArcoRequest.state)).one() == RequestState.WAITING


def test_what_one_agreed_to_goes_five_years_after_it_was_taken_back(
    market: Cast, later: Callable[[timedelta], None]
) -> None:
    with market.above("own account") as work:
        consents.accept_notice(work, market.carla.id)
        consents.switch(work, market.carla.id, consents.ConsentPurpose.NEWS, on=True)
    with market.above("own account") as work:
        consents.switch(work, market.carla.id, consents.ConsentPurpose.NEWS, on=False)
    later(LAW)
    forget(market)
    assert one(market, Consent.purpose) == consents.ConsentPurpose.NOTICE


def test_of_who_was_erased_the_proof_goes_too(market: Cast, later: Callable[[timedelta], None]) -> None:
    with market.above("own account") as work:
        consents.accept_notice(work, market.diego.id)
    leave_for_good(market, market.diego, later)
    later(5 * YEAR)
    forget(market)
    assert (count(market, Consent), count(market, Erasure)) == (1, 1)
    later(5 * YEAR + timedelta(days=60))
    forget(market)
    forget(market)
    assert (count(market, Consent), count(market, Erasure)) == (0, 0)


def test_a_draft_goes_and_what_staff_have_stays(app: Flask, market: Cast, later: Callable[[timedelta], None]) -> None:
    save(market)
    hand_in(app, market)
    later(5 * YEAR)
    forget(market)
    assert count(market, ApplicationDocument) > 0
    later(5 * YEAR + timedelta(days=3))
    with market.above() as work:
        work.session.execute(update(Application).values(state="submitted"))
    forget(market)
    assert count(market, Application) == 1
    with market.above() as work:
        work.session.execute(update(Application).values(state="declined"))
    forget(market)
    assert (count(market, Application), count(market, ApplicationDocument)) == (0, 0)


def test_a_decision_goes_but_not_of_what_is_on_sale(market: Cast, later: Callable[[timedelta], None]) -> None:
    on_sale, changed = make.goods(market), make.goods(market, title="Otro")
    with market.above() as work:
        work.session.execute(
            update(ModerationCase).where(ModerationCase.product_id == changed.product_id).values(revision=0)
        )
    later(5 * YEAR + timedelta(days=3))
    forget(market)
    assert one(market, ModerationCase.product_id) == on_sale.product_id


def test_a_closed_shop_loses_its_people_and_an_open_one_does_not(
    market: Cast, later: Callable[[timedelta], None]
) -> None:
    with market.above() as work:
        shop = work.session.scalars(select(Shop).where(Shop.tenant_id == market.abedul.id)).one()
        shop.status, shop.closed_at = "closed", work.now
    later(5 * YEAR)
    forget(market)
    assert count(market, ShopTax) == 2
    later(LAW)
    forget(market)
    with market.above() as work:
        closed = work.session.scalars(select(Shop).where(Shop.tenant_id == market.abedul.id)).one()
        assert (closed.owner_name, closed.phone, closed.email, closed.street) == (AGED, "", "", "")
        assert work.session.scalars(select(ShopTax.tenant_id)).all() == [market.alpaca.id]
        assert set(work.session.scalars(select(Membership.tenant_id))) == {market.alpaca.id}
        opened = work.session.scalars(select(Shop).where(Shop.tenant_id == market.alpaca.id)).one()
        assert opened.owner_name != AGED


def test_it_goes_some_at_a_time_and_the_record_says_how_much(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, later: Callable[[timedelta], None]
) -> None:
    monkeypatch.setattr(aging, "_ROWS", 2)
    for _n in range(3):
        begin(market)
    later(timedelta(days=8))
    forget(market)
    assert count(market, SignInAttempt) == 1
    forget(market)
    assert count(market, SignInAttempt) == 0
    assert [line["sign_in_attempt"] for line in lines(market)] == [2, 1]


def test_when_nothing_is_over_nothing_is_written(
    app: Flask, market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    live(app, market, worker)
    later(LAW)
    forget(market)
    written = len(lines(market))
    forget(market)
    forget(market)
    assert len(lines(market)) == written
