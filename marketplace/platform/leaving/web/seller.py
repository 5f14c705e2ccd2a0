"""A shop's rest and its closing."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.platform.leaving import queries, rules, service
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Day, Form, Needed, Prose
from marketplace.web.pages import page
from marketplace.web.words import say

room = SELLER.room("leaving")


class RestForm(Form):
    """From when to when, and what buyers read."""

    first = Day(_l("Desde"), [Needed()])
    last = Day(_l("Hasta, ese día incluido"), [Needed()])
    message = Prose(_l("Lo que leen quienes te visitan"), [Length(max=300)], render_kw={"rows": 2})


class CloseForm(Form):
    """Being sure."""

    sure = BooleanField(_l("Entiendo que mis productos dejan de verse hoy"))


@room.route("/descanso", methods=["GET", "POST"])
@requires(service.rest_shop)
def rest(work: Work) -> object:
    """Say when the shop rests."""
    shop = own_shop(work)
    form = RestForm(data={"first": shop.rest_from, "last": shop.rest_until, "message": shop.rest_message})
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.rest_shop(
                    work,
                    first=form.first.data,
                    last=form.last.data,
                    message=" ".join((form.message.data or "").split()),
                )
            flash(_("Guardado. Tu tienda vuelve sola al día siguiente de tu última fecha."), "success")
            return redirect(url_for(".rest"))
        except Refusal as refusal:
            form.show(refusal)
    return page("platform/leaving/seller/rest.html", form=form, shop=shop), 422 if form.is_submitted() else 200


@room.post("/descanso/terminar")
@requires(service.end_rest)
def end_rest(work: Work) -> object:
    """Sell again at once."""
    return _tell(work, lambda: service.end_rest(work), _("Tu tienda vende otra vez."), ".rest")


def _tell(work: Work, do: Callable[[], None], said: str, endpoint: str) -> object:
    try:
        with work.attempt():
            do()
        flash(said, "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(endpoint))


@room.get("/cierre")
@requires(May.OWN_SHOP, fresh=True)
def closing(work: Work) -> object:
    """What closing means, and what is still open."""
    return _closing(work, CloseForm(formdata=None))


def _closing(work: Work, form: CloseForm, status: int = 200) -> object:
    shop = own_shop(work)
    return page(
        "platform/leaving/seller/close.html",
        form=form,
        shop=shop,
        unfinished=queries.unfinished(work, work.tenant_id),
        may_reopen=rules.may_reopen(shop.closed_at, shop.closed_by, work.now),
        until=shop.closed_at + rules.REOPEN_WITHIN if shop.closed_at else None,
    ), status


@room.post("/cierre")
@requires(service.close_shop, fresh=True)
def close(work: Work) -> object:
    """Close the shop."""
    form = CloseForm()
    if not form.sure.data:
        form.sure.errors = [_("Marca la casilla para cerrar.")]
        return _closing(work, form, 422)
    return _tell(work, lambda: service.close_shop(work), _("Tu tienda está cerrada."), ".closing")


@room.post("/cierre/reabrir")
@requires(service.reopen_shop, fresh=True)
def reopen(work: Work) -> object:
    """Open it again."""
    return _tell(work, lambda: service.reopen_shop(work), _("Tu tienda está abierta otra vez."), ".closing")
