"""Every kind of notification, written by what happened to the cast and said in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.reactions import go_on
from marketplace.care.disputes.rules import DisputeAnswer
from marketplace.care.messaging.models import Thread
from marketplace.care.messaging.service import ask_shops, write_in_question, write_message
from marketplace.care.recalls import service as recalls
from marketplace.care.recalls.jobs import remind
from marketplace.care.recalls.models import RecallNotice
from marketplace.care.recalls.rules import RecallGround
from marketplace.care.returns import service as returns
from marketplace.care.returns.events import ReturnLapsed
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import service as warranty
from marketplace.goods.addresses import service as addresses
from marketplace.goods.addresses.events import DomainLost, DomainVerified
from marketplace.goods.catalog import service as products
from marketplace.kernel.events import Fact
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Job
from marketplace.kernel.visitor import Visitor
from marketplace.money.cfdi import CfdiKind, Relation, RelationKind
from marketplace.money.payments import acts, get_twin, hear_twin
from marketplace.money.payments.asking import remind_waiting
from marketplace.money.payments.models import PaymentAttempt
from marketplace.money.payouts import accounts as payout_accounts
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.people.accounts import tokens
from marketplace.people.accounts.events import AccountTouched
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.people.sellers import ShopPlan, applications, team
from marketplace.platform.adjustments import service as money
from marketplace.platform.moderation import appeals, measures, reports, things
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.models import ModerationCase, Report
from marketplace.platform.moderation.rules import Appealed, MeasureKind
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.notifications.module import MODULE
from marketplace.platform.notifications.reactions.orders import remind_of_account
from marketplace.platform.notifications.render import render
from marketplace.platform.privacy import erasure, exports, requests
from marketplace.platform.privacy.models import Erasure
from marketplace.platform.privacy.rules import Right
from marketplace.trade.checkout.events import PurchaseLost
from marketplace.trade.invoices import InvoiceDecline, decline_invoice, tell_late
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.jobs import deliver_overdue
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.unpaid import remind_unpaid
from marketplace.window.imports.queries import get_run
from marketplace.window.imports.service import apply_file, check_file
from marketplace.window.watching.service import watch_price
from marketplace.worker import Worker
from tenants.models import Membership
from tenants.roles import Role
from tests import make
from tests.care.asking import ask as ask_return
from tests.care.asking import claim, declined, escalate, finish, late, miss
from tests.cast import Cast
from tests.goods.groups import grouping
from tests.money.fees.tariffs import forgotten
from tests.money.payments import disputing
from tests.money.payouts import paying
from tests.people.market_rules import announcing as rules
from tests.people.sellers.applying import invite, taken
from tests.platform.adjustments.asking import at_the_desk, made
from tests.platform.moderation import reporting
from tests.platform.moderation.closing import answer as answer_appeal
from tests.platform.moderation.closing import appeal, decide, in_days
from tests.platform.privacy.asking import WHY, extend
from tests.platform.privacy.asking import answer as answer_request
from tests.platform.privacy.asking import ask as ask_request
from tests.platform.tariffs.announcing import announce, sold_before_today, withdraw
from tests.platform.tariffs.planning import answered
from tests.platform.tariffs.planning import decide as decide_plan
from tests.trade.invoices import papers
from tests.window.imports.bringing import bring_file
from tests.window.looking import digest, index, price, save

ROOT = Path(__file__).parents[3]
Story = Callable[[Flask, Cast, Worker], None]
STORIES: dict[str, Story] = {}
WRITES: dict[str, set[str]] = {}


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator), rules.forgotten(administrator):
        yield


def writes(kinds: str) -> Callable[[Story], Story]:
    """A story, and the kinds that it must write."""

    def keep(story: Story) -> Story:
        STORIES[story.__name__], WRITES[story.__name__] = story, set(kinds.split())
        return story

    return keep


def tell(market: Cast, fact: Fact) -> None:
    with market.above() as work:
        work.tell(fact)


def order_of(market: Cast) -> Order:
    with market.above() as work:
        return work.session.scalars(select(Order)).one()


@writes("purchase_paid order_new order_shipped arrival_told order_delivered order_delivered_shop order_message")
def an_order_arrives_and_nobody_says_so(_app: Flask, market: Cast, worker: Worker) -> None:
    code = make.shipped_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.tell_arrival(work, code)
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="¿Ya casi?")
    with market.as_alicia() as work:
        write_message(work, code, side="shop", body="Mañana.")
    make.days_later(market, 40)
    with market.above("clock") as work:
        deliver_overdue(work)


@writes("purchase_link")
def somebody_lost_the_letter_of_a_purchase(app: Flask, market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        code = work.session.scalars(select(Purchase.code)).one()
    app.test_client().post("/compra/buscar", data={"code": code, "email": market.carla.email})


@writes("purchase_waits")
def a_purchase_is_not_paid(_app: Flask, market: Cast, _worker: Worker) -> None:
    make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Purchase).values(created_at=work.now - timedelta(minutes=3)))
    with market.above() as work:
        remind_unpaid(work)


@writes("chargeback_opened chargeback_won")
def a_bank_claims_a_payment_back_and_loses(_app: Flask, market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    disputing.take_back(market, worker)
    disputing.decide(market, worker, won=True)


@writes("chargeback_lost")
def a_bank_claims_a_payment_back_and_wins(_app: Flask, market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    disputing.take_back(market, worker)
    disputing.decide(market, worker, won=False)


@writes("purchase_voucher purchase_part purchase_ending left_returned")
def a_purchase_is_paid_by_transfer(_app: Flask, market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    for act in (acts.choose_spei, lambda shelf, ref: acts.transfer(shelf, ref, 100)):
        with get_twin().store.change() as shelf:
            act(shelf, session)
        with market.above("webhook") as work:
            hear_twin(work)
        worker.drain()
    with market.above() as work:
        soon = work.now + timedelta(hours=5)
        work.session.execute(update(PaymentAttempt).values(pay_until=soon))
    with market.above() as work:
        remind_waiting(work)
    worker.drain()
    with get_twin().store.change() as shelf:
        acts.transfer(shelf, session, 10_000_000)
    with market.above("webhook") as work:
        hear_twin(work)


@writes("order_cancelled order_cancelled_shop purchase_lost")
def an_order_is_cancelled(_app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    tell(market, PurchaseLost(order_of(market).purchase_id))


@writes(
    "payout_account_given payout_account_check payout_account_started payout_paid payout_failed payout_account_ended"
)
def a_shop_is_paid_and_once_it_does_not_arrive(_app: Flask, market: Cast, worker: Worker) -> None:
    fidel, greta = paying.finance("Fidel"), paying.finance("Greta")
    with market.as_alicia() as work:
        account = payout_accounts.give_account(work, paying.CLABE)
        code, centavos = account.code, account.check_minor
    paying.answer(greta, paying.send(fidel), f"{code},pagado,")
    with market.as_alicia() as work:
        payout_accounts.tell_centavos(work, centavos)
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    number = paying.send(fidel)
    paying.answer(greta, number, f"{payout.code},pagado,")
    paying.answer(greta, number, f"{payout.code},devuelto,Cuenta bloqueada")
    with market.as_alicia() as work:
        payout_accounts.give_account(work, paying.OTHER_CLABE)
    right = paying.send_centavos(market.alpaca)
    for _ in range(payout_accounts.TRIES):
        with market.as_alicia() as work:
            payout_accounts.tell_centavos(work, right % 99 + 1)


@writes("refund_stuck refund_waits refund_account refund_made")
def money_goes_back_by_the_bank(_app: Flask, market: Cast, worker: Worker) -> None:
    bought = paying.buy_at_oxxo(market, worker)
    paying.stuck_for(market, 3)
    with market.above("clock") as work:
        remind_of_account(work)
    paying.say_account(market, bought)
    number = paying.send(paying.finance("Fidel"))
    (transfer,) = paying.refund_transfers(market)
    paying.answer(paying.finance("Greta"), number, f"{transfer.code},pagado,")


@writes("question")
def somebody_asks_and_is_answered(_app: Flask, market: Cast, worker: Worker) -> None:
    number = make.goods(market).number
    with market.as_carla() as work:
        ask_shops(work, market.carla.id, [number], "¿Pica?")
    with market.as_pia() as work:
        thread_id = work.session.scalars(select(Thread.id)).one()
        write_in_question(work, thread_id, side="shop", body="Nada, es de cría.")


@writes("return_requested return_approved return_lapsed return_lapsed_shop")
def a_return_is_approved_and_never_comes(_app: Flask, market: Cast, worker: Worker) -> None:
    back = ask_return(market, make.delivered_order(market, worker, [make.line(make.goods(market))]), 1)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True, message="Claro que sí.")
    with market.above() as work:
        case = work.session.scalars(select(ReturnCase)).one()
        work.tell(ReturnLapsed(case.tenant_id, case.id))


@writes("return_declined dispute_escalated dispute_decided dispute_decided_shop")
def a_declined_return_goes_to_staff(_app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    dispute = escalate(market, code, declined(market, code))
    worker.drain()
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="Se ve en la foto.")


@writes(
    "invoice_asked invoice_declined invoice_late invoice_late_shop invoice_sent invoice_credit_due invoice_credit_sent"
)
def an_invoice_is_late_sent_and_credited(_app: Flask, market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=20_000), 2)])
    code = papers.ask(market, worker, order)
    with market.as_alicia() as work:
        decline_invoice(work, code, reason=InvoiceDecline.NAME)
    worker.drain()
    papers.ask(market, worker, order)
    with market.above() as work:
        work.session.execute(update(InvoiceRequest).values(answer_by=InvoiceRequest.answer_by - timedelta(days=20)))
    with market.above("clock") as work:
        tell_late(work)
    worker.drain()
    papers.send(market, worker, code, papers.stamped(papers.order_of(market, order).total_minor))
    finish(market, worker, ask_return(market, order, 1))
    sale, credit = papers.requests(market)
    about = (Relation(RelationKind.GOODS_BACK, (sale.uuid or "",)),)
    xml = papers.stamped(20_000, kind=CfdiKind.CREDIT, relations=about)
    papers.send(market, worker, credit.code, xml)


@writes("recall_notice recall_reminder recall_started_shop")
def staff_recall_what_was_sold(_app: Flask, market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    make.paid_order(market, worker, [make.line(of)])
    why = recalls.StaffReasons(RecallGround.DANGER, "Saca el lote de tu bodega.")
    said = recalls.RecallSaid("Destiñe y mancha.", "No la laves.", ("return",), "55 1234 5678", lot="L-7")
    with market.as_sergio() as work:
        recalls.start_recalls(work, [(of.shop.id, of.product_id)], said, why, seen_orders=1)
    worker.drain()
    with market.above() as work:
        work.session.execute(update(RecallNotice).values(written_at=RecallNotice.written_at - timedelta(days=8)))
    with market.above("clock") as work:
        remind(work)


@writes("claim_opened claim_answered")
def a_claim_is_declined(_app: Flask, market: Cast, worker: Worker) -> None:
    code = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    with market.as_alicia() as work:
        warranty.answer_claim(work, code, remedy=None, answer="Se lavó con agua caliente.")


@writes("dispute_opened dispute_answered")
def a_parcel_never_came_and_the_shop_answers(_app: Flask, market: Cast, worker: Worker) -> None:
    dispute = miss(market, late(market, worker))
    with market.as_alicia() as work:
        disputes.answer_dispute(work, dispute, answer=DisputeAnswer.REFUND, message="Se perdió.")


@writes("dispute_unanswered dispute_unanswered_shop")
def a_parcel_never_came_and_the_shop_says_nothing(_app: Flask, market: Cast, worker: Worker) -> None:
    miss(market, late(market, worker))
    with market.above() as work:
        work.session.execute(update(Dispute).values(answer_by=work.now - timedelta(days=1)))
    with market.above("clock") as work:
        go_on(work)


@writes(" ".join(f"link_{one}" for one in TokenPurpose if one is not TokenPurpose.SECOND_STEP))
def links_are_sent(_app: Flask, market: Cast, _worker: Worker) -> None:
    with market.above() as work:
        for purpose in TokenPurpose:
            data = {"email": market.carla.email}
            if purpose is TokenPurpose.KEEP_FACTOR:
                data["due_at"] = (work.now + timedelta(days=7)).isoformat()
            if purpose is not TokenPurpose.SECOND_STEP:
                tokens.issue(work, market.carla.id, purpose, **data)


_TOUCHED = (
    "address_taken password_changed factor_added factor_removed factor_kept factor_lost codes_made code_used entered"
)


@writes(" ".join(f"account_{one}" for one in _TOUCHED.split()))
def accounts_are_touched(_app: Flask, market: Cast, _worker: Worker) -> None:
    for what in _TOUCHED.split():
        for about in (
            ("app", "Mi llave") if what.startswith("factor") else ("Mozilla/5.0 (X11; Linux) Firefox/140.0", "")
        ):
            tell(market, AccountTouched(new_id(), market.carla.id, what, market.carla.email, about))


@writes("invitation ownership_offered")
def a_team_changes(_app: Flask, market: Cast, _worker: Worker) -> None:
    invite(market, "nueva@example.mx", Role.WAREHOUSE)
    with market.as_alicia() as work:
        seat = work.session.scalars(select(Membership.id).where(Membership.account_id == market.pia.id)).one()
        team.offer_ownership(work, seat)


@writes("group_invitation")
def a_group_invites(_app: Flask, market: Cast, _worker: Worker) -> None:
    grouping.invite(market, grouping.open_wholesale(market), "nueva@example.mx")


@writes("application_needs_changes application_declined application_approved")
def applications_are_decided(app: Flask, market: Cast, worker: Worker) -> None:
    for decide_it in (applications.ask_for_changes, applications.decline_application):
        application_id = taken(app, market)
        with market.as_sergio() as work:
            decide_it(work, application_id, reason="other", note="Sube la constancia de hoy.")
    application_id = taken(app, market)
    with market.as_sergio() as work:
        applications.approve_application(work, application_id)


@writes("listing_approved listing_declined listing_taken_down")
def listings_are_decided(_app: Flask, market: Cast, worker: Worker) -> None:
    shown = make.goods(market, title="Bruma")
    with market.as_sergio() as work:
        reasons = {"rule": "misleading", "facts": "No es alpaca.", "how_to_fix": "Di qué fibra es."}
        moderation.take_down_listing(work, shown.number, **reasons)
    product_id = make.draft(market)
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
    worker.drain()
    with market.as_sergio() as work:
        case = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == product_id)).one()
        moderation.decline_listing(work, case, rule="misleading", facts="No es alpaca.", how_to_fix="Di qué fibra es.")


@writes("import_ended")
def a_file_of_products_is_carried_out(_app: Flask, market: Cast, worker: Worker) -> None:
    with market.as_alicia() as work:
        run_id = bring_file(work, "SKU,Título,Categoría,Precio\nA,Bruma,estambres,10\nB,,,\n")
        check_file(work, run_id, mapping=get_run(work, run_id).mapping, categories={}, seen_version=1)
    worker.drain()
    with market.as_alicia() as work:
        apply_file(work, run_id, seen_version=get_run(work, run_id).version)


@writes("adjustment_made adjustment_reversed adjustment_appeal_answered")
def money_is_put_right_by_hand(_app: Flask, market: Cast, worker: Worker) -> None:
    with at_the_desk(market.diego) as work:
        money.reverse_adjustment(work, made(market))
    appealed = made(market, amount_minor=-1)
    with market.as_alicia() as work:
        money.appeal_adjustment(work, appealed, body="No es correcto.")
    with at_the_desk(market.carla) as work:
        money.answer_adjustment_appeal(work, appealed, upheld=True, answer="Es cierto.")


@writes("closing_decided appeal_upheld appeal_rejected")
def a_shop_is_to_be_closed(_app: Flask, market: Cast, worker: Worker) -> None:
    for upheld in (True, False):
        closing_id = decide(market, effective_on=in_days(40), facts="Tres pedidos sin entregar.")
        appeal(market, closing_id)
        answer_appeal(market, closing_id, upheld=upheld)


@writes("report_received report_decided report_bad_faith measure_decided measure_lifted decision_appeal_answered")
def something_is_reported_limited_and_appealed(_app: Flask, market: Cast, _worker: Worker) -> None:
    goods = [make.goods(market, title=f"Bruma {n}") for n in range(4)]
    reported = [reporting.report(market, one.number) for one in goods[:3]]
    with market.above() as work:
        ids = list(work.session.scalars(select(Report.id)))
    with market.as_sergio() as work:
        for one in ids:
            reports.call_bad_faith(work, one, why="Es su competencia.")
        reports.dismiss_reports(work, reported[0][2], answer="Está bien.")
    limited = reporting.limit(market, goods[1].number)
    reporting.pause(market)
    with market.as_sergio() as work:
        thing = things.find_listing(work, goods[3].number)
        measures.decide_measure(work, thing, MeasureKind.WARNING, reporting.WHY, begins_on=None, ends_on=None)
        measures.lift_measure(work, limited, why="Ya lo corrigió.")
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.MEASURE, limited, body="Era mía.")
    with market.above("report") as work:
        appeals.appeal_dismissal(work, reported[0][0], reported[0][1], body="Sigue igual.")
    with market.above() as work:
        waiting = [one.id for one in appeals.open_appeals(work)[0]]
    with reporting.as_nora() as work:
        for upheld, one in enumerate(waiting):
            appeals.answer_decision_appeal(work, one, upheld=bool(upheld), answer="Lo revisamos.")


@writes("shop_moved domain_verified domain_lost")
def a_shop_is_found_elsewhere(_app: Flask, market: Cast, _worker: Worker) -> None:
    with market.as_alicia() as work:
        addresses.change_slug(work, "hilos-de-alpaca")
    for fact in (DomainVerified, DomainLost):
        tell(market, fact(market.alpaca.id, "xn--pia-8ma.mx"))


@writes("news")
def prices_fall_and_searches_find_more(app: Flask, market: Cast, worker: Worker) -> None:
    save(market, "/buscar?q=estambre")
    goods = make.goods(market, price_minor=20_000)
    index(app)
    with market.as_carla() as work:
        watch_price(work, market.carla.id, goods.number, 15_000)
    price(market, goods, 14_000)
    digest(market, worker)


@writes("rates_ending")
def the_law_ends(_app: Flask, market: Cast, _worker: Worker) -> None:
    with market.above() as work:
        work.tell(RatesFoundEnding(work.now + timedelta(days=30), ("LISR art. 113-A", "LIVA art. 18-J")))


@writes("tariff_announced tariff_withdrawn")
def a_tariff_is_announced_and_taken_back(_app: Flask, market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    withdraw(announce(market, worker))


@writes("rules_announced rules_withdrawn")
def rules_are_announced_and_taken_back(_app: Flask, market: Cast, worker: Worker) -> None:
    version = rules.announced(market)
    worker.drain()
    rules.withdraw(version)


@writes("shop_plan_decided shop_plan_answered")
def a_shop_is_put_into_a_plan(_app: Flask, market: Cast, _worker: Worker) -> None:
    decide_plan(market, ShopPlan.SUPPORT)
    answered(market)


@writes("export_ready erasure_asked account_blocked")
def somebody_leaves(_app: Flask, market: Cast, worker: Worker) -> None:
    with market.above("own account") as work:
        exports.ask_export(work, market.carla.id)
        erasure.ask_erasure(work, market.carla.id, blocked_for=timedelta(days=30))
    with market.above() as work:
        work.session.execute(update(Erasure).values(block_at=work.now - timedelta(minutes=1)))
    with market.above("worker") as work:
        erasure.go_on(work)


@writes("request_confirm request_received request_granted request_declined request_extended request_done")
def somebody_asks_for_a_right(_app: Flask, market: Cast, _worker: Worker) -> None:
    with market.above("privacy request") as work:
        requests.ask(
            work, kind=Right.ACCESS, name="Noé", email="noe@example.mx", body="Hola", locale="es_MX", visitor=Visitor()
        )
    code = ask_request(market)
    extend(market, code)
    answer_request(market, code)
    with market.as_sergio() as work:
        requests.carry_out(work, code, said="Borramos lo que pediste, y nada más.")
    answer_request(market, ask_request(market), granted=False, reason=WHY)


def told(market: Cast, worker: Worker) -> list[Notification]:
    """All that was told, read back from its rows."""
    worker.drain()
    with market.above() as work:
        return list(work.session.scalars(select(Notification).order_by(Notification.id)))


def texts_in(data: Any) -> Iterator[str]:
    """What stands in the data as people wrote it."""
    if isinstance(data, str) and data:
        yield data
    elif isinstance(data, dict | list | tuple):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts_in(one)


def paragraphs(row: Notification, locale: str) -> list[str]:
    row.locale = locale
    said = render(row)
    assert not re.search(r"%\(|\{\{|\}\}|\{%|\bNone\b|Undefined|function", said.subject + said.text), said.text
    assert row.path in said.text
    return [said.subject, *said.text.replace(row.path, "").split("\n\n")[1:-1]]


@pytest.mark.parametrize("name", STORIES)
def test_each_kind_is_said_in_both_languages(app: Flask, market: Cast, worker: Worker, name: str) -> None:
    STORIES[name](app, market, worker)
    rows = told(market, worker)
    assert WRITES[name] <= {row.kind for row in rows}
    assert len({row.key for row in rows}) == len(rows)
    with market.above() as work:  # each became mail, in those words
        assert set(work.session.scalars(select(Mail.key))) == {row.key for row in rows}
    with market.above():
        for row in rows:
            assert json.loads(json.dumps(row.data)) == row.data
            spanish, english = paragraphs(row, "es_MX"), paragraphs(row, "en")
            assert len(spanish) == len(english)
            typed = list(texts_in(row.data))
            for one in set(spanish) & set(english):  # the same in both: nothing but what somebody wrote
                assert any(part in one for part in typed), f"{row.kind}: {one}"
            assert spanish[0] != english[0]


def do_again(market: Cast) -> None:
    """Every job that told somebody something is done a second time, from the same fact and later."""
    with market.above() as work:
        names = [one.name for one in MODULE.reactions]
        again = update(Job).where(Job.state == "done", Job.name.in_(names))
        done = again.values(state="waiting", attempts=0, done_at=None, run_at=work.now).returning(Job.id)
        assert work.session.execute(done).all()


@pytest.mark.parametrize("name", STORIES)
def test_a_fact_is_told_once_under_a_key_that_holds_no_clock(
    app: Flask, market: Cast, worker: Worker, name: str
) -> None:
    STORIES[name](app, market, worker)
    keys = {row.key for row in told(market, worker)}
    for key in keys:
        if not key.startswith("rates_ending:"):  # that moment is the law's: what it is about
            assert not re.search(r"\d{4}-\d\d-\d\dT|\d{14}", key), key
    do_again(market)
    assert {row.key for row in told(market, worker)} == keys
    with market.above() as work:
        assert work.session.scalars(select(Job.last_error).where(Job.last_error.is_not(None))).all() == []


def test_every_kind_that_has_words_is_among_them() -> None:
    there = {path.stem for path in ROOT.glob("templates/mail/*.txt")} - {"layout", "unknown"}
    assert set().union(*WRITES.values()) == there
