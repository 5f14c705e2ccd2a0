"""The names of accounts, of what moves money, and of what it was moved for."""

from __future__ import annotations

from flask_babel import gettext as _


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
