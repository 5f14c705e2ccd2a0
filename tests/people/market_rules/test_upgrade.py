"""A market of before: what its decisions name is version 1 of the rules, and what was accepted is nobody's."""

from __future__ import annotations

from uuid import uuid4

from alembic import command
from sqlalchemy import create_engine, text

from marketplace.database import _alembic, migrate
from tests.money.earlier import enter

BEFORE = "0052"
# By which codes there may be decisions from before there were versions.
DECIDED_BY = (
    "prohibited", "nom_missing", "misleading", "counterfeit", "unclear_picture", "wrong_category", "contact_outside",
    "offensive", "intellectual_property", "prohibited_goods", "counterfeit_goods", "fraud", "repeated", "undelivered",
    "false_data", "unreachable",
)  # fmt: skip


def test_what_was_decided_names_the_first_version(before: str) -> None:
    command.upgrade(_alembic(before), BEFORE)
    engine = create_engine(before)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, state in (("moderation_case", "declined"), ("measure", "over"), ("shop_closing", "in_effect")):
            more = {"kind": "warning"} if table == "measure" else {}
            enter(connection, table, id=uuid4(), tenant_id=uuid4(), state=state, **more)
        enter(connection, "report_case", id=uuid4(), about="shop", state="acted", rule="misleading", done="warning")
        enter(connection, "application", id=uuid4(), account_id=uuid4(), state="submitted", person="natural")
    migrate(before)
    with engine.connect() as connection:
        for table in ("moderation_case", "measure", "shop_closing", "report_case"):
            assert connection.scalars(text(f"SELECT rules_version FROM {table}")).all() == [1]
        assert connection.scalars(text("SELECT rules_version FROM application")).all() == [None]
        codes = set(connection.scalars(text("SELECT code FROM market_rule WHERE version = 1")))
        assert codes >= set(DECIDED_BY)
        assert connection.scalar(text("SELECT count(*) FROM rules_acceptance")) == 0
    engine.dispose()
