"""Hoy: what a shop must do today, then its money, then one chart. And the side of every seller page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.module import links
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.platform.desk import queries
from marketplace.platform.desk.first_steps import first_steps, put_steps_away
from marketplace.platform.desk.next_payout import shop_money
from marketplace.platform.desk.queries import DaySold
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import money_short
from marketplace.web.pages import NavItem, may, page

room = SELLER.room("desk")


@dataclass(frozen=True)
class Waits:
    """A sentence with where it leads."""

    count: int
    text: str
    url: str
    urgent: bool


def _waiting(work: Work) -> list[Waits]:
    return [
        Waits(count, todo.say(count), url_for(todo.endpoint, **todo.arguments), todo.urgent)
        for todo, count in queries.waiting(work)
        if count
    ]


@dataclass(frozen=True)
class StepShown:
    """A step to the first sale; `url` leads to where it is done, for whoever may do it now."""

    label: str
    missing: str
    done: bool
    url: str | None


def _steps(work: Work) -> list[StepShown]:
    here = request.endpoint
    return [
        StepShown(
            str(step.label), str(step.missing), done,
            url_for(step.endpoint) if may(step.permission) and step.endpoint != here else None,
        )
        for step, done in first_steps(work)
    ]  # fmt: skip


@room.post("/primeros-pasos/guardar")
@requires(put_steps_away)
def put_away(work: Work) -> object:
    """Have the list of first steps leave the first page."""
    put_steps_away(work)
    flash(_("Quitamos la lista de primeros pasos."), "success")
    return redirect(url_for(".today"))


@room.get("/")
@requires(May.VIEW_SHOP)
def today(work: Work) -> str:
    """What must I do today, and when does the money come."""
    sold = queries.sold_by_day(work) if may(May.VIEW_MONEY) else []
    return page(
        "platform/desk/seller/today.html",
        shop=own_shop(work),
        steps=_steps(work),
        todos=_waiting(work),
        told=shop_money(work) if may(May.VIEW_MONEY) else None,
        sold=sold,
        chart=_chart(sold),
        best=max(sold, key=lambda one: one.total_minor, default=None),
        whole=sum(one.total_minor for one in sold),
        left=sum(one.net_minor for one in sold),
    )


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, in a drawing 706 wide and 162 high."""

    x: int
    y: int
    height: int
    label: str
    value: str


def _chart(sold: list[DaySold]) -> list[Bar]:
    most = max((one.total_minor for one in sold), default=0) or 1
    bars = []
    for position, one in enumerate(sold):
        height = round(110 * one.total_minor / most)
        label = str(one.day.day)
        bars.append(Bar(position * 50 + 6, 130 - height, height, label, money_short(one.total_minor)))
    return bars


def _nav() -> list[NavItem]:
    here = request.endpoint or ""
    room_here = here.partition(".")[0]
    return [
        NavItem(
            str(link.label),
            url_for(link.endpoint),
            active=here in link.pages or room_here == link.endpoint.partition(".")[0],
        )
        for link in links(May)
        if may(link.permission)
    ]


@room.app_context_processor
def _side() -> dict[str, Any]:
    return {"nav": _nav(), "seat": g.seat, "my_shops": g.seats} if g.get("seat") else {}
