"""What the house knows of tax papers."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import FirstStep, Module, NavLink, StaffTodo, any_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.money.cfdi import jobs, queries
from marketplace.money.cfdi.datamap import KEEPS
from marketplace.money.cfdi.events import PaperDrawn, TaxMonthOver
from marketplace.money.cfdi.web import api, seller, staff, words
from marketplace.people.sellers.models import ShopTax

MODULE = Module(
    name="cfdi",
    rooms=(seller.room, staff.room),
    api=(api.room,),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={
        "paper_kind": words.paper_kind_label,
        "paper_state": words.paper_state_label,
        "paper_lack": words.paper_lack_label,
        "regime": words.regime_label,
        "cfdi_use": words.use_label,
    },
    reactions=(
        Reaction("draw_papers", TaxMonthOver, Lane.BULK, inside=jobs.draw_papers),
        Reaction("stamp_paper", PaperDrawn, Lane.BULK, outside=jobs.stamp_paper),
    ),
    clock=(
        ClockJob("call_tax_months", timedelta(hours=6), Lane.BULK, jobs.call_tax_months),
        ClockJob("try_papers_again", timedelta(hours=1), Lane.BULK, jobs.try_again),
    ),
    nav=(NavLink(114, _l("Facturas y constancias"), "cfdi_staff.index", StaffMay.VIEW_BOOKS),),
    staff_todos=(
        StaffTodo(
            46, lambda work: (queries.count_stuck(work), 0), words.say_stuck, "cfdi_staff.index", StaffMay.PAY_SHOPS,
        ),
    ),
    steps=(
        FirstStep(
            80, _l("Tu régimen fiscal, para facturar"), _l("Dilo como está en tu constancia."),
            lambda work: any_own(work, ShopTax, ShopTax.regime.is_not(None)), "cfdi_seller.index", May.MANAGE_PAYOUT,
        ),
    ),
    keeps=KEEPS,
)  # fmt: skip
