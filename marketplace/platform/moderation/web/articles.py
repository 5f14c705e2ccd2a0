"""Which listings staff and shops say are of another article than their numbers."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange

from marketplace.goods.catalog import article_marks, match_article, undo_article_mark
from marketplace.kernel.work import Work
from marketplace.people.sellers import shops
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Form, Needed, Tidy, WholeNumber
from marketplace.web.pages import page

room = STAFF.room("moderation", "articles")
_NUMBER = NumberRange(1, 2**62, message=_l("Escribe el número de la publicación."))


class MatchForm(Form):
    """Which two listings are of one article."""

    number = WholeNumber(_l("Publicación"), [Needed(), _NUMBER], description=_l("El número al final de su dirección."))
    other = WholeNumber(_l("Es lo mismo que la publicación"), [Needed(), _NUMBER])
    reason = Tidy(_l("Por qué"), [Needed(), Length(max=500)])


class UndoForm(Form):
    """Why a mark is taken away."""

    reason = Tidy(_l("Por qué se deshace"), [Needed(), Length(max=500)])


@room.route("/articulos", methods=["GET", "POST"])
@requires(match_article)
def index(work: Work) -> object:
    """The marks there are, and two listings that are one article."""
    form = MatchForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit() and form.carry_out(
        work, lambda: match_article(work, form.number.data, form.other.data, form.reason.data)
    ):
        flash(_("Ahora se muestran juntas."), "success")
        return redirect(url_for(".index"))
    return _index(work, form), status


def _index(work: Work, form: MatchForm, undo: UndoForm | None = None, undone: UUID | None = None) -> str:
    return page(
        "platform/moderation/staff/articles.html", form=form, undo=undo or UndoForm(formdata=None), undone=undone,
        marks=article_marks(work), shop_names={one.tenant_id: one.name for one in shops(work)},
    )  # fmt: skip


@room.post("/articulos/<uuid:tenant_id>/<uuid:product_id>/deshacer")
@requires(undo_article_mark)
def undo(work: Work, tenant_id: UUID, product_id: UUID) -> object:
    """Take a mark away, with a reason."""
    form = UndoForm()
    if not form.validate() or not form.carry_out(
        work, lambda: undo_article_mark(work, tenant_id, product_id, form.reason.data)
    ):
        return _index(work, MatchForm(formdata=None), form, product_id), 422
    flash(_("Deshecho: vale otra vez lo que dice su código de barras."), "success")
    return redirect(url_for(".index"))
