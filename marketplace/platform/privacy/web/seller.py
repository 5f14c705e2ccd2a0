"""A shop's own copy of its data."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.platform.privacy import exports
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.words import say

room = SELLER.room("privacy")


@room.post("/copia")
@requires(exports.ask_shop_export, fresh=True)
def export(work: Work) -> object:
    """Ask for a copy of the shop; it opens on the owner's own page."""
    try:
        exports.ask_shop_export(work)
        flash(_("La estamos preparando. La encuentras en Tus datos, en tu cuenta."), "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
        return redirect(url_for("leaving_seller.closing"))
    return redirect(url_for("privacy_own_buyer.data"))
