"""The sentences of messaging's refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {"messaging.empty_message": _l("Escribe algo antes de enviar.")}
