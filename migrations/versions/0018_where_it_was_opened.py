"""The database knows where it was opened, so that a copy of it sends nothing.

Revision: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PlatformOwned

revision = "0018"
down_revision = "0017"

# Row versions carry the transaction that wrote them, of 32 bits; a dump copies the row, and is another transaction.
_HERE = """
CREATE FUNCTION database_here() RETURNS TABLE (cluster bigint, database bigint, written_by bigint)
LANGUAGE sql VOLATILE AS $$
    SELECT c.system_identifier, d.oid::bigint, pg_current_xact_id()::text::bigint % 4294967296
    FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()
$$
"""
_RELEASED = """
CREATE FUNCTION database_is_released() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM installation i, pg_control_system() c, pg_database d
        WHERE d.datname = current_database() AND i.cluster = c.system_identifier AND i.database = d.oid::bigint
          AND i.written_by = i.xmin::text::bigint
    )
$$
"""


def upgrade() -> None:
    """Add the row, its two functions, and say that the market is open here."""
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster", sa.BigInteger(), nullable=False),
        sa.Column("database", sa.BigInteger(), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.execute(_HERE)
    op.execute(_RELEASED)
    op.execute(
        "INSERT INTO installation (id, cluster, database, written_by) "
        "SELECT gen_random_uuid(), cluster, database, written_by FROM database_here()"
    )
    for statement in rls.protect("installation", PlatformOwned):
        op.execute(statement)


def downgrade() -> None:
    """Take them away again."""
    op.execute("DROP FUNCTION database_is_released()")
    op.execute("DROP FUNCTION database_here()")
    op.drop_table("installation")
