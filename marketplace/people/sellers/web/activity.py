"""What the activity page says of each thing that was done in a shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers.web.words import may_label, role_label
from marketplace.web.formatting import money
from tenants.roles import Role

# What each filter shows, by the verbs' modules.
KINDS: dict[str, tuple[str, ...]] = {
    "team": ("team",),
    "products": ("catalog", "inventory", "moderation"),
    "orders": ("orders", "ordering", "returns", "warranty"),
    "money": ("payments", "payout"),
    "shop": ("sellers", "shop", "shipping", "channels", "addresses", "staff"),
}


def kind_label(kind: str) -> str:
    """Name a filter."""
    return {
        "team": _("Equipo"),
        "products": _("Productos y piezas"),
        "orders": _("Pedidos y posventa"),
        "money": _("Dinero"),
        "shop": _("Tienda y llaves"),
    }[kind]


# What was written down before under another name, which stays as it is.
_BEFORE = {
    f"ordering.{verb}": f"orders.{verb}" for verb in ("pack", "ship", "arrival", "deliver", "confirm_arrival", "cancel")
}


@dataclass(frozen=True)
class ActivityEntry:
    """A line of the activity: who did what, when."""

    at: datetime
    who: str
    what: str


def entry(line: AuditLine) -> ActivityEntry:
    """Say an audit line in words; one without a sentence shows its own name."""
    return ActivityEntry(line.at, line.actor, _sentence(_BEFORE.get(line.verb, line.verb), line.details))


def _sentence(verb: str, said: dict[str, Any]) -> str:
    title, code, who = said.get("title", _("un producto")), said.get("code", ""), said.get("who", "")
    match verb.split("."):
        case ["team", _verb]:
            return _team(verb, who, said)
        case ["catalog" | "inventory", _verb]:
            return _goods(verb, title, said)
        case ["moderation", _verb]:
            return _decisions(verb, title, said)
        case ["addresses", _verb]:
            return _addresses(verb, said)
        case ["orders", "arrival" | "confirm_arrival" | "deliver"] | ["disputes", _]:
            return _arrival(verb, code)
        case ["orders" | "returns" | "warranty" | "payments", _verb]:
            return _sales(verb, code, said)
        case _:
            return _shop(verb, said)


def _team(verb: str, who: str, said: dict[str, Any]) -> str:
    role = role_label(Role(said["role"])) if said.get("role") in list(Role) else ""
    match verb:
        case "team.seat" | "team.join":
            return _("Entró al equipo: %(who)s, %(role)s", who=who or "—", role=role)
        case "team.invite" | "team.invite_again":
            return _("Invitó a %(email)s como %(role)s", email=said["email"], role=role)
        case "team.uninvite":
            return _("Retiró la invitación a %(email)s", email=said["email"])
        case "team.role":
            before, after = role_label(Role(said["before"])), role_label(Role(said["after"]))
            return _("Cambió el papel de %(who)s: %(before)s → %(after)s", who=who, before=before, after=after)
        case "team.permissions":
            changed = [f"+ {may_label(May(one))}" for one in said["added"]]
            changed += [f"− {may_label(May(one))}" for one in said["taken"]]
            return _("Ajustó lo que puede hacer %(who)s: %(changes)s", who=who, changes="; ".join(changed) or "—")
        case "team.remove":
            return _("Sacó del equipo a %(who)s", who=who)
        case "team.leave":
            return _("Dejó el equipo")
        case "team.offer":
            return _("Ofreció la tienda a %(who)s", who=who)
        case "team.offer_dropped":
            return _("La oferta de la tienda a %(who)s quedó sin efecto", who=who)
        case "team.hand_over":
            return _("Aceptó la tienda de %(before)s", before=said["before"])
        case _:
            return verb


def _goods(verb: str, title: str, said: dict[str, Any]) -> str:
    match verb:
        case "catalog.create":
            return _("Empezó el producto %(title)s", title=title)
        case "catalog.edit":
            return _("Guardó cambios en %(title)s", title=title)
        case "catalog.price":
            before, after = money(said["before"]), money(said["after"])
            return _("Cambió el precio de %(title)s: %(before)s → %(after)s", title=title, before=before, after=after)
        case "catalog.submit":
            return _("Envió a revisión %(title)s", title=title)
        case "catalog.pause":
            return _("Puso en pausa %(title)s", title=title)
        case "catalog.resume":
            return _("Reanudó %(title)s", title=title)
        case "catalog.remove_variant":
            variant = said["name"] or said["sku"]
            return _("Quitó la variante %(variant)s de %(title)s", variant=variant, title=title)
        case "catalog.picture_off":
            return _("Quitó una foto de %(title)s", title=title)
        case "inventory.stock":
            return _("Corrigió las piezas: %(before)s → %(after)s", before=said["before"], after=said["after"])
        case _:
            return verb


def _decisions(verb: str, title: str, said: dict[str, Any]) -> str:
    match verb:
        case "moderation.decide" if said.get("state") == "approved":
            return _("Tianguis aprobó %(title)s", title=title)
        case "moderation.decide":
            return _("Tianguis no aprobó %(title)s", title=title)
        case "moderation.close_shop":
            return _("Tianguis decidió cerrar la tienda")
        case "moderation.appeal":
            return _("Apeló la decisión de cierre")
        case "moderation.answer_appeal":
            return _("Tianguis contestó la apelación")
        case _:
            return verb


def _arrival(verb: str, code: str) -> str:
    match verb:
        case "orders.arrival":
            return _("Dijo que la paquetería ya entregó el pedido %(code)s", code=code)
        case "orders.confirm_arrival":
            return _("Quien compró dio por recibido el pedido %(code)s", code=code)
        case "orders.deliver":
            return _("El pedido %(code)s llegó", code=code)
        case "disputes.answer":
            return _("Contestó la aclaración %(code)s", code=code)
        case "disputes.decide":
            return _("Tianguis decidió la aclaración %(code)s", code=code)
        case _:
            return verb


def _sales(verb: str, code: str, said: dict[str, Any]) -> str:
    match verb:
        case "orders.pack":
            return _("Empacó el pedido %(code)s", code=code)
        case "orders.ship":
            return _("Entregó a la paquetería el pedido %(code)s", code=code)
        case "orders.cancel":
            return _("Canceló el pedido %(code)s", code=code)
        case "returns.decide" if said.get("approved"):
            return _("Aprobó la devolución %(code)s", code=code)
        case "returns.decide":
            return _("No aceptó la devolución %(code)s", code=code)
        case "returns.receive":
            return _("Recibió la devolución %(code)s", code=code)
        case "warranty.answer" if said.get("remedy"):
            return _("Aceptó la garantía %(code)s", code=code)
        case "warranty.answer":
            return _("No aceptó la garantía %(code)s", code=code)
        case "warranty.close":
            return _("Cumplió la garantía %(code)s", code=code)
        case "payments.refund":
            return _("Se devolvieron %(amount)s", amount=money(said["amount_minor"]))
        case _:
            return verb


def _shop(verb: str, said: dict[str, Any]) -> str:
    match verb:
        case "sellers.open":
            return _("Se abrió la tienda")
        case "shipping.publish":
            return _("Publicó cómo envía la tienda")
        case "shop.rest" | "shop.rest_began":
            return _("La tienda descansa") if verb == "shop.rest_began" else _("Programó un descanso")
        case "shop.end_rest" | "shop.rest_over":
            return _("Terminó el descanso")
        case "shop.close":
            return _("Se cerró la tienda")
        case "shop.reopen":
            return _("Se reabrió la tienda")
        case "payout.account":
            return _(
                "Cambió la cuenta de pago: %(before)s → %(after)s", before=said["before"] or "—", after=said["after"]
            )
        case "channels.make_key":
            return _("Hizo la llave de API “%(name)s”", name=said["name"])
        case "channels.revoke_key":
            return _("Revocó la llave de API “%(name)s”", name=said["name"])
        case "staff.look":
            return _("Vio la tienda por dentro (operación de Tianguis)")
        case _:
            return verb


def _addresses(verb: str, said: dict[str, Any]) -> str:
    match verb:
        case "addresses.change_slug":
            return _(
                "Cambió la dirección de la tienda: %(before)s → %(after)s", before=said["before"], after=said["after"]
            )
        case "addresses.add_domain":
            return _("Agregó el dominio %(name)s", name=said["name"])
        case "addresses.remove_domain":
            return _("Quitó el dominio %(name)s", name=said["name"])
        case "addresses.domain_verified":
            return _("Comprobamos el dominio %(name)s", name=said["name"])
        case "addresses.domain_failed":
            return _("No encontramos el registro del dominio %(name)s", name=said["name"])
        case "addresses.domain_lost":
            return _("El dominio %(name)s perdió su registro", name=said["name"])
        case _:
            return verb
