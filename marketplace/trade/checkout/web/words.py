"""The sentences of a checkout's refusals."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.trade.cart import PricedCart
from marketplace.web.formatting import money

WORDS = {
    "checkout.cart_changed": _l("Algo cambió desde que lo viste. No se cobró nada; revisa lo marcado."),
    "checkout.form_used": _l("Este formulario ya se había usado. No se cobró nada; revisa y envíalo de nuevo."),
    "checkout.no_such_address": _l("Esa dirección no está entre las tuyas. Elige otra o escríbela."),
    "checkout.label_taken": _l("Ya tienes una dirección que se llama así. Ponle otro nombre."),
    "checkout.too_many_addresses": _l("Ya guardas %(most)s direcciones. Quita alguna para guardar otra."),
    "checkout.too_many_unpaid": _l(
        "Tienes %(count)s compras sin pagar, y cada una aparta piezas. Paga alguna, o espera: lo que no se paga se libera a los "
        "%(minutes)s minutos. Tu carrito y lo que escribiste siguen aquí."
    ),
    "checkout.too_many_held": _l(
        "Con este correo o desde esta red hay demasiadas compras sin pagar, y cada una aparta piezas. Paga la tuya, o "
        "espera: lo que no se paga se libera a los %(minutes)s minutos. Tu carrito y lo que escribiste siguen aquí."
    ),
}


def with_the_way(cart: PricedCart, code: str) -> str:
    """Say what a cart comes to, now that it is known where it goes, or what is done with it."""
    return _("Con el envío a %(code)s son %(total)s. Revisa y continúa.", code=code, total=money(cart.total_minor))
