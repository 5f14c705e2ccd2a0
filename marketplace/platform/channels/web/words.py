"""The sentences of channels' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {"channels.no_such_key": _l("No encontramos esa llave.")}
