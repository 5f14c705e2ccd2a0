"""A paper that a shop sent answers one request, whatever fiscal folio its stamp is given: its seal is kept, and is one.

Revision: 0044
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants.migrating import drop_index_beside_readers, index_beside_writers

revision = "0044"
down_revision = "0043"

SMALL = {
    "invoice_request": "0041 made it, which no release had before: there is nothing in it but what was tried since"
}

_NOTE_SEALS = r"""
UPDATE invoice_request SET seal_sha256 = first.seal FROM (
    SELECT DISTINCT ON (tenant_id, seal) tenant_id, id, seal FROM (
        SELECT tenant_id, id, answered_at, encode(sha256(convert_to(
            regexp_replace(substring(xml FROM '\sSello\s*=\s*["'']([^"'']*)'), '\s', '', 'g'), 'UTF8')), 'hex') AS seal
        FROM invoice_request WHERE xml IS NOT NULL
    ) AS sent WHERE seal IS NOT NULL ORDER BY tenant_id, seal, answered_at, id
) AS first WHERE invoice_request.tenant_id = first.tenant_id AND invoice_request.id = first.id
"""


def upgrade() -> None:
    """Papers of before keep their seals too; of those that were sent twice, the first does."""
    op.add_column("invoice_request", sa.Column("seal_sha256", sa.String()))
    op.execute("ALTER TABLE invoice_request NO FORCE ROW LEVEL SECURITY")
    op.execute(_NOTE_SEALS)
    op.execute("ALTER TABLE invoice_request FORCE ROW LEVEL SECURITY")
    index_beside_writers(
        "uq_invoice_request_seal", "invoice_request", ["tenant_id", "seal_sha256"], unique=True,
        postgresql_where=sa.text("seal_sha256 IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """A folio answers one request."""
    drop_index_beside_readers("uq_invoice_request_seal")
    op.drop_column("invoice_request", "seal_sha256")
