"""A market with something behind every door. What is Hilos Alpaca's or Carla's says so, wherever it might be shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.rules import DisputeAnswer
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.service import ask_shops, write_in_question, write_message
from marketplace.care.recalls import RecallSaid, start_recall
from marketplace.care.recalls.models import RecallNotice
from marketplace.care.recalls.queries import reach_of
from marketplace.care.recalls.service import close_recall
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.service import open_claim
from marketplace.goods.addresses import add_domain, lead_old_addresses
from marketplace.goods.addresses.models import OldAddress
from marketplace.goods.catalog import (
    BulkKind,
    keep_terms,
    preview_bulk_act,
    schedule_promotion,
    start_bulk_act,
    term_templates,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Media, Variant
from marketplace.goods.groups.models import GroupInvitation, GroupMember
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Job
from marketplace.kernel.made_files import TableFormat
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.fees import drafting
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.payments.models import ProviderEvent
from marketplace.money.payments.provider_events import keep_event
from marketplace.money.payments.told import EventKind, Told
from marketplace.money.payouts.accounts import give_account
from marketplace.people import market_rules
from marketplace.people.accounts import service as accounts
from marketplace.people.sellers import applications, team
from marketplace.people.sellers import service as sellers
from marketplace.people.sellers.applying import Document
from marketplace.people.sellers.rules import ReturnPayer
from marketplace.platform.adjustments.rules import AdjustmentKind, Reason
from marketplace.platform.adjustments.service import approve_adjustment, ask_adjustment
from marketplace.platform.channels import service as channels
from marketplace.platform.channels.models import ApiKey
from marketplace.platform.desk.filing import ask_file
from marketplace.platform.moderation import things
from marketplace.platform.moderation.appeals import appeal_decision
from marketplace.platform.moderation.closings import decide_closing
from marketplace.platform.moderation.holding import ask_hold
from marketplace.platform.moderation.measures import Reasons, decide_measure
from marketplace.platform.moderation.mediators import name_mediator
from marketplace.platform.moderation.models import DecisionAppeal, Mediator, ModerationCase, Report
from marketplace.platform.moderation.rules import Appealed, MeasureKind
from marketplace.platform.notifications.models import Mail
from marketplace.platform.privacy import requests
from marketplace.platform.privacy.rules import Right
from marketplace.platform.tariffs import ask_for_plan
from marketplace.platform.tariffs.models import PlanRequest
from marketplace.trade.checkout import save_address
from marketplace.trade.invoices import TaxData
from marketplace.trade.invoices.models import GlobalInvoice, GlobalInvoiceLine
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order, OrderLine, Purchase
from marketplace.window.category_files import COLUMNS, bring_category_file
from marketplace.window.imports.exporting import ask_products_file
from marketplace.window.search.sponsors import sponsor
from marketplace.window.search.synonyms import add_group
from marketplace.window.watching.models import PriceWatch
from marketplace.window.watching.service import watch_price
from marketplace.window.worktable import save_view
from marketplace.worker import Worker
from tenants.roles import Role
from tenants.scope import PlatformScope
from tests import cast as story
from tests import make
from tests.cast import Cast, Person
from tests.goods.groups import grouping
from tests.installation import uploads_of
from tests.money.cfdi import monthly
from tests.money.payments.disputing import take_back
from tests.money.payouts import paying
from tests.people.sellers.applying import DRAFT
from tests.platform.moderation import reporting
from tests.trade.invoices.papers import ask, order_of, send, stamped
from tests.web.asking import enter, picture
from tests.window.imports.bringing import bring_file

MARKER = "ZZMARCA"


@dataclass
class World:
    """Everything an address may name, and everybody who may stand before a door."""

    market: Cast
    people: dict[str, Person | None] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str | None] = field(default_factory=dict)


def _somebody(work: Any, name: str, staff_role: str | None = None) -> Person:
    email = f"{name.replace(' ', '-')}@example.mx"
    account_id = accounts.open_account(
        work, email=email, name=name.capitalize(), password_hash=story._HASH, staff_role=staff_role
    )
    return Person(account_id, name.capitalize(), email)


def build(app: Flask, worker: Worker) -> World:
    """Build it, through the real verbs. Needs an app context and an empty market."""
    market = story.open_market()
    world = World(market)
    _seat_everybody(world)
    _sell(app, world, worker)
    _put_things_behind_doors(world, worker)
    _report(world)
    _pay(world)
    _certify(world, worker)
    _begin_what_is_decided_later(app, world, worker)
    _work_on_many(world)
    return world


def _seat_everybody(world: World) -> None:
    market = world.market
    with market.above() as work:
        for name in ("manager", "catalogue", "service"):
            person = world.people[name] = _somebody(work, name)
            sellers.seat_member(
                work, tenant_id=market.alpaca.id, account_id=person.id, name=person.name, role=Role(name)
            )
        for name in ("moderator", "support", "finance", "auditor"):
            world.people[name] = _somebody(work, name, name)
    world.people |= {
        "anonymous": None, "buyer": market.carla, "other buyer": market.diego, "neighbour": market.bruno,
        "owner": market.alicia, "warehouse": market.pia, "accountant": market.ada, "administrator": market.sergio,
    }  # fmt: skip


def _sell(app: Flask, world: World, worker: Worker) -> None:
    market, named = world.market, world.named
    yarn = make.goods(market, title=f"Estambre {MARKER}", pieces=50)
    code = make.delivered_order(market, worker, [make.line(yarn, 3)])
    with market.above() as work:
        order = work.session.scalars(select(Order).where(Order.code == code)).one()
        purchase = work.session.get_one(Purchase, order.purchase_id)
        named |= {
            "carrier": "Estafeta",
            "order_code": code, "purchase_code": purchase.code,
            "charge_ref": make.attempt_of(work, purchase.id).provider_ref, "provider": "stripe",
            "number": yarn.number, "product_id": yarn.product_id, "variant_id": yarn.variant_id,
            "order_id": order.id, "listing_slug": "x", "part": yarn.number // 10_000,
        }  # fmt: skip
        line = work.session.scalars(select(OrderLine).where(OrderLine.order_id == order.id)).one()
        named["line_id"] = line.id
    named["chargeback_id"] = take_back(market, worker).id
    named["dispute_code"] = _missed(market, worker)
    form = {"reason": "damaged", "note": f"Roto {MARKER}", f"line-{line.id}": "1", "photos": picture()}
    carla = app.test_client()
    enter(carla, market.carla)
    assert carla.post(f"/pedidos/{code}/devolver", data=form).status_code == 302
    with market.as_carla() as work:
        named["return_code"] = work.session.scalars(select(ReturnCase.code)).one()
        named["claim_code"] = open_claim(work, code, line_id=line.id, problem=f"Se deshizo {MARKER}")
        write_message(work, code, side="buyer", body=f"Hola {MARKER}")
    named |= _recalled(market, worker, yarn.product_id, code)
    named |= {"invoice_code": _invoiced(market, worker, code), "year": 2026, "month": 1}
    with market.above() as work:
        _put_into_global(work, named["order_id"], code, market.alpaca.id)
    with market.as_carla() as work:
        ask_shops(work, market.carla.id, [yarn.number], f"¿Pica? {MARKER}")
        watch_price(work, market.carla.id, yarn.number, 1)
        named |= {"watch_id": work.session.scalars(select(PriceWatch.id)).one(), "watch_kind": "precio"}
        named["address_id"] = save_address(work, market.carla.id, make.kept_address(f"Casa {MARKER}"))
        named["question_id"] = work.session.scalars(select(Thread.id).where(Thread.number == yarn.number)).one()


def _recalled(market: Cast, worker: Worker, product_id: UUID, code: str) -> dict[str, object]:
    """A recall that was answered by nobody and is over, so that its goods are for sale again."""
    said = RecallSaid(f"Destiñe {MARKER}", "No la laves.", ("repair",), "55 1234 5678")
    with market.as_alicia() as work:
        seen = reach_of(work, market.alpaca.id, product_id, (), None, None).orders
        recall = start_recall(work, product_id, said, seen_orders=seen)
    worker.drain()
    with market.as_alicia() as work:
        close_recall(work, recall, closing=f"Ya no destiñe {MARKER}")
        products.resume_product(work, product_id)
        of_order = select(RecallNotice.id).join(Order, Order.id == RecallNotice.order_id).where(Order.code == code)
        return {"recall_code": recall, "notice_id": work.session.scalars(of_order).one()}


def _invoiced(market: Cast, worker: Worker, code: str) -> str:
    """An invoice that its buyer asked for, and its shop sent."""
    asked = ask(market, worker, code, TaxData("GODE561231GR8", f"Carla {MARKER}", make.ROMA_NORTE, "612", "G03"))
    send(market, worker, asked, stamped(order_of(market, code).total_minor))
    return asked


def _put_into_global(work: Work, order_id: UUID, code: str, tenant_id: UUID) -> None:
    """A month's global invoice of one order."""
    amounts = {"base_minor": 10_000, "tax_minor": 1_600}
    one = GlobalInvoice(
        tenant_id=tenant_id,
        id=new_id(),
        month=date(2026, 1, 1),
        made_at=work.now,
        orders=1,
        total_minor=11_600,
        **amounts,
    )
    work.session.add(one)
    work.session.flush()
    line = GlobalInvoiceLine(
        tenant_id=tenant_id, id=new_id(), global_id=one.id, order_id=order_id, code=code, iva_bp=1600, **amounts
    )
    work.session.add(line)


