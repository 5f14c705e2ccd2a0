"""Leaving: a fortnight to think again, a time blocked, and then nothing that names the person, but what the map says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text

from marketplace.care.messaging.models import Message
from marketplace.care.returns.models import ReturnCase
from marketplace.goods.groups.models import GroupInvitation, GroupMember
from marketplace.kernel.jobs import Job
from marketplace.kernel.settings import Settings
from marketplace.kernel.uploads import PHOTO_FOLDER
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import AuditLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.people.accounts import tokens
from marketplace.people.accounts.models import Account, UserSession
from marketplace.people.accounts.service import check_password, sign_up
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.privacy import erasure, errors, requests
from marketplace.platform.privacy.events import ErasureDue
from marketplace.platform.privacy.jobs import erase, reapply
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.models import ArcoRequest, Erasure, Tombstone
from marketplace.platform.privacy.rules import ERASED, EXPORT_FOLDER, ErasureState, Right
from marketplace.platform.privacy.subjects import mentions_of, rows_of, subject_of
from marketplace.platform.upkeep.events import SweepDue
from marketplace.platform.upkeep.jobs import sweep_folder
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import PASSWORD, Cast, Person
from tests.goods.groups import grouping
from tests.installation import uploads_of
from tests.platform.privacy.asking import found_in_database, go_on, leave, leave_for_good, live
from tests.web.asking import enter

pytestmark = pytest.mark.slow

# Letters and rows that name Carla; her first name, whole, is among them.
MARKERS = ("Carla", "carla@example.mx", "55 1234 5678", "Orizaba", "taza despostillada", "hebra azul")


def state(market: Cast, who: Person) -> list[str]:
    with market.above() as work:
        return list(
            work.session.scalars(select(Erasure.state).where(Erasure.account_id == who.id).order_by(Erasure.id))
        )


def files_with(folder: Path, marks: tuple[str, ...]) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(mark.encode() in path.read_bytes() for mark in marks)
    ]


def test_afterwards_nothing_names_them(
    app: Flask, market: Cast, worker: Worker, settings: Settings, later: Callable[[timedelta], None]
) -> None:
    live(app, market, worker)
    before = found_in_database(settings, MARKERS)
    assert {
        "account.name",
        "purchase.address",
        "message.body",
        "mail.text",
        "notification.data",
        "return_case.note",
        "job.payload",
    } <= before
    with market.above() as work:
        (photo,) = work.session.scalars(select(ReturnCase.photos)).one()
    leave_for_good(market, market.carla, later)
    assert found_in_database(settings, MARKERS) == set()
    for folder in (PHOTO_FOLDER, EXPORT_FOLDER):
        sweep_folder(SweepDue(folder), "key")
    with pytest.raises(FileNotFoundError):
        uploads_of(app).private.get(f"{photo}-400.webp")
    for folder in (settings.media_dir, settings.private_dir):
        assert files_with(folder, MARKERS) == []
    assert list((settings.private_dir / EXPORT_FOLDER).rglob("*.zip")) == []


def test_they_are_in_no_shops_group_any_more_and_invited_to_none(
    market: Cast, later: Callable[[timedelta], None]
) -> None:  # fmt: skip
    first, second = grouping.open_wholesale(market), grouping.open_wholesale(market, "Escuelas")
    grouping.invite(market, second, market.carla.email)
    grouping.enter(market, first, market.carla)
    grouping.enter(market, first, market.diego)
    leave_for_good(market, market.carla, later)
    with market.above() as work:
        assert work.session.scalars(select(GroupMember.buyer_id)).all() == [market.diego.id]
        assert work.session.scalars(select(GroupInvitation)).all() == []
        said = work.session.scalars(select(AuditLine.details).where(AuditLine.verb.startswith("groups."))).all()
        assert market.carla.email not in str(said)


def test_the_books_stay_whole_and_amounts_are_kept(
    app: Flask, market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    live(app, market, worker)

    def amounts() -> list[object]:
        with market.above() as work:
            return [
                work.session.scalar(select(func.count()).select_from(LedgerEntry)),
                work.session.scalars(select(Order.total_minor)).all(),
                work.session.scalars(select(Purchase.total_minor)).all(),
                work.session.scalars(select(Purchase.address["postal_code"])).all(),
            ]

    before = amounts()
    leave_for_good(market, market.carla, later)
    assert amounts() == before
    with market.above() as work:
        assert work.session.scalar(select(func.sum(LedgerEntry.amount_minor))) == 0


def test_others_keep_what_is_theirs(
    app: Flask, market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    live(app, market, worker)
    with market.as_carla() as work:
        work.audit("test", "order:1")
    leave_for_good(market, market.carla, later)
    with market.above() as work:
        assert work.session.get_one(Account, market.diego.id).name == market.diego.name
        (said,) = work.session.scalars(select(Message.body).where(Message.side == "shop")).all()
        actors = set(work.session.scalars(select(AuditLine.actor)).all())
    assert said == f"Hola {ERASED}: sí, y me acordé de ti."
    assert {market.alicia.name, ERASED} <= actors
    assert market.carla.name not in actors


def test_blocked_nobody_enters_and_the_address_is_free(
    market: Cast, browser_client: FlaskClient, later: Callable[[timedelta], None]
) -> None:
    enter(browser_client, market.carla)
    leave(market, market.carla)
    assert browser_client.get("/cuenta").status_code == 200
    later(timedelta(days=14, minutes=1))
    go_on(market)
    assert state(market, market.carla) == [ErasureState.BLOCKED]
    assert browser_client.get("/cuenta").status_code == 302
    with market.above("sign-in") as work:
        assert work.session.scalars(select(UserSession).where(UserSession.account_id == market.carla.id)).all() == []
        visitor = Visitor()
        assert check_password(work, email=market.carla.email, password=PASSWORD, visitor=visitor) is None
        again = sign_up(
            work, email=market.carla.email, name="Carla", password=PASSWORD, locale="es_MX", visitor=visitor
        )
        assert work.session.get(Account, again) is not None


def test_within_a_fortnight_one_may_stay(market: Cast, browser_client: FlaskClient) -> None:
    enter(browser_client, market.carla)
    assert "Qué queda y por qué" in browser_client.get("/cuenta/datos/borrar").text
    assert browser_client.post("/cuenta/datos/borrar", data={"sure": "y"}).status_code == 302
    assert "Cancelar y quedarme" in browser_client.get("/cuenta/datos").text
    browser_client.post("/cuenta/datos/borrar/cancelar")
    assert state(market, market.carla) == [ErasureState.CANCELLED]
    with pytest.raises(errors.NotLeaving), market.above("own account") as work:
        erasure.cancel_erasure(work, market.carla.id)


def test_the_box_must_be_ticked(market: Cast, browser_client: FlaskClient) -> None:
    enter(browser_client, market.carla)
    answer = browser_client.post("/cuenta/datos/borrar")
    assert answer.status_code == 422
    assert "Marca la casilla" in answer.text
    assert state(market, market.carla) == []


def test_what_waits_is_finished_first(market: Cast, worker: Worker, browser_client: FlaskClient) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(errors.StillNeeded):
        leave(market, market.carla)
    enter(browser_client, market.carla)
    assert code in browser_client.get("/cuenta/datos/borrar").text
    assert browser_client.post("/cuenta/datos/borrar", data={"sure": "y"}).status_code == 422
    assert state(market, market.carla) == []


def test_owners_and_staff_do_not_vanish(market: Cast) -> None:
    for who in (market.alicia, market.sergio):
        with pytest.raises(errors.StillNeeded):
            leave(market, who)
        assert state(market, who) == []


def test_asking_twice_is_once(market: Cast) -> None:
    leave(market, market.carla)
    with pytest.raises(errors.AlreadyLeaving):
        leave(market, market.carla)
    assert state(market, market.carla) == [ErasureState.REQUESTED]


def test_who_bought_meanwhile_is_not_blocked_yet(
    market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    leave(market, market.carla)
    make.paid_order(market, worker, [make.line(make.goods(market))])
    later(timedelta(days=15))
    go_on(market)
    assert state(market, market.carla) == [ErasureState.REQUESTED]


def test_who_worked_in_a_shop_stays_on_its_record(market: Cast, later: Callable[[timedelta], None]) -> None:
    with market.as_pia() as work:
        work.audit("orders.pack", "order:1")
    leave_for_good(market, market.pia, later)
    with market.above() as work:
        actors = work.session.scalars(select(AuditLine.actor).where(AuditLine.verb == "orders.pack")).all()
        assert actors == [market.pia.name]
        assert work.session.get_one(Account, market.pia.id).name == ERASED


def test_a_restored_backup_is_erased_again(
    app: Flask, market: Cast, settings: Settings, later: Callable[[timedelta], None]
) -> None:
    leave_for_good(market, market.carla, later)
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:  # the backup is from before
        connection.execute(
            text("UPDATE account SET kind = 'member', name = 'Carla Méndez', email = :email WHERE account_id = :id"),
            {"email": market.carla.email, "id": market.carla.id},
        )
        connection.execute(text("DELETE FROM tombstone"))
    owner.dispose()
    assert reapply() == 1
    with market.above() as work:
        account = work.session.get_one(Account, market.carla.id)
        assert (account.kind, account.name) == ("erased", ERASED)
        assert work.session.scalars(select(Tombstone.account_id)).all() == [market.carla.id]
    assert reapply() == 0
    assert found_in_database(settings, ("carla@example.mx",)) == set()


def test_a_new_account_of_the_same_address_is_left_alone(
    market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    erasure_id = leave(market, market.carla)
    later(timedelta(days=14, minutes=1))
    go_on(market)
    later(timedelta(days=20))
    with market.above("sign-up") as work:
        again = sign_up(
            work, email=market.carla.email, name="Carla Nueva", password=PASSWORD, locale="es_MX", visitor=Visitor()
        )
    with market.above("privacy request") as work:
        code = requests.ask(
            work,
            kind=Right.ACCESS,
            name="Carla Nueva",
            email=market.carla.email,
            body="Hola",
            locale="es_MX",
            visitor=Visitor(),
        ).code
    with market.above("worker") as work:
        erase(ErasureDue(erasure_id), "key")(work)
    assert reapply() == 0
    with market.above() as work:
        assert work.session.get_one(Account, again).email == market.carla.email
        assert work.session.scalars(select(ArcoRequest.name).where(ArcoRequest.code == code)).all() == ["Carla Nueva"]
        told = work.session.scalars(select(Notification.kind).where(Notification.email == market.carla.email)).all()
        assert "request_confirm" in told
        assert "erasure_asked" not in told


def test_somebody_elses_address_on_a_purchase_gives_no_hold_over_them(
    app: Flask, market: Cast, worker: Worker, later: Callable[[timedelta], None]
) -> None:
    gift = replace(market.diego, id=market.carla.id)  # Carla buys; the form says Diego's name and address
    placed = make.place(market, [make.line(make.goods(market))], buyer=gift)
    make.pay(market, placed)
    with market.above("own account") as work:
        tokens.ask_reset(work, market.diego.email, visitor=Visitor())
    worker.drain()
    with market.above() as work:
        ids = subject_of(work, market.carla.id)
        theirs = rows_of("mail", kept_tables()["mail"], ids)
        assert theirs is not None
        assert market.diego.email not in work.session.scalars(select(Mail.to).where(theirs)).all()
        mentioned = mentions_of("mail", kept_tables()["mail"], ids)
        assert mentioned is not None
        assert "Elige otra contraseña" not in work.session.scalars(select(Mail.subject).where(mentioned)).all()
        for condition in (
            rows_of,
            mentions_of,
        ):  # of what was told, her own purchase is hers, whatever address it went to
            told = condition("notification", kept_tables()["notification"], ids)
            assert told is not None
            assert "link_reset_password" not in work.session.scalars(select(Notification.kind).where(told)).all()


def test_being_told_twice_erases_once(market: Cast, later: Callable[[timedelta], None]) -> None:
    leave_for_good(market, market.carla, later)
    with market.above() as work:
        erasure_id = work.session.scalars(select(Erasure.id)).one()
    with market.above("worker") as work:
        erase(ErasureDue(erasure_id), "key")(work)
    with market.above() as work:
        assert len(work.session.scalars(select(Tombstone.id)).all()) == 1
        assert work.session.scalars(select(AuditLine).where(AuditLine.verb == "privacy.erase")).one()
        assert work.session.scalars(select(Job).where(Job.name == "erase")).all()
