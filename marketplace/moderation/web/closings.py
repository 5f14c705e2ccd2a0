"""Staff's decisions to close a shop, and the appeals against them. Hung into the room of moderation's staff pages."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.moderation import closings
from marketplace.moderation.rules import GROUNDS, NOTICE
from marketplace.moderation.web.staff import room
from marketplace.moderation.web.words import ground_label
from marketplace.sellers.queries import shops
from marketplace.sellers.rules import ShopState
from marketplace.web.access import requires
from marketplace.web.forms import Form, Needed, options
from marketplace.web.pages import page


class ClosingForm(Form):
    """Which shop, why, from what was seen, and from when."""

    shop = SelectField(_l("Tienda"))
    ground = SelectField(_l("Motivo"))
    facts = TextAreaField(_l("Lo que se vio"), [Needed(), Length(max=3000)], render_kw={"rows": 5})
    effective_on = DateField(_l("Cierra el"), [Optional()])
    at_once = BooleanField(_l("Cerrar de inmediato (solo por los motivos que lo permiten)"))


class AnswerForm(Form):
    """What became of an appeal."""

    answer = TextAreaField(_l("Tu respuesta, con razones"), [Needed(), Length(max=3000)], render_kw={"rows": 4})
    upheld = SelectField(
        _l("Decisión"), choices=[("no", _l("El cierre queda en pie")), ("yes", _l("El cierre se retira"))]
    )


def _form(work: Work) -> ClosingForm:
    earliest = (work.now + NOTICE + timedelta(days=1)).astimezone(MEXICO).date()
    form = ClosingForm(data={"effective_on": earliest})
    form.shop.choices = options((s.slug, s.name) for s in shops(work) if s.status != ShopState.CLOSED)
    now = _("puede ser de inmediato")
    form.ground.choices = options(
        (code, f"{ground_label(code)} ({ground.source}{f'; {now}' if ground.at_once else ''})")
        for code, ground in GROUNDS.items()
    )
    return form


@room.route("/cierres", methods=["GET", "POST"])
@requires(StaffMay.MODERATE)
def closed(work: Work) -> object:
    """Every decision to close a shop, and a new one."""
    form = _form(work)
    if form.validate_on_submit():
        effective_on: date | None = None if form.at_once.data else form.effective_on.data
        try:
            with work.attempt():
                if effective_on is None and not form.at_once.data:
                    form.effective_on.errors = [_("Elige el día.")]
                else:
                    closing_id = closings.decide_closing(
                        work, form.shop.data, ground=form.ground.data, facts=form.facts.data.strip(),
                        effective_on=effective_on,
                    )  # fmt: skip
                    flash(_("Decisión guardada. La tienda ya la tiene, con el motivo y cómo apelar."), "success")
                    return redirect(url_for(".closing", closing_id=closing_id))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "moderation/staff/closings.html", form=form, rows=closings.closings(work), ground_label=ground_label
    ), 422 if form.is_submitted() else 200


@room.route("/cierres/<uuid:closing_id>", methods=["GET", "POST"])
@requires(StaffMay.MODERATE)
def closing(work: Work, closing_id: UUID) -> object:
    """One decision, what the shop says, and the answer of another member of staff."""
    found = closings.get_closing(work, closing_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                closings.answer_appeal(
                    work, closing_id, upheld=form.upheld.data == "yes", answer=form.answer.data.strip()
                )
            flash(_("Respuesta guardada. La tienda ya la tiene."), "success")
            return redirect(url_for(".closing", closing_id=closing_id))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "moderation/staff/closing.html", form=form, closing=found, appeal=closings.find_appeal(work, found),
        ground_label=ground_label, grounds=GROUNDS, mine=found.decided_by_id == work.actor.account_id,
    ), 422 if form.is_submitted() else 200  # fmt: skip
