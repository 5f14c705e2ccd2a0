"""Draws up the papers of a shop's month: from figures to what is written. No state changes here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import month_of, night_of
from marketplace.kernel.work import Work
from marketplace.money.cfdi.building import WrongPaper, write_cfdi, write_retention
from marketplace.money.cfdi.extra import cfdi_is_installed
from marketplace.money.cfdi.figures import DayOfFees, TaxMonth
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import (
    ANYBODY,
    COMPANY,
    FOREIGNER,
    NO_DUTIES,
    NO_EFFECTS,
    USES,
    CfdiKind,
    Comprobante,
    Concept,
    Lack,
    PaperKind,
    PaperState,
    Party,
    Relation,
    RelationKind,
    Retention,
    WrongIva,
    fit_iva,
    regimes_for,
    sat_name,
)
from marketplace.money.cfdi.signing import Seal
from marketplace.money.ledger import EntryKind
from marketplace.money.taxes import Goods, law_at, published_rates
from marketplace.people.sellers.models import Shop, ShopTax

# Papers are the tax office's, and in its language whoever reads them: these words are not translated.
_SAID = {
    EntryKind.COMMISSION: ("80141628", "Comisión por ventas", "Devolución de comisión por ventas"),
    EntryKind.PROCESSING: ("84141602", "Procesamiento de pagos", "Devolución de procesamiento de pagos"),
    EntryKind.INSTALMENTS: ("84141602", "Meses sin intereses", "Devolución de meses sin intereses"),
}
_SERVICE = "E48"  # c_ClaveUnidad: unit of service
_SET_OFF = "17"  # c_FormaPago, "compensación": taken of what the shop sold
_PERSONS, _COMPANIES = "625", "601"  # what most have; a shop that has another says so
_SERIES = {PaperKind.COMMISSION: "C", PaperKind.COMMISSION_BACK: "D"}


@dataclass(frozen=True)
class Amounts:
    """What a paper comes to, in centavos."""

    net_minor: int
    iva_minor: int
    isr_withheld_minor: int = 0
    iva_withheld_minor: int = 0


def amounts_of(figures: TaxMonth) -> dict[PaperKind, Amounts]:
    """Say which papers a month needs, with what each comes to."""
    found = {
        PaperKind.COMMISSION: _fees(figures.charged),
        PaperKind.COMMISSION_BACK: _fees(figures.back),
        PaperKind.RETENTION: Amounts(
            figures.net_minor, figures.iva_minor, figures.isr_minor, figures.iva_withheld_minor
        ),
    }
    nothing = Amounts(0, 0)
    return {kind: amounts for kind, amounts in found.items() if amounts != nothing}


def _fees(days: Sequence[DayOfFees]) -> Amounts:
    return Amounts(sum(one.net_minor for one in days), sum(one.iva_minor for one in days))


def receiver_of(shop: Shop, tax: ShopTax | None, place: str) -> Party:
    """How papers name a shop; `place` is where they are issued, which stands for the domicile of who has no RFC."""
    name = tax.legal_name if tax else shop.owner_name
    if tax is None or not tax.rfc or tax.rfc in (ANYBODY, FOREIGNER):
        return Party(ANYBODY, sat_name(name, ANYBODY), place, NO_DUTIES)
    usual = _COMPANIES if len(tax.rfc) == COMPANY else _PERSONS
    return Party(tax.rfc, sat_name(name, tax.rfc), tax.postal_code or shop.postal_code, tax.regime or usual)


def lack_of(work: Work, paper: TaxPaper, figures: TaxMonth, receiver: Party, seal: Seal | None) -> Lack | None:
    """Say what a draft lacks to be sealed; None where nothing."""
    if not cfdi_is_installed():
        return Lack.EXTRA
    if seal is None:
        return Lack.SEAL
    if receiver.regime not in regimes_for(receiver.rfc):
        return Lack.REGIME
    if paper.kind == PaperKind.RETENTION:
        return _lack_of_retention(figures, receiver)
    if paper.kind == PaperKind.COMMISSION_BACK and any(
        one.state != PaperState.STAMPED for one in _earlier(work, paper, figures)
    ):
        return Lack.EARLIER
    return None


def _lack_of_retention(figures: TaxMonth, receiver: Party) -> Lack | None:
    if receiver.rfc == ANYBODY:
        return Lack.RFC
    amounts = (figures.isr_minor, figures.iva_withheld_minor, figures.net_minor)
    services = (min(one.net_minor, one.iva_minor) for one in figures.services)
    return Lack.MORE_BACK if min(*amounts, *services, 0) < 0 or not figures.services else None


def _earlier(work: Work, paper: TaxPaper, figures: TaxMonth) -> Sequence[TaxPaper]:
    """The papers of the months in which was charged what is given back; of each month the one that stands."""
    months = {one.sold for one in figures.back}
    found = work.session.scalars(
        select(TaxPaper)
        .where(
            TaxPaper.tenant_id == paper.tenant_id,
            TaxPaper.kind == PaperKind.COMMISSION,
            TaxPaper.month.in_(months),
            TaxPaper.state != PaperState.CANCELLED,
        )
        .order_by(TaxPaper.month, TaxPaper.correction)
    )
    return list({one.month: one for one in found}.values())


def write_paper(work: Work, paper: TaxPaper, figures: TaxMonth, issuer: Party, receiver: Party, seal: Seal) -> bytes:
    """Write a paper's XML and seal it, dated now. Raises WrongPaper for what the schema does not take."""
    try:
        if paper.kind == PaperKind.RETENTION:
            return write_retention(_retention(work, paper, figures, issuer, receiver), seal)
        return write_cfdi(_comprobante(work, paper, figures, issuer, receiver), seal)
    except WrongIva as error:
        raise WrongPaper(str(error)) from error


