"""Verbs on tax papers: drawing up a month's, sealing one, and what whoever stamps told of it."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.cfdi.building import WrongPaper
from marketplace.money.cfdi.drawing import amounts_of, lack_of, receiver_of, write_paper
from marketplace.money.cfdi.errors import NoSuchPaper, NothingToDraw
from marketplace.money.cfdi.events import PaperDrawn
from marketplace.money.cfdi.figures import tax_month
from marketplace.money.cfdi.gateways import Stamped
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import PAPER_NEXT, PaperKind, PaperState, Party, check_party
from marketplace.money.cfdi.signing import find_seal, issuer_of
from marketplace.people.accounts import get_domicile
from marketplace.people.sellers import set_tax_register
from marketplace.people.sellers.models import Shop, ShopTax


def draw_month(work: Work, tenant_id: UUID, month: date) -> list[UUID]:
    """Draw up the papers that a shop's month needs and has not; gives those that are new. Again makes nothing."""
    receiver = receiver_in(work, tenant_id)
    made = list[UUID]()
    for kind, amounts in amounts_of(tax_month(work, tenant_id, month)).items():
        paper = TaxPaper(
            tenant_id=tenant_id, id=new_id(), kind=kind, month=month, correction=0, state=PaperState.DRAFTED,
            folio=new_code(), receiver_rfc=receiver.rfc, receiver_name=receiver.name, drawn_at=work.now, tried_at=work.now,
            attempt=0, is_test=False, **vars(amounts),
        )  # fmt: skip
        try:
            with work.attempt():
                work.session.add(paper)
                work.session.flush()
        except IntegrityError:
            continue  # it was drawn up before
        made.append(paper.id)
        work.tell(PaperDrawn(tenant_id, paper.id))
    return made


def receiver_in(work: Work, tenant_id: UUID) -> Party:
    """How papers name a shop, as it stands now."""
    shop = work.session.get_one(Shop, (tenant_id, tenant_id))
    tax = work.session.get(ShopTax, (tenant_id, tenant_id))
    return receiver_of(shop, tax, work.site.settings.cfdi_postal_code)


def seal_paper(work: Work, paper: TaxPaper) -> None:
    """Seal a locked draft, or note what it lacks. Its amounts are frozen by it; until then they are what the books say."""
    if paper.state != PaperState.DRAFTED:
        return
    figures, receiver = tax_month(work, paper.tenant_id, paper.month), receiver_in(work, paper.tenant_id)
    settings, paper.tried_at = work.site.settings, work.now
    seal = find_seal(settings)
    paper.lack = lack_of(work, paper, figures, receiver, seal)
    if paper.lack is not None or seal is None:
        return
    for name, minor in vars(amounts_of(figures)[PaperKind(paper.kind)]).items():
        setattr(paper, name, minor)
    paper.receiver_rfc, paper.receiver_name = receiver.rfc, receiver.name
    try:
        xml = write_paper(work, paper, figures, issuer_of(settings), receiver, seal)
    except WrongPaper as error:
        transition(paper, PaperState.REFUSED, PAPER_NEXT)
        paper.refusal = str(error)[:500]
        return
    transition(paper, PaperState.SIGNED, PAPER_NEXT)
    paper.sealed_at, paper.attempt, paper.is_test = work.now, paper.attempt + 1, seal.is_test
    _keep(paper, xml)


def _keep(paper: TaxPaper, xml: bytes) -> None:
    paper.xml, paper.sha256 = xml.decode("utf-8"), hashlib.sha256(xml).hexdigest()


def ask_stamp(work: Work, paper: TaxPaper) -> tuple[str, bytes, bool]:
    """Note that whoever stamps is asked for a locked, sealed paper; gives its key, its XML, and whether it was asked before."""
    before, paper.asked_at, paper.tried_at = paper.asked_at is not None, work.now, work.now
    if paper.state == PaperState.SIGNED:
        transition(paper, PaperState.STAMPING, PAPER_NEXT)
    return paper.key, (paper.xml or "").encode(), before


