"""Invoices of sales as CFDI: drafts that the shop has sealed and stamped elsewhere, and what it brings back, compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import structlog

from marketplace.goods.catalog import check_sat_keys, sat_key_of, sat_unit_of
from marketplace.money import cfdi
from marketplace.money.cfdi import (
    CfdiKind,
    Comprobante,
    Concept,
    GlobalPeriod,
    Paper,
    Party,
    Relation,
    RelationKind,
    Seal,
)
from marketplace.money.payments import Funding, Method
from marketplace.trade.invoices.errors import (
    DraftNotTaken,
    NotRelated,
    NotStamped,
    OnlyATest,
    OtherCurrency,
    OtherIssuer,
    OtherKind,
    OtherReceiver,
    OtherTotal,
    SealBroken,
)
from marketplace.trade.invoices.rules import InvoiceKind, LeftLine, ShopService, TaxData, base_and_tax

_log = structlog.get_logger(__name__)
# c_ClaveProdServ: postal services of parcels and couriers; services of packing
_SERVICES = {ShopService.WAY: ("78102200", "Envío"), ShopService.WRAP: ("78121502", "Envoltura para regalo")}
_SERVICE, _ACT = "E48", "ACT"  # c_ClaveUnidad: a unit of service, an activity
_GIVEN_BACK = "84111506"  # what credit notes are of (Anexo 20, guide of CFDI 4.0, appendix 5)
_OPERATION = "01010101"  # what global invoices are of (RMF 2.7.1.21; guide of the global CFDI)
_MONTHLY = "04"  # c_Periodicidad
_RETURNED = "G02"  # c_UsoCFDI
# c_UsoCFDI, but for those of payrolls and of payments of other invoices.
OFFERED_USES = tuple(key for key in cfdi.USES if key not in ("CP01", "CN01"))
_KINDS = {InvoiceKind.SALE: CfdiKind.INCOME, InvoiceKind.CREDIT: CfdiKind.CREDIT}
_CORRECTS = (RelationKind.CREDIT_NOTE, RelationKind.GOODS_BACK)
_SEAL = re.compile(rb' (?:Sello|Certificado|NoCertificado)="[^"]*"')


_CARD, _TRANSFER = "04", "03"
_FORMS: Mapping[str, str] = {Method.OXXO: "01", Method.SPEI: _TRANSFER, Funding.CREDIT: _CARD, Funding.DEBIT: "28"}


def payment_form(paid_by: str) -> str:
    """Give the c_FormaPago (Anexo 20, catCFDI) of how an order was paid: 01 cash, at a till of OXXO; 03 electronic transfer;
    04 credit card; 28 debit card. Of a card of which the provider did not say whose money it pays with, 04: the shop looks
    it over before it seals."""
    return _FORMS.get(paid_by, _CARD)


def back_form(paid_by: str) -> str:
    """Give the c_FormaPago of how money goes back: as it came, and by transfer what came in cash."""
    form = payment_form(paid_by)
    return _TRANSFER if form == _FORMS[Method.OXXO] else form


def check_party(data: TaxData) -> None:
    """Refuse a régimen that the RFC cannot have. Raises what `money.cfdi` does."""
    cfdi.check_party(Party(data.rfc, data.name, data.postal_code, data.regime))


def check_use(data: TaxData) -> None:
    """Refuse a use that does not go with the régimen. Raises what `money.cfdi` does."""
    cfdi.check_use(data.use, data.regime)


@dataclass(frozen=True)
class Expected:
    """What the XML that answers a request must say; `corrects` is the folio of the invoice that a credit note is about."""

    kind: InvoiceKind
    issuer_rfc: str
    receiver_rfc: str
    total_minor: int
    corrects: str | None = None
    takes_tests: bool = True  # papers that nobody's seal or stamp stands on; not where real money is taken


@dataclass(frozen=True)
class Answer:
    """An XML that a shop brought: what it says, and as it came."""

    paper: Paper
    xml: str


def read_answer(data: bytes) -> Answer:
    """Read an XML that a shop brought; it takes its time, and holds no lock. Raises NoStamp, NotACfdi, ExtraMissing."""
    return Answer(cfdi.read_cfdi(data), data.decode())


def check_answer(paper: Paper, expected: Expected) -> str:
    """Compare what a shop brought with what was asked for; gives its fiscal folio.

    Raises NotStamped, SealBroken, OnlyATest, OtherKind, OtherIssuer, OtherReceiver, OtherCurrency, OtherTotal, NotRelated.
    Whether the tax office knows it is not asked.
    """
    if paper.uuid is None:
        raise NotStamped
    if not paper.is_sealed:
        raise SealBroken
    if paper.is_test and not expected.takes_tests:
        raise OnlyATest
    asked = _KINDS[expected.kind]
    if paper.kind != asked:
        raise OtherKind(found=paper.kind, asked=asked.value)
    if paper.issuer.rfc != expected.issuer_rfc:
        raise OtherIssuer(found=paper.issuer.rfc, asked=expected.issuer_rfc)
    if paper.receiver.rfc != expected.receiver_rfc:
        raise OtherReceiver(found=paper.receiver.rfc, asked=expected.receiver_rfc)
    if paper.currency != "MXN":
        raise OtherCurrency(found=paper.currency)
    if paper.total_minor != expected.total_minor:
        raise OtherTotal(found=f"{cfdi.pesos(paper.total_minor):,}", asked=f"{cfdi.pesos(expected.total_minor):,}")
    if expected.corrects and not _is_about(paper.relations, expected.corrects):
        raise NotRelated(asked=expected.corrects)
    return paper.uuid


def _is_about(relations: Iterable[Relation], uuid: str) -> bool:
    return any(one.kind in _CORRECTS and uuid in one.uuids for one in relations)


class _NoSeal:
    """Stands where a seal would, in a draft. What it writes is taken out again."""

    number = "0" * 20
    certificate_text = ""

    def sign(self, _text: str) -> str:
        return ""


def write_draft(paper: Comprobante) -> bytes:
    """Write a paper that the schema takes but for its seal, which it has none of. Raises ExtraMissing, DraftNotTaken."""
    try:
        return _SEAL.sub(b"", cfdi.write_cfdi(paper, cast(Seal, _NoSeal())))
    except cfdi.WrongPaper as error:
        _log.warning("draft_not_taken", faults=str(error)[:500])
        raise DraftNotTaken from error


def party_of(rfc: str, name: str, postal_code: str, regime: str | None = None) -> Party:
    """Write somebody as the tax office's register does. Of a shop the régimen is that of who sells through platforms, or of
    companies: it looks it over before it seals."""
    return Party(rfc, cfdi.sat_name(name, rfc), postal_code, regime or ("625" if len(rfc) == cfdi.PERSON else "601"))


def _receiver(data: TaxData) -> Party:
    return party_of(data.rfc, data.name, data.postal_code, data.regime)


def sale_paper(
    issuer: Party, data: TaxData, lines: Iterable[LeftLine], *, paid_by: str, folio: str, at: datetime
) -> Comprobante:
    """Say the invoice of what is left of an order, line by line. Raises UnknownSatKey, UnknownSatUnit."""
    return Comprobante(
        CfdiKind.INCOME, issuer, _receiver(data), data.use, tuple(_concept(line) for line in lines), at,
        folio=folio, payment_form=payment_form(paid_by),
    )  # fmt: skip


def _concept(line: LeftLine) -> Concept:
    base, tax = base_and_tax(line.gross_minor, line.iva_bp)
    if line.service is not None:
        key, name = _SERVICES[line.service]
        return Concept(key, _SERVICE, name, base, line.iva_bp, iva_minor=tax)
    key, unit = sat_key_of(line.category, line.sat_key), sat_unit_of(line.sat_unit)
    check_sat_keys(key, unit)
    return Concept(key, unit, line.name, base, line.iva_bp, line.quantity, iva_minor=tax, number=line.sku)


def credit_paper(
    issuer: Party,
    data: TaxData,
    by_rate: Mapping[int, int],
    *,
    corrects: str,
    goods_back: bool,
    paid_by: str,
    folio: str,
    at: datetime,
) -> Comprobante:
    """Say the credit note (egreso) of what went back of an invoice, by rate of IVA, in centavos with tax."""
    concepts = []
    for rate, gross in by_rate.items():
        base, tax = base_and_tax(gross, rate)
        concepts.append(Concept(_GIVEN_BACK, _ACT, "Devolución", base, rate, iva_minor=tax))
    kind = RelationKind.GOODS_BACK if goods_back else RelationKind.CREDIT_NOTE
    use = _RETURNED if _RETURNED in cfdi.uses_for(data.regime) else cfdi.NO_EFFECTS
    return Comprobante(
        CfdiKind.CREDIT, issuer, _receiver(data), use, tuple(concepts), at, folio=folio, payment_form=back_form(paid_by),
        relations=(Relation(kind, (corrects,)),),
    )  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """An order in a global invoice, of one rate of IVA; in centavos."""

    code: str
    iva_bp: int
    base_minor: int
    tax_minor: int


def global_paper(
    issuer: Party, month: date, operations: Iterable[Operation], *, paid_by: str, at: datetime
) -> Comprobante:
    """Say a month's global invoice (RMF 2.7.1.21): one concept for each order, and for each rate in it.

    `paid_by`: how the largest of them was paid, which stands for all (guide of the global CFDI, "FormaPago").
    """
    concepts = tuple(
        Concept(_OPERATION, _ACT, "Venta", one.base_minor, one.iva_bp, iva_minor=one.tax_minor, number=one.code)
        for one in operations
    )
    public = Party(cfdi.ANYBODY, cfdi.PUBLIC, issuer.postal_code, cfdi.NO_DUTIES)
    period = GlobalPeriod(_MONTHLY, f"{month.month:02}", month.year)
    return Comprobante(
        CfdiKind.INCOME,
        issuer,
        public,
        cfdi.NO_EFFECTS,
        concepts,
        at,
        payment_form=payment_form(paid_by),
        global_period=period,
    )
