"""The sentences of privacy's refusals, and how tables, kinds, reasons and states are said."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.platform.privacy.rules import ConsentPurpose, RequestState, Right

WORDS = {
    "privacy.already_making": _l("Ya estamos preparando esa copia. Te escribimos cuando esté lista."),
    "privacy.not_ready": _l("Esa copia no está lista, o ya venció. Puedes pedir otra."),
    "privacy.still_needed": _l("Antes de borrar tu cuenta hay cosas por terminar. Están en la lista."),
    "privacy.already_leaving": _l("Ya pediste borrar tu cuenta."),
    "privacy.not_leaving": _l("No hay nada que cancelar: no pediste borrar tu cuenta, o ya pasó el plazo."),
    "privacy.request_not_open": _l("Esta solicitud ya no está en ese paso. Mira cómo está ahora."),
    "privacy.extended_already": _l("Este plazo ya se amplió una vez; la ley no permite otra."),
    "privacy.reason_missing": _l("Escribe la razón, con veinte letras o más. La persona la lee."),
    "privacy.link_over": _l("Este enlace ya se usó o ya venció. Envía la solicitud otra vez."),
    "privacy.not_voluntary": _l("Eso no es voluntario: sin ello no podemos venderte ni pagarte."),
}

KINDS: dict[DataKind, Any] = {
    DataKind.IDENTITY: _l("nombre"),
    DataKind.CONTACT: _l("contacto"),
    DataKind.ADDRESS: _l("domicilio"),
    DataKind.MONEY: _l("montos y datos fiscales"),
    DataKind.CONTENT: _l("lo que se escribió o subió"),
    DataKind.TRACES: _l("uso y datos técnicos"),
    DataKind.SECRET: _l("claves, que nunca salen"),
}
USES: dict[For, Any] = {
    For.ENTER: _l("Para que entres tú y nadie más"),
    For.BUY: _l("Para entregarte lo que compras"),
    For.TALK: _l("Para hablar contigo"),
    For.SELL: _l("Para que vendas"),
    For.PAY: _l("Para cobrar, pagar y cumplir con el SAT"),
    For.SAFETY: _l("Para cuidar el mercado"),
    For.RIGHTS: _l("Para cumplir tus derechos"),
    For.MACHINE: _l("Para que la máquina trabaje"),
}
KEEPS: dict[Keep, Any] = {
    Keep.ACCOUNT: _l("mientras tengas cuenta; si compraste sin ella, lo que dure esa compra"),
    Keep.FIVE_YEARS: _l("cinco años desde que termina"),
    Keep.TAX: _l(
        "cinco años desde que se declara el año en que termina; después quedan los montos, sin datos de personas"
    ),
    Keep.BOOKS: _l("mientras exista el mercado: los libros y el registro solo crecen"),
    Keep.SESSION: _l("hasta treinta días"),
    Keep.WEEK: _l("hasta dos semanas"),
    Keep.DONE: _l("hasta dos semanas después de hechos"),
    Keep.YEAR: _l("un año"),
    Keep.SHOP: _l("mientras exista la tienda, y cinco años desde que se declara el año en que cierra"),
    Keep.ALWAYS: _l("siempre"),
}
WHYS: dict[Why, Any] = {
    Why.TAX: _l("los montos, cinco años (CFF art. 30)"),
    Why.CONTRACT: _l("lo que la otra parte de la venta necesita (LFPDPPP art. 25)"),
    Why.RECORD: _l("quién actuó en una tienda o en el mercado"),
    Why.SHOP: _l("lo que una tienda debe mostrar (LFPC art. 76 Bis)"),
    Why.PROOF: _l("la prueba de que cumplimos"),
}
ACTS: dict[Act, Any] = {
    Act.EMPTY: _l("se vacía"),
    Act.NAME: _l("tu nombre se cambia por “Cuenta borrada”"),
    Act.TEXT: _l("lo que escribiste se borra"),
    Act.ADDRESS: _l("tu correo se cambia por uno que no existe"),
    Act.PLACE: _l("del domicilio quedan código postal y estado"),
    Act.SCRUB: _l("tu nombre sale de lo que otros escribieron"),
    Act.FILES: _l("las fotos y los archivos se borran"),
}
# Of the tables of money, whose modules do not say them yet.
_OF_MONEY: dict[str, Any] = {
    "payment_attempt": _l("Intentos de pago"),
    "fee_line": _l("Cobros de cada pedido"),
    "provider_event": _l("Avisos del proveedor de pagos"),
    "charge": _l("Pagos"),
    "refund": _l("Devoluciones de dinero"),
    "ledger_entry": _l("Los libros"),
    "ledger_balance": _l("El saldo de cada tienda"),
}


def table_title(name: str, table: Table) -> str:
    """Name a table, for whose data is in it."""
    return str(table.title or _OF_MONEY.get(name, name))


def at_erasing(table: Table) -> str:
    """Say what erasing an account does to a table, and what stays and why."""
    if table.goes:
        said = _("se borra")
        if not table.stays_with:
            return said
        why = ", ".join(dict.fromkeys(str(WHYS[c.why]) for c in table.cells.values() if c.why is Why.TAX))
        if why:
            return _("se borra, menos lo que ya se facturó: %(why)s", why=why)
        return _("se borra; si ya es una tienda, dura lo que la tienda")
    acts = dict.fromkeys(str(ACTS[c.act]) for c in table.cells.values() if c.act in ACTS)
    kept = dict.fromkeys(str(WHYS[c.why]) for c in table.cells.values() if c.why)
    if kept:
        acts[_("queda: %(why)s", why=", ".join(kept))] = None
    return "; ".join(acts) if table.person or table.mentions or kept else _("no dice de quién es")


def kinds_of(table: Table) -> str:
    """Name what a table holds of people."""
    return ", ".join(str(word) for kind, word in KINDS.items() if any(c.kind is kind for c in table.cells.values()))


def right_label(right: str) -> str:
    """Name one of the four rights, as a wish."""
    return {
        Right.ACCESS: _("Acceso: saber qué tienen de mí"),
        Right.RECTIFICATION: _("Rectificación: corregir algo que está mal"),
        Right.CANCELLATION: _("Cancelación: que borren algo"),
        Right.OPPOSITION: _("Oposición: que dejen de usar algo"),
    }[Right(right)]


def request_state(state: str) -> str:
    """Say how far a request is."""
    return {
        RequestState.UNCONFIRMED: _("falta confirmar el correo"),
        RequestState.WAITING: _("esperando respuesta"),
        RequestState.GRANTED: _("aceptada, por cumplir"),
        RequestState.DECLINED: _("negada"),
        RequestState.DONE: _("cumplida"),
    }[RequestState(state)]


def purpose_label(purpose: str) -> str:
    """Name what somebody agreed to."""
    return {
        ConsentPurpose.NOTICE: _("Aviso de privacidad"),
        ConsentPurpose.FINANCIAL: _("Uso de tu CLABE para pagarte (consentimiento expreso)"),
        ConsentPurpose.NEWS: _("Noticias del mercado por correo"),
    }[ConsentPurpose(purpose)]


def say_waiting(count: int) -> str:
    """Say how many requests wait for staff."""
    return ngettext("solicitud de datos por contestar o cumplir", "solicitudes de datos por contestar o cumplir", count)


# Of a shop's copy, as that shop reads it; it opens on the page of whoever asked for it.
_TO_COPY = (Lead("privacy_own_buyer.data"),)
ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "privacy.export": _l("Pidió una copia de la tienda"),
            "privacy.export_ready": _l("La copia de la tienda quedó lista"),
            "privacy.export_fetched": _l("Descargó la copia de la tienda"),
        },
        {"export": _TO_COPY},
    ),
)
