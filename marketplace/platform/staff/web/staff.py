"""Who is staff, and the door to a shop: the reason comes first."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.work import Work
from marketplace.people.sellers import get_shop
from marketplace.platform.staff import queries, rules, service
from marketplace.platform.staff.errors import LastAdministrator, UnknownRole
from marketplace.platform.staff.web import words
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Choose, Form, Needed, Prose, Several, Tidy, options
from marketplace.web.pages import may, page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = STAFF.room("staff")
_ON_PAGE = 30


class LookForm(Form):
    """Why somebody looks into a shop, and at what."""

    areas = Several(_l("Qué necesitas ver"))
    reason = Choose(_l("Motivo"))
    note = Prose(
        _l("Para qué, en tus palabras"),
        [Needed(), Length(max=500)],
        description=_l("La tienda lo lee con tu nombre."),
        render_kw={"rows": 3},
    )
    about = Tidy(_l("Pedido, devolución o garantía"), [Length(max=20)], render_kw={"autocapitalize": "characters"})


@room.get("/tiendas")
@requires(StaffMay.LOOK)
def shops(work: Work) -> str:
    """Find a shop, or an order for who may look into orders. Of both no more is listed than where they are."""
    number, text = page_number(), text_in(request.args, "q", most=80)
    rows, total = queries.shops(work, text=text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/staff/staff/shops.html",
        rows=rows,
        orders=queries.orders(work, text=text) if text and may(StaffMay.LOOK_ORDERS) else [],
        text=text,
        page_of=Page(number, _ON_PAGE, total),
    )


@room.route("/tiendas/<slug>/motivo", methods=["GET", "POST"])
@requires(service.open_look)
def reason(work: Work, slug: str) -> object:
    """Say why before looking."""
    shop = get_shop(work, slug)
    allowed = [area for area in rules.AREAS if may(area)]
    order = text_in(request.args, "pedido", most=20)
    form = LookForm(data={"areas": [StaffMay.LOOK, *([StaffMay.LOOK_ORDERS] if order else [])], "about": order})
    form.areas.choices = options((area, words.area_label(area)) for area in allowed)
    form.reason.choices = options((code, words.reason_label(code)) for code in rules.REASONS)
    if form.validate_on_submit():
        about = (form.about.data or "").upper() or None
        try:
            with work.attempt():
                service.open_look(
                    work, slug, areas=form.areas.data or (), reason=form.reason.data, note=form.note.data, about=about
                )
            if about and about == order and StaffMay.LOOK_ORDERS in (form.areas.data or ()):
                return redirect(url_for("staff_look.order", shop=slug, code=about))
            return redirect(url_for("staff_look.facts", shop=slug))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "platform/staff/staff/reason.html", shop=shop, form=form, minutes=int(rules.LOOK_LASTS.total_seconds() // 60)
    ), 422 if form.is_submitted() else 200


@room.get("/equipo")
@requires(StaffMay.MANAGE_STAFF)
def team(work: Work) -> str:
    """Who is staff, and as what."""
    return page("platform/staff/staff/team.html", rows=queries.members(work), roles=sorted(STAFF_GRANTED), words=words)


@room.post("/equipo/<uuid:account_id>/rol")
@requires(service.set_role, fresh=True)
def change_role(work: Work, account_id: UUID) -> object:
    """Give somebody another role."""
    try:
        with work.attempt():
            service.set_role(work, account_id, request.form.get("role", ""))
        flash(_("Cambiado. Vale desde su siguiente página."), "success")
    except (UnknownRole, LastAdministrator) as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".team"))


@room.post("/equipo/<uuid:account_id>/quitar")
@requires(service.remove_member, fresh=True)
def remove(work: Work, account_id: UUID) -> object:
    """Take somebody off the staff."""
    try:
        with work.attempt():
            service.remove_member(work, account_id)
        flash(_("Ya no es de operación; cerramos sus sesiones."), "success")
    except LastAdministrator as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".team"))
