"""Letters about a person's data."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.people.accounts.models import Account
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.platform.privacy.models import ArcoRequest, DataExport, Erasure
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


def ask_to_confirm(work: Work, asked: ArcoRequest, token: str) -> None:
    """Whoever asks without an account shows that the address is theirs."""
    with in_language(asked.locale):
        said = [
            _("Alguien hizo una solicitud sobre sus datos con este correo. Si fuiste tú, confírmala."),
            _("Si no fuiste tú, no hagas nada: en siete días se borra."),
        ]
        link = f"/privacidad/solicitud/{token}"
        letter = Letter(_("Confirma tu solicitud"), hello(asked.name), said, _("Confirmar"), link)
        post(work, letter, to=asked.email, key=f"request:{asked.id}:confirm")


def _write(work: Work, asked: ArcoRequest, subject: str, said: list[str], step: str) -> None:
    letter = Letter(subject, hello(asked.name), said, _("Aviso de privacidad"), "/privacidad")
    post(work, letter, to=asked.email, key=f"request:{asked.id}:{step}")


def tell_received(work: Work, asked: ArcoRequest) -> None:
    """Whoever asked learns that it arrived, its code, and until when it is answered."""
    assert asked.answer_by is not None  # it was received
    with in_language(asked.locale):
        said = [_("Recibimos tu solicitud %(code)s. Te contestamos antes del %(day)s.", code=asked.code,
                  day=day(asked.answer_by))]  # fmt: skip
        _write(work, asked, _("Recibimos tu solicitud %(code)s", code=asked.code), said, "received")


def tell_answered(work: Work, asked: ArcoRequest) -> None:
    """Whoever asked reads the answer and its reason, who gave it, and what comes next."""
    with in_language(asked.locale):
        subject = (
            _("Aceptamos tu solicitud %(code)s", code=asked.code)
            if asked.carry_out_by
            else _("No procede tu solicitud %(code)s", code=asked.code)
        )
        following = (
            _("La cumplimos antes del %(day)s.", day=day(asked.carry_out_by))
            if asked.carry_out_by
            else _("Si no estás de acuerdo, puedes acudir a la Secretaría Anticorrupción y Buen Gobierno.")
        )
        said = [asked.answer or "", following, _("Contestó %(who)s.", who=asked.answered_by)]
        _write(work, asked, subject, said, "answered")


def tell_extended(work: Work, asked: ArcoRequest, reason: str) -> None:
    """Whoever asked learns why it takes longer, and until when."""
    until = asked.carry_out_by or asked.answer_by
    assert until is not None  # it has a time
    with in_language(asked.locale):
        said = [reason, _("El plazo nuevo es el %(day)s.", day=day(until))]
        step = f"extended:{asked.state}"
        _write(work, asked, _("Tu solicitud %(code)s necesita más tiempo", code=asked.code), said, step)


def tell_carried_out(work: Work, asked: ArcoRequest, said: str) -> None:
    """Whoever asked learns what was done."""
    with in_language(asked.locale):
        _write(work, asked, _("Cumplimos tu solicitud %(code)s", code=asked.code), [said], "done")
