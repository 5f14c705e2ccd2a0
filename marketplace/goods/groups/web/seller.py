"""The shop's customer groups: which there are, who is in them, and what goods cost them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.goods.groups import errors, service
from marketplace.goods.groups.prices import set_group_prices, set_percent_off, set_prices_by_key
from marketplace.goods.groups.queries import groups, people_of_group, prices_of_group
from marketplace.goods.groups.rules import read_addresses, read_price_lines
from marketplace.goods.groups.service import get_group
from marketplace.goods.groups.web.forms import (
    CustomerGroupForm,
    CustomerGroupSettingsForm,
    GroupLinesForm,
    GroupPercentForm,
    GroupPricesForm,
    InviteToGroupForm,
    mark_of,
    prices_form,
)
from marketplace.goods.groups.web.words import line_problems_said
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("groups")
_ON_PAGE = 50


def _problems(form: Form) -> list[str]:
    """Say the lines of a pasted list that were refused."""
    found = form.refusal.details.get("problems") if form.refusal else None
    return line_problems_said(found) if isinstance(found, list) else []


def _asked(name: str, form: Form) -> str:
    """Say which form is asked whether its prices are meant."""
    return name if isinstance(form.refusal, errors.FarFromPublic) else ""


@room.get("/grupos")
@requires(May.EDIT_PRODUCTS)
def index(work: Work) -> object:
    """The groups there are."""
    return _index(work, CustomerGroupForm(formdata=None))


def _index(work: Work, form: CustomerGroupForm, status: int = 200) -> object:
    return page("goods/groups/seller/groups.html", groups=groups(work), form=form), status


@room.post("/grupos")
@requires(service.open_group)
def new(work: Work) -> object:
    """Make a group."""
    form = CustomerGroupForm()
    made: list[UUID] = []
    if not form.carry_out(work, lambda: made.append(service.open_group(work, form.name.data, note=form.note.data))):
        return _index(work, form, 422)
    flash(_("Listo. Ahora invita a sus miembros y pon sus precios."), "success")
    return redirect(url_for(".group", group_id=made[0]))


@room.get("/grupos/<uuid:group_id>")
@requires(May.EDIT_PRODUCTS)
def group(work: Work, group_id: UUID) -> object:
    """A group: who is in it and who is invited."""
    return _group(work, group_id)


def _group(
    work: Work,
    group_id: UUID,
    *,
    settings: CustomerGroupSettingsForm | None = None,
    invite_form: InviteToGroupForm | None = None,
    problems: Sequence[str] = (),
    status: int = 200,
) -> object:
    found, number = get_group(work, group_id), page_number()
    people, total = people_of_group(work, group_id, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    said = {"name": found.name, "note": found.note, "is_on": found.is_on}
    return page(
        "goods/groups/seller/group.html",
        group=found,
        people=people,
        page_of=Page(number, _ON_PAGE, total),
        settings=settings or CustomerGroupSettingsForm(formdata=None, data=said),
        invite_form=invite_form or InviteToGroupForm(formdata=None),
        problems=problems,
        now=work.now,
    ), status


@room.post("/grupos/<uuid:group_id>")
@requires(service.change_group)
def change(work: Work, group_id: UUID) -> object:
    """Call a group something else, turn it on or off."""
    get_group(work, group_id)
    form = CustomerGroupSettingsForm()
    said = {"name": form.name.data, "note": form.note.data, "is_on": form.is_on.data}
    if not form.carry_out(work, lambda: service.change_group(work, group_id, **said)):
        return _group(work, group_id, settings=form, status=422)
    flash(_("Guardado. Vale para lo que todavía no se compra."), "success")
    return redirect(url_for(".group", group_id=group_id))


@room.post("/grupos/<uuid:group_id>/borrar")
@requires(service.delete_group)
def delete(work: Work, group_id: UUID) -> object:
    """Delete a group."""
    service.delete_group(work, group_id)
    flash(_("Borramos el grupo. Quienes estaban en él pagan el precio para todo público."), "success")
    return redirect(url_for(".index"))


@room.post("/grupos/<uuid:group_id>/invitar")
@requires(service.invite_people)
def invite(work: Work, group_id: UUID) -> object:
    """Invite one person, or a pasted list of them."""
    get_group(work, group_id)
    form, sent = InviteToGroupForm(), [0]

    def do() -> None:
        addresses, problems = read_addresses(form.addresses.data)
        if problems:
            raise errors.BadAddresses(problems=problems)
        sent[0] = service.invite_people(work, group_id, addresses)

    if not form.carry_out(work, do):
        return _group(work, group_id, invite_form=form, problems=_problems(form), status=422)
    flash(
        ngettext("Enviamos %(num)s invitación. Vale 30 días.", "Enviamos %(num)s invitaciones. Valen 30 días.", sent[0]),
        "success",
    )  # fmt: skip
    return redirect(url_for(".group", group_id=group_id))


@room.post("/grupos/<uuid:group_id>/invitaciones/<uuid:invitation_id>/retirar")
@requires(service.take_back_invitation)
def take_back(work: Work, group_id: UUID, invitation_id: UUID) -> object:
    """Take an invitation back."""
    service.take_back_invitation(work, group_id, invitation_id)
    flash(_("Retiramos la invitación: su enlace ya no abre nada."), "success")
    return redirect(url_for(".group", group_id=group_id))


@room.post("/grupos/<uuid:group_id>/personas/<uuid:member_id>/sacar")
@requires(service.take_out)
def take_out(work: Work, group_id: UUID, member_id: UUID) -> object:
    """Take somebody out of a group."""
    service.take_out(work, group_id, member_id)
    flash(_("Ya no está en el grupo: paga el precio para todo público."), "success")
    return redirect(url_for(".group", group_id=group_id))


@room.get("/grupos/<uuid:group_id>/precios")
@requires(May.EDIT_PRODUCTS)
def prices(work: Work, group_id: UUID) -> object:
    """What goods cost a group, by the shop's keys."""
    return _prices(work, group_id)


