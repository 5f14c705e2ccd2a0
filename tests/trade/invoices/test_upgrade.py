"""Papers that were sent before seals were kept: each is known again by its seal; of those sent twice, the first."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from marketplace.database import ROOT, migrate
from tests.money.earlier import enter

_SHOP, _OTHER_SHOP = uuid4(), uuid4()
_FIRST, _AGAIN, _THEIRS, _ODD, _WAITS = (UUID(int=number) for number in range(1, 6))
_XML = (
    '<cfdi:Comprobante Sello="{}" Total="1.00"><tfd:TimbreFiscalDigital SelloCFD="b" SelloSAT="c"/></cfdi:Comprobante>'
)


def test_each_seal_is_kept_once_and_the_release_before_goes_on(before: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", before.replace("%", "%%"))
    command.upgrade(config, "0043")
    engine = create_engine(before)
    papers = (
        (_SHOP, _FIRST, _XML.format("QUJD"), 1), (_SHOP, _AGAIN, _XML.format("QU JD"), 2),
        (_OTHER_SHOP, _THEIRS, _XML.format("QUJD"), 3), (_SHOP, _ODD, "<a/>", 4),
    )  # fmt: skip
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for shop, row, xml, day in papers:
            enter(
                connection, "invoice_request", tenant_id=shop, id=row, code=str(row), kind="sale", state="sent",
                order_id=row, uuid=str(row), xml=xml, pdf_key="x", amount_minor=1, answered_at=f"2026-11-0{day} 12:00Z",
            )  # fmt: skip
    migrate(before)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(
            connection,
            "invoice_request",
            tenant_id=_SHOP,
            id=_WAITS,
            code="w",
            kind="sale",
            state="asked",
            order_id=_WAITS,
        )
        found = connection.execute(text("SELECT id, seal_sha256 FROM invoice_request"))
        kept = {row.id: row.seal_sha256 for row in found}
    seal = hashlib.sha256(b"QUJD").hexdigest()
    assert kept == {_FIRST: seal, _AGAIN: None, _THEIRS: seal, _ODD: None, _WAITS: None}
    engine.dispose()