def _missed(market: Cast, worker: Worker) -> str:
    """An order that never came; its shop showed its proof and its buyer asks for Tianguis."""
    code = make.shipped_order(market, worker, [make.line(make.goods(market, title=f"Ovillo {MARKER}"))])
    with market.as_pia() as work:
        orders.tell_arrival(work, code)
    with market.as_carla() as work:
        dispute = disputes.open_dispute(work, code, said=f"No está {MARKER}")
    with market.as_alicia() as work:
        disputes.answer_dispute(work, dispute, answer=DisputeAnswer.PROOF, message=f"Firmó {MARKER}")
    with market.as_carla() as work:
        disputes.escalate_dispute(work, dispute, said=f"No es mi firma {MARKER}")
    worker.drain()
    return dispute


def _put_things_behind_doors(world: World, worker: Worker) -> None:
    market, named = world.market, world.named
    waiting = make.draft(market, title=f"Borrador {MARKER}")
    with market.as_alicia() as work:
        world.keys["mine"] = channels.make_key(work, name=f"Caja {MARKER}", may=channels.KEY_MAY)
        products.submit_product(work, waiting, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
    with market.as_bruno() as work:
        world.keys["neighbour"] = channels.make_key(work, name="Caja", may=channels.KEY_MAY)
    worker.drain()
    with market.above() as work:
        named |= {
            "case_id": work.session.scalars(
                select(ModerationCase.id).where(ModerationCase.product_id == waiting)
            ).one(),
            "key_id": work.session.scalars(select(ApiKey.id).where(ApiKey.tenant_id == market.alpaca.id)).one(),
            "media_id": work.session.scalars(
                select(Media.id).where(Media.product_id == named["product_id"])
            ).first(),
            "job_id": work.session.scalars(select(Job.id).limit(1)).one(),
            "mail_id": work.session.scalars(select(Mail.id).limit(1)).one(),
        }  # fmt: skip
    named |= {
        "shop_slug": market.alpaca.slug, "zero": 0, "one": 1, "postal_code": make.ROMA_NORTE, "category": "estambres",
        "attribute": "fibre",
        "link_token": "no-such-token", "picture_key": "p/00/none", "file_name": "css/bootstrap.min.css",
    }  # fmt: skip


def _report(world: World) -> None:
    """Something that people reported, a listing that is limited, what its shop says against another measure."""
    market, named = world.market, world.named
    skein, ball = (make.goods(market, title=f"{title} {MARKER}") for title in ("Madejón", "Bola"))
    with market.as_alicia() as work:
        write_in_question(work, named["question_id"], side="shop", body=f"No pica {MARKER}")
        named["message_id"] = work.session.scalars(select(Message.id).where(Message.body == f"No pica {MARKER}")).one()
    named["report_code"], _token, named["report_case_id"] = reporting.report(market, skein.number)
    named["measure_id"] = reporting.limit(market, ball.number)
    with market.as_sergio() as work:
        thing = things.find_shop(work, market.alpaca.slug)
        warned = decide_measure(work, thing, MeasureKind.WARNING, reporting.WHY, begins_on=None, ends_on=None)
        name_mediator(work, name=f"Centro {MARKER}", contact="centro@example.mx")
    with market.as_alicia() as work:
        appeal_decision(work, Appealed.MEASURE, warned, body=f"Sí pesa {MARKER}")
    with market.above() as work:
        named |= {
            "report_id": work.session.scalars(select(Report.id)).one(),
            "appeal_id": work.session.scalars(select(DecisionAppeal.id)).one(),
            "mediator_id": work.session.scalars(select(Mediator.id)).one(),
            "decision_kind": "medida",
        }


def _pay(world: World) -> None:
    """A deposit to Hilos Alpaca, in a file that the bank has not answered."""
    market = world.market
    paying.prove(market)
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    world.named |= {"payout_code": payout.code, "file_number": paying.send(paying.finance("Fidel"))}
    with market.as_alicia() as work:
        give_account(work, paying.OTHER_CLABE)
    paying.send_centavos(market.alpaca)


def _certify(world: World, worker: Worker) -> None:
    """Hilos Alpaca has its papers of this month."""
    market = world.market
    monthly.give_rfc(market)
    monthly.draw(market, worker)
    month = monthly.this_month(market)
    world.named |= {"paper_id": monthly.papers(market)["commission"].id, "period": f"{month:%Y-%m}"}


def _work_on_many(world: World) -> None:
    """An act on many products, and a view of them."""
    with world.market.as_alicia() as work:
        ids = [world.named["product_id"]]
        seen = preview_bulk_act(work, BulkKind.TERMS, {"return_days": 31}, ids).seen
        world.named["act_id"] = start_bulk_act(work, new_id(), BulkKind.TERMS, {"return_days": 31}, ids, seen=seen)
        save_view(work, f"Vista {MARKER}", "piezas=pocas")
    with world.market.as_alicia() as work:
        tomorrow = work.now + timedelta(days=1)
        world.named["promotion_id"] = schedule_promotion(
            work, f"Promoción {MARKER}", starts_at=tomorrow, ends_at=tomorrow + timedelta(days=1),
            variant_ids=[world.named["variant_id"]], percent=10,
        )  # fmt: skip
    _sell_to_groups(world)
    world.named["article"] = "07501031311309"
    world.named["tenant_id"] = world.market.alpaca.id
    world.named["view_id"] = new_id()  # a view is its maker's alone, and nobody here made this one


def _sell_to_groups(world: World) -> None:
    """A group of Hilos Alpaca's customers: Carla is in it, somebody is invited, and nothing costs them less yet."""
    market, named = world.market, world.named
    group_id = grouping.open_wholesale(market, f"Grupo {MARKER}")
    grouping.enter(market, group_id, market.carla)
    grouping.invite(market, group_id, "invitada@example.mx")
    with market.as_alicia() as work:
        named |= {
            "customer_group_id": group_id,
            "group_member_id": work.session.scalars(select(GroupMember.id)).one(),
            "group_invitation_id": work.session.scalars(select(GroupInvitation.id)).one(),
        }


def _begin_what_is_decided_later(app: Flask, world: World, worker: Worker) -> None:
    market, named = world.market, world.named
    diego = market.diego
    paper = uploads_of(app).keep_paper(b"%PDF-1.7 constancia\n%%EOF\n", folder=applications.DOCUMENT_FOLDER)
    with market.as_diego() as work:
        named["application_id"] = applications.save_draft(
            work,
            replace(DRAFT, legal_name=f"Diego {MARKER}", shop_name="Dulces Diego", slug="dulces-diego"),
            account_id=diego.id,
            applicant=diego.name,
            email=diego.email,
        )
        for kind in Document:
            applications.add_document(work, paper, account_id=diego.id, kind=kind, name="a.pdf")
        applications.submit_application(work, account_id=diego.id, rules_version=1)
        named["document_id"] = applications.documents_of(work, named["application_id"])[0].id
    with market.as_alicia() as work:
        named["invitation_id"] = team.invite(work, email=f"{MARKER}@example.mx".lower(), role=Role.SERVICE)
        keep_terms(
            work, name=f"Larga {MARKER}", warranty_months=12, warranty_by="Alicia", return_days=30,
            return_paid_by=ReturnPayer.SELLER,
        )  # fmt: skip
        named["template_id"] = term_templates(work)[0].id
        named["hostname_id"] = add_domain(work, "hilosalpaca.example", ours=[])
        sku = work.session.scalars(select(Variant.sku).where(Variant.removed_at.is_(None))).first()
        lead_old_addresses(work, f"/products/{MARKER},{sku}", is_ours=lambda _path: False)
        named["old_address_id"] = work.session.scalars(select(OldAddress.id)).one()
        named["member_id"] = next(one.id for one in team.members(work) if one.account_id == market.pia.id)
        this = mexican_day(work.now)
        text = f"SKU,Título,Categoría,Precio\n{MARKER},{MARKER},Hamacas,10\n"
        named["run_id"] = bring_file(work, text, name=f"{MARKER}.csv")
        named["products_file_id"] = ask_products_file(work, TableFormat.CSV)
        named["file_id"] = ask_file(work, this.replace(day=1), this, kind=TableFormat.CSV, locale="es_MX")
    with market.as_alicia() as work:
        ask_for_plan(work, body=f"Somos una cooperativa {MARKER}")
        named["plan_request_id"] = work.session.scalars(select(PlanRequest.id)).one()
    with market.as_sergio() as work:
        later = work.now.date() + timedelta(days=60)
        named["closing_id"] = decide_closing(
            work, market.alpaca.slug, ground="undelivered", facts=f"Faltan pedidos {MARKER}", effective_on=later
        )
        named["draft_id"], named["version"] = drafting.open_draft(work).id, 1
        named["rules_draft_id"] = market_rules.open_draft(work).id
        named["category_file_id"] = bring_category_file(work, f"{','.join(COLUMNS)}\n,{MARKER},{MARKER}\n".encode())
        named["adjustment_id"] = ask_adjustment(
            work,
            market.alpaca.slug,
            kind=AdjustmentKind.ADJUSTMENT,
            amount_minor=100,
            reason=Reason.FEE_WRONG,
            facts=f"Se cobró otra tarifa {MARKER}",
        )
        named["hold_request_id"] = ask_hold(
            work,
            market.alpaca.slug,
            Reasons("undelivered", f"Faltan pedidos {MARKER}", "Muestra las guías."),
            amount_minor=100,
            days=5,
        )
        named["group_id"] = add_group(work, ["hilo", "hebra"])
        named["sponsorship_id"] = sponsor(work, named["number"], paid_by=MARKER, starts_on=later, ends_on=later)
    with market.above("own account") as work:
        named["request_code"] = requests.ask(
            work,
            kind=Right.ACCESS,
            name=market.carla.name,
            email=market.carla.email,
            body=f"Todo {MARKER}",
            locale="es_MX",
            visitor=Visitor(),
            account_id=market.carla.id,
        ).code
    with market.above() as work:
        keep_event(work, "stripe", Told("evt_nobody", EventKind.CHARGE_SUCCEEDED, "charge.succeeded", "ch_nobody"))
    finance = world.people["finance"]
    assert finance is not None
    desk = Actor(finance.name, finance.id, "finance", STAFF_GRANTED["finance"])
    with unit_of_work(PlatformScope("staff"), desk) as work:
        approve_adjustment(work, named["adjustment_id"])
    worker.drain()
    with market.above() as work:
        named |= {
            "told_id": work.session.scalars(
                select(ProviderEvent.id).where(ProviderEvent.event_id == "evt_nobody")
            ).one(),
            "transaction_id": work.session.scalars(select(LedgerTransaction.id).order_by(LedgerTransaction.id)).first(),
        }
    named |= {
        "account_id": world.people["finance"].id, "session_id": new_id(), "passkey_id": new_id(), "private_key": paper.key,
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Give an address's part as Flask builds addresses from it."""
    return str(value) if isinstance(value, UUID) else value
