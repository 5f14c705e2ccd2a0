"""What staff read of what does not agree in the books, and shops of what is held back."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.platform.desk.comparing import Disagreement
from marketplace.platform.desk.finding import FoundBy

WORDS = {
    "desk.no_such_file": _l("No encontramos ese archivo."),
    "desk.file_under_way": _l("Ese archivo ya se está preparando."),
    "desk.file_not_ready": _l("Ese archivo todavía no está listo, o ya pasó su plazo. Pídelo otra vez."),
}
ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {
            "desk.ask_file": _l("Pidió el estado de cuenta de %(month)s en %(format)s"),
            "desk.fetch_file": _l("Descargó el estado de cuenta de %(month)s en %(format)s"),
        },
        {"statement": (Lead("desk_statements_seller.month"),)},
    ),
    Activity(
        ActivityKind.SHOP,
        {"desk.put_steps_away": _l("Quitó la lista de primeros pasos")},
        {"shop": (Lead("desk_seller.today"),)},
    ),
)


def disagreement_label(kind: str) -> str:
    """Say what does not agree."""
    return {
        Disagreement.SUM: _("Un movimiento no suma cero"),
        Disagreement.BALANCE: _("El saldo de una tienda no es la suma de sus renglones"),
        Disagreement.SEAL: _("Un día sellado ya no da su raíz"),
        Disagreement.FEES: _("Los cobros de un pedido no son los de los libros"),
        Disagreement.REFUNDED: _("Lo devuelto de un pedido no es lo de los libros"),
        Disagreement.CHARGE: _("Lo que cobró el proveedor no es lo vendido"),
        Disagreement.UNSETTLED: _("Se cobró una compra y sigue como no pagada"),
        Disagreement.REFUND: _("Lo que regresó el proveedor no es lo de los libros"),
        Disagreement.ON_WAY: _("Lo que va en camino a una tienda no son sus depósitos"),
        Disagreement.PAYOUT: _("Un depósito no es lo que dicen los libros"),
        Disagreement.ADJUSTED: _("Un ajuste no es lo que los libros tienen de él"),
    }[Disagreement(kind)]


def disagreement_help(kind: str) -> str:
    """Say what to do about it."""
    if kind == Disagreement.SEAL:
        return _("Alguien cambió renglones por fuera del programa. Compara con el último respaldo.")
    if kind == Disagreement.BALANCE:
        return _("Los renglones mandan. Busca qué escribió el saldo por fuera del programa.")
    if kind in (Disagreement.ON_WAY, Disagreement.PAYOUT):
        return _("Compara el depósito con su archivo y con la respuesta del banco.")
    if kind == Disagreement.ADJUSTED:
        return _("Abre el ajuste: alguien escribió un movimiento, o su renglón, por fuera del programa.")
    if kind == Disagreement.UNSETTLED:
        return _(
            "Su trabajo (settle_purchase) pasó un día preguntando a cuántos meses se pagó, y el proveedor no contestó. Mira que "
            "conteste, y dale otra vuelta en Trabajos; si la tienda ya no tiene las piezas, todo se devuelve solo."
        )
    if kind in (Disagreement.CHARGE, Disagreement.REFUND):
        return _("Busca el cobro con el proveedor y compara el importe.")
    return _("Abre el pedido y compara sus cobros con sus movimientos.")


def found_by_label(by: str) -> str:
    """Say what a text that found a purchase is of it."""
    return {
        FoundBy.EMAIL: _("el correo"),
        FoundBy.AMOUNT: _("el importe"),
        FoundBy.CODE: _("el código"),
        FoundBy.TRACKING: _("la guía"),
        FoundBy.PROVIDER: _("el número del proveedor"),
    }[FoundBy(by)]


def hold_reason(cause: str) -> str:
    """Say to a shop why money of an order is held back, by what is open about it."""
    return {
        "return": _("Quien compró pidió devolver: se guarda solo lo de esas piezas, hasta que termine la devolución."),
        "claim": _("Quien compró pidió la garantía: se guarda solo lo de esas piezas, hasta que la resuelvas."),
        "dispute": _("Hay una aclaración abierta: se guarda lo que está en duda, hasta que se decida."),
    }[cause.partition(":")[0]]
