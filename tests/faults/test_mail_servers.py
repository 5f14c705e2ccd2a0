"""Mail servers that refuse, hang, are slow or go away: each letter arrives once, or its sender learns why not."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.kernel.jobs import Job
from marketplace.people.accounts.models import Account
from marketplace.platform.notifications.gateways import postman
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests import mail
from tests.cast import Cast
from tests.faults.waiting import running, until

pytestmark = pytest.mark.faults


class Server:
    """A mail server that keeps what it took. Each answer may be changed."""

    def __init__(self) -> None:
        self.took: list[tuple[tuple[str, ...], str]] = []  # envelope recipients, Message-ID
        self.tried: list[str] = []
        self.rcpt = self.data = "250 OK"
        self.quit = "221 Bye"
        self.hold = threading.Event()
        self.hold.set()

    async def handle_RCPT(  # noqa: N802 - the names are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.tried.append(address)
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = content.decode().partition("Message-ID: ")[2].splitlines()[0]
        self.took.append((tuple(envelope.rcpt_tos), message_id))
        while not self.hold.is_set():
            await asyncio.sleep(0.02)
        return self.data

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.quit


@pytest.fixture
def mail_server() -> Iterator[tuple[Server, int]]:
    """A mail server, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    made = Server()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made, port
    made.hold.set()
    controller.stop()


@pytest.fixture
def mailing(mail_server: tuple[Server, int], another_app: Callable[..., Flask], market: Cast) -> Flask:
    """The app, sending by that server."""
    return another_app(mail="smtp", smtp_host="127.0.0.1", smtp_port=mail_server[1])


def write(market: Cast, app: Flask, *to: str) -> None:
    with app.app_context(), market.above() as work:
        for address in to:
            mail.write(work, address)


def drain(app: Flask) -> None:
    with app.app_context():
        Worker(app).drain()


def again(market: Cast) -> None:
    """What waiting for the next attempt does."""
    with market.above() as work:
        work.session.execute(update(Job).where(Job.state == "waiting").values(run_at=func.now()))


def mail_to(market: Cast, address: str) -> Mail:
    with market.above() as work:
        return work.session.scalars(select(Mail).where(Mail.to == address)).one()


def job_state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Job.state).where(Job.name == "carry_mail")).one()


def is_marked(market: Cast, email: str) -> bool:
    with market.above() as work:
        return work.session.scalars(select(Account.mail_bounced_at).where(Account.email == email)).one() is not None


@contextmanager
def held(server: Server) -> Iterator[None]:
    """The server takes letters and does not say so yet."""
    server.hold.clear()
    try:
        yield
    finally:
        server.hold.set()


