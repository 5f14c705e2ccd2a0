"""The sentences of moderation's refusals, and how what it decides is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, country_names
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.people.market_rules import RuleText, title_of
from marketplace.platform.moderation.checks import PRICE_FACTOR
from marketplace.platform.moderation.reporting import ReportAbout, ReportReason
from marketplace.platform.moderation.rules import (
    Appealed,
    CaseState,
    Changed,
    HoldRequestState,
    MeasureKind,
    MeasureState,
)
from marketplace.web.formatting import money
from marketplace.web.forms import options

WORDS = {
    "moderation.no_such_case": _l("No encontramos ese caso."),
    "moderation.already_decided": _l("Ya lo decidió %(by)s mientras lo veías. Su decisión quedó guardada."),
    "moderation.reasons_needed": _l(
        "Para no aprobar hacen falta las tres cosas: la regla, lo que viste y cómo se arregla."
    ),
    "moderation.rule_not_in_force": _l("Esa regla no está entre las vigentes. Elige otra."),
    "moderation.ground_not_in_force": _l("Ese motivo no está entre los de las reglas vigentes. Elige otro."),
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
    "moderation.nothing_to_report": _l("Eso ya no está publicado, o no es para ti. No hay nada que reportar aquí."),
    "moderation.no_such_report": _l("Este enlace no abre ningún reporte. Copia el enlace completo de tu correo."),
    "moderation.no_such_report_case": _l("No encontramos ese reporte."),
    "moderation.right_owner_needed": _l("Escribe de quién es la marca, la patente o la obra: tuya, o de quién."),
    "moderation.too_many_reports": _l(
        "Ya hiciste varios reportes en poco tiempo. Los tenemos todos; espera un rato para mandar otro."
    ),
    "moderation.answer_needed": _l("Escribe la razón: la lee la persona a quien le importa."),
    "moderation.bad_faith_already": _l("Ese reporte ya está anotado así."),
    "moderation.cannot_do_that": _l(
        "Esa medida no es para esto: una publicación se limita o se quita, una tienda se pone en pausa."
    ),
    "moderation.measure_stands": _l("Ya tiene esa medida. Levántala antes de decidir otra igual."),
    "moderation.no_such_measure": _l("No encontramos esa medida."),
    "moderation.measure_not_standing": _l("Esa medida ya terminó, o se levantó."),
    "moderation.bad_beginning": _l(
        "Elige de mañana en adelante y dentro de 30 días. Hoy solo empieza lo que puede ser peligroso: prohibido, falsificado "
        "o sin su norma."
    ),
    "moderation.bad_end": _l("Una pausa tiene último día, un aviso no, y nada dura más de %(most)s días."),
    "moderation.no_such_decision": _l("No encontramos esa decisión."),
    "moderation.too_late_to_appeal": _l(
        "Pasaron los seis meses para apelar. Todavía puedes corregir y volver a enviar, o acudir a la Profeco."
    ),
    "moderation.no_such_mediator": _l("Ya no está en la lista."),
    "moderation.too_many_mediators": _l("Caben %(most)s. Quita uno para poner otro."),
    "moderation.no_such_hold_request": _l("No encontramos esa petición."),
    "moderation.bad_hold_amount": _l("Escribe hasta cuánto, en pesos, o elige todo lo disponible y déjalo vacío."),
    "moderation.bad_hold_days": _l("De 1 a %(most)s días. Si hace falta más, se pide otra vez con nuevas razones."),
    "moderation.hold_waits": _l("Ya hay una petición sobre el dinero de esa tienda. Decidan esa primero."),
    "moderation.hold_stands": _l(
        "El dinero de esa tienda ya tiene otra decisión, vigente o avisada. Mírala antes de pedir o decidir otra."
    ),
    "moderation.another_must_decide_hold": _l("Tú la pediste: la decide otra persona."),
    "moderation.not_your_hold_request": _l("La retira quien la pidió."),
    "moderation.hold_decided": _l("Ya se decidió, o se retiró."),
    "moderation.money_is_finances": _l(
        "El dinero detenido se libera en Dinero detenido, por quien lleva las finanzas."
    ),
}


def condition_label(code: str) -> str:
    """Say in what state goods are."""
    return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}[code]


def rule_options(rules: Iterable[RuleText], *, at_once: Collection[str] = ()) -> list[tuple[str, str]]:
    """Offer rules by what they are called and where they come from; of those in `at_once`, that it may be at once."""
    now = _("puede ser de inmediato")
    return options(
        (rule.code, f"{title_of(rule)} ({rule.source}{f'; {now}' if rule.code in at_once else ''})") for rule in rules
    )


def reason_label(code: str) -> str:
    """Say why somebody reports something."""
    return {
        ReportReason.FORBIDDEN: _("No se puede vender: es peligroso o está prohibido"),
        ReportReason.COUNTERFEIT: _("Es falsificado"),
        ReportReason.MISLEADING: _("Engaña: dice algo que no es cierto"),
        ReportReason.PICTURE: _("La foto es de otra cosa"),
        ReportReason.CONTACT: _("Pide comprar o pagar fuera de Tianguis"),
        ReportReason.OFFENSIVE: _("Ofende o discrimina"),
        ReportReason.RIGHTS: _("Usa una marca, un diseño o una obra sin permiso"),
        ReportReason.OTHER: _("Otra cosa"),
    }[ReportReason(code)]


def about_label(code: str) -> str:
    """Say what kind of thing was reported; empty is a listing that its shop sent."""
    return {
        "": _("Publicación enviada"),
        ReportAbout.LISTING: _("Reportes de una publicación"),
        ReportAbout.SHOP: _("Reportes de una tienda"),
        ReportAbout.MESSAGE: _("Reportes de un mensaje"),
    }[code]


def kind_label(code: str) -> str:
    """Say what was done about something."""
    return {
        "take_down": _("Quitada de la venta"),
        "decline": _("No aprobada"),
        "closing": _("Cierre de la tienda"),
        MeasureKind.LIMIT: _("Fuera de búsquedas y portada"),
        MeasureKind.PAUSE: _("Tienda en pausa"),
        MeasureKind.WARNING: _("Aviso"),
        MeasureKind.HOLD: _("Dinero detenido"),
    }[code]


def hold_request_label(code: str) -> str:
    """Say where stands what somebody asked for about a shop's money."""
    return {
        HoldRequestState.ASKED: _("Por decidir"),
        HoldRequestState.APPROVED: _("Decidida"),
        HoldRequestState.DECLINED: _("No se hizo"),
        HoldRequestState.WITHDRAWN: _("Retirada"),
    }[HoldRequestState(code)]


