"""The sentences of refusals about staff, and how roles, reasons and areas are said."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "staff.no_such_member": _l("Esa persona no es de operación."),
    "staff.unknown_role": _l("Elige un rol de la lista."),
    "staff.last_administrator": _l(
        "Es la última persona que administra. Da ese rol a alguien más antes de quitárselo."
    ),
    "staff.nothing_to_open": _l("Elige qué necesitas ver."),
    "staff.area_not_yours": _l("Tu rol no permite ver eso."),
    "staff.reason_missing": _l("Escribe para qué lo necesitas, con %(least)s letras o más. La tienda lo lee."),
    "staff.no_such_case": _l("Ese código no es de un pedido, devolución o garantía de esta tienda."),
}


def role_label(role: str) -> str:
    """Name a role of staff."""
    return {
        "administrator": _("Administración"),
        "moderator": _("Moderación"),
        "support": _("Atención"),
        "finance": _("Finanzas"),
        "auditor": _("Auditoría, solo lectura"),
    }.get(role, role)


def seat_label(role: str) -> str:
    """Name a role of a shop's own people."""
    return {
        "owner": _("es la dueña o el dueño"),
        "manager": _("dirige"),
        "catalogue": _("lleva el catálogo"),
        "warehouse": _("empaca"),
        "service": _("atiende"),
        "accountant": _("lleva las cuentas"),
    }.get(role, role)


def reason_label(reason: str) -> str:
    """Name why somebody looks into a shop."""
    return {
        "help": _("La tienda pidió ayuda"),
        "mediation": _("Un desacuerdo con quien compró"),
        "moderation": _("Revisar lo que publica"),
        "fraud": _("Sospecha de fraude"),
        "payout": _("Aclarar dinero"),
        "legal": _("Lo pide una autoridad"),
    }[reason]


def area_label(area: str) -> str:
    """Name what a look opens."""
    return {
        "staff.look": _("datos de la tienda y publicaciones"),
        "staff.look_orders": _("pedidos, mensajes, devoluciones y garantías"),
        "staff.look_money": _("dinero"),
    }[area]


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "staff.look": _l("Vio la tienda por dentro (operación de Tianguis)"),
        },
        {"look": (Lead("staff_seller.looks"),)},
    ),
)
