"""Stock, what is held and what moved are of a variant at a location; each shop has one.

Revision: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import TenantOwned

STOPS = "stock, what is held and what moved get a second key"

revision = "0025"
down_revision = "0024"

_OF_A_PLACE = ("stock", "movement", "reservation")
_READ = ("shop", *_OF_A_PLACE)

# The release before knows no locations: while both run, what it writes is put where its shop keeps its goods.
_PLACE = """
CREATE FUNCTION put_at_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.location_id IS NULL THEN
        INSERT INTO location (tenant_id, id, opened_at) VALUES (NEW.tenant_id, gen_random_uuid(), now())
        ON CONFLICT DO NOTHING;
        NEW.location_id := (SELECT id FROM location WHERE tenant_id = NEW.tenant_id);
    END IF;
    IF TG_TABLE_NAME = 'stock' AND NEW.variant_id IS NULL THEN
        NEW.variant_id := NEW.id;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Give each shop that has stock its location, and say of each row where it is."""
    op.create_table(
        "location",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_location")),
        sa.UniqueConstraint("tenant_id", name="uq_location_one_a_shop"),
    )
    for statement in rls.protect("location", TenantOwned):
        op.execute(statement)
    op.add_column("stock", sa.Column("variant_id", sa.Uuid()))
    for table in _OF_A_PLACE:
        op.add_column(table, sa.Column("location_id", sa.Uuid()))
    _fill()
    op.create_unique_constraint("uq_stock_place", "stock", ["tenant_id", "variant_id", "location_id"])
    op.drop_constraint(op.f("fk_stock_tenant_id_id_variant"), "stock")
    op.create_foreign_key(
        op.f("fk_stock_tenant_id_variant_id_variant"), "stock", "variant", ["tenant_id", "variant_id"], ["tenant_id", "id"]
    )
    op.alter_column("stock", "variant_id", nullable=False)
    op.execute(_PLACE)
    for table in _OF_A_PLACE:
        op.alter_column(table, "location_id", nullable=False)
        op.create_foreign_key(
            op.f(f"fk_{table}_tenant_id_location_id_location"), table, "location", ["tenant_id", "location_id"], ["tenant_id", "id"]
        )
        op.execute(
            f"CREATE TRIGGER put_at_location BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION put_at_location()"
        )


def _fill() -> None:
    for table in (*_READ, "location"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO location (tenant_id, id, opened_at) "
        "SELECT tenant_id, gen_random_uuid(), now() FROM (SELECT DISTINCT tenant_id FROM stock) shops"
    )
    op.execute("UPDATE stock SET variant_id = id")
    op.execute("ALTER TABLE movement DISABLE TRIGGER never_rewritten")  # it only grows: this says where, and changes no number
    for table in _OF_A_PLACE:
        op.execute(f"UPDATE {table} t SET location_id = l.id FROM location l WHERE l.tenant_id = t.tenant_id")
    # Checks that nothing was broken run now: a table with waiting checks takes no other change.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE movement ENABLE TRIGGER never_rewritten")
    for table in (*_READ, "location"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Take the locations away: with one a shop, a variant says where its stock is."""
    for table in _OF_A_PLACE:
        op.execute(f"DROP TRIGGER put_at_location ON {table}")
    op.execute("DROP FUNCTION put_at_location()")
    op.drop_constraint(op.f("fk_stock_tenant_id_variant_id_variant"), "stock")
    op.execute("ALTER TABLE stock NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE stock SET id = variant_id")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE stock FORCE ROW LEVEL SECURITY")
    op.drop_column("stock", "variant_id")
    for table in _OF_A_PLACE:
        op.drop_column(table, "location_id")
    op.create_foreign_key(
        op.f("fk_stock_tenant_id_id_variant"), "stock", "variant", ["tenant_id", "id"], ["tenant_id", "id"]
    )
    op.drop_table("location")
