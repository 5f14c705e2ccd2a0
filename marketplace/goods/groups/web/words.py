"""The sentences of customer groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.goods.groups.rules import LineProblem
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.web.formatting import money
from marketplace.web.words import say_code

WORDS = {
    "groups.name_leads_elsewhere": _l("Escribe un nombre sin direcciones, cuentas ni teléfonos: sale en las cartas."),
    "groups.prices_changed": _l(
        "Alguien más cambió estos precios mientras los veías. Junto a cada caja está el de ahora; revisa y guarda otra vez."
    ),
    "groups.shop_may_not_invite": _l("Podrás invitar cuando tu tienda esté abierta."),
    "groups.too_many_letters": _l(
        "Son más invitaciones de las que una tienda manda en un día: hasta %(most)s. Sigue mañana."
    ),
    "groups.no_such_group": _l("No encontramos este grupo en tu tienda."),
    "groups.name_taken": _l("Ya tienes un grupo con ese nombre."),
    "groups.too_many_groups": _l("Caben %(most)s grupos. Borra uno que ya no uses."),
    "groups.nobody_invited": _l("No hay a quién escribir: esos correos ya están invitados o ya son miembros."),
    "groups.bad_addresses": _l("Hay algo que no es un correo. No se invitó a nadie; corrígelo y envía otra vez."),
    "groups.too_many_people": _l("En un grupo caben %(most)s personas, con las invitadas."),
    "groups.in_other_group": _l(
        "Ya están en otro grupo de tu tienda, y cada quien está en uno: %(who)s. Sácalos de ese antes."
    ),
    "groups.no_such_invitation": _l("Ese enlace no abre ninguna invitación: se usó, se retiró o está incompleto."),
    "groups.invitation_over": _l("Esta invitación venció. Pide a la tienda que te envíe otra."),
    "groups.invitation_for_another": _l(
        "Esta invitación es para otro correo, o el tuyo no está confirmado. Entra con el correo al que llegó."
    ),
    "groups.already_in_group": _l("Ya estás en “%(group)s” de esta tienda. Sal de ese grupo antes de entrar a otro."),
    "groups.no_such_member": _l("Esa persona ya no está en el grupo."),
    "groups.bad_lines": _l("No cambió ningún precio. Corrige los renglones de la lista y envíala otra vez."),
    "groups.far_from_public": _l(
        "%(count)s precios quedan a más de 40 %% de lo que paga todo público. Si así los quieres, márcalo y guarda otra vez."
    ),
    "groups.bad_price": _l("Un precio es de un centavo a cinco millones de pesos."),
}

_PROBLEMS_SHOWN = 50


def line_problems_said(problems: Sequence[LineProblem]) -> list[str]:
    """Say what is wrong with the lines of a pasted list."""
    why = {
        "key": _("falta el SKU"),
        "twice": _("está dos veces"),
        "zero": _("el precio mínimo es un centavo"),
        "many": _("hasta aquí llega lo que cabe en una lista"),
        "unknown": _("ninguna variante de tu tienda tiene este SKU"),
    }
    said = [
        _("Renglón %(line)s, %(said)s: %(why)s", line=one.line, said=one.said[:80], why=why.get(one.why) or say_code(one.why, {}))
        for one in problems[:_PROBLEMS_SHOWN]
    ]  # fmt: skip
    if len(problems) > _PROBLEMS_SHOWN:
        said.append(_("Y %(n)s más.", n=len(problems) - _PROBLEMS_SHOWN))
    return said


def _price(said: Mapping[str, Any]) -> str:
    what = f"{said['title']} · {said['variant']}" if said.get("variant") else said["title"]
    before, after = (money(said[when]) if said[when] is not None else "—" for when in ("before", "after"))
    return _(
        "Cambió el precio para %(group)s de %(what)s: %(before)s → %(after)s",
        group=said["name"], what=what, before=before, after=after,
    )  # fmt: skip


ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "groups.open": _l("Abrió el grupo de clientes %(name)s"),
            "groups.change": _l("Cambió el grupo de clientes %(name)s"),
            "groups.delete": _l("Borró el grupo de clientes %(name)s"),
            "groups.invite": _l("Invitó a %(count)s personas a %(name)s"),
            "groups.uninvite": _l("Retiró una invitación a %(name)s"),
            "groups.take_out": _l("Sacó a alguien de %(name)s"),
            "groups.price": _price,
            "groups.percent": _l("Puso %(count)s precios de %(name)s a %(percent)s %% menos"),
        },
        {"customer_group": (Lead("groups_seller.index"),)},
    ),
)
