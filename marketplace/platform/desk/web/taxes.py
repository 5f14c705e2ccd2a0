"""What was withheld from a shop, month by month, for its own return; and the state's monthly report, for staff."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, g, request
from flask_babel import gettext as _

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.work import Work
from marketplace.money.ledger import withheld_by_month
from marketplace.platform.desk import tax_report
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER, STAFF
from marketplace.web.formatting import month_name
from marketplace.web.pages import page
from marketplace.web.spreadsheets import answer_table

room = SELLER.room("desk_taxes")
staff_room = STAFF.room("desk_taxes")
_MONTHS = 24


@room.get("/dinero/retenciones")
@requires(May.VIEW_MONEY)
def withheld(work: Work) -> str:
    """Each month: what was sold, and the ISR and IVA withheld of it, which the shop credits in its own return."""
    return page("platform/desk/seller/withheld.html", rows=withheld_by_month(work), month_name=month_name)


@room.get("/dinero/retenciones/archivo")
@requires(May.VIEW_MONEY)
def file(work: Work) -> Response:
    """The same months for spreadsheets. Amounts in pesos."""
    heads = (
        _("Mes"), _("Vendido"), _("Devuelto"), _("ISR retenido, acreditable"), _("IVA retenido, acreditable"),
        _("IVA de lo que cobró Tianguis"),
    )  # fmt: skip
    rows = [
        (f"{month:%Y-%m}", *(f"{minor / 100:.2f}" for minor in amounts))
        for month, one in withheld_by_month(work).items()
        for amounts in [(one.sold_minor, one.refunded_minor, one.isr_minor, one.iva_minor, one.iva_on_fees_minor)]
    ]
    return answer_table([heads, *rows], f"{g.seat.slug}-retenciones")


@staff_room.get("/finanzas/informe")
@requires(StaffMay.VIEW_BOOKS)
def report(work: Work) -> str:
    """Of a month, what the report comes to and what is missing in it; nothing of anybody's keys."""
    month = _month(work, request.args.get("mes", ""))
    return page(
        "platform/desk/staff/tax_report.html",
        rows=tax_report.reported(work, month),
        month=month,
        months=_months(work),
        month_name=month_name,
    )


@staff_room.post("/finanzas/informe")
@requires(tax_report.write_report, fresh=True)
def take_report(work: Work) -> Response:
    """The report itself, with everybody's keys and accounts; who took it is written down."""
    month = _month(work, request.form.get("mes", ""))
    answer = Response(tax_report.write_report(work, month), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="informe-18-J-{month:%Y-%m}.csv"'
    return answer


def _months(work: Work) -> list[date]:
    """The months to choose from, the last that is over first."""
    months = [mexican_day(work.now).replace(day=1)]
    while len(months) < _MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _month(work: Work, name: str) -> date:
    """The month of a name; the last that is over where it is none that can be chosen."""
    months = _months(work)
    return next((month for month in months if f"{month:%Y-%m}" == name), months[1])
