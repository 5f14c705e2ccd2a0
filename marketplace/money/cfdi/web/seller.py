"""A shop's tax papers: by month, each as XML and for paper; the certificate of what was withheld; how the SAT has the shop."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, g, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.money.cfdi import queries, service
from marketplace.money.cfdi.errors import NoSuchPaper
from marketplace.money.cfdi.extra import cfdi_is_installed
from marketplace.money.cfdi.gateways import get_pac
from marketplace.money.cfdi.rules import ANYBODY
from marketplace.money.cfdi.signing import issuer_of
from marketplace.money.cfdi.web.forms import RegisterForm, register_form
from marketplace.money.cfdi.web.printing import print_certificate, print_paper
from marketplace.money.ledger import withheld_by_month
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import month_name
from marketplace.web.pages import page

room = SELLER.room("cfdi")


def _show(work: Work, form: RegisterForm | None = None) -> Any:
    receiver = service.receiver_in(work, work.tenant_id)
    said = form or register_form(receiver.rfc, regime=receiver.regime, postal_code=receiver.postal_code)
    months: dict[date, list[Any]] = {}
    for paper in queries.papers_of(work):
        months.setdefault(paper.month, []).append(paper)
    withheld = withheld_by_month(work)
    return page(
        "money/cfdi/seller/papers.html",
        months=months,
        withheld=withheld,
        years=sorted({month.year for month in withheld}, reverse=True),
        month_name=month_name,
        form=said,
        refused=form is not None,
        has_rfc=receiver.rfc != ANYBODY,
        is_installed=cfdi_is_installed(),
        nobody_stamps=get_pac() is None,
    ), 422 if form else 200


@room.get("/dinero/facturas")
@requires(May.VIEW_MONEY)
def index(work: Work) -> object:
    """The papers of each month, and how the SAT has the shop."""
    return _show(work)


@room.post("/dinero/facturas")
@requires(service.tell_register)
def tell(work: Work) -> object:
    """Say how the SAT has the shop."""
    receiver = service.receiver_in(work, work.tenant_id)
    form = register_form(receiver.rfc, regime=receiver.regime, postal_code=receiver.postal_code)
    if not form.carry_out(
        work, lambda: service.tell_register(work, regime=form.regime.data, postal_code=form.postal_code.data)
    ):
        return _show(work, form)
    flash(_("Guardado. Los siguientes comprobantes ya salen así."), "success")
    return redirect(url_for(".index"))


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.seat.slug}-{name}"'
    return answer


@room.get("/dinero/facturas/<uuid:paper_id>.xml")
@requires(May.VIEW_MONEY)
def xml(work: Work, paper_id: UUID) -> Response:
    """A paper itself, as it was sealed or stamped."""
    paper = queries.get_paper(work, paper_id)
    if paper.xml is None:
        raise NoSuchPaper
    return _file(paper.xml.encode(), "application/xml", f"{paper.kind}-{paper.month:%Y-%m}.xml")


@room.get("/dinero/facturas/<uuid:paper_id>.pdf")
@requires(May.VIEW_MONEY)
def pdf(work: Work, paper_id: UUID) -> Response:
    """A paper for paper."""
    paper = queries.get_paper(work, paper_id)
    data = print_paper(paper, issuer_of(site().settings))
    return _file(data, "application/pdf", f"{paper.kind}-{paper.month:%Y-%m}.pdf")


@room.get("/dinero/constancias/<period>.pdf")
@requires(May.VIEW_MONEY)
def certificate(work: Work, period: str) -> Response:
    """What was withheld in a month ("2026-10") or a year ("2026"), for paper."""
    if not re.fullmatch(r"\d{4}(-\d\d)?", period, re.ASCII):
        raise NoSuchPaper
    months = {month: one for month, one in withheld_by_month(work).items() if f"{month:%Y-%m}".startswith(period)}
    if not months:
        raise NoSuchPaper
    receiver = service.receiver_in(work, work.tenant_id)
    data = print_certificate(
        months,
        queries.retentions_of(work, int(period[:4])),
        name=receiver.name,
        rfc="" if receiver.rfc == ANYBODY else receiver.rfc,
        issuer=issuer_of(site().settings),
    )
    return _file(data, "application/pdf", f"constancia-{period}.pdf")
