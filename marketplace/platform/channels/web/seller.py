"""A shop's API keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.work import Work
from marketplace.platform.channels import service
from marketplace.platform.channels.web.words import MAY_SAID
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, Several, Tidy, options
from marketplace.web.pages import may, page

room = SELLER.room("channels")


class KeyForm(Form):
    """What a key is for."""

    name = Tidy(
        _l("¿Para qué es esta llave?"), [Needed(), Length(max=60)], description=_l("Por ejemplo: “Punto de venta”.")
    )
    may = Several(
        _l("¿Qué puede hacer?"),
        description=_l("Marca solo lo que el otro programa necesita: quien tenga la llave puede lo mismo."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may.choices = options((one.value, MAY_SAID[one]) for one in service.KEY_MAY if may(one))


@room.route("/llaves", methods=["GET", "POST"])
@requires(service.make_key, fresh=True)
def keys(work: Work) -> object:
    """The keys, and a new one, whose secret is shown once."""
    form, made = KeyForm(), list[str]()
    if form.is_submitted() and form.carry_out(
        work, lambda: made.append(service.make_key(work, name=form.name.data, may=form.may.data))
    ):
        work.session.flush()
    answer = page(
        "platform/channels/seller/keys.html",
        form=form,
        keys=service.keys(work),
        makers=service.key_makers(work),
        secret=made[0] if made else None,
        said=MAY_SAID,
    )
    return answer, 422 if form.errors else 200


@room.post("/llaves/<uuid:key_id>/revocar")
@requires(service.revoke_key, fresh=True)
def revoke(work: Work, key_id: UUID) -> object:
    """Make a key open nothing any more."""
    service.revoke_key(work, key_id)
    flash(_("La llave ya no abre nada."), "success")
    return redirect(url_for(".keys"))
