"""The sentences of accounts' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "accounts.email_taken": _l("Ya hay una cuenta con este correo. Entra con ella o usa otro correo."),
    "accounts.weak_password": _l(
        "Esta contraseña es fácil de adivinar. Usa %(shortest)s caracteres o más; cuatro palabras sueltas funcionan bien."
    ),
    "accounts.wrong_credentials": _l("El correo o la contraseña no coinciden. Revisa los dos."),
    "accounts.too_many_attempts": _l(
        "Hubo muchos intentos con este correo o desde esta red. Espera %(minutes)s minutos y vuelve a intentarlo."
    ),
    "accounts.unknown_postal_code": _l("No encontramos este código postal. Son cinco números, por ejemplo 06700."),
    "accounts.no_such_session": _l("Esa sesión ya no existe."),
}