def _comprobante(work: Work, paper: TaxPaper, figures: TaxMonth, issuer: Party, receiver: Party) -> Comprobante:
    kind = PaperKind(paper.kind)
    is_back = kind is PaperKind.COMMISSION_BACK
    law = law_at(published_rates(work), night_of(month_of(paper.month)[1]))
    relations = list[Relation]()
    if is_back and (uuids := tuple(one.uuid for one in _earlier(work, paper, figures) if one.uuid)):
        relations.append(Relation(RelationKind.CREDIT_NOTE, uuids))
    if paper.replaces_id and (replaced := replaced_uuid(work, paper.tenant_id, paper.replaces_id)):
        relations.append(Relation(RelationKind.REPLACES, (replaced,)))
    use = "G02" if is_back else "G03"
    return Comprobante(
        kind=CfdiKind.CREDIT if is_back else CfdiKind.INCOME,
        issuer=issuer,
        receiver=receiver,
        use=use if receiver.rfc != ANYBODY and receiver.regime in USES[use] else NO_EFFECTS,
        concepts=tuple(
            _concepts(figures.back if is_back else figures.charged, law.iva(Goods.GENERAL).rate_bp, is_back)
        ),
        at=work.now,
        series=_SERIES[kind],
        folio=paper.folio,
        payment_form=_SET_OFF,
        relations=tuple(relations),
    )


def replaced_uuid(work: Work, tenant_id: UUID, paper_id: UUID) -> str | None:
    """The number at the SAT of a paper that another one replaces."""
    return work.session.get_one(TaxPaper, (tenant_id, paper_id)).uuid


def _concepts(days: Iterable[DayOfFees], rate_bp: int, is_back: bool) -> Iterable[Concept]:
    for one in days:
        key, said, said_back = _SAID[one.kind]
        text = f"{said_back if is_back else said}, {_day(one.on)}"
        for base, iva in fit_iva(one.net_minor, one.iva_minor, rate_bp):
            yield Concept(key, _SERVICE, text, base, rate_bp, iva_minor=iva)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _retention(work: Work, paper: TaxPaper, figures: TaxMonth, issuer: Party, receiver: Party) -> Retention:
    tax = work.session.get_one(ShopTax, (paper.tenant_id, paper.tenant_id))
    return Retention(
        issuer=issuer,
        receiver=receiver,
        curp=tax.curp or "",
        month=paper.month,
        at=work.now,
        folio=paper.folio,
        net_minor=figures.net_minor,
        iva_minor=figures.iva_minor,
        exempt_minor=0,
        isr_minor=figures.isr_minor,
        iva_withheld_minor=figures.iva_withheld_minor,
        fee_minor=sum(one.net_minor for one in figures.charged),
        services=figures.services,
    )
