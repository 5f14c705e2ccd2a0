"""What the activity page says of each thing that was done in a shop: each module's sentences, and this one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, activity
from marketplace.kernel.permissions import May
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers.web.words import may_label, role_label
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


class _Details(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "—"


def entry(line: AuditLine) -> ActivityEntry:
    """Say an audit line in words."""
    return ActivityEntry(line.at, line.actor, say(line.verb, line.details))


def say(verb: str, said: Mapping[str, Any]) -> str:
    """Say what was done; plainly where no module has a sentence for it, or its details are not those of today."""
    sentence = next((one.said[verb] for one in activity() if verb in one.said), None)
    try:
        if sentence is not None:
            return str(sentence(said) if callable(sentence) else str(sentence) % _Details(said))
    except (KeyError, ValueError, TypeError):  # written by another release
        pass
    return _("Otra acción (%(verb)s)", verb=verb)


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


def _changed_account(said: Mapping[str, Any]) -> str:
    return _("Cambió la cuenta de pago: %(before)s → %(after)s", before=said["before"] or "—", after=said["after"])


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
    ),
    Activity(ActivityKind.MONEY, {"payout.account": _changed_account}),
    Activity(ActivityKind.SHOP, {"sellers.open": _l("Se abrió la tienda")}),
)
