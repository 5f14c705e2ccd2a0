"""What operators type, and what they are told."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from marketplace.cli import main
from marketplace.kernel import queue
from marketplace.kernel.settings import Settings
from marketplace.money.ledger.models import LedgerBalance
from marketplace.people.accounts.models import Account
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.long


@pytest.fixture
def here(settings: Settings, market: Cast, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal on this installation."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TIANGUIS_OWNER_DATABASE_URL", settings.owner_database_url)
    monkeypatch.setenv("TIANGUIS_VAR", str(settings.var))
    return CliRunner()


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["worker"],
        ["house"],
        ["db", "upgrade"],
        ["db", "revision"],
        ["db", "release"],
        ["db", "hold"],
        ["seed"],
        ["search", "rebuild"],
        ["ledger", "verify"],
        ["staff", "add"],
        ["staff", "list"],
        ["staff", "role"],
        ["staff", "remove"],
        ["privacy", "reapply"],
        ["doctor"],
    ],
)
def test_every_command_explains_itself(here: CliRunner, command: list[str]) -> None:
    answer = here.invoke(main, [*command, "--help"])
    assert answer.exit_code == 0
    assert "Usage" in answer.output


def test_doctor_says_what_is_wrong_and_how_to_mend_it(here: CliRunner, market: Cast) -> None:
    with market.above("worker") as work:
        queue.beat(work, "here:1", looked_at=work.now, took_at=None)
    here.invoke(main, ["search", "rebuild"])
    well = here.invoke(main, ["doctor"])
    assert well.exit_code == 0, well.output
    assert well.output.count("✓") == 13


def test_doctor_tells_a_wrong_role(here: CliRunner, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.owner_database_url)
    answer = here.invoke(main, ["doctor"])
    assert answer.exit_code == 1
    assert "✗ walls" in answer.output


def test_the_plan_of_the_house_is_printed(here: CliRunner) -> None:
    answer = here.invoke(main, ["house"])
    assert answer.exit_code == 0
    assert "OrderCancelled: orders.refund_cancelled (money), invoices.withdraw_cancelled (money)" in answer.output
    assert "orders.expire_unpaid: every 0:01:00 (money)" in answer.output
    assert "messaging.message (" in answer.output


def test_staff_add(here: CliRunner, market: Cast) -> None:
    answer = here.invoke(main, ["staff", "add", "nora@example.mx", "--name", "Nora Paz"])
    assert "shown once" in answer.output
    with market.above() as work:
        assert work.session.scalar(select(Account.staff_role).where(Account.email == "nora@example.mx")) == "moderator"
    again = here.invoke(main, ["staff", "add", "nora@example.mx", "--name", "Nora Paz"])
    assert again.exit_code == 1
    assert "has an account already" in again.output


def test_staff_list_role_and_remove(here: CliRunner, market: Cast) -> None:
    here.invoke(main, ["staff", "add", "nora@example.mx", "--name", "Nora Paz"])
    assert "Nora Paz" in here.invoke(main, ["staff", "list"]).output
    assert "as support" in here.invoke(main, ["staff", "role", "nora@example.mx", "support"]).output
    assert here.invoke(main, ["staff", "role", "nora@example.mx", "king"]).exit_code == 2
    last = here.invoke(main, ["staff", "remove", market.sergio.email])
    assert last.exit_code == 1
    assert "última persona que administra" in last.output
    assert here.invoke(main, ["staff", "remove", "nora@example.mx"]).exit_code == 0
    gone = here.invoke(main, ["staff", "remove", "nora@example.mx"])
    assert gone.exit_code == 1
    assert "no es de operación" in gone.output


def test_seed_refuses_a_market_that_is_not_empty(here: CliRunner) -> None:
    answer = here.invoke(main, ["seed"])
    assert answer.exit_code == 1
    assert "has shops already" in answer.output


def test_wrong_settings_are_told_one_by_one(here: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIANGUIS_PROFILE", "production")
    answer = here.invoke(main, ["doctor"])
    assert answer.exit_code == 1
    lines = answer.output.splitlines()
    assert "✗ TIANGUIS_SECRET_KEY must be your own, of 32 characters or more" in lines
    assert "✗ TIANGUIS_DNS must be system: the file proves any domain" in lines


def test_a_setting_of_another_kind_is_named(here: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIANGUIS_SMTP_PORT", "mail")
    monkeypatch.setenv("TIANGUIS_MAIL", "pigeon")
    answer = here.invoke(main, ["doctor"])
    assert answer.exit_code == 1
    lines = answer.output.splitlines()
    assert any(line.startswith("✗ TIANGUIS_SMTP_PORT: input should be a valid integer") for line in lines)
    assert any(line.startswith("✗ TIANGUIS_MAIL: input should be 'mailbox' or 'smtp'") for line in lines)


def test_the_books_are_compared_by_hand(here: CliRunner, market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    well = here.invoke(main, ["ledger", "verify"])
    assert (well.exit_code, "everything agrees" in well.output) == (0, True), well.output
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor + 3))
    wrong = here.invoke(main, ["ledger", "verify"])
    assert wrong.exit_code == 1
    assert "✗ balance" in wrong.output
