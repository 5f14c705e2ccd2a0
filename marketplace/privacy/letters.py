"""Letters about a person's data."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.accounts.models import Account
from marketplace.kernel.work import Work
from marketplace.notifications.letters import Letter, hello, in_language, post
from marketplace.privacy.models import DataExport, Erasure
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


def tell_leaving(work: Work, erasure: Erasure) -> None:
    """Whoever asked to be erased learns when, and how to stay."""
    account = work.session.get_one(Account, erasure.account_id)
    with in_language(account.locale):
        said = [
            _(
                "El %(day)s se bloquea tu cuenta. Hasta entonces puedes cancelarlo en Tus datos.",
                day=day(erasure.block_at),
            ),
            _("El %(day)s se borran tus datos; quedan los montos que pide la ley fiscal.", day=day(erasure.erase_at)),
            _("Si no lo pediste tú, cancélalo y elige otra contraseña ahora."),
        ]
        letter = Letter(_("Pediste borrar tu cuenta"), hello(account.name), said, _("Ver o cancelar"), _DATA)
        post(work, letter, to=account.email, key=f"erasure:{erasure.id}:asked")


def tell_blocked(work: Work, erasure: Erasure) -> None:
    """The last letter: the account is blocked, and when the rest goes."""
    account = work.session.get_one(Account, erasure.account_id)
    with in_language(account.locale):
        said = [
            _("Nadie entra ya con ella. El %(day)s se borran tus datos.", day=day(erasure.erase_at)),
            _("Este es el último correo que te mandamos."),
        ]
        post(
            work,
            Letter(_("Tu cuenta está bloqueada"), hello(account.name), said),
            to=account.email,
            key=f"erasure:{erasure.id}:blocked",
        )
