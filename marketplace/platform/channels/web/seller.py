"""A shop's API keys."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.work import Work
from marketplace.platform.channels import service
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, Tidy
from marketplace.web.pages import page

room = SELLER.room("channels")


class KeyForm(Form):
    """What a key is for."""

    name = Tidy(
        _l("¿Para qué es esta llave?"), [Needed(), Length(max=60)], description=_l("Por ejemplo: “Punto de venta”.")
    )


@room.route("/llaves", methods=["GET", "POST"])
@requires(service.make_key, fresh=True)
def keys(work: Work) -> object:
    """The keys, and a new one, whose secret is shown once."""
    form = KeyForm()
    secret = None
    if form.validate_on_submit():
        secret = service.make_key(work, name=form.name.data)
        work.session.flush()
    answer = page(
        "platform/channels/seller/keys.html",
        form=form,
        keys=service.keys(work),
        makers=service.key_makers(work),
        secret=secret,
    )
    return answer, 422 if form.errors else 200


@room.post("/llaves/<uuid:key_id>/revocar")
@requires(service.revoke_key, fresh=True)
def revoke(work: Work, key_id: UUID) -> object:
    """Make a key open nothing any more."""
    service.revoke_key(work, key_id)
    flash(_("La llave ya no abre nada."), "success")
    return redirect(url_for(".keys"))
