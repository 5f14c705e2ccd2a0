"""Letters to the people of shops, and to those who want to open one. As all handlers, they run above the walls."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.people.accounts.models import Account
from marketplace.people.sellers.events import ApplicationDecided, InvitationSent, OwnershipOffered
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.models import Application, Shop
from marketplace.people.sellers.web.words import reason_label, role_label
from marketplace.platform.moderation import closings
from marketplace.platform.moderation.events import AppealAnswered, ShopClosingDecided
from marketplace.platform.moderation.rules import GROUNDS
from marketplace.platform.moderation.web.words import ground_label
from marketplace.platform.notifications.letters import Letter, in_language, post
from marketplace.web.formatting import day
from tenants.models import Invitation
from tenants.roles import Role


def _hello(name: str) -> str:
    return _("Hola, %(name)s:", name=name.split(maxsplit=1)[0])


def invite(work: Work, fact: InvitationSent) -> None:
    """Whoever is invited gets the link that opens the seat, good for seven days. An older sending stays unsent."""
    invitation = work.session.get_one(Invitation, (fact.tenant_id, fact.invitation_id))
    if invitation.sending != fact.sending or invitation.revoked_at or invitation.accepted_at:
        return
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    token = invitation_token(invitation.id, invitation.sending, hashed=invitation.token_hash)
    with in_language("es_MX"):
        letter = Letter(
            _("%(who)s te invita al equipo de %(shop)s", who=invitation.invited_by, shop=shop.name),
            _("Hola:"),
            [
                _("Tu papel sería: %(role)s.", role=role_label(Role(invitation.role))),
                _(
                    "El enlace vale hasta el %(day)s y solo para este correo. Si no esperabas esta invitación, no hagas "
                    "nada.",
                    day=day(invitation.expires_at),
                ),
            ],
            _("Ver la invitación"),
            f"/invitacion/{token}",
        )
        post(work, letter, to=invitation.email, key=f"invitation:{invitation.id}:{invitation.sending}")


def tell_offered(work: Work, fact: OwnershipOffered) -> None:
    """The member to whom a shop is offered learns of it."""
    account = work.session.scalars(select(Account).where(Account.account_id == fact.account_id)).one()
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    with in_language(account.locale):
        letter = Letter(
            _("%(who)s te ofrece ser dueña o dueño de %(shop)s", who=fact.by, shop=shop.name),
            _hello(account.name),
            [_("Nada cambia hasta que aceptes. La oferta vale siete días.")],
            _("Ver la oferta"),
            f"/vender/{shop.slug}/equipo",
        )
        post(work, letter, to=account.email, key=f"ownership:{shop.id}:{account.account_id}:{work.now.isoformat()}")


def tell_application_decided(work: Work, fact: ApplicationDecided) -> None:
    """The applicant learns what staff decided, why, and what comes next."""
    application = work.session.get_one(Application, fact.application_id)
    account = work.session.scalars(select(Account).where(Account.account_id == application.account_id)).one()
    with in_language(account.locale):
        name = application.shop_name
        link = "/abre-tu-tienda"
        why = [reason_label(application.reason), application.note] if application.reason else []
        if fact.state == "approved":
            subject, said = (
                _("%(shop)s ya es una tienda", shop=name),
                _("Lo que sigue: tus envíos y tu primer producto."),
            )
            link = f"/vender/{application.slug}/"
        elif fact.state == "needs_changes":
            subject, said = _("Falta corregir tu solicitud de %(shop)s", shop=name), _("Corrígelo y vuelve a enviarla.")
        else:
            subject, said = _("No aprobamos la solicitud de %(shop)s", shop=name), _("Puedes hacer otra solicitud.")
        letter = Letter(
            subject, _hello(account.name), [*why, said, _("Lo decidió %(who)s.", who=application.decided_by)],
            _("Abrir"), link,
        )  # fmt: skip
        post(work, letter, to=account.email, key=f"application:{application.id}:{fact.round}")


def tell_closing_decided(work: Work, fact: ShopClosingDecided) -> None:
    """The shop gets the statement of reasons: the ground, the facts, the day, and how to appeal (P2B art. 4(5))."""
    closing = closings.get_closing(work, fact.closing_id)
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    with in_language("es_MX"):
        letter = Letter(
            _("Tianguis cierra %(shop)s el %(day)s", shop=closing.shop_name, day=day(closing.effective_at)),
            _hello(shop.owner_name),
            [
                _("Motivo: %(ground)s (%(source)s).", ground=ground_label(closing.ground),
                  source=GROUNDS[closing.ground].source),
                _("Lo que se vio: %(facts)s", facts=closing.facts),
                _("Lo decidió %(who)s. Puedes apelar; te contesta otra persona.", who=closing.decided_by),
            ],
            _("Leer la decisión y apelar"),
            f"/vender/{closing.shop_slug}/decisiones",
        )  # fmt: skip
        post(work, letter, to=shop.email, key=f"closing:{closing.id}")


def tell_appeal_answered(work: Work, fact: AppealAnswered) -> None:
    """The shop learns what became of its appeal."""
    closing = closings.get_closing(work, fact.closing_id)
    appeal = closings.find_appeal(work, closing)
    assert appeal is not None  # it was answered
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    with in_language("es_MX"):
        subject = (
            _("Tu apelación procedió: %(shop)s sigue abierta", shop=closing.shop_name)
            if fact.upheld
            else _("Tu apelación no procedió: %(shop)s", shop=closing.shop_name)
        )
        letter = Letter(
            subject, _hello(shop.owner_name), [appeal.answer or "", _("Contestó %(who)s.", who=appeal.answered_by)],
            _("Abrir"), f"/vender/{closing.shop_slug}/decisiones",
        )  # fmt: skip
        post(work, letter, to=shop.email, key=f"appeal:{closing.id}")
