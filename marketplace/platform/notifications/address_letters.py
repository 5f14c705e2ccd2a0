"""Letters to a shop about where it is found."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from marketplace.goods.addresses.events import DomainLost, DomainVerified, ShopMoved
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.letters import Letter, in_language, post
from tenants.names import show_domain


def _post(work: Work, tenant_id: UUID, subject: str, paragraph: str, key: str) -> None:
    shop = work.session.get_one(Shop, (tenant_id, tenant_id))
    greeting = _("Hola, %(name)s:", name=shop.owner_name.split(maxsplit=1)[0])
    letter = Letter(subject, greeting, [paragraph], _("Ver las direcciones"), f"/vender/{shop.slug}/direcciones")
    post(work, letter, to=shop.email, key=key)


def tell_moved(work: Work, fact: ShopMoved) -> None:
    """The shop learns that its address is another, and who changed it."""
    with in_language("es_MX"):
        _post(
            work, fact.tenant_id, _("Tu tienda cambió de dirección"),
            _("%(who)s la cambió de “%(before)s” a “%(after)s”. La anterior lleva a la nueva durante un año.",
              who=fact.by, before=fact.before, after=fact.after),
            f"moved:{fact.tenant_id}:{work.now:%Y%m%d%H%M%S%f}",
        )  # fmt: skip


def tell_domain_verified(work: Work, fact: DomainVerified) -> None:
    """The shop learns that it answers at its own domain."""
    with in_language("es_MX"):
        name = show_domain(fact.name)
        _post(
            work, fact.tenant_id, _("Tu tienda ya responde en %(name)s", name=name),
            _("Vimos el registro. Déjalo en tu DNS: lo revisamos cada día."),
            f"domain_verified:{fact.tenant_id}:{work.now:%Y%m%d%H%M%S%f}",
        )  # fmt: skip


def tell_domain_lost(work: Work, fact: DomainLost) -> None:
    """The shop learns that it no longer answers at its own domain, and how to get it back."""
    with in_language("es_MX"):
        name = show_domain(fact.name)
        _post(
            work, fact.tenant_id, _("Tu tienda dejó de responder en %(name)s", name=name),
            _(
                "El registro que lo comprobaba ya no está en tu DNS. Agrégalo otra vez y pide que lo revisemos; tu tienda "
                "sigue en Tianguis."
            ),
            f"domain_lost:{fact.tenant_id}:{work.now:%Y%m%d%H%M%S%f}",
        )  # fmt: skip