def say_held(amount_minor: int | None) -> str:
    """Say up to how much of what a shop is due is held, in centavos; None is all."""
    return _("todo lo disponible") if amount_minor is None else _("hasta %(amount)s", amount=money(amount_minor))


def state_label(code: str) -> str:
    """Say where a measure stands."""
    return {
        MeasureState.ANNOUNCED: _("Avisada"),
        MeasureState.IN_EFFECT: _("Vigente"),
        MeasureState.OVER: _("Terminada"),
        MeasureState.LIFTED: _("Levantada"),
    }[MeasureState(code)]


def against_label(code: str) -> str:
    """Say what an appeal is against."""
    return {
        Appealed.CASE: _("Publicación no aprobada o quitada"),
        Appealed.MEASURE: _("Medida"),
        Appealed.RECALL: _("Retiro de un producto"),
        Appealed.REPORT: _("Reporte que se dejó como estaba"),
    }[Appealed(code)]


def flag_label(code: str) -> str:
    """Say what an automatic check points at."""
    return {
        "forbidden": _("Palabras de algo que no se puede vender"),
        "contact": _("Datos para tratar fuera de Tianguis"),
        "price_far": _("Precio lejos de los demás"),
        "same_picture": _("La misma foto en otra tienda"),
        "same_text": _("La misma descripción en otro producto"),
        "no_norm": _("No dice qué norma oficial cumple"),
    }[code]


