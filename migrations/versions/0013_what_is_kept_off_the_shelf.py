"""A product keeps its number, its sales and its age while it is off the shelf; names of variants wait for staff; variants
can be removed; what the search index reads tells the index itself.

Revision: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# What the index reads stands in marketplace/window/search/service.py: _COLUMNS.
_READ_OF_LISTING = (
    "title, category, brand, model, gtin, condition, attributes, price_minor, available, popularity, published_at, "
    "search_text, billable_grams, warranty_months, return_days"
)
_TELL = f"""
CREATE FUNCTION note_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listing_change (id, number) VALUES (gen_random_uuid(), coalesce(NEW.number, OLD.number));
    RETURN NULL;
END $$;
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE OF {_READ_OF_LISTING} ON listing
    FOR EACH ROW EXECUTE FUNCTION note_listing();
CREATE FUNCTION note_listings_of_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listing_change (id, number)
    SELECT gen_random_uuid(), number FROM listing WHERE tenant_id = NEW.tenant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER note_change AFTER UPDATE OF slug, name ON shop FOR EACH ROW
    WHEN ((OLD.slug, OLD.name) IS DISTINCT FROM (NEW.slug, NEW.name)) EXECUTE FUNCTION note_listings_of_shop();
CREATE TRIGGER note_opening AFTER INSERT ON shipping_terms FOR EACH ROW EXECUTE FUNCTION note_listings_of_shop();
CREATE TRIGGER note_change AFTER UPDATE OF free_from_minor ON shipping_terms FOR EACH ROW
    WHEN (OLD.free_from_minor IS DISTINCT FROM NEW.free_from_minor) EXECUTE FUNCTION note_listings_of_shop();
"""


def upgrade() -> None:
    """Add the columns, fill them from what is for sale now, and let the tables tell."""
    _keep_off_the_shelf()
    _review_names()
    op.execute(_TELL)
    _name_as_the_models_do()


def _keep_off_the_shelf() -> None:
    op.add_column("product", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("product", sa.Column("listing_version", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("product", sa.Column("listing_sold", sa.BigInteger(), nullable=False, server_default="0"))
    for name in ("version", "listing_version", "listing_sold"):
        op.alter_column("product", name, server_default=None)
    op.add_column("product", sa.Column("published_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE product SET published_at = created_at WHERE approved_revision IS NOT NULL")
    op.execute(
        "UPDATE product p SET published_at = l.published_at FROM listing l WHERE l.tenant_id = p.tenant_id AND l.id = p.id"
    )


def _review_names() -> None:
    op.add_column("variant", sa.Column("approved_name", sa.String()))
    op.add_column("variant", sa.Column("removed_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE variant v SET approved_name = v.name FROM product p "
        "WHERE p.tenant_id = v.tenant_id AND p.id = v.product_id AND p.approved_revision IS NOT NULL"
    )
    op.drop_constraint("uq_variant_tenant_id_sku", "variant")
    op.create_index(
        "uq_variant_sku", "variant", ["tenant_id", "sku"], unique=True, postgresql_where=sa.text("removed_at IS NULL")
    )


def _name_as_the_models_do() -> None:
    op.alter_column("charge", "reference", type_=sa.String())
    for table, column in (("closing_appeal", "closing_id"), ("shop_closing", "id")):
        names = op.get_bind().execute(
            sa.text("SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = cast(:table AS regclass)"),
            {"table": table},
        )
        for (name,) in names:
            op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT "{name}" TO "uq_{table}_tenant_id_{column}"')


def downgrade() -> None:
    """Forget them. Variants that were removed come back under a key of their own."""
    for table in ("listing", "shop", "shipping_terms"):
        op.execute(f"DROP TRIGGER note_change ON {table}")
    op.execute("DROP TRIGGER note_opening ON shipping_terms")
    op.execute("DROP FUNCTION note_listing(); DROP FUNCTION note_listings_of_shop()")
    op.drop_index("uq_variant_sku", "variant")
    op.execute("UPDATE variant SET sku = id::text WHERE removed_at IS NOT NULL")
    op.create_unique_constraint("uq_variant_tenant_id_sku", "variant", ["tenant_id", "sku"])
    for column in ("approved_name", "removed_at"):
        op.drop_column("variant", column)
    for column in ("version", "listing_version", "listing_sold", "published_at"):
        op.drop_column("product", column)
