"""The sentences of invoices' refusals, and how their states, reasons and order events are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "invoices.no_such_invoice": _l("No encontramos esa factura."),
    "invoices.nothing_to_invoice": _l("De este pedido no hay nada que facturar: no está pagado, o todo se devolvió."),
    "invoices.too_late": _l("Ya terminó el año fiscal %(year)s: de esa compra ya no se puede pedir factura."),
    "invoices.sent": _l("La tienda ya envió esta factura; sus datos ya no cambian."),
    "invoices.wrong_state": _l("Esta solicitud ya avanzó. Recarga para ver cómo va."),
    "invoices.reason_needed": _l("Elige qué dato no pasa; quien compró lo va a corregir."),
    "invoices.credit_is_owed": _l("La nota de crédito la debe la tienda: no se puede rechazar."),
    "invoices.draft_not_taken": _l(
        "No se puede hacer el borrador: algún nombre o clave no cabe en el formato del SAT. Hazla con quien te timbra."
    ),
    "invoices.other_paper": _l("Ese archivo no es la factura que se pidió."),
    "invoices.no_xml": _l("Falta el XML timbrado."),
    "invoices.xml_too_heavy": _l("El XML pesa más de 1 MB. Un CFDI pesa mucho menos: revisa el archivo."),
    "invoices.no_pdf": _l("Falta el PDF de la factura."),
    "invoices.pdf_too_heavy": _l("El PDF pesa más de 5 MB. Elige una versión más ligera."),
    "invoices.other_receiver": _l("La factura es para el RFC %(found)s, y la pidieron para %(asked)s."),
    "invoices.other_issuer": _l("La factura la emite el RFC %(found)s, y el de tu tienda es %(asked)s."),
    "invoices.shop_without_rfc": _l("Tu tienda no tiene RFC: aquí no puede emitir facturas."),
    "invoices.other_total": _l("La factura suma $%(found)s y debe sumar $%(asked)s, al centavo."),
    "invoices.other_currency": _l("La factura está en %(found)s; debe estar en MXN."),
    "invoices.other_kind": _l("El comprobante es de tipo %(found)s; debe ser de tipo %(asked)s."),
    "invoices.not_stamped": _l(
        "Ese XML está sellado pero no timbrado: le falta el folio fiscal del SAT (TimbreFiscalDigital). Sube el que te dé "
        "quien te timbra."
    ),
    "invoices.seal_broken": _l("El sello de ese XML no corresponde a lo que dice. Súbelo sin cambios."),
    "invoices.only_a_test": _l("Ese XML es de prueba: no tiene validez. Sube el que timbró tu proveedor."),
    "invoices.used_uuid": _l("Esa factura ya contestó otra solicitud de tu tienda."),
    "invoices.not_related": _l("La nota de crédito debe relacionarse (01 o 03) con la factura %(asked)s."),
}


def state_label(state: str) -> str:
    """Name where a request stands."""
    return {
        "waiting": _("Espera tu pago"),
        "asked": _("Pedida"),
        "sent": _("Enviada"),
        "declined": _("Falta corregir datos"),
        "withdrawn": _("Ya no hace falta"),
    }[state]


def kind_label(kind: str) -> str:
    """Name what is asked for."""
    return {"sale": _("Factura"), "credit": _("Nota de crédito")}[kind]


def decline_label(reason: str) -> str:
    """Name which of the data the tax office does not know."""
    return {
        "name": _("El nombre no es el de la constancia"),
        "rfc": _("El RFC no está activo en el SAT"),
        "postal_code": _("El código postal no es el del domicilio fiscal"),
        "regime": _("El régimen no es el de la constancia"),
    }[reason]


def month_label(month: date) -> str:
    """Name a month with its year."""
    return format_date(month, "MMMM y")


LABELS: dict[str, Callable[..., Any]] = {
    "invoice_state": state_label,
    "invoice_kind": kind_label,
    "invoice_decline": decline_label,
    "month_name": month_label,
}

# What happened to an order, as its page says it.
EVENTS = {
    "invoice_asked": _l("%(who)s pidió factura"),
    "invoice_mended": _l("%(who)s corrigió los datos de su factura"),
    "invoice_sent": _l("%(who)s envió la factura"),
    "invoice_declined": _l("%(who)s pidió corregir los datos de la factura"),
    "invoice_late": _l("Pasó el plazo para enviar la factura"),
    "invoice_withdrawn": _l("Ya no hay nada que facturar"),
    "invoice_credit_due": _l("Se debe la nota de crédito de lo devuelto"),
    "invoice_credited": _l("%(who)s envió la nota de crédito"),
}


def _global(said: Mapping[str, Any]) -> str:
    return _("Se hizo la factura global de %(month)s", month=month_label(date.fromisoformat(f"{said['month'][:7]}-01")))


ACTIVITY = (
    Activity(
        ActivityKind.ORDERS,
        {
            "invoices.send": _l("Envió la factura del pedido %(order)s"),
            "invoices.decline": _l("Pidió corregir los datos de la factura del pedido %(order)s"),
            "invoices.global": _global,
        },
        {
            "invoice": (Lead("invoices_seller.show", {"code": "code"}),),
            "global_invoice": (Lead("invoices_seller.monthly"),),
        },
    ),
)
