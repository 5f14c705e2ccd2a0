"""Letters about a person's data."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.accounts.models import Account
from marketplace.kernel.work import Work
from marketplace.notifications.letters import Letter, hello, in_language, post
from marketplace.privacy.models import DataExport
from marketplace.web.formatting import day

_DATA = "/cuenta/datos"


def tell_export_ready(work: Work, export: DataExport) -> None:
    """Who asked for a copy learns that it is there, and until when."""
    account = work.session.get_one(Account, export.account_id)
    assert export.expires_at is not None  # it is ready
    with in_language(account.locale):
        subject = _("La copia de %(shop)s está lista", shop=export.about) if export.about else _("Tu copia está lista")
        said = [
            _("Se descarga desde Tus datos hasta el %(day)s; después se borra.", day=day(export.expires_at)),
            _("Si no la pediste tú, elige otra contraseña ahora."),
        ]
        letter = Letter(subject, hello(account.name), said, _("Descargar"), _DATA)
        post(work, letter, to=account.email, key=f"export:{export.id}")
