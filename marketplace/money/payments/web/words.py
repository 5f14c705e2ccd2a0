"""The sentences of payments' refusals, and the names of what moves money."""

from __future__ import annotations

from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.money.payments.errors import (
    BankBusy,
    CardBlocked,
    CardDeclined,
    CardExpired,
    NoFunds,
    NotAuthenticated,
    OverTheLimit,
    UnknownCard,
    VoucherExpired,
    WrongSecurityCode,
    declined_for,
)
from marketplace.money.payments.gateways import TAKES_CHARGES, get_provider
from marketplace.money.payments.models import ProviderEvent
from marketplace.money.payments.told import EventKind, Method
from marketplace.web.formatting import locale_code
from marketplace.web.words import say

WORDS = {
    "payments.no_such_charge": _l("No encontramos ese pago."),
    "payments.card_declined": _l("El banco no aceptó esta tarjeta. No se cobró nada; prueba con otra."),
    "payments.no_funds": _l("La tarjeta no tiene fondos suficientes. No se cobró nada; prueba con otra."),
    "payments.card_expired": _l("La tarjeta ya venció. No se cobró nada; prueba con otra."),
    "payments.unknown_card": _l(
        "Ningún banco conoce ese número. No se cobró nada; revísalo o prueba con otra tarjeta."
    ),
    "payments.card_blocked": _l(
        "El banco tiene esta tarjeta como perdida o robada. No se cobró nada; paga con otra o llama a tu banco."
    ),
    "payments.wrong_security_code": _l(
        "El código de seguridad o el NIP no es el de la tarjeta. No se cobró nada; revísalo."
    ),
    "payments.over_the_limit": _l(
        "La compra pasa del límite de la tarjeta. No se cobró nada; pide a tu banco que la autorice o usa otra."
    ),
    "payments.not_authenticated": _l(
        "El banco no pudo confirmar que eres tú. No se cobró nada; inténtalo otra vez desde la app de tu banco o usa otra."
    ),
    "payments.bank_busy": _l("El banco no contestó a tiempo. No se cobró nada; inténtalo otra vez en unos minutos."),
    "payments.voucher_expired": _l("La ficha venció sin pagarse. No se cobró nada; elige otra forma de pagar."),
    "payments.charge_over": _l(
        "Esta compra ya no espera pago y no se cobró nada. Desde tu compra puedes volver a ponerla en el carrito."
    ),
    "payments.charge_paid": _l("Esta compra ya está pagada."),
    "payments.provider_silent": _l("El proveedor de pagos no contestó. No hemos cobrado nada; inténtalo otra vez."),
    "payments.no_such_provider": _l("No usamos ese proveedor de pagos."),
    "payments.no_such_chargeback": _l("No encontramos ese contracargo."),
    "payments.answered_before": _l("Ese contracargo ya se contestó o el banco ya decidió. No se mandó nada más."),
    "payments.not_stuck": _l("Ese dinero ya va en camino: no hace falta otra cuenta."),
    "payments.refund_too_large": _l("No se puede devolver más de lo que se pagó."),
}


def decline_label(reason: str) -> str:
    """Say why the last try to pay failed, and what helps; `reason` is the provider's word."""
    return say(declined_for(reason))


_DECLINED: dict[type[CardDeclined], Any] = {
    NoFunds: _l("sin fondos"),
    CardExpired: _l("tarjeta vencida"),
    UnknownCard: _l("número de tarjeta que ningún banco conoce"),
    CardBlocked: _l("tarjeta perdida, robada o bloqueada"),
    WrongSecurityCode: _l("código de seguridad o NIP equivocado"),
    OverTheLimit: _l("pasa del límite de la tarjeta"),
    NotAuthenticated: _l("el banco no confirmó quién paga"),
    BankBusy: _l("el banco no contestó"),
    VoucherExpired: _l("la ficha venció sin pagarse"),
    CardDeclined: _l("el banco no la aceptó, sin decir por qué"),
}


def declined_label(reason: str) -> str:
    """Say to staff in a few words why a bank declined; `reason` is the provider's word."""
    return str(_DECLINED[type(declined_for(reason))])


def try_label(state: str, failure: str | None) -> str:
    """Say to staff how far an attempt is; a try within it that was declined is told apart from how it ended."""
    said = attempt_label(state)
    if not failure:
        return said
    why = declined_label(failure)
    if state == "succeeded":
        return _("%(state)s. Antes se rechazó una vez: %(why)s", state=said, why=why)
    return _("%(state)s. El último rechazo: %(why)s", state=said, why=why)


