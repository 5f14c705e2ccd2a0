"""The sentences of sellers' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "sellers.no_such_shop": _l("No encontramos esa tienda. Puede que haya cambiado de dirección."),
    "sellers.unreadable_colour": _l("Con ese color, el texto blanco no se leería. Elige uno más oscuro."),
    "sellers.bad_rfc": _l("Ese RFC no es válido. Cópialo como está en tu constancia fiscal."),
}