def test_twelve_letters_through_a_slow_server_arrive_once_each(
    market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    lease = timedelta(seconds=8)
    write(market, mailing, *(f"b{number}@example.mx" for number in range(12)))

    def renewed() -> bool:
        with market.above() as work:
            running = select(Job).where(Job.name == "carry_mail", Job.state == "running")
            return any(
                job.started_at and job.lease_until and job.lease_until - job.started_at > 2 * lease
                for job in work.session.scalars(running)
            )

    def sent() -> int:
        with market.above() as work:
            return work.session.scalar(select(func.count()).select_from(Mail).where(Mail.state == "sent")) or 0

    with running(*(Worker(mailing, lease=lease, beat_seconds=0.2) for _n in range(2))), held(mail_server[0]):
        until(renewed)  # a letter is on its way for longer than its lease
        mail_server[0].hold.set()
        until(lambda: sent() == 12)
    recipients = [to for to, _id in mail_server[0].took]
    assert sorted(recipients) == sorted((f"b{number}@example.mx",) for number in range(12))


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_what_is_refused_for_good_is_not_tried_again_and_the_address_is_marked(
    where: str, market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    setattr(mail_server[0], where, "550 No such user here")
    write(market, mailing, market.carla.email)
    drain(mailing)
    again(market)
    drain(mailing)
    assert mail_server[0].tried == [market.carla.email]
    mail = mail_to(market, market.carla.email)
    assert (mail.state, mail.said, mail.sent_at) == ("bounced", "550 No such user here", None)
    assert job_state(market) == "done"
    assert is_marked(market, market.carla.email)
    assert not is_marked(market, market.diego.email)


def test_the_mark_goes_with_the_next_letter_that_is_taken(
    market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    mail_server[0].rcpt = "552 Mailbox full"
    write(market, mailing, market.carla.email)
    drain(mailing)
    assert is_marked(market, market.carla.email)
    mail_server[0].rcpt = "250 OK"
    with mailing.app_context(), market.above() as work:
        mail.write(work, market.carla.email, subject="Otra")
    drain(mailing)
    assert not is_marked(market, market.carla.email)


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_what_is_refused_for_now_is_tried_again_as_the_same_letter(
    where: str, market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    setattr(mail_server[0], where, "451 Try again later")
    write(market, mailing, market.carla.email)
    drain(mailing)
    assert (mail_to(market, market.carla.email).state, job_state(market)) == ("waiting", "waiting")
    drain(mailing)  # not before its time
    assert len(mail_server[0].tried) == 1
    setattr(mail_server[0], where, "250 OK")
    again(market)
    drain(mailing)
    assert mail_to(market, market.carla.email).state == "sent"
    assert {message_id for _to, message_id in mail_server[0].took} == {
        f"<{mail_to(market, market.carla.email).id}@tianguis>"
    }
    assert not is_marked(market, market.carla.email)


def test_a_server_that_hangs_is_given_up_and_tried_again(
    market: Cast, mailing: Flask, mail_server: tuple[Server, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "PATIENCE_SECONDS", 0.3)
    write(market, mailing, market.carla.email)
    with held(mail_server[0]):
        drain(mailing)
    assert (mail_to(market, market.carla.email).state, job_state(market)) == ("waiting", "waiting")
    monkeypatch.undo()
    again(market)
    drain(mailing)
    assert mail_to(market, market.carla.email).state == "sent"
    assert len({message_id for _to, message_id in mail_server[0].took}) == 1


def test_a_server_that_is_away_is_waited_for(
    market: Cast, another_app: Callable[..., Flask], mail_server: tuple[Server, int]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = another_app(mail="smtp", smtp_host="127.0.0.1", smtp_port=nobody.getsockname()[1])
        write(market, away, market.carla.email)
        drain(away)
    assert (mail_to(market, market.carla.email).state, job_state(market)) == ("waiting", "waiting")
    assert not is_marked(market, market.carla.email)


def test_a_rude_goodbye_is_no_reason_to_send_it_again(
    market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    mail_server[0].quit = "421 Going down"
    write(market, mailing, market.carla.email)
    drain(mailing)
    assert mail_to(market, market.carla.email).state == "sent"
    assert len(mail_server[0].took) == 1


@pytest.mark.parametrize(
    "typed", ["x<victim@x.mx", "a,b@x.mx", "a@x.mx, b@x.mx", "Ana <ana@x.mx>", "ana@x.mx\r\nBcc: b@x.mx"]
)
def test_what_is_no_address_reaches_nobody(
    typed: str, market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    write(market, mailing, typed)
    drain(mailing)
    assert mail_server[0].tried == []
    mail = mail_to(market, typed)
    assert mail.state == "bounced"
    assert (mail.said or "").startswith("not an address")


def test_a_domain_of_other_letters_is_sent_to_in_punycode(
    market: Cast, mailing: Flask, mail_server: tuple[Server, int]
) -> None:
    write(market, mailing, "ana@cañón.mx")
    drain(mailing)
    assert mail_server[0].tried == ["ana@xn--can-8mak.mx"]
    assert mail_to(market, "ana@cañón.mx").state == "sent"
