"""The sentences of accounts' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "accounts.email_taken": _l("Ya hay una cuenta con este correo. Entra con ella o usa otro correo."),
    "accounts.weak_password": _l(
        "Esta contraseña es fácil de adivinar. Usa %(shortest)s caracteres o más; cuatro palabras sueltas funcionan bien."
    ),
    "accounts.wrong_credentials": _l("El correo o la contraseña no coinciden. Revisa los dos."),
    "accounts.wrong_password": _l("Esa no es tu contraseña. Inténtalo otra vez."),
    "accounts.too_many_attempts": _l(
        "Hubo muchos intentos con esta cuenta o desde esta red. Espera %(minutes)s minutos y vuelve a intentarlo."
    ),
    "accounts.wrong_code": _l(
        "Ese código no es, ya se usó o ya pasó su tiempo. Escribe el que tu app muestra ahora, o uno de respaldo."
    ),
    "accounts.wrong_passkey": _l("No pudimos comprobar esa llave. Inténtalo otra vez, o entra de otra forma."),
    "accounts.link_dead": _l(
        "Este enlace ya se usó, ya venció o hay uno más nuevo. Busca el correo más reciente, o pide otro."
    ),
    "accounts.second_step_over": _l("Pasó mucho tiempo desde tu contraseña. Escríbela otra vez."),
    "accounts.factor_there": _l("Ya estaba registrado. Quita primero el que tienes si quieres poner otro."),
    "accounts.verify_first": _l("Antes confirma tu correo: así sabemos que podemos avisarte."),
    "accounts.no_such_factor": _l("No encontramos ese segundo paso. Puede que ya lo hayas quitado."),
    "accounts.unknown_postal_code": _l("No encontramos este código postal. Son cinco números, por ejemplo 06700."),
    "accounts.no_settlements": _l(
        "No conocemos ninguna colonia con el %(code)s. Revísalo; si así es tu código, envíalo otra vez."
    ),
    "accounts.other_state": _l("El código postal %(code)s es de %(state)s. Corrige el código o el estado."),
    "accounts.other_settlement": _l(
        "Esa colonia no aparece con el %(code)s, que es de %(settlements)s. Corrígela; si así es, envíalo otra vez."
    ),
    "accounts.no_such_session": _l("Esa sesión ya no existe."),
}
