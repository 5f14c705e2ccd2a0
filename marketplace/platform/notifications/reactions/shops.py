"""About shops: who works there, what staff decided of them and of what they sell, and where they are found."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from marketplace.goods.addresses.events import DomainLost, DomainVerified, ShopMoved
from marketplace.goods.groups import group_token
from marketplace.goods.groups.events import InvitedToGroup
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation
from marketplace.kernel.work import Work
from marketplace.people.sellers import invitation_token
from marketplace.people.sellers.events import ApplicationDecided, InvitationSent, OwnershipOffered
from marketplace.people.sellers.models import Application, Shop
from marketplace.platform import adjustments
from marketplace.platform.adjustments.events import AdjustmentAppealAnswered, AdjustmentReversed, MoneyAdjusted
from marketplace.platform.adjustments.models import Adjustment
from marketplace.platform.moderation import appeal_until, closings, rules_then
from marketplace.platform.moderation.events import AppealAnswered, ListingDecided, ShopClosingDecided
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.notifications.recipients import is_for, to_invited, to_person, to_shop
from marketplace.platform.notifications.service import notify
from marketplace.window.imports.events import ImportEnded
from marketplace.window.imports.models import ImportRun
from tenants.models import Invitation
from tenants.names import show_domain


def _shop(work: Work, tenant_id: UUID) -> Shop:
    return work.session.get_one(Shop, (tenant_id, tenant_id))


def tell_invited(work: Work, fact: InvitationSent) -> None:
    """Whoever is invited gets the link that opens the seat, good for seven days. An older sending stays unsent."""
    invitation = work.session.get_one(Invitation, (fact.tenant_id, fact.invitation_id))
    if invitation.sending != fact.sending or invitation.revoked_at or invitation.accepted_at:
        return
    data = {
        "who": invitation.invited_by, "shop": _shop(work, fact.tenant_id).name, "role": invitation.role,
        "until": invitation.expires_at,
    }  # fmt: skip
    token = invitation_token(invitation.id, invitation.sending, hashed=invitation.token_hash)
    about = f"{invitation.id}:{invitation.sending}"
    notify(work, "invitation", to_invited(work, invitation.email), about, data, f"/invitacion/{token}")


def tell_invited_to_group(work: Work, fact: InvitedToGroup) -> None:
    """Whoever is invited to a group of a shop's customers gets the link that opens it; taken back meanwhile, nobody is told."""
    invitation = work.session.get(GroupInvitation, (fact.tenant_id, fact.invitation_id))
    if invitation is None:
        return
    group = work.session.get_one(CustomerGroup, (fact.tenant_id, invitation.group_id))
    data = {"shop": _shop(work, fact.tenant_id).name, "group": group.name, "until": invitation.expires_at}
    token = group_token(invitation.id, hashed=invitation.token_hash)
    notify(work, "group_invitation", to_invited(work, invitation.email), invitation.id, data, f"/grupo/{token}")


def tell_offered(work: Work, fact: OwnershipOffered) -> None:
    """The member to whom a shop is offered learns of it."""
    shop = _shop(work, fact.tenant_id)
    data = {"who": fact.by, "shop": shop.name}
    notify(
        work, "ownership_offered", to_person(work, fact.account_id), fact.offer_id, data, f"/vender/{shop.slug}/equipo"
    )


def tell_application_decided(work: Work, fact: ApplicationDecided) -> None:
    """The applicant learns what staff decided, why, and what comes next."""
    application = work.session.get_one(Application, fact.application_id)
    data = {
        "shop": application.shop_name, "reason": application.reason, "note": application.note,
        "who": application.decided_by,
    }  # fmt: skip
    path = f"/vender/{application.slug}/" if fact.state == "approved" else "/abre-tu-tienda"
    to = to_person(work, application.account_id)
    notify(work, f"application_{fact.state}", to, fact.decision_id, data, path)


def tell_listing_decided(work: Work, fact: ListingDecided) -> None:
    """The shop learns what staff decided, with the rule, the facts and how to fix it."""
    case = work.session.get_one(ModerationCase, fact.case_id)
    data: dict[str, object] = {
        "title": case.title,
        "facts": case.facts,
        "fix": case.how_to_fix,
        "who": case.decided_by,
    }
    if not fact.approved:
        data |= rules_then(work, [case])[case.id].cited()
    if case.decided_at is not None:
        data["until"] = appeal_until(case.decided_at)
    against = "listing_taken_down" if case.taken_down else "listing_declined"
    kind = "listing_approved" if fact.approved else against
    path = f"/vender/{case.shop_slug}/productos/{case.product_id}"
    notify(work, kind, to_shop(work, fact.tenant_id), case.id, data, path)


