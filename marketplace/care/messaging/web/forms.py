"""The form of talk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.care.messaging.rules import LONGEST
from marketplace.web.forms import Form, Needed, Prose, Seen


class MessageForm(Form):
    """What one writes."""

    body = Prose(
        _l("Tu mensaje"), [Needed(_l("Escribe algo antes de enviar.")), Length(max=LONGEST)], render_kw={"rows": 4}
    )


class NoAnswerForm(Form):
    """That nothing needs an answer, of as many messages as the page showed."""

    seen = Seen()
