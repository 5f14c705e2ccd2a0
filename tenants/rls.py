"""Wall two: the same walls as PostgreSQL policies, for migrations.

The runtime role owns nothing and is subject to every policy; standing above the walls is a second role that the first
may step into for one transaction. Policies name their role, so that each plan holds one plain condition
(`tenant_id = …`) and never a `published OR mine`, which turned an index search into a sequential scan.
"""

from __future__ import annotations

from collections.abc import Iterator

from tenants.ownership import (
    Base,
    PersonOwned,
    PlatformOwned,
    PublicShelf,
    Reference,
    SharedWithBuyer,
    ShopReadable,
    TenantOwned,
)
from tenants.wall import APP_ROLE, PLATFORM_ROLE

# A recycled connection answers '' where a new one answers NULL: nullif makes them the same, and '' no error.
# In a SELECT of its own, PostgreSQL asks once for a statement, and not for each row.
_SHOP = "(SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)"
_BUYER = "(SELECT nullif(current_setting('app.buyer_id', true), '')::uuid)"

MINE: dict[type[Base], str] = {
    PersonOwned: f"account_id = {_BUYER}",
    ShopReadable: f"tenant_id = {_SHOP}",
    TenantOwned: f"tenant_id = {_SHOP}",
    PublicShelf: f"tenant_id = {_SHOP}",
    SharedWithBuyer: f"(tenant_id = {_SHOP} OR buyer_id = {_BUYER})",
}


def protect(table: str, kind: type[Base], *, append: bool = False) -> Iterator[str]:
    """Give the statements that wall a table in, by the base it stands on."""
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {PLATFORM_ROLE}"
    if kind is Reference:
        yield f"GRANT SELECT ON {table} TO {APP_ROLE}"
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY platform ON {table} TO {PLATFORM_ROLE} USING (true) WITH CHECK (true)"
    if append:
        yield f"GRANT INSERT ON {table} TO {APP_ROLE}"
        yield f"CREATE POLICY append ON {table} FOR INSERT TO {APP_ROLE} WITH CHECK (true)"
    if kind is PlatformOwned:
        return
    mine = MINE[kind]
    if kind is ShopReadable:
        yield f"GRANT SELECT ON {table} TO {APP_ROLE}"
        yield f"CREATE POLICY mine ON {table} FOR SELECT TO {APP_ROLE} USING ({mine})"
        return
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}"
    if kind is PublicShelf:
        yield f"CREATE POLICY anybody ON {table} FOR SELECT TO {APP_ROLE} USING (true)"
        yield f"CREATE POLICY mine_insert ON {table} FOR INSERT TO {APP_ROLE} WITH CHECK ({mine})"
        yield f"CREATE POLICY mine_update ON {table} FOR UPDATE TO {APP_ROLE} USING ({mine}) WITH CHECK ({mine})"
        yield f"CREATE POLICY mine_delete ON {table} FOR DELETE TO {APP_ROLE} USING ({mine})"
        return
    yield f"CREATE POLICY mine ON {table} TO {APP_ROLE} USING ({mine}) WITH CHECK ({mine})"


def roles() -> Iterator[str]:
    """Give the statements that make the two runtime roles; run once for a database server, by its administrator.

    The app's role may step into the platform's, but does not hold its rights meanwhile (NOINHERIT), so policies
    written for the platform do not apply to it.
    """
    for role, login in ((PLATFORM_ROLE, "NOLOGIN"), (APP_ROLE, "LOGIN")):
        yield (
            f"DO $$ BEGIN CREATE ROLE {role} {login} NOINHERIT NOSUPERUSER NOBYPASSRLS; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
    yield f"GRANT {PLATFORM_ROLE} TO {APP_ROLE}"
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {PLATFORM_ROLE}"