@dataclass(frozen=True)
class FlagSaid:
    """A flag as reviewers read it; `product_id` is the other product that shows the same."""

    code: str
    what: str
    why: str
    product_id: str = ""


def say_flag(flag: Mapping[str, Any]) -> FlagSaid:
    """Say what an automatic check found, and why it points there."""
    code, found = flag["code"], flag.get("found", "")
    if code == "forbidden":
        why = _("Encontró “%(word)s”. %(source)s", word=found, source=flag.get("source", ""))
    elif code == "price_far":
        price, middle = (int(part) for part in found.split(":"))
        why = _(
            "Cuesta %(price)s; la mitad de su categoría cuesta menos de %(middle)s. Se señala desde %(factor)s veces.",
            price=money(price), middle=money(middle), factor=PRICE_FACTOR,
        )  # fmt: skip
    elif code == "contact":
        why = _("Un teléfono, una cuenta, un correo o una página.")
    elif code == "no_norm":
        why = _("En esta categoría lo pide la LFPC (art. 19); el texto no nombra ninguna NOM.")
    elif code == "same_picture":
        why = _("Igual o casi igual, aunque sea más chica o esté guardada otra vez.")
    else:
        why = _("Letra por letra, sin contar acentos ni signos.")
    return FlagSaid(code, flag_label(code), why, found if code in ("same_picture", "same_text") else "")


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


def _decided(said: Mapping[str, Any]) -> str:
    if said["state"] == CaseState.APPROVED:
        return _("Tianguis aprobó %(title)s", title=said["title"])
    if said.get("taken_down"):
        return _("Tianguis quitó de la venta %(title)s", title=said["title"])
    return _("Tianguis no aprobó %(title)s", title=said["title"])


def _measured(said: Mapping[str, Any]) -> str:
    return _("Tianguis decidió sobre %(title)s: %(kind)s", title=said["title"], kind=kind_label(said["measure"]))


_TO_DECISIONS = (Lead("moderation_seller.decisions"),)
ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "moderation.decide": _decided,
            "moderation.close_shop": _l("Tianguis decidió cerrar la tienda"),
            "moderation.appeal": _l("Apeló la decisión de cierre"),
            "moderation.answer_appeal": _l("Tianguis contestó la apelación"),
            "moderation.measure": _measured,
            "moderation.lift": _l("Tianguis levantó una medida sobre %(title)s"),
            "moderation.appeal_decision": _l("Apeló la decisión sobre %(title)s"),
            "moderation.answer_decision": _l("Tianguis contestó la apelación sobre %(title)s"),
            "moderation.report": _l("Alguien hizo un reporte"),
            "moderation.reports": _l("Tianguis decidió sobre unos reportes"),
            "moderation.bad_faith": _l("Tianguis anotó un reporte de mala fe"),
            "moderation.ask_hold": _l("Alguien de Tianguis pidió detener el dinero de %(shop)s"),
            "moderation.withdraw_hold": _l("Alguien de Tianguis retiró lo que pidió sobre el dinero de %(shop)s"),
            "moderation.decline_hold": _l("Tianguis decidió no detener el dinero de %(shop)s"),
            "moderation.mediator": _l("Tianguis nombró a quien media"),
            "moderation.mediator_off": _l("Tianguis quitó a quien media"),
        },
        {"product": _TO_DECISIONS, "closing": _TO_DECISIONS, "measure": _TO_DECISIONS, "case": _TO_DECISIONS},
    ),
)


def say_open(count: int) -> str:
    """Say how many listings and reports wait for staff."""
    return ngettext("publicación o reporte por revisar", "publicaciones o reportes por revisar", count)


def say_appeals(count: int) -> str:
    """Say how many appeals wait for staff."""
    return ngettext("apelación por contestar", "apelaciones por contestar", count)


def say_hold_requests(count: int) -> str:
    """Say how many requests about the money of shops wait for staff."""
    return ngettext("petición de detener dinero por decidir", "peticiones de detener dinero por decidir", count)
