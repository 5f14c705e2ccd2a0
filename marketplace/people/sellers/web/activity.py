"""What the activity page says of each thing that was done in a shop: each module's sentences, and this one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead, activity
from marketplace.kernel.permissions import May
from marketplace.kernel.work import SYSTEM, AuditLine
from marketplace.people.sellers.web.words import may_label, role_label
from marketplace.web.access import sign_of
from marketplace.web.formatting import money
from marketplace.web.pages import may
from tenants.roles import Role

KINDS: dict[str, Any] = {
    ActivityKind.TEAM: _l("Equipo"),
    ActivityKind.PRODUCTS: _l("Productos y piezas"),
    ActivityKind.ORDERS: _l("Pedidos y posventa"),
    ActivityKind.MONEY: _l("Dinero"),
    ActivityKind.SHOP: _l("Tienda y llaves"),
}


def kind_label(kind: str) -> str:
    """Name a filter."""
    return str(KINDS[kind])


def modules_of(kind: str) -> list[str]:
    """List the first words of the verbs that a filter shows; none for one that there is not."""
    return sorted({verb.partition(".")[0] for one in activity() if one.kind == kind for verb in one.said})


@dataclass(frozen=True)
class ActivityEntry:
    """A line of the activity: who did what, when."""

    at: datetime
    who: str
    what: str
    url: str | None  # of the thing it concerns, where there is one to look at


def _opens(lead: Lead) -> bool:
    """Whether the door is open to who reads."""
    sign = sign_of(current_app.view_functions[lead.endpoint])
    return sign is not None and (sign.permission is None or may(sign.permission))


class _Details(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "—"


def entry(line: AuditLine) -> ActivityEntry:
    """Say an audit line in words."""
    return ActivityEntry(line.at, line.actor or SYSTEM.name, say(line.verb, line.details), leads_to(line))


def leads_to(line: AuditLine) -> str | None:
    """Find where the thing is looked at that a line concerns, by who reads; None where there is nothing to look at."""
    kind, _sep, number = line.subject.partition(":")
    known = {**line.details, "id": number}
    for one in activity():
        if line.verb in one.said:
            for lead in one.leads.get(line.verb) or one.leads.get(kind) or ():
                if _opens(lead) and all(known.get(name) for name in lead.parts.values()):
                    return url_for(lead.endpoint, **{part: known[name] for part, name in lead.parts.items()})
    return None


def say(verb: str, said: Mapping[str, Any]) -> str:
    """Say what was done; plainly where no module has a sentence for it, or its details are not those of today."""
    sentence = next((one.said[verb] for one in activity() if verb in one.said), None)
    try:
        if sentence is not None:
            return str(sentence(said) if callable(sentence) else str(sentence) % _Details(said))
    except (KeyError, ValueError, TypeError):  # written by another release
        pass
    return _("Otra acción")


def _role(said: Mapping[str, Any]) -> str:
    return role_label(Role(said["role"])) if said.get("role") in list(Role) else ""


def _seated(said: Mapping[str, Any]) -> str:
    return _("Entró al equipo: %(who)s, %(role)s", who=said.get("who") or "—", role=_role(said))


def _invited(said: Mapping[str, Any]) -> str:
    return _("Invitó a %(email)s como %(role)s", email=said["email"], role=_role(said))


def _changed_role(said: Mapping[str, Any]) -> str:
    before, after = role_label(Role(said["before"])), role_label(Role(said["after"]))
    return _("Cambió el papel de %(who)s: %(before)s → %(after)s", who=said["who"], before=before, after=after)


def _changed_permissions(said: Mapping[str, Any]) -> str:
    changed = [f"+ {may_label(May(one))}" for one in said["added"]]
    changed += [f"− {may_label(May(one))}" for one in said["taken"]]
    return _("Ajustó lo que puede hacer %(who)s: %(changes)s", who=said["who"], changes="; ".join(changed) or "—")


_TO_TEAM = (Lead("sellers_seller.people"),)
_FACE: dict[str, Any] = {
    "name": _l("nombre"), "tagline": _l("línea"), "about": _l("texto"), "colour": _l("color"), "phone": _l("teléfono"),
    "email": _l("correo"), "warranty_months": _l("garantía"), "warranty_by": _l("quién atiende la garantía"),
    "return_days": _l("días para devolver"), "return_paid_by": _l("quién paga el regreso"), "picture_key": _l("foto"),
    "cover_key": _l("portada"), "links": _l("páginas en otras partes"),
}  # fmt: skip


def _edited(said: Mapping[str, Any]) -> str:
    what = _("Cambió la página de la tienda: %(what)s", what=", ".join(str(_FACE[one]) for one in said["changed"]))
    if said.get("renamed"):
        before, after = said["renamed"]
        what += _(" (se llamaba %(before)s, ahora %(after)s)", before=before, after=after)
    return what


def _instalments(said: Mapping[str, Any]) -> str:
    if said["from_minor"] is None:
        return _("Dejó de ofrecer meses sin intereses")
    return _("Ofreció meses sin intereses en compras desde %(least)s", least=money(said["from_minor"]))


def _gifts(said: Mapping[str, Any]) -> str:
    wraps = (
        _("no envuelve") if said["wrap_minor"] is None else _("envuelve por %(price)s", price=money(said["wrap_minor"]))
    )
    return _(
        "Cambió los regalos de la tienda: %(wraps)s, %(messages)s",
        wraps=wraps,
        messages=_("con mensaje") if said["messages"] else _("sin mensaje"),
    )


ACTIVITY = (
    Activity(
        ActivityKind.TEAM,
        {
            "team.seat": _seated,
            "team.join": _seated,
            "team.invite": _invited,
            "team.invite_again": _invited,
            "team.uninvite": _l("Retiró la invitación a %(email)s"),
            "team.role": _changed_role,
            "team.permissions": _changed_permissions,
            "team.remove": _l("Sacó del equipo a %(who)s"),
            "team.leave": _l("Dejó el equipo"),
            "team.offer": _l("Ofreció la tienda a %(who)s"),
            "team.offer_dropped": _l("La oferta de la tienda a %(who)s quedó sin efecto"),
            "team.hand_over": _l("Aceptó la tienda de %(before)s"),
        },
        {"account": _TO_TEAM, "invitation": _TO_TEAM},
    ),
    Activity(
        ActivityKind.SHOP,
        {
            "sellers.prepare": _l("Se empezó a preparar la tienda"),
            "sellers.open": _l("Se abrió la tienda"),
            "sellers.edit": _edited,
            "sellers.instalments": _instalments,
            "sellers.gifts": _gifts,
        },
        {"shop": (Lead("sellers_page_seller.edit"),)},
    ),
)
