"""The rules as a shop sees them: what comes, what the shop can do, and what it accepted."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.people.market_rules import queries, service
from marketplace.people.market_rules.errors import NoRulesAnnounced
from marketplace.people.market_rules.web import words
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import may, page
from marketplace.web.words import say

room = SELLER.room("market_rules")


@room.get("/reglas")
@requires(May.VIEW_SHOP)
def coming(work: Work) -> str:
    """The announced version, if any, and what the shop accepted."""
    said = queries.acceptances_of(work, work.tenant_id)
    announced = queries.find_announced(work)
    return page(
        "people/market_rules/seller/coming.html",
        announced=announced,
        accepted=next((one for one in said if announced and one.version == announced.version), None),
        said=said,
        holds=queries.version_in_force(work),
        owns=may(May.OWN_SHOP),
        words=words,
    )


@room.post("/reglas/<int(max=999999):version>/aceptar")
@requires(service.accept_rules)
def accept(work: Work, version: int) -> object:
    """Say that the shop knows them and goes on."""
    try:
        with work.attempt():
            service.accept_rules(work, version)
        flash(_("Anotado: tu tienda sigue con la versión %(version)s de las reglas.", version=version), "success")
    except NoRulesAnnounced as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".coming"))
