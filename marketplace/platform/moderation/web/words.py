"""The sentences of moderation's refusals, and what each rule says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, country_names
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.platform.moderation.rules import CaseState, Changed
from marketplace.web.formatting import money

WORDS = {
    "moderation.no_such_case": _l("No encontramos ese caso."),
    "moderation.already_decided": _l("Ya lo decidió %(by)s mientras lo veías. Su decisión quedó guardada."),
    "moderation.reasons_needed": _l(
        "Para no aprobar hacen falta las tres cosas: la regla, lo que viste y cómo se arregla."
    ),
    "moderation.another_must_look": _l("La tienda dice que tu decisión no es correcta: ahora la mira otra persona."),
    "moderation.not_for_sale": _l("Ya no está a la venta ni en pausa: no hay nada que quitar."),
    "moderation.changed_meanwhile": _l(
        "La tienda lo cambió mientras lo veías. La versión nueva va a llegar a la cola."
    ),
    "moderation.no_such_closing": _l("No encontramos esa decisión."),
    "moderation.facts_needed": _l("Escribe lo que se vio, con fechas y pedidos: la tienda lo lee tal cual."),
    "moderation.bad_day": _l(
        "Entre el aviso y el cierre pasan de %(days)s días a un año. Cerrar hoy solo se puede por los motivos que lo dicen."
    ),
    "moderation.closing_stands": _l("Esa tienda ya tiene una decisión de cierre."),
    "moderation.appealed_already": _l("Tu tienda ya apeló esta decisión."),
    "moderation.nothing_to_appeal": _l("No hay una apelación que contestar, o la decisión ya se retiró."),
    "moderation.another_must_answer": _l("Tú tomaste esta decisión. La apelación la contesta otra persona."),
}


def condition_label(code: str) -> str:
    """Say in what state goods are."""
    return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}[code]


def rule_label(code: str | None) -> str:
    """Say a rule."""
    if code is None:
        return ""
    return {
        "prohibited": _("No se puede vender aquí"),
        "nom_missing": _("Falta la norma oficial (NOM) que este producto necesita"),
        "misleading": _("Dice algo que no es exacto o que puede engañar"),
        "counterfeit": _("Usa una marca sin ser suya"),
        "unclear_picture": _("La foto no deja ver el producto"),
        "wrong_category": _("Está en otra categoría"),
    }[code]


_FIELDS = {
    "title": _l("Nombre"), "description": _l("Descripción"), "category": _l("Categoría"), "brand": _l("Marca"),
    "model": _l("Modelo"), "gtin": _l("Código de barras"), "condition": _l("Condición"),
    "warranty_months": _l("Meses de garantía"), "warranty_by": _l("Quién atiende la garantía"),
    "return_days": _l("Días para devolver"), "return_paid_by": _l("Quién paga el regreso"),
    "weight_grams": _l("Peso en gramos"), "axes": _l("Opciones"), "origin_country": _l("Hecho en"),
    "nom": _l("Normas que cumple"), "maker": _l("Fabricante o importador"), "no_gtin": _l("Por qué no tiene código"),
}  # fmt: skip


@dataclass(frozen=True)
class SaidOtherwise:
    """A change as reviewers read it; of a picture `key` is its name, and `added` whether it is new."""

    what: str
    before: str = ""
    after: str = ""
    key: str = ""
    added: bool = False


def say_change(one: Changed, spoken: str) -> SaidOtherwise:
    """Say what a shop changed: its name, and what was and is said."""
    group, _dot, code = one.of.partition(".")
    if group == "pictures":
        return SaidOtherwise(_("Foto"), key=code, added=one.before is None)
    if group == "alts":
        return SaidOtherwise(_("Lo que muestra una foto"), one.before or "—", one.after or "—")
    if group == "attributes":
        kind = ATTRIBUTES.get(code)
        says = [kind.write(value, spoken) if kind and value is not None else "—" for value in (one.before, one.after)]
        return SaidOtherwise(kind.name(spoken) if kind else code, says[0], says[1])
    if group == "variants":
        says = [f"{value[0] or '—'}, {money(value[1])}" if value else "—" for value in (one.before, one.after)]
        return SaidOtherwise(_("Variante %(sku)s", sku=code), says[0], says[1])
    says = [_say_field(group, value, spoken) for value in (one.before, one.after)]
    return SaidOtherwise(str(_FIELDS.get(group, group)), says[0], says[1])


def _say_field(name: str, value: Any, spoken: str) -> str:
    if value in (None, "", []):
        return "—"
    if name == "axes":
        return axes_label(value)
    if name == "no_gtin":
        return no_gtin_label(value)
    if name == "origin_country":
        return country_names(spoken).get(value, value)
    if name == "condition":
        return condition_label(value)
    if name == "category" and value in CATEGORIES:
        return CATEGORIES[value].name(spoken)
    if name == "return_paid_by":
        return _("la tienda") if value == "seller" else _("quien compra")
    return str(value)


def axes_label(axes: Sequence[Mapping[str, Any]]) -> str:
    """Write the axes of a product with their values."""
    return "; ".join(f"{one['name']}: {', '.join(one['values'])}" for one in axes)


def legal_facts(shown: Mapping[str, Any], spoken: str) -> list[tuple[str, str]]:
    """Say what a snapshot says besides its attributes; older ones say less."""
    names = ("axes", "no_gtin", "maker", "origin_country", "nom")
    return [(str(_FIELDS[name]), _say_field(name, shown[name], spoken)) for name in names if shown.get(name)]


def no_gtin_label(code: str) -> str:
    """Say why goods carry no article number."""
    return {
        "handmade": _("Lo hacen a mano"),
        "own_brand": _("Es marca propia, sin código"),
        "bundle": _("Es un conjunto que arman"),
        "other": _("Otra razón"),
    }[code]


def ground_label(code: str) -> str:
    """Say why a shop is closed."""
    return {
        "prohibited_goods": _("Vende lo que no se puede vender"),
        "counterfeit_goods": _("Vende piezas falsificadas"),
        "fraud": _("Engaña a quien compra para quedarse con su dinero"),
        "repeated": _("Faltó varias veces a las mismas reglas, ya avisada"),
        "undelivered": _("No entrega lo que vende"),
        "false_data": _("Sus datos no son ciertos"),
        "unreachable": _("No contesta a quien compra ni a Tianguis"),
    }[code]


def _decided(said: Mapping[str, Any]) -> str:
    if said["state"] == CaseState.APPROVED:
        return _("Tianguis aprobó %(title)s", title=said["title"])
    if said.get("taken_down"):
        return _("Tianguis quitó de la venta %(title)s", title=said["title"])
    return _("Tianguis no aprobó %(title)s", title=said["title"])


_TO_DECISIONS = (Lead("moderation_seller.decisions"),)
ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "moderation.decide": _decided,
            "moderation.close_shop": _l("Tianguis decidió cerrar la tienda"),
            "moderation.appeal": _l("Apeló la decisión de cierre"),
            "moderation.answer_appeal": _l("Tianguis contestó la apelación"),
        },
        {"product": _TO_DECISIONS, "closing": _TO_DECISIONS},
    ),
)


def say_open(count: int) -> str:
    """Say how many listings wait for staff."""
    return ngettext("publicación por revisar", "publicaciones por revisar", count)
