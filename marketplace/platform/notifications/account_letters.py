"""Letters about accounts: the links that do one thing once, and what an owner must hear of."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.people.accounts.events import AccountTouched, LinkIssued
from marketplace.people.accounts.keys import link_secret
from marketplace.people.accounts.models import Account, AccountToken
from marketplace.people.accounts.queries import browser_label
from marketplace.people.accounts.rules import Purpose
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.web.formatting import moment

_FORGOT = "/olvide-mi-contrasena"
_SECURITY = "/cuenta/seguridad"


def send_link(work: Work, fact: LinkIssued) -> None:
    """The link of a one-time secret goes to the address it is for; nothing goes when it was used or replaced already."""
    token = work.session.get(AccountToken, fact.token_id)
    if token is None or token.used_at is not None:
        return
    account = work.session.get_one(Account, token.account_id)
    with in_language(account.locale):
        subject, said, label = _link_words(token, account)
        letter = Letter(
            subject, hello(account.name), said, label, f"/enlace/{link_secret(token.id, hashed=token.hash)}"
        )
        post(work, letter, to=str(token.data["email"]), key=f"link:{token.id}")


def _link_words(token: AccountToken, account: Account) -> tuple[str, list[str], str]:
    """Subject, paragraphs and the words on the link."""
    match Purpose(token.purpose):
        case Purpose.VERIFY_EMAIL:
            said = [
                _("Alguien creó una cuenta en Tianguis con este correo. Si fuiste tú, confírmalo; sirve dos días."),
                _("Si no fuiste tú, no hagas nada: sin tu confirmación esa cuenta no puede vender."),
            ]
            return _("Confirma tu correo"), said, _("Confirmar mi correo")
        case Purpose.RESET_PASSWORD:
            said = [
                _("Con este enlace eliges otra contraseña. Sirve media hora y una sola vez."),
                _("Si no lo pediste, no hagas nada: tu contraseña sigue igual."),
            ]
            return _("Elige otra contraseña"), said, _("Elegir contraseña")
        case Purpose.CHANGE_EMAIL:
            said = [
                _("Pediste usar este correo en tu cuenta de Tianguis. Confírmalo en las próximas dos horas."),
                _("Si no lo pediste, no hagas nada."),
            ]
            return _("Confirma tu correo nuevo"), said, _("Confirmar este correo")
        case Purpose.LOST_FACTOR:
            said = [
                _(
                    "Alguien con tu contraseña dice que perdió tu segundo paso. Si fuiste tú, abre este enlace en la próxima "
                    "media hora: en siete días lo quitamos, si nadie lo cancela antes."
                ),
                _("Si no fuiste tú, no abras el enlace y elige otra contraseña: alguien la sabe."),
            ]
            return _("¿Perdiste tu segundo paso?"), said, _("Empezar la espera")
        case Purpose.KEEP_FACTOR:
            until = moment(datetime.fromisoformat(token.data["due_at"]))
            said = [
                _(
                    "El %(moment)s quitamos el segundo paso de tu cuenta, porque alguien con tu contraseña y tu correo dijo "
                    "que lo perdió. Si fuiste tú, no hagas nada.",
                    moment=until,
                ),
                _(
                    "Si no fuiste tú, o ya apareció, cancélalo con este enlace, desde una sesión abierta, o entrando con tu "
                    "segundo paso. Si no fuiste tú, elige además otra contraseña: alguien sabe la tuya."
                ),
            ]
            return _("Vamos a quitar tu segundo paso el %(moment)s", moment=until), said, _("Conservar mi segundo paso")
        case _:
            said = [
                _("Tu cuenta ahora usa %(email)s. Si lo hiciste tú, no hagas nada.", email=account.email),
                _(
                    "Si no fuiste tú, deshazlo con este enlace durante los próximos siete días: tu correo vuelve a ser "
                    "este, se cierran todas las sesiones y eliges otra contraseña."
                ),
            ]
            return _("Cambió el correo de tu cuenta"), said, _("Deshacer el cambio")


def tell_owner(work: Work, fact: AccountTouched) -> None:
    """The owner of an account hears what happened to it, and what to do if it was somebody else."""
    account = work.session.get_one(Account, fact.account_id)
    with in_language(account.locale):
        subject, said, label, link = _touched_words(work, fact)
        post(
            work, Letter(subject, hello(account.name), said, label, link), to=fact.email, key=f"account:{fact.note_id}"
        )


def _touched_words(work: Work, fact: AccountTouched) -> tuple[str, list[str], str, str]:
    """Subject, paragraphs, the words on the link and where it leads."""
    browser = browser_label(fact.about) or _("un navegador sin nombre")
    factor = _("tu app de códigos") if fact.about == "app" else _("la llave “%(name)s”", name=fact.about)
    not_me = _("Si no fuiste tú, elige otra contraseña ahora: eso cierra todas las sesiones.")
    check = (_("Revisar mi cuenta"), _SECURITY)
    match fact.what:
        case "address_taken":
            said = [
                _("Alguien quiso crear o mover una cuenta con este correo, y ya tienes una."),
                _("Si fuiste tú, entra con ella, o elige otra contraseña si no la recuerdas. Si no, no hagas nada."),
            ]
            return _("Ya tienes cuenta con este correo"), said, _("Elegir otra contraseña"), _FORGOT
        case "password_changed":
            return _("Cambió tu contraseña"), [_("Tu cuenta tiene una contraseña nueva."), not_me], *_forgot()
        case "factor_added":
            said = [_("Desde ahora entras también con %(factor)s.", factor=factor), not_me]
            return _("Agregaste un segundo paso"), said, *check
        case "factor_removed":
            return _("Quitaste un segundo paso"), [_("Ya no entras con %(factor)s.", factor=factor), not_me], *check
        case "factor_kept":
            said = [_("Se canceló quitar tu segundo paso: sigues entrando con él."), not_me]
            return _("Tu segundo paso se queda"), said, *check
        case "factor_lost":
            said = [
                _(
                    "Pasaron los siete días y nadie lo canceló: quitamos tu app de códigos, tus llaves y tus códigos de "
                    "respaldo, y cerramos todas tus sesiones. Entra con tu contraseña y pon otro segundo paso."
                ),
                not_me,
            ]
            return _("Quitamos tu segundo paso"), said, *check
        case "codes_made":
            return _("Hiciste códigos de respaldo"), [_("Los códigos anteriores ya no sirven."), not_me], *check
        case "code_used":
            said = [_("Alguien entró con un código de respaldo, en %(browser)s.", browser=browser), not_me]
            return _("Se usó un código de respaldo"), said, *check
        case _:
            said = [
                _("Entraste el %(when)s en %(browser)s, que no conocíamos.", when=moment(work.now), browser=browser),
                not_me,
            ]
            return _("Entraste desde un navegador nuevo"), said, *check


def _forgot() -> tuple[str, str]:
    return _("Elegir otra contraseña"), _FORGOT