# As Stripe names them (https://docs.stripe.com/refunds#failed-refunds), and our own.
_NOT_BACK: dict[str, Any] = {
    "no_way_back": _l("se pagó en OXXO, que no devuelve"),
    "lost_or_stolen_card": _l("la tarjeta se reportó perdida o robada"),
    "expired_or_canceled_card": _l("la tarjeta venció o se canceló"),
    "charge_for_pending_refund_disputed": _l("hay un contracargo del mismo pago"),
    "insufficient_funds": _l("no hay saldo con el proveedor"),
    "declined": _l("el banco no la aceptó"),
    "charge_already_refunded": _l("ya se había devuelto desde el panel del proveedor"),
    "charge_disputed": _l("hay un contracargo del mismo pago"),
    "provider": _l("el proveedor ya lo había devuelto"),
    "merchant_request": _l("la detuvo el mercado desde el panel del proveedor"),
}


def refund_failure_label(failure: str) -> str:
    """Say to staff why money did not go back; in the bank's own words where they are no code of a provider."""
    if failure in _NOT_BACK:
        return str(_NOT_BACK[failure])
    return _("el proveedor no dijo por qué") if failure == "unknown" else failure


def told_failure_label(event: ProviderEvent) -> str:
    """Say to staff why something failed that a provider told."""
    say_it = refund_failure_label if event.kind == EventKind.REFUND_FAILED else declined_label
    return say_it(event.failure or "unknown")


def methods_label(amount_minor: int) -> str:
    """List the ways in which an amount, in centavos, may be paid."""
    names = {Method.CARD: _("tarjeta"), Method.OXXO: _("efectivo en OXXO"), Method.SPEI: _("transferencia SPEI")}
    ways = [names[method] for method in get_provider(TAKES_CHARGES).methods(amount_minor)]
    return format_list(ways, style="or", locale=locale_code())


def verdict_label(verdict: str) -> str:
    """Say why something that a provider told does not count as money."""
    return {
        "unknown_kind": _("Aviso desconocido"),
        "no_charge": _("De ningún cobro nuestro"),
        "no_amount": _("Sin monto o sin moneda"),
        "differs": _("Otro monto u otra moneda"),
        "twice": _("Se pagó dos veces"),
        "left": _("Llegó de más, o solo una parte y se acabó el plazo"),
        "refund_failed": _("No se pudo devolver el dinero"),
        "refund_refused": _("El proveedor no quiso devolver el dinero"),
        "refund_doubted": _("El proveedor dice que sí devolvió algo que ya iba por otro lado"),
        "disputed": _("Contracargo: el banco reclama el pago"),
    }[verdict]


def verdict_help(verdict: str) -> str:
    """Say what to do about it."""
    return {
        "unknown_kind": _(
            "Mira en el panel del proveedor qué es. Si una versión nueva ya lo entiende, júzgalo de nuevo."
        ),
        "no_charge": _("Busca su número con el proveedor. Si el cobro ya está aquí, júzgalo de nuevo."),
        "no_amount": _("Mira con el proveedor cuánto llegó y en qué moneda."),
        "differs": _("Mira con el proveedor cuánto llegó. Si llegó de más o de menos, devuélvelo desde allá."),
        "twice": _("Devuelve desde el panel del proveedor el pago que sobra; la compra ya está pagada."),
        "left": _("Si no se devuelve sola en un día, devuélvela desde el panel del proveedor."),
        "refund_failed": _("Ya le pedimos a quien compró una CLABE. Cuando la dé, sale en el archivo para el banco."),
        "refund_refused": _(
            "Mira con el proveedor por qué: un contracargo, o ya se devolvió desde su panel. Lo pedimos otra vez cada día."
        ),
        "refund_doubted": _(
            "Míralo con el proveedor. Si de verdad lo devolvió, júzgalo de nuevo: lo que no ha salido por el banco ya no sale."
        ),
        "disputed": _("Contesta al banco antes de su fecha, con la guía, los mensajes y las fotos del pedido."),
    }[verdict]


def attempt_label(state: str) -> str:
    """Say how far an attempt to take money is."""
    return {
        "new": _("Por pedir"),
        "asked": _("Pedido, sin respuesta"),
        "open": _("Esperando el pago"),
        "waiting": _("El pago viene en camino"),
        "succeeded": _("Pagado"),
        "ended": _("Terminó sin pago"),
    }[state]


def charge_label(state: str) -> str:
    """Say where the money of a purchase stands."""
    return {"pending": _("Por pagar"), "succeeded": _("Cobrado"), "expired": _("Venció")}[state]


def refund_label(state: str) -> str:
    """Say where money that goes back stands."""
    return {
        "due": _("Por devolver"),
        "asked": _("Pedido al proveedor"),
        "pending": _("En camino"),
        "succeeded": _("Devuelto"),
        "failed": _("Falta que digan a qué cuenta"),
        "refused": _("El proveedor no quiso devolverlo"),
    }[state]