def _prices(
    work: Work,
    group_id: UUID,
    *,
    form: GroupPricesForm | None = None,
    lines: GroupLinesForm | None = None,
    percent: GroupPercentForm | None = None,
    problems: Sequence[str] = (),
    asked: str = "",
    status: int = 200,
) -> object:
    found, number, words = get_group(work, group_id), page_number(), text_in(request.args, "q", most=80)
    only_priced = request.args.get("solo") == "con-precio"
    rows, total = prices_of_group(
        work, group_id, words=words, only_priced=only_priced, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE
    )
    return page(
        "goods/groups/seller/prices.html",
        group=found,
        rows=rows,
        words=words,
        only_priced=only_priced,
        page_of=Page(number, _ON_PAGE, total),
        form=form if form is not None else prices_form(rows, formdata=None),
        lines=lines or GroupLinesForm(formdata=None),
        percent=percent or GroupPercentForm(formdata=None),
        problems=problems,
        asked=asked,
    ), status


@room.post("/grupos/<uuid:group_id>/precios")
@requires(set_group_prices)
def save_prices(work: Work, group_id: UUID) -> object:
    """Set the prices of a page, as it showed them."""
    get_group(work, group_id, lock=True)
    number, words = page_number(), text_in(request.args, "q", most=80)
    only_priced = request.args.get("solo") == "con-precio"
    rows, _total = prices_of_group(
        work, group_id, words=words, only_priced=only_priced, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE
    )
    form = prices_form([row for row in rows if f"price_{row.variant_id}" in request.form])
    before = {row.variant_id: row.group_minor for row in rows}

    def do() -> None:
        if form.seen.data != mark_of(rows):
            raise errors.GroupPricesChanged
        changed = {key: minor for key, minor in form.prices().items() if minor != before[key]}
        set_group_prices(work, group_id, changed, sure=form.sure.data)

    if not form.carry_out(work, do):
        whole = prices_form(rows)
        whole.validate()  # which says at each box what is wrong with it
        whole.form_errors += form.form_errors
        whole.sure.errors, whole.seen.data = form.sure.errors, mark_of(rows)
        changed = isinstance(form.refusal, errors.GroupPricesChanged)
        asked = "changed" if changed else _asked("page", form)
        return _prices(work, group_id, form=whole, asked=asked, status=409 if changed else 422)
    flash(_("Guardado. Vale para lo que todavía no se compra."), "success")
    solo = "con-precio" if only_priced else None
    return redirect(
        url_for(".prices", group_id=group_id, pagina=number if number > 1 else None, q=words or None, solo=solo)
    )


@room.post("/grupos/<uuid:group_id>/precios/lista")
@requires(set_prices_by_key)
def paste_prices(work: Work, group_id: UUID) -> object:
    """Set prices by a pasted list of keys and prices, all or none."""
    get_group(work, group_id)
    form = GroupLinesForm()
    done = [0]

    def do() -> None:
        lines, problems = read_price_lines(form.lines.data)
        if problems:
            raise errors.BadPriceLines(problems=problems)
        done[0] = set_prices_by_key(work, group_id, lines, sure=form.sure.data)

    if not form.carry_out(work, do):
        said, asked = _problems(form), _asked("lines", form)
        return _prices(work, group_id, lines=form, problems=said, asked=asked, status=422)
    flash(ngettext("%(num)s precio guardado.", "%(num)s precios guardados.", done[0]), "success")
    return redirect(url_for(".prices", group_id=group_id))


@room.post("/grupos/<uuid:group_id>/precios/porciento")
@requires(set_percent_off)
def percent_off(work: Work, group_id: UUID) -> object:
    """Give everything that the shop sells a price of the group by percent."""
    get_group(work, group_id)
    form = GroupPercentForm()
    done = [0]

    def do() -> None:
        done[0] = set_percent_off(work, group_id, form.percent.data, sure=form.sure.data)

    if not form.carry_out(work, do):
        return _prices(work, group_id, percent=form, asked=_asked("percent", form), status=422)
    flash(ngettext("%(num)s precio guardado.", "%(num)s precios guardados.", done[0]), "success")
    return redirect(url_for(".prices", group_id=group_id))
