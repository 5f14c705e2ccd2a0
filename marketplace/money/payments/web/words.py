"""The sentences of payments' refusals, and the names of what moves money."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WORDS = {
    "payments.no_such_charge": _l("No encontramos ese pago."),
    "payments.card_declined": _l("El banco no aceptó esta tarjeta. No se cobró nada; prueba con otra."),
    "payments.charge_over": _l(
        "Esta compra ya no espera pago y no se cobró nada. Desde tu compra puedes volver a ponerla en el carrito."
    ),
    "payments.refund_too_large": _l("No se puede devolver más de lo que se pagó."),
}


def movement_label(kind: str) -> str:
    """Name a line of a shop's money."""
    return {
        "sale": _("Venta"),
        "commission": _("Comisión"),
        "commission_iva": _("IVA de la comisión"),
        "processing": _("Cobro con tarjeta"),
        "processing_iva": _("IVA del cobro"),
        "isr_withheld": _("ISR retenido"),
        "iva_withheld": _("IVA retenido"),
        "shipping_subsidy": _("Apoyo de Tianguis al envío"),
        "release": _("Terminó la espera: disponible"),
        "refund": _("Devuelto a quien compró"),
    }[kind]


def account_label(account: str) -> str:
    """Name an account of the ledger."""
    return {
        "provider": _("Con el proveedor de pagos"),
        "seller_pending": _("De las tiendas, pendiente o en espera"),
        "seller_available": _("De las tiendas, disponible"),
        "refunds_due": _("Por devolver a compradores"),
        "commission": _("Comisiones"),
        "processing": _("Costo de cobrar con tarjeta"),
        "iva_payable": _("IVA por pagar"),
        "isr_withheld": _("ISR retenido por enterar"),
        "iva_withheld": _("IVA retenido por enterar"),
        "subsidies": _("Apoyos al envío"),
    }[account]


def transaction_label(kind: str) -> str:
    """Name a kind of ledger transaction."""
    return {
        "sale": _("Venta"),
        "release": _("Liberación"),
        "reversal": _("Reverso"),
        "refund": _("Reembolso"),
    }[kind]


def cause_label(cause: str, code: str) -> str:
    """Name what a ledger transaction was written for, by the code of its order."""
    return {
        "order": _("Pedido %(code)s", code=code),
        "cancel": _("Cancelación de %(code)s", code=code),
        "return": _("Devolución de %(code)s", code=code),
        "claim": _("Garantía de %(code)s", code=code),
        "dispute": _("Aclaración de %(code)s", code=code),
    }[cause.partition(":")[0]]


def verdict_label(verdict: str) -> str:
    """Say why something that a provider told does not count as money."""
    return {
        "unknown_kind": _("Aviso desconocido"),
        "no_charge": _("De ningún cobro nuestro"),
        "no_amount": _("Sin monto o sin moneda"),
        "differs": _("Otro monto u otra moneda"),
    }[verdict]
