"""Verbs on a shop's addresses: another slug, a domain of its own, and what a look at the DNS found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from marketplace.goods.addresses import errors, rules
from marketplace.goods.addresses.events import DomainCheckDue, DomainLost, DomainVerified, ShopMoved
from marketplace.kernel.ids import new_id, new_token
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people import sellers
from tenants.models import Hostname, ShopName
from tenants.names import DOMAIN_NEXT, DomainState, NameKind, slug_problem, tidy_domain

_PROBLEMS = {"shape": errors.SlugShape, "length": errors.SlugLength, "reserved": errors.SlugReserved}
_BETWEEN_LOOKS = timedelta(seconds=20)


def check_slug(work: Work, slug: str) -> None:
    """Refuse a slug that the shop this work stands in may not take.

    Raises SlugShape, SlugLength, SlugReserved, SlugUnchanged, AddressSlugTaken, or ChangedTooOften with three old ones that
    still lead to the shop.
    """
    problem = slug_problem(slug)
    if problem is not None:
        raise _PROBLEMS[problem]
    held = work.session.scalar(select(ShopName).where(ShopName.name == slug))
    if held is not None and held.tenant_id != work.tenant_id:
        raise errors.AddressSlugTaken
    if held is not None and held.retired_at is None:
        raise errors.SlugUnchanged
    old = work.session.scalar(
        select(func.count())
        .select_from(ShopName)
        .where(ShopName.tenant_id == work.tenant_id, ShopName.retired_at.is_not(None), ShopName.name != slug)
    )
    if (old or 0) >= rules.MOST_OLD_SLUGS:
        raise errors.ChangedTooOften(most=rules.MOST_OLD_SLUGS)


@verb(needs=May.MANAGE_ADDRESSES)
def change_slug(work: Work, slug: str) -> None:
    """Give the shop another slug. The old one leads to it for a year; a slug of its own it may take back.

    Pages, search and listings follow in the same transaction. Raises what `check_slug` raises.
    """
    current = work.session.lock(
        select(ShopName).where(
            ShopName.tenant_id == work.tenant_id, ShopName.kind == NameKind.SLUG, ShopName.retired_at.is_(None)
        )
    )[0]
    check_slug(work, slug)
    before, current.retired_at = current.name, work.now
    work.session.flush()
    try:
        with work.attempt():
            _take(work, slug)
    except IntegrityError as error:
        raise errors.AddressSlugTaken from error  # somebody else took it a moment before
    sellers.rename_shop(work, slug=slug)
    work.audit("addresses.change_slug", f"shop:{work.tenant_id}", before=before, after=slug)
    work.tell(ShopMoved(work.tenant_id, before, slug, work.actor.name, work.actor.account_id))


def _take(work: Work, slug: str) -> None:
    own = work.session.scalar(select(ShopName).where(ShopName.tenant_id == work.tenant_id, ShopName.name == slug))
    if own is not None:
        own.since, own.retired_at = work.now, None
    else:
        work.session.add(ShopName(tenant_id=work.tenant_id, id=new_id(), name=slug, kind=NameKind.SLUG, since=work.now))
    work.session.flush()


def release_old_slugs(work: Work) -> None:
    """Let go of slugs that led elsewhere for a year. By the clock, above the walls."""
    work.session.execute(delete(ShopName).where(ShopName.retired_at < work.now - rules.YEAR))


@verb(needs=May.MANAGE_ADDRESSES)
def add_domain(work: Work, typed: str, *, ours: Collection[str]) -> UUID:
    """Note a domain that the shop says is its own; gives its id. It answers there once its record is seen.

    `ours` are the market's own domains. Claiming one that another shop claims is no error: who proves it has it.
    Raises BadDomain, OurDomain, DomainKnown, TooManyDomains.
    """
    name = tidy_domain(typed)
    if name is None:
        raise errors.BadDomain
    if rules.is_ours(name, ours):
        raise errors.OurDomain
    named = work.session.scalars(select(Hostname.name).where(Hostname.tenant_id == work.tenant_id)).all()
    if name in named:
        raise errors.DomainKnown
    if len(named) >= rules.MOST_DOMAINS:
        raise errors.TooManyDomains(most=rules.MOST_DOMAINS)
    domain = Hostname(
        tenant_id=work.tenant_id, id=new_id(), name=name, token=new_token(), state=DomainState.PENDING, added_at=work.now,
        added_by=work.actor.name, check_at=rules.postponed(work.now), missed=0,
    )  # fmt: skip
    work.session.add(domain)
    work.audit("addresses.add_domain", f"hostname:{domain.id}", name=name)
    work.tell(DomainCheckDue(work.tenant_id, domain.id))
    return domain.id


@verb(needs=May.MANAGE_ADDRESSES)
def check_domain(work: Work, hostname_id: UUID) -> None:
    """Ask for a look at the DNS now. Raises NoSuchDomain, or JustChecked within twenty seconds of the last."""
    domain = _get(work, hostname_id)
    if domain.checked_at is not None and work.now - domain.checked_at < _BETWEEN_LOOKS:
        raise errors.JustChecked
    work.tell(DomainCheckDue(domain.tenant_id, domain.id))


@verb(needs=May.MANAGE_ADDRESSES)
def remove_domain(work: Work, hostname_id: UUID) -> None:
    """Let a domain go: the shop does not answer there any more. Raises NoSuchDomain."""
    domain = _get(work, hostname_id)
    _stop_answering(work, domain)
    work.session.delete(domain)
    work.audit("addresses.remove_domain", f"hostname:{domain.id}", name=domain.name, state=domain.state)


def _get(work: Work, hostname_id: UUID) -> Hostname:
    domain = work.session.find(
        select(Hostname).where(Hostname.tenant_id == work.tenant_id, Hostname.id == hostname_id), lock=True
    )
    if domain is None:
        raise errors.NoSuchDomain
    return domain


def _stop_answering(work: Work, domain: Hostname) -> None:
    work.session.execute(
        delete(ShopName).where(ShopName.tenant_id == domain.tenant_id, ShopName.name == domain.name)
    )  # a domain has a dot and a slug has none, so this is never a slug


def ask_for_checks(work: Work) -> None:
    """Ask for a look at each domain whose time has come. By the clock, above the walls."""
    for domain in work.session.lock(
        select(Hostname).where(Hostname.check_at <= work.now).order_by(Hostname.check_at).limit(500)
    ):
        domain.check_at = rules.postponed(work.now)
        work.tell(DomainCheckDue(domain.tenant_id, domain.id))


def note_look(work: Work, tenant_id: UUID, hostname_id: UUID, texts: Sequence[str] | None) -> None:
    """Write down what a look at the DNS found: the TXT records, or None when there was no answer.

    A domain removed meanwhile is no error. Above the walls: another shop may answer there already.
    """
    domain = work.session.find(
        select(Hostname).where(Hostname.tenant_id == tenant_id, Hostname.id == hostname_id), lock=True
    )
    if domain is None:
        return
    domain.checked_at = work.now
    if texts is None:
        domain.check_at = rules.postponed(work.now)
        return
    holder = work.session.scalar(select(ShopName.tenant_id).where(ShopName.name == domain.name))
    before = DomainState(domain.state)
    verdict = rules.judge(
        before, found=rules.carries(texts, domain.token), taken=holder not in (None, tenant_id), missed=domain.missed,
        added_at=domain.added_at, now=work.now,
    )  # fmt: skip
    domain.problem, domain.missed, domain.check_at = verdict.problem, verdict.missed, verdict.check_at
    if verdict.state != before:
        transition(domain, verdict.state, DOMAIN_NEXT)
        _follow(work, domain, verdict.state)


def _follow(work: Work, domain: Hostname, state: DomainState) -> None:
    """Do what another state of a domain asks for."""
    work.audit(f"addresses.domain_{state}", f"hostname:{domain.id}", tenant_id=domain.tenant_id, name=domain.name)
    if state == DomainState.VERIFIED:
        domain.verified_at = work.now
        work.session.add(
            ShopName(tenant_id=domain.tenant_id, id=new_id(), name=domain.name, kind=NameKind.DOMAIN, since=work.now)
        )
        work.tell(DomainVerified(domain.tenant_id, domain.name))
    elif state == DomainState.LOST:
        _stop_answering(work, domain)
        work.tell(DomainLost(domain.tenant_id, domain.name))
