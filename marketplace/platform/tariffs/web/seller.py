"""The announced tariff as a shop sees it: what changes, what it would have cost, and what the shop can do."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.fees import before_of, differences, published_schedules, saying, schedule_in_force
from marketplace.platform.tariffs import queries, service
from marketplace.platform.tariffs.errors import NothingAnnounced
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import may, page
from marketplace.web.words import say

room = SELLER.room("tariffs")


@room.get("/tarifas")
@requires(May.VIEW_MONEY)
def coming(work: Work) -> str:
    """What is announced, with the shop's own last ninety days by it."""
    found = queries.find_coming(work)
    before = before_of(published_schedules(work), found.tariff) if found else None
    return page(
        "platform/tariffs/seller/coming.html",
        coming=found,
        in_force=schedule_in_force(work).version,
        before=before,
        changes=differences(before.schedule, found.tariff.schedule) if found and before else [],
        owns=may(May.OWN_SHOP),
        saying=saying,
    )


@room.post("/tarifas/<int(max=999999):version>/aceptar")
@requires(service.accept_tariff)
def accept(work: Work, version: int) -> object:
    """Say that the shop knows it and goes on."""
    try:
        with work.attempt():
            service.accept_tariff(work, version)
        flash(_("Anotado: tu tienda sigue con la tarifa v%(version)s.", version=version), "success")
    except NothingAnnounced as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".coming"))
