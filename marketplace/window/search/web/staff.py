"""What staff keep for search: words that mean the same, and the places beside results that somebody paid for."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Day, Form, Needed, Tidy, WholeNumber
from marketplace.web.hosts import settings
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.window.search import sponsors
from marketplace.window.search import synonyms as verbs

room = STAFF.room("search")
_ON_PAGE = 50


class GroupForm(Form):
    """Words that mean the same."""

    words = Tidy(
        _l("Palabras que significan lo mismo"),
        [Needed(), Length(max=400)],
        description=_l("Separadas con comas, por ejemplo: celular, móvil, teléfono."),
    )


@room.get("/sinonimos")
@requires(StaffMay.MODERATE)
def synonyms(work: Work) -> str:
    """Every group of words."""
    return _show(work, GroupForm())


def _show(work: Work, form: GroupForm) -> str:
    return page("window/search/staff/synonyms.html", groups=verbs.groups(work), form=form)


@room.post("/sinonimos")
@requires(StaffMay.MODERATE)
def add(work: Work) -> object:
    """Put words together."""
    form = GroupForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                verbs.add_group(work, form.words.data.split(","))
            flash(_("Guardado. En unos segundos las búsquedas ya las juntan."), "success")
            return redirect(url_for(".synonyms"))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, form), 422


@room.post("/sinonimos/<uuid:group_id>/quitar")
@requires(StaffMay.MODERATE)
def remove(work: Work, group_id: UUID) -> object:
    """Take a group apart."""
    verbs.remove_group(work, group_id)
    flash(_("Quitado. En unos segundos las búsquedas las separan."), "success")
    return redirect(url_for(".synonyms"))


class SponsorForm(Form):
    """Who paid for which listing, for which days."""

    number = WholeNumber(
        _l("Número del producto"),
        [Needed(), NumberRange(min=1)],
        description=_l("El del final de su dirección: /p/cafetera-italiana-1042 es el 1042."),
    )
    paid_by = Tidy(
        _l("Quién paga"),
        [Needed(), Length(min=2, max=80)],
        description=_l("Así lo va a leer quien compra."),
    )
    starts_on = Day(_l("Primer día"), [Needed()])
    ends_on = Day(_l("Último día"), [Needed()])


@room.get("/lugares")
@requires(StaffMay.SELL_PLACES)
def places(work: Work) -> str:
    """The paid places, those of today and before."""
    return _show_places(work, SponsorForm())


def _show_places(work: Work, form: SponsorForm) -> str:
    shown = Page(page_number(), _ON_PAGE, sponsors.count(work))
    return page(
        "window/search/staff/places.html",
        rows=sponsors.sponsorships(work, offset=shown.offset, limit=_ON_PAGE),
        page_of=shown,
        percent=settings().sponsored_percent,
        form=form,
    )


@room.post("/lugares")
@requires(StaffMay.SELL_PLACES)
def sponsor(work: Work) -> object:
    """Note that somebody paid for a listing."""
    form = SponsorForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                sponsors.sponsor(
                    work,
                    form.number.data,
                    paid_by=form.paid_by.data,
                    starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data,
                )
            flash(_("Guardado. Se muestra con su letrero desde el primer día."), "success")
            return redirect(url_for(".places"))
        except Refusal as refusal:
            form.show(refusal)
    return _show_places(work, form), 422


@room.post("/lugares/<uuid:sponsorship_id>/terminar")
@requires(StaffMay.SELL_PLACES)
def stop(work: Work, sponsorship_id: UUID) -> object:
    """End a paid place now."""
    sponsors.stop(work, sponsorship_id)
    flash(_("Terminado. En unos segundos deja de mostrarse."), "success")
    return redirect(url_for(".places"))
