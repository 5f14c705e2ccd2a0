"""The staff console's first page, the jobs that were laid aside, and the side of every staff page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel import job_figures, queue
from marketplace.kernel.jobs import Lane
from marketplace.kernel.module import NavLink, links
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.platform.desk import queries
from marketplace.platform.notifications import bounced_mail
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import NavItem, may, page

room = STAFF.room("desk")
_BOUNCED_SHOWN = 50
_LANES = {Lane.MONEY: _l("Dinero"), Lane.MAIL: _l("Correo"), Lane.SEARCH: _l("Vitrina"), Lane.BULK: _l("Lo largo")}


@room.get("/")
@requires(StaffMay.ENTER)
def today(work: Work) -> str:
    """What waits for staff."""
    todos = [
        (url_for(todo.endpoint, _anchor=todo.anchor), todo, count, late)
        for todo, count, late in queries.waiting_for_staff(work, work.actor.may)
    ]
    return page("platform/desk/staff/today.html", market=queries.market_as_it_is(work), todos=todos)


@room.get("/trabajos")
@requires(StaffMay.RUN_MACHINE)
def dead(work: Work) -> str:
    """How the lanes stand, jobs that failed eight times with what they said, and mail that came back."""
    return page(
        "platform/desk/staff/jobs.html",
        state=job_figures.state(work),
        rows=queries.dead_jobs(work),
        bounced=bounced_mail(work, _BOUNCED_SHOWN),
        figures=job_figures.by_name(work),
        workers=job_figures.workers(work),
        lane_names=_LANES,
        span=_span,
    )


def _span(length: timedelta | None) -> str:
    """Write how long something waits, roughly; nothing for None."""
    if length is None:
        return ""
    minutes = int(length.total_seconds()) // 60
    if minutes >= 120:
        return _("%(n)s h", n=minutes // 60)
    return _("%(n)s min", n=minutes) if minutes >= 2 else _("%(n)s s", n=max(0, int(length.total_seconds())))


@room.post("/trabajos/<uuid:job_id>/revivir")
@requires(queue.revive)
def revive(work: Work, job_id: UUID) -> object:
    """Give a job a new start."""
    if queue.revive(work, job_id):
        work.audit("jobs.revive", f"job:{job_id}")
        flash(_("Va de nuevo."), "success")
    else:
        flash(_("Ese trabajo ya no está detenido."), "warning")
    return redirect(url_for(".dead"))


def _list_of(endpoint: str, lists: list[NavLink]) -> str:
    """Say which list of the side a page belongs to: itself, the one that names it, or the first of its room."""
    if endpoint in (one.endpoint for one in lists):
        return endpoint
    room_of = f"{endpoint.partition('.')[0]}."
    named = (one.endpoint for one in lists if endpoint in one.pages)
    first = (one.endpoint for one in lists if one.endpoint.startswith(room_of))
    return str(g.get("shown_in") or next(named, None) or next(first, ""))


@room.app_context_processor
def _side() -> dict[str, Any]:
    if g.get("seat") or not (request.blueprint or "").endswith(("_staff", "_look")):
        return {}
    every = links(StaffMay)
    here = "staff_staff.shops" if g.get("look") else _list_of(request.endpoint or "", every)
    return {
        "nav": [
            NavItem(str(link.label), url_for(link.endpoint), active=here == link.endpoint)
            for link in every
            if may(link.permission)
        ]
    }
