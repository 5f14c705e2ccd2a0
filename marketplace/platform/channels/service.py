"""Verbs on API keys: making one (its secret is told once), revoking, and finding whose a token is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, select, update

from marketplace.kernel.ids import hash_token, new_id, new_token
from marketplace.kernel.permissions import May, effective
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work, unit_of_work
from marketplace.platform.channels.errors import KeyOpensNothing, NoSuchKey
from marketplace.platform.channels.models import ApiKey
from marketplace.web.audiences import KeyHolder
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import PlatformScope

_PREFIX = "tgs_"
NOTE_USED_EVERY = timedelta(hours=1)
KEY_MAY = (
    May.VIEW_SHOP, May.EDIT_PRODUCTS, May.CHANGE_STOCK, May.VIEW_ORDERS, May.SHIP_ORDERS, May.ISSUE_INVOICES, May.VIEW_MONEY,
)  # fmt: skip


@verb(needs=May.MANAGE_KEYS)
def make_key(work: Work, *, name: str, may: Sequence[str]) -> str:
    """Make a key to the shop's API; gives its secret, which is stored nowhere.

    A key may do no more than who makes it. Raises KeyOpensNothing where it would do nothing at all.
    """
    opens = [one for one in KEY_MAY if one in may and one in work.actor.may]
    if not opens:
        raise KeyOpensNothing
    token = _PREFIX + new_token()
    key = ApiKey(
        tenant_id=work.tenant_id,
        id=new_id(),
        name=name,
        hash=hash_token(token),
        starts_with=token[:8],
        may=opens,
        created_at=work.now,
        created_by=work.actor.name,
        made_by=work.actor.account_id,
    )
    work.session.add(key)
    work.audit("channels.make_key", f"api_key:{key.id}", name=name)
    return token


@verb(needs=May.MANAGE_KEYS)
def revoke_key(work: Work, key_id: UUID) -> None:
    """Make a key open nothing any more, from now on. Raises NoSuchKey; revoking twice is no error."""
    key = work.session.get(ApiKey, (work.tenant_id, key_id))
    if key is None:
        raise NoSuchKey
    if key.revoked_at is None:
        key.revoked_at = work.now
        work.audit("channels.revoke_key", f"api_key:{key.id}", name=key.name)


def keys(work: Work) -> Sequence[ApiKey]:
    """List the shop's keys, newest first."""
    return work.session.scalars(select(ApiKey).order_by(ApiKey.created_at.desc())).all()


def key_makers(work: Work) -> set[UUID]:
    """Say whose keys open: the accounts with a seat in this shop that may make keys."""
    seats = work.session.scalars(select(Membership).where(Membership.tenant_id == work.tenant_id))
    return {
        seat.account_id
        for seat in seats
        if May.MANAGE_KEYS in effective(Role(seat.role), tuple(seat.granted), tuple(seat.withheld))
    }


def find_holder(token: str) -> KeyHolder | None:
    """Find whose an API token is; None when it opens nothing. Looks above the walls: the token says which shop.

    A key opens for as long as who made it has a seat and may make keys, and never more than they may.
    """
    with unit_of_work(PlatformScope("api key"), read_only=True) as work:
        found = work.session.execute(
            select(ApiKey, Membership.role, Membership.granted, Membership.withheld)
            .join(
                Membership,
                and_(Membership.tenant_id == ApiKey.tenant_id, Membership.account_id == ApiKey.made_by),
            )
            .where(ApiKey.hash == hash_token(token), ApiKey.revoked_at.is_(None))
        ).first()
        if found is None:
            return None
        key, role, granted, withheld = found
        may = effective(Role(role), tuple(granted), tuple(withheld))
        if May.MANAGE_KEYS not in may:
            return None
        stale = key.used_at is None or key.used_at < work.now - NOTE_USED_EVERY
        return KeyHolder(key.tenant_id, key.name, frozenset(key.may) & may, key.id if stale else None)


def note_used(holder: KeyHolder) -> None:
    """Note that a key was used, beside the call's own work, which may only read; once an hour and not with each call."""
    with unit_of_work(PlatformScope("api key")) as work:
        work.session.execute(
            update(ApiKey)
            .where(ApiKey.tenant_id == holder.tenant_id, ApiKey.id == holder.to_note)
            .values(used_at=work.now)
        )
