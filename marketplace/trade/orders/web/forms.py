"""The forms of what is done with an order."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length, Optional

from marketplace.kernel.reading import read_clabe
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.parcels import CARRIERS
from marketplace.web.forms import Choose, Email, Form, Needed, PersonName, Prose, ReadBy, Tidy, options


def _auto(what: str, **more: str) -> dict[str, str]:
    return {"autocomplete": what, **more}


class LinkForm(Form):
    """Which purchase somebody lost the letter of."""

    code = Tidy(
        _l("Código de la compra o del pedido"),
        [Needed(), Length(max=20)],
        description=_l("Ocho letras y números, como 7K3M-92QF."),
        render_kw=_auto("off", autocapitalize="characters"),
    )
    email = Email(_l("Correo con el que compraste"), [Needed()], render_kw=_auto("email", type="email"))


class PackForm(Form):
    """A word from the person who packed."""

    message = Prose(
        _l("Nota para quien compró"),
        [Optional(), Length(max=500)],
        description=_l("Va con tu nombre. Por ejemplo: “Lo envolví doble porque es de vidrio.”"),
        render_kw={"rows": 3},
    )


class ShipForm(Form):
    """With whom a parcel went, and how to follow it."""

    carrier = Choose(_l("Paquetería"), choices=options((name, name) for name in CARRIERS))
    tracking = Tidy(_l("Número de guía"), [Needed(), Length(max=60)], render_kw=_auto("off"))


class ShopCancelForm(Form):
    """Why a shop cancels: one of a few reasons, which say whether the pieces are for sale again."""

    reason = Choose(
        _l("Motivo"),
        choices=options(
            [
                (CancelReason.BROKEN, _l("Se rompió o está dañado: no vuelve a la venta")),
                (CancelReason.MISSING, _l("No lo encuentro o ya no hay: no vuelve a la venta")),
                (CancelReason.NO_CARRIER, _l("Ninguna paquetería llega ahí: vuelve a la venta")),
                (CancelReason.BUYER_ASKED, _l("Me lo pidió quien compró: vuelve a la venta")),
            ]
        ),
    )


class RefundAccountForm(Form):
    """To which account goes what cannot go back as it was paid."""

    holder = PersonName(
        _l("A nombre de"),
        [Needed(), Length(max=120)],
        description=_l("Como está en el banco."),
        render_kw=_auto("name"),
    )
    clabe = ReadBy(
        _l("CLABE"),
        [Needed(), Length(max=60)],
        reader=read_clabe,
        description=_l("18 dígitos. Tu banco la muestra en su aplicación."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    agreed = BooleanField(
        _l("Acepto que me devuelvan por transferencia, aunque no pagué así"),
        [Needed(_l("Marca la casilla: por ley te devolvemos como pagaste, salvo que aceptes otra forma."))],
    )


class CancelForm(Form):
    """Why a buyer cancels, in their own words."""

    reason = Tidy(_l("Motivo"), [Length(max=300)], render_kw=_auto("off"))
