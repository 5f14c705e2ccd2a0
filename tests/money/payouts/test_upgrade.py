"""A market that paid no shop yet: what it held stays held whole, what its shops have available is there to be paid."""

from __future__ import annotations

from uuid import UUID, uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from marketplace.database import ROOT, migrate
from tests.money.earlier import enter


def test_what_was_held_is_held_whole_and_the_release_before_goes_on(before: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", before.replace("%", "%%"))
    command.upgrade(config, "0034")
    engine = create_engine(before)
    shop, order = uuid4(), uuid4()

    def hold(cause: str) -> dict[str, str | UUID]:
        return {
            "tenant_id": shop, "id": uuid4(), "buyer_id": uuid4(), "order_id": order, "cause": cause,
            "since": "2026-11-01 12:00Z",
        }  # fmt: skip

    written = text(
        "INSERT INTO money_hold (tenant_id, id, buyer_id, order_id, cause, since) "
        "VALUES (:tenant_id, :id, :buyer_id, :order_id, :cause, :since)"
    )
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(written, hold("return:1"))
        enter(connection, "ledger_transaction", id=order, kind="release", cause="order:1")
        for account, amount in (("seller_pending", 900), ("seller_available", -900)):
            enter(
                connection, "ledger_entry", id=uuid4(), transaction_id=order, tenant_id=shop, account=account,
                order_id=order, kind="release", amount_minor=amount,
            )  # fmt: skip
    migrate(before)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT cause, amount_minor FROM money_hold")).all() == [("return:1", None)]
        assert (
            connection.scalar(text("SELECT sum(amount_minor) FROM ledger_entry WHERE account = 'seller_available'"))
            == -900
        )
        assert connection.scalar(text("SELECT count(*) FROM payout")) == 0
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(written, hold("return:2"))  # as the release before writes it, while both run
        assert connection.scalar(text("SELECT count(*) FROM money_hold WHERE amount_minor IS NULL")) == 2
    migrate(before)  # a second time changes nothing
    engine.dispose()
