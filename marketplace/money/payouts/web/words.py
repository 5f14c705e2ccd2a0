"""The sentences of payouts' refusals, and how deposits, accounts, pay days and the bank's answers are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.kernel.reading import bank_of
from marketplace.web.formatting import locale_code, money

WORDS = {
    "payouts.no_such_payout": _l("No encontramos ese depósito."),
    "payouts.no_such_file": _l("No hay un archivo con ese número."),
    "payouts.nothing_to_pay": _l(
        "No hay nada que puedas enviar: lo que espera es tuyo o de tiendas en las que trabajas, o ya salió."
    ),
    "payouts.own_file": _l("Tú preparaste este archivo: la respuesta del banco la carga otra persona."),
    "payouts.unreadable_confirmation": _l(
        "Eso no es la respuesta del banco. La primera línea dice referencia,resultado,motivo; después va una línea por depósito."
    ),
    "payouts.same_account": _l("Esa ya es la cuenta de tu tienda."),
    "payouts.bounced_account": _l("El banco ya no aceptó esa cuenta. Escribe otra."),
    "payouts.too_many_accounts": _l("Diste muchas cuentas en pocos días. Espera unos días o escríbenos."),
    "payouts.no_open_account": _l("Ninguna cuenta espera: ya se comprobó, se canceló o se terminaron los intentos."),
    "payouts.check_not_sent": _l("Los centavos todavía no salen. Te escribimos cuando estén en tu cuenta."),
    "payouts.wrong_centavos": _l("No es esa cantidad. Te quedan %(left)s intentos."),
    "payouts.plan_held": _l(
        "Hay dinero detenido por una decisión, o lo habrá: mientras tanto tus días de pago quedan como están."
    ),
    "payouts.plan_changed": _l("Alguien más cambió los días de pago mientras tanto. Revisa cómo quedaron."),
    "payouts.road_silent": _l("El banco no contestó. No sabemos si lo recibió; lo vamos a revisar."),
    "payouts.no_such_road": _l("No hay forma de enviar este depósito. Revisa la instalación."),
}


def payout_state_label(state: str) -> str:
    """Name the state of a deposit, to its shop."""
    return {
        "due": _("Por salir"),
        "sent": _("En camino"),
        "paid": _("Depositado"),
        "failed": _("No llegó"),
        "returned": _("Lo regresó tu banco"),
    }[state]


def account_end_label(why: str) -> str:
    """Say why an account is not paid to any more."""
    return {
        "cancelled": _("se canceló"),
        "replaced": _("la cambiaste por otra"),
        "mistyped": _("se terminaron los intentos de decir los centavos"),
        "bounced": _("el banco no aceptó el depósito"),
    }[why]


def every_label(every: str) -> str:
    """Name how often a shop is paid."""
    return {
        "week": _("Cada semana"),
        "two_weeks": _("Cada dos semanas"),
        "month": _("Una vez al mes, la primera semana"),
    }[every]


def weekday_label(weekday: int) -> str:
    """Name a day of the week on which shops are paid."""
    return [_("lunes"), _("martes"), _("miércoles"), _("jueves"), _("viernes")][weekday]


def outcome_label(outcome: str) -> str:
    """Say what a line of the bank's answer did."""
    return {
        "taken": _("Anotado"),
        "repeated": _("Ya se sabía: no cambió nada"),
        "unknown": _("No es de este archivo: no cambió nada"),
        "unreadable": _("No entendimos el resultado: pagado, rechazado o devuelto"),
        "own": _("Es tuyo, o de una tienda en la que trabajas: lo anota otra persona"),
    }[outcome]


def bank_label(bank: str) -> str:
    """Name a bank, where it is known."""
    return bank or _("banco no reconocido")


def account_label(account: Any) -> str:
    """Name an account, or where a deposit went, with the end of its number."""
    if not account.clabe:
        return _("Stripe") if not account.recipient else _("Stripe •••%(last)s", last=account.ends_with)
    return f"{bank_label(bank_of(account.clabe))} •••{account.ends_with}"


def asked_label(asked: Sequence[str]) -> str:
    """List in the shop's words what Stripe asks of it; what we do not know stands as Stripe calls it.

    https://docs.stripe.com/connect/handling-api-verification
    """
    said = {
        "id_number": _("tu RFC"),
        "terms_of_service": _("aceptar las condiciones de Stripe"),
        "tos_acceptance": _("aceptar las condiciones de Stripe"),
        "outbound_destination": _("tu cuenta de banco"),
        "external_account": _("tu cuenta de banco"),
        "address": _("tu domicilio"),
        "dob": _("tu fecha de nacimiento"),
        "date_of_birth": _("tu fecha de nacimiento"),
        "name": _("tu nombre completo"),
        "phone": _("tu teléfono"),
        "email": _("tu correo"),
        "document": _("una identificación oficial"),
        "representative": _("quién representa a la empresa"),
        "owners": _("quiénes son los dueños"),
    }
    told = (next((words for part, words in said.items() if part in what), what) for what in asked)
    return format_list(list(dict.fromkeys(told)), locale=locale_code())


def refund_way_label(state: str) -> str:
    """Say how far money on its way back to a buyer by the bank is."""
    return {
        "due": _("Sale en el siguiente archivo para el banco"),
        "sent": _("El banco la tiene"),
        "paid": _("Llegó"),
        "failed": _("El banco no la aceptó"),
        "returned": _("El banco la regresó"),
    }[state]


def say_waiting(count: int) -> str:
    """Say how many transfers wait for staff."""
    return ngettext("transferencia por enviar", "transferencias por enviar", count)


def _changed_plan(said: Mapping[str, Any]) -> str:
    if "every" not in said:  # written by another release
        return _("Cambió cuándo se deposita")
    return _(
        "Cambió cuándo se deposita: %(every)s, %(day)s, desde %(least)s",
        every=every_label(said["every"]).lower(),
        day=weekday_label(said["weekday"]),
        least=money(said["least_minor"]),
    )


def _gave_account(said: Mapping[str, Any]) -> str:
    if "before" in said:  # written before accounts were proven
        return _("Cambió la cuenta de pago: %(before)s → %(after)s", before=said["before"] or "—", after=said["after"])
    return _("Dio otra cuenta de pago: %(after)s", after=said["after"])


def _made(said: Mapping[str, Any]) -> str:
    return _("Salió el depósito %(code)s por %(amount)s", code=said["code"], amount=money(said["amount_minor"]))


_AT_PAYOUT = (Lead("desk_payouts_seller.show", {"code": "code"}),)
ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {
            "payout.account": _gave_account,
            "payout.account_proven": _l("Comprobó la cuenta %(account)s"),
            "payout.account_mistyped": _l("Dijo otros centavos al comprobar la cuenta"),
            "payout.account_cancelled": _l("Canceló la cuenta %(account)s"),
            "payout.account_started": _l("Los depósitos llegan ahora a %(after)s"),
            "payout.plan": _changed_plan,
            "payout.refund_account": _l("Quien compró dijo a qué cuenta va su dinero de vuelta"),
            "payout.make": _made,
            "payout.paid": _l("Llegó el depósito %(code)s"),
            "payout.failed": _l("No llegó el depósito %(code)s"),
            "payout.returned": _l("El banco regresó el depósito %(code)s"),
        },
        {"shop": (Lead("payouts_seller.account"),), "payout": _AT_PAYOUT},
    ),
)