def tell_import_ended(work: Work, fact: ImportEnded) -> None:
    """Who brought a file learns what became of it."""
    run = work.session.get_one(ImportRun, (fact.tenant_id, fact.run_id))
    data = {"file": run.name, "created": run.created, "changed": run.changed, "same": run.same, "failed": run.failed}
    path = f"/vender/{_shop(work, fact.tenant_id).slug}/productos/archivos/{run.id}"
    notify(work, "import_ended", to_person(work, fact.account_id), run.id, data, path)


def tell_closing_decided(work: Work, fact: ShopClosingDecided) -> None:
    """The shop gets the statement of reasons: the ground, the facts, the day, and how to appeal (P2B art. 4(5))."""
    closing = closings.get_closing(work, fact.closing_id)
    data = {
        "shop": closing.shop_name, "closes_at": closing.effective_at,
        **rules_then(work, [closing])[closing.id].cited(), "facts": closing.facts, "who": closing.decided_by,
    }  # fmt: skip
    path = f"/vender/{closing.shop_slug}/decisiones"
    notify(work, "closing_decided", to_shop(work, fact.tenant_id), closing.id, data, path)


def tell_appeal_answered(work: Work, fact: AppealAnswered) -> None:
    """The shop learns what became of its appeal."""
    closing = closings.get_closing(work, fact.closing_id)
    appeal = closings.find_appeal(work, closing)
    assert appeal is not None  # it was answered
    data = {"shop": closing.shop_name, "answer": appeal.answer or "", "who": appeal.answered_by}
    kind = "appeal_upheld" if fact.upheld else "appeal_rejected"
    notify(work, kind, to_shop(work, fact.tenant_id), closing.id, data, f"/vender/{closing.shop_slug}/decisiones")


def _tell_adjustment(work: Work, kind: str, one: Adjustment, more: Mapping[str, object]) -> None:
    assert one.tenant_id is not None  # an adjustment is always of a shop
    data = {"shop": one.shop_name, "amount": one.amount_minor, **more}
    notify(work, kind, to_shop(work, one.tenant_id), one.id, data, f"/vender/{one.shop_slug}/dinero/ajustes")


def tell_adjusted(work: Work, fact: MoneyAdjusted) -> None:
    """The shop learns how much was given or taken by hand, why, by whom, and how to appeal."""
    one = adjustments.get_adjustment(work, fact.adjustment_id)
    more = {
        "reason": one.reason, "facts": one.facts, "order": one.order_code, "asked": one.asked_by,
        "decided": one.decided_by,
    }  # fmt: skip
    _tell_adjustment(work, "adjustment_made", one, more)


def tell_adjustment_reversed(work: Work, fact: AdjustmentReversed) -> None:
    """The shop learns that an adjustment was taken back."""
    _tell_adjustment(work, "adjustment_reversed", adjustments.get_adjustment(work, fact.adjustment_id), {})


def tell_adjustment_appeal_answered(work: Work, fact: AdjustmentAppealAnswered) -> None:
    """The shop learns what became of its appeal."""
    one = adjustments.get_adjustment(work, fact.adjustment_id)
    appeal = adjustments.find_appeal(work, one)
    assert appeal is not None  # it was answered
    more = {"upheld": appeal.upheld, "answer": appeal.answer or "", "who": appeal.answered_by}
    _tell_adjustment(work, "adjustment_appeal_answered", one, more)


def _tell_address(work: Work, kind: str, tenant_id: UUID, about: UUID, data: dict[str, object]) -> None:
    path = f"/vender/{_shop(work, tenant_id).slug}/direcciones"
    notify(work, kind, to_shop(work, tenant_id), about, data, path)


def tell_moved(work: Work, fact: ShopMoved) -> None:
    """The shop learns that its address is another, and who changed it."""
    mine = is_for(work, to_shop(work, fact.tenant_id), fact.by_id)
    data = {"who": fact.by, "mine": mine, "before": fact.before, "after": fact.after}
    _tell_address(work, "shop_moved", fact.tenant_id, fact.note_id, data)


def tell_domain_verified(work: Work, fact: DomainVerified) -> None:
    """The shop learns that it answers at its own domain."""
    _tell_address(work, "domain_verified", fact.tenant_id, fact.note_id, {"domain": show_domain(fact.name)})


def tell_domain_lost(work: Work, fact: DomainLost) -> None:
    """The shop learns that it no longer answers at its own domain, and how to get it back."""
    _tell_address(work, "domain_lost", fact.tenant_id, fact.note_id, {"domain": show_domain(fact.name)})
