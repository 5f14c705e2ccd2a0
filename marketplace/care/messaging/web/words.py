"""The sentences of messaging's refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "messaging.no_such_question": _l("No encontramos esa pregunta."),
    "messaging.empty_message": _l("Escribe algo antes de enviar."),
    "messaging.too_many_messages": _l(
        "Ya enviaste %(most)s mensajes en una hora. Espera un poco antes de escribir otro."
    ),
}
