"""Words that mean the same to whoever searches: staff put them together and take them apart."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.search import synonyms as verbs
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Form, Needed, Tidy
from marketplace.web.pages import page

room = STAFF.room("search")


class GroupForm(Form):
    """Words that mean the same."""

    words = Tidy(
        _l("Palabras que significan lo mismo"), [Needed(), Length(max=400)],
        description=_l("Separadas con comas, por ejemplo: celular, móvil, teléfono."),
    )  # fmt: skip


@room.get("/sinonimos")
@requires(StaffMay.MODERATE)
def synonyms(work: Work) -> str:
    """Every group of words."""
    return _show(work, GroupForm())


def _show(work: Work, form: GroupForm) -> str:
    return page("search/staff/synonyms.html", groups=verbs.groups(work), form=form)


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
