"""The forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import Length, Regexp

from marketplace.web.forms import Form, Needed, Tidy

EMAIL = Regexp(r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$", message=_l("Escribe un correo completo, como nombre@ejemplo.mx."))


class SignInForm(Form):
    email = Tidy(_l("Correo"), [Needed(), EMAIL], render_kw={"autocomplete": "username", "type": "email"})
    password = PasswordField(_l("Contraseña"), [Needed()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class SignUpForm(Form):
    name = Tidy(_l("Tu nombre"), [Needed(), Length(max=80)], render_kw={"autocomplete": "name"})
    email = Tidy(_l("Correo"), [Needed(), EMAIL], render_kw={"autocomplete": "email", "type": "email"})
    password = PasswordField(
        _l("Contraseña"),
        [Needed()],
        description=_l("Diez caracteres o más. Cuatro palabras sueltas funcionan bien."),
        render_kw={"autocomplete": "new-password"},
    )
    next = HiddenField()


class PlaceForm(Form):
    postal_code = Tidy(
        _l("Código postal"),
        [Needed()],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code", "maxlength": "5"},
    )
    next = HiddenField()
