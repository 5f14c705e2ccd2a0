"""The queue of listings, and decisions that carry their reasons."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from marketplace.catalog.taxonomy import ATTRIBUTES, CATEGORIES
from marketplace.kernel import claims
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.moderation import queries, service
from marketplace.moderation.rules import RULES
from marketplace.moderation.web.words import rule_label
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Form, Needed, options
from marketplace.web.pages import language, page
from marketplace.web.paging import Page, page_number

room = STAFF.room("moderation")
_ON_PAGE = 30


class DeclineForm(Form):
    """Why a listing cannot be shown yet."""

    rule = SelectField(_l("Regla"))
    facts = TextAreaField(_l("Lo que viste"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
    how_to_fix = TextAreaField(_l("Cómo se arregla"), [Needed(), Length(max=1000)], render_kw={"rows": 3})


def _form(**kwargs: object) -> DeclineForm:
    form = DeclineForm(**kwargs)
    form.rule.choices = options((code, f"{rule_label(code)} ({source})") for code, source in RULES.items())
    return form


@room.get("/publicaciones")
@requires(StaffMay.MODERATE)
def queue(work: Work) -> str:
    """What waits for a decision, by its clock."""
    return _list(work, is_open=True)


@room.get("/decisiones")
@requires(StaffMay.MODERATE)
def decisions(work: Work) -> str:
    """What was decided, by whom and why."""
    return _list(work, is_open=False)


def _list(work: Work, *, is_open: bool) -> str:
    number = page_number()
    rows, total = queries.cases(work, is_open=is_open, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "moderation/staff/cases.html", rows=rows, is_open=is_open, page_of=Page(number, _ON_PAGE, total),
        rule_label=rule_label, now=work.now, holder=claims.holder,
    )  # fmt: skip


def _show(work: Work, case_id: UUID, form: DeclineForm) -> str:
    case = service.get_case(work, case_id)
    shown = case.snapshot
    spoken = language()
    return page(
        "moderation/staff/case.html",
        case=case,
        category=" › ".join(CATEGORIES[code].name(spoken) for code in CATEGORIES[shown["category"]].path),
        said=[
            (ATTRIBUTES[code].name(spoken), ATTRIBUTES[code].write(v, spoken))
            for code, v in shown["attributes"].items()
        ],
        form=form,
        rule_label=rule_label,
        holder=claims.holder(case, work.now),
        me=work.actor.account_id,
    )


@room.get("/publicaciones/<uuid:case_id>")
@requires(StaffMay.MODERATE)
def show(work: Work, case_id: UUID) -> str:
    """One listing as it was submitted."""
    return _show(work, case_id, _form())


@room.post("/publicaciones/<uuid:case_id>/tomar")
@requires(StaffMay.MODERATE)
def take(work: Work, case_id: UUID) -> object:
    """Take it, to decide it."""
    service.take_case(work, case_id)
    return redirect(url_for(".show", case_id=case_id))


@room.post("/publicaciones/<uuid:case_id>/soltar")
@requires(StaffMay.MODERATE)
def release(work: Work, case_id: UUID) -> object:
    """Give it back to the queue."""
    service.release_case(work, case_id)
    return redirect(url_for(".queue"))


@room.post("/publicaciones/<uuid:case_id>/aprobar")
@requires(StaffMay.MODERATE)
def approve(work: Work, case_id: UUID) -> object:
    """Let it be sold."""
    service.approve_listing(work, case_id)
    flash(_("Aprobada. Ya se puede comprar."), "success")
    return redirect(url_for(".queue"))


@room.post("/publicaciones/<uuid:case_id>/no-aprobar")
@requires(StaffMay.MODERATE)
def decline(work: Work, case_id: UUID) -> object:
    """Say which rule, what was seen, and how to mend it."""
    form = _form()
    if form.validate():
        try:
            with work.attempt():
                service.decline_listing(
                    work, case_id, rule=form.rule.data, facts=(form.facts.data or "").strip(),
                    how_to_fix=(form.how_to_fix.data or "").strip(),
                )  # fmt: skip
            flash(_("Decisión guardada. La tienda ya la tiene, con tus razones."), "success")
            return redirect(url_for(".queue"))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, case_id, form), 422