def note_stamped(work: Work, tenant_id: UUID, paper_id: UUID, stamped: Stamped, *, is_test: bool) -> None:
    """Take the stamp of a paper; twice is once."""
    paper = work.session.lock_row(TaxPaper, (tenant_id, paper_id))
    if paper.state != PaperState.STAMPING:
        return
    transition(paper, PaperState.STAMPED, PAPER_NEXT)
    paper.uuid, paper.stamped_at, paper.is_test = stamped.uuid, stamped.at, paper.is_test or is_test
    _keep(paper, stamped.xml)
    work.audit("cfdi.stamp", f"paper:{paper.id}", tenant_id=tenant_id, paper=paper.kind, month=f"{paper.month:%Y-%m}")


def note_refused(work: Work, tenant_id: UUID, paper_id: UUID, why: str) -> None:
    """Take that a paper was not stamped, and why; people look at it."""
    paper = work.session.lock_row(TaxPaper, (tenant_id, paper_id))
    if paper.state != PaperState.STAMPING:
        return
    transition(paper, PaperState.REFUSED, PAPER_NEXT)
    paper.refusal = why[:500]


def note_cancelled(work: Work, tenant_id: UUID, paper_id: UUID) -> None:
    """Take that a paper was cancelled, for which another one stands; twice is once."""
    paper = work.session.lock_row(TaxPaper, (tenant_id, paper_id))
    if paper.state == PaperState.STAMPED:
        transition(paper, PaperState.CANCELLED, PAPER_NEXT)
        paper.cancelled_at = work.now


@verb(needs=StaffMay.PAY_SHOPS)
def draw_again(work: Work, paper_id: UUID) -> TaxPaper:
    """Draw up a paper anew that was refused; or, of one that is stamped, another one in its place, after which it is cancelled.

    Raises NoSuchPaper, NothingToDraw for one that is still on its way, was cancelled, or has one that follows it.
    """
    paper = work.session.find(select(TaxPaper).where(TaxPaper.id == paper_id), lock=True)
    if paper is None:
        raise NoSuchPaper
    if paper.state == PaperState.STAMPED:
        paper = _replace(work, paper)
    elif paper.state == PaperState.REFUSED:
        transition(paper, PaperState.DRAFTED, PAPER_NEXT)
        paper.refusal = paper.asked_at = paper.sealed_at = paper.xml = paper.sha256 = None
    elif paper.state != PaperState.DRAFTED:
        raise NothingToDraw
    work.audit(
        "cfdi.draw_again",
        f"paper:{paper.id}",
        tenant_id=paper.tenant_id,
        paper=paper.kind,
        month=f"{paper.month:%Y-%m}",
    )
    work.tell(PaperDrawn(paper.tenant_id, paper.id))
    return paper


def _replace(work: Work, paper: TaxPaper) -> TaxPaper:
    """Both locks of two people who draw at once are of the same row: the second finds what the first made."""
    latest = select(func.max(TaxPaper.correction)).where(
        TaxPaper.tenant_id == paper.tenant_id, TaxPaper.kind == paper.kind, TaxPaper.month == paper.month
    )
    if work.session.scalar(latest) != paper.correction:
        raise NothingToDraw
    other = TaxPaper(
        tenant_id=paper.tenant_id, id=new_id(), kind=paper.kind, month=paper.month, correction=paper.correction + 1,
        state=PaperState.DRAFTED, net_minor=paper.net_minor, iva_minor=paper.iva_minor,
        isr_withheld_minor=paper.isr_withheld_minor, iva_withheld_minor=paper.iva_withheld_minor, folio=new_code(),
        receiver_rfc=paper.receiver_rfc, receiver_name=paper.receiver_name, drawn_at=work.now, tried_at=work.now,
        attempt=0, is_test=False, replaces_id=paper.id,
    )  # fmt: skip
    work.session.add(other)
    work.session.flush()
    return other


@verb(needs=May.MANAGE_PAYOUT)
def tell_register(work: Work, *, regime: str, postal_code: str) -> None:
    """Say under which régimen, and at which postal code, the SAT has the shop; papers of later name it so.

    Raises UnknownPostalCode, NoSuchRegime, RegimeDoesNotFit.
    """
    get_domicile(work, postal_code)
    receiver = receiver_in(work, work.tenant_id)
    check_party(Party(receiver.rfc, receiver.name, postal_code, regime))
    set_tax_register(work, regime=regime, postal_code=postal_code)
    lacking = select(TaxPaper).where(TaxPaper.tenant_id == work.tenant_id, TaxPaper.state == PaperState.DRAFTED)
    for paper in work.session.scalars(lacking).all():
        work.tell(PaperDrawn(paper.tenant_id, paper.id))
