"""The forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.web.forms import Carried, Email, Form, Needed, Password, PersonName, PostalCodeBox, Tidy

_NEW_PASSWORD_HELP = _l("Lo mejor son quince caracteres o más: cuatro palabras sueltas. Con menos de ocho no se puede.")


class SignInForm(Form):
    email = Email(_l("Correo"), [Needed()], render_kw={"autocomplete": "username webauthn", "type": "email"})
    password = Password(_l("Contraseña"), [Needed()], render_kw={"autocomplete": "current-password"})
    next = Carried()


class SignUpForm(Form):
    name = PersonName(_l("Tu nombre"), [Needed()], render_kw={"autocomplete": "name"})
    email = Email(_l("Correo"), [Needed()], render_kw={"autocomplete": "email", "type": "email"})
    password = Password(
        _l("Contraseña"), [Needed()], description=_NEW_PASSWORD_HELP, render_kw={"autocomplete": "new-password"}
    )
    next = Carried()


class CodeForm(Form):
    code = Tidy(
        _l("Código"),
        [Needed(), Length(max=20)],
        description=_l("Seis números de tu app, o uno de tus códigos de respaldo."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "maxlength": "20"},
    )


class FirstCodeForm(Form):
    code = Tidy(
        _l("Código que muestra tu app"),
        [Needed(), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"},
    )


class PasskeyForm(Form):
    """Filled in by the browser's script with what the key signed."""

    credential = Carried(most=20_000)


class NewPasskeyForm(PasskeyForm):
    name = Tidy(
        _l("Nombre para reconocerla"),
        [Needed(), Length(max=40)],
        description=_l("Por ejemplo: mi teléfono, la laptop del taller."),
    )


class ProveForm(Form):
    password = Password(_l("Contraseña"), [Needed()], render_kw={"autocomplete": "current-password"})


class EmailForm(Form):
    email = Email(_l("Correo"), [Needed()], render_kw={"autocomplete": "email", "type": "email"})


class NewPasswordForm(Form):
    password = Password(
        _l("Contraseña nueva"), [Needed()], description=_NEW_PASSWORD_HELP, render_kw={"autocomplete": "new-password"}
    )


class ChangePasswordForm(NewPasswordForm):
    old = Password(_l("Contraseña de ahora"), [Needed()], render_kw={"autocomplete": "current-password"})


class PlaceForm(Form):
    postal_code = PostalCodeBox(
        _l("Código postal"), [Needed()], render_kw={"inputmode": "numeric", "autocomplete": "postal-code"}
    )
    sure = Carried(most=200)
    next = Carried()
