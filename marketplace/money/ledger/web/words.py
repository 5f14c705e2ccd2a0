"""The names of accounts, of what moves money, and of what it was moved for."""

from __future__ import annotations

from flask_babel import gettext as _


def movement_label(kind: str) -> str:
    """Name a line of a shop's money."""
    return {
        "sale": _("Venta"),
        "commission": _("Comisión"),
        "commission_iva": _("IVA de la comisión"),
        "processing": _("Cobro del pago (tarjeta, OXXO o SPEI)"),
        "processing_iva": _("IVA del cobro"),
        "instalments": _("Meses sin intereses"),
        "instalments_iva": _("IVA de los meses sin intereses"),
        "isr_withheld": _("ISR retenido"),
        "iva_withheld": _("IVA retenido"),
        "shipping_subsidy": _("Apoyo de Tianguis al envío"),
        "release": _("Terminó la espera: disponible"),
        "payout": _("En camino a tu banco"),
        "payout_paid": _("Depositado en tu banco"),
        "payout_failed": _("El depósito no llegó: disponible otra vez"),
        "payout_returned": _("Tu banco regresó un depósito"),
        "account_check": _("Centavos para comprobar una cuenta"),
        "account_check_failed": _("Centavos que no llegaron"),
        "refund": _("Devuelto a quien compró"),
        "adjustment": _("Ajuste"),
        "credit": _("Abono de Tianguis"),
        "claim": _("Repuesto por Tianguis a quien compró"),
        "dispute": _("Contracargo"),
        "dispute_fee": _("Cuota del banco por un contracargo"),
        "processing_cost": _("Lo que tomó el proveedor"),
    }[kind]


def account_label(account: str) -> str:
    """Name an account of the ledger."""
    return {
        "provider": _("Con el proveedor de pagos"),
        "seller_pending": _("De las tiendas, pendiente o en espera"),
        "seller_available": _("De las tiendas, disponible"),
        "seller_on_way": _("De las tiendas, en camino a su banco"),
        "refunds_due": _("Por devolver a compradores"),
        "commission": _("Comisiones"),
        "processing": _("Costo de cobrar los pagos"),
        "iva_payable": _("IVA por pagar"),
        "isr_withheld": _("ISR retenido por enterar"),
        "iva_withheld": _("IVA retenido por enterar"),
        "subsidies": _("Apoyos al envío"),
        "adjustments": _("Ajustes a tiendas"),
        "credits": _("Abonos por fallas nuestras"),
        "disputes": _("En contracargo, sin resolver"),
        "losses": _("Pérdidas nuestras"),
        "account_checks": _("Centavos para comprobar cuentas"),
    }[account]


def transaction_label(kind: str) -> str:
    """Name a kind of ledger transaction."""
    return {
        "sale": _("Venta"),
        "release": _("Liberación"),
        "reversal": _("Reverso"),
        "refund": _("Reembolso"),
        "adjustment": _("Ajuste"),
        "refund_back": _("Regresó una devolución"),
        "adjustment_back": _("Reverso de un ajuste"),
        "credit": _("Abono de Tianguis"),
        "credit_back": _("Reverso de un abono"),
        "claim": _("Repuesto por Tianguis a quien compró"),
        "dispute": _("Contracargo"),
        "dispute_back": _("Contracargo ganado"),
        "dispute_lost": _("Contracargo perdido"),
        "dispute_fee": _("Cuota del banco por un contracargo"),
        "dispute_fee_back": _("Cuota de un contracargo devuelta"),
        "processing_cost": _("Lo que tomó el proveedor"),
        "payout": _("Depósito en camino"),
        "payout_paid": _("Depósito hecho"),
        "payout_failed": _("Depósito que no llegó"),
        "payout_returned": _("Depósito que regresó el banco"),
        "account_check": _("Prueba de cuenta"),
        "account_check_failed": _("Prueba de cuenta que no llegó"),
    }[kind]


def cause_label(cause: str, code: str) -> str:
    """Name what a ledger transaction was written for, by the code of its order; without one, by what it is alone."""
    kind = cause.partition(":")[0]
    alone = {
        "adjustment": _("Ajuste a una tienda"),
        "chargeback": _("Contracargo"),
        "charge": _("Cobro de una compra"),
        "payout": _("Depósito a una tienda"),
        "account": _("Cuenta de una tienda"),
    }
    of_many = ("payout", "account")  # a deposit is of several orders
    if kind in of_many or (not code and kind in alone):
        return alone[kind]
    code = code or "—"
    return {
        "order": _("Pedido %(code)s", code=code),
        "cancel": _("Cancelación de %(code)s", code=code),
        "return": _("Devolución de %(code)s", code=code),
        "claim": _("Garantía de %(code)s", code=code),
        "dispute": _("Aclaración de %(code)s", code=code),
        "adjustment": _("Ajuste por %(code)s", code=code),
        "chargeback": _("Contracargo de %(code)s", code=code),
        "charge": _("Cobro de %(code)s", code=code),
    }[kind]
