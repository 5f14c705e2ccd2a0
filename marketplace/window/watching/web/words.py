"""The sentences of watching's refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "watching.no_such_watch": _l("Eso ya no lo sigues, o el enlace no es nuestro."),
    "watching.not_below_price": _l("Ya cuesta $%(price)s, menos de lo que pides."),
    "watching.no_search": _l("Eso no es una búsqueda del mercado."),
    "watching.too_many_watched": _l("Ya sigues %(most)s. Quita alguno para seguir otro."),
}
