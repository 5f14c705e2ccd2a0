"""What a CFDI says, as plain values: who, to whom, what, with which IVA. And which régimen and use go together.

Amounts are whole centavos. What they are in XML is `building.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from marketplace.kernel.money import BASIS, share, split
from marketplace.money.cfdi.errors import NoSuchRegime, NoSuchUse, RegimeDoesNotFit, UseDoesNotFit

ANYBODY = "XAXX010101000"  # the RFC of whoever has none (RMF 2.7.1.21)
FOREIGNER = "XEXX010101000"
PUBLIC = "PUBLICO EN GENERAL"  # the receiver of a global paper, letter by letter
NO_DUTIES, NO_EFFECTS = "616", "S01"  # the régimen and the use that go with both

_MOST_PARTS = 1000
_LONGEST_NAME = 300  # letters of a receiver's in the schema
PERSON, COMPANY = 13, 12  # characters of an RFC

# c_RegimenFiscal of Anexo 20 (catCFDI), columns "Física" and "Moral", those in force: by the lengths of the RFCs they are for.
REGIMES: Mapping[str, tuple[int, ...]] = {
    "601": (COMPANY,), "603": (COMPANY,), "605": (PERSON,), "606": (PERSON,), "607": (PERSON,), "608": (PERSON,),
    "610": (PERSON, COMPANY), "611": (PERSON,), "612": (PERSON,), "614": (PERSON,), "615": (PERSON,), "616": (PERSON,),
    "620": (COMPANY,), "621": (PERSON,), "622": (COMPANY,), "623": (COMPANY,), "624": (COMPANY,), "625": (PERSON,),
    "626": (PERSON, COMPANY),
}  # fmt: skip
_TRADE = frozenset(["601", "603", "606", "612", "620", "621", "622", "623", "624", "625", "626"])
_PERSONAL = frozenset(["605", "606", "607", "608", "611", "612", "614", "615", "625"])
# c_UsoCFDI of the same, column "Régimen Fiscal Receptor".
USES: Mapping[str, frozenset[str]] = {
    "G01": _TRADE, "G02": _TRADE | {"616"}, "G03": _TRADE,
    **{f"I0{number}": _TRADE for number in range(1, 9)},
    **{f"D{number:02d}": _PERSONAL for number in range(1, 11)},
    "S01": frozenset(REGIMES), "CP01": frozenset(REGIMES), "CN01": frozenset({"605"}),
}  # fmt: skip


def regimes_for(rfc: str) -> tuple[str, ...]:
    """Name the régimenes that somebody with this RFC may have, by their keys."""
    if rfc in (ANYBODY, FOREIGNER):
        return (NO_DUTIES,)
    return tuple(key for key, lengths in REGIMES.items() if len(rfc) in lengths)


def uses_for(regime: str) -> tuple[str, ...]:
    """Name the uses that go with a régimen, by their keys."""
    return tuple(key for key, regimes in USES.items() if regime in regimes)


@dataclass(frozen=True)
class Party:
    """Who issues or receives a paper, as the SAT's register has them: the name in capitals, the postal code of the domicile."""

    rfc: str
    name: str
    postal_code: str
    regime: str


def check_party(party: Party) -> None:
    """Raise NoSuchRegime, or RegimeDoesNotFit where a régimen is not for the kind of RFC."""
    if party.regime not in REGIMES:
        raise NoSuchRegime
    if party.regime not in regimes_for(party.rfc):
        raise RegimeDoesNotFit(regime=party.regime)


def check_use(use: str, regime: str) -> None:
    """Raise NoSuchUse, or UseDoesNotFit where the SAT does not take a use with a régimen."""
    if use not in USES:
        raise NoSuchUse
    if regime not in USES[use]:
        raise UseDoesNotFit(use=use, regime=regime)


# Kinds of companies: the register's name leaves them out (Anexo 20, guide of CFDI 4.0, "Nombre").
_COMPANY_KIND = re.compile(
    r",?\s+(?:S\.?\s?A\.?\s?P\.?\s?I\.?|S\.?\s?A\.?\s?B\.?|S\.?\s?A\.?\s?S\.?|S\.?\s?A\.?|S\.?\s?DE\s?R\.?\s?L\.?"
    r"|S\.?\s?C\.?|A\.?\s?C\.?)(?:\s+DE\s+C\.?\s?V\.?)?$"
)


def sat_name(name: str, rfc: str) -> str:
    """Write a name as the SAT's register does: in capitals, which may be longer; a company's without the kind of company."""
    plain = sat_text(sat_text(name).upper(), _LONGEST_NAME)
    return _COMPANY_KIND.sub("", plain) if len(rfc) == COMPANY else plain


def sat_text(text: str, longest: int = 1000) -> str:
    """Make a text one that the schema takes: on one line, without the mark `|` that parts what is sealed."""
    return " ".join(re.sub(r"[|\x00-\x1f\x7f]", " ", text).split())[:longest].strip()


class PaperKind(StrEnum):
    """Which papers the market gives a shop of each month."""

    COMMISSION = "commission"  # CFDI of income: what it charged
    COMMISSION_BACK = "commission_back"  # CFDI of egreso: what of earlier months' it gave back
    RETENTION = "retention"  # CFDI de retenciones: what it withheld


class PaperState(StrEnum):
    """How far a paper is."""

    DRAFTED = "drafted"  # its amounts stand; something is missing for the rest
    SIGNED = "signed"  # sealed: waits for whoever stamps
    STAMPING = "stamping"  # whoever stamps was asked, and what became of it is not known yet
    STAMPED = "stamped"
    REFUSED = "refused"  # it was not stamped; people look why
    CANCELLED = "cancelled"  # another one replaced it


PAPER_NEXT: Mapping[PaperState, frozenset[PaperState]] = {
    PaperState.DRAFTED: frozenset({PaperState.SIGNED, PaperState.REFUSED}),
    PaperState.SIGNED: frozenset({PaperState.STAMPING}),
    PaperState.STAMPING: frozenset({PaperState.STAMPED, PaperState.REFUSED}),
    PaperState.STAMPED: frozenset({PaperState.CANCELLED}),
    PaperState.REFUSED: frozenset({PaperState.DRAFTED}),
    PaperState.CANCELLED: frozenset(),
}


class Lack(StrEnum):
    """Why a paper stays a draft."""

    EXTRA = "extra"  # what writes papers is not installed
    SEAL = "seal"  # the market has no certificate here
    RFC = "rfc"  # the shop told none: nothing can be certified to it
    REGIME = "regime"  # the shop's régimen is not for its kind of RFC
    EARLIER = "earlier"  # the paper that it gives back of has no stamp yet
    MORE_BACK = "more_back"  # more went back than was sold: there is nothing to certify


class CfdiKind(StrEnum):
    """What a paper is to its issuer: c_TipoDeComprobante."""

    INCOME = "I"
    CREDIT = "E"  # "egreso": gives back of an earlier income


class Untaxed(StrEnum):
    """Why something carries no IVA; 0 % is a rate, and none of these."""

    EXEMPT = "exempt"
    NOT_OBJECT = "not_object"


@dataclass(frozen=True)
class Concept:
    """A line of a paper.

    `amount_minor`: of all its pieces, without IVA, before the discount. `iva`: basis points, or why there is none.
    `iva_minor`: the IVA where it was reckoned before (frozen in books); None reckons it.
    """

    sat_key: str  # c_ClaveProdServ
    unit: str  # c_ClaveUnidad
    description: str
    amount_minor: int
    iva: int | Untaxed
    quantity: int = 1
    discount_minor: int = 0
    iva_minor: int | None = None
    number: str = ""  # the issuer's own
    third_party: Party | None = None  # on whose account it is sold

    @property
    def base_minor(self) -> int:
        """What IVA is on."""
        return self.amount_minor - self.discount_minor

    @property
    def tax_minor(self) -> int:
        """The IVA."""
        if isinstance(self.iva, Untaxed):
            return 0
        return share(self.base_minor, self.iva) if self.iva_minor is None else self.iva_minor


class WrongIva(Exception):
    """An IVA that no parting of its base gives: a mistake in the program."""


def fit_iva(base_minor: int, iva_minor: int, rate_bp: int) -> list[tuple[int, int]]:
    """Part an amount so that the IVA of each part is what its rate gives, rounded down or up: as PACs reckon it again.

    IVA that was rounded line by line comes to some centavos more or less than the rate gives of the sum. Raises WrongIva.
    """
    for count in range(1, min(base_minor, _MOST_PARTS) + 1):
        bases = split(base_minor, [1] * count)
        down = [base * rate_bp // BASIS for base in bases]
        up = [-(-base * rate_bp // BASIS) for base in bases]
        more = iva_minor - sum(down)
        if 0 <= more <= sum(up) - sum(down):
            taken = iter(range(more))
            return [
                (base, high if high > low and next(taken, None) is not None else low)
                for base, low, high in zip(bases, down, up, strict=True)
            ]
    raise WrongIva(f"{iva_minor} of {base_minor} at {rate_bp}")


class RelationKind(StrEnum):
    """c_TipoRelacion, those in use here."""

    CREDIT_NOTE = "01"
    GOODS_BACK = "03"
    REPLACES = "04"


@dataclass(frozen=True)
class Relation:
    """Which earlier papers this one is about."""

    kind: RelationKind
    uuids: tuple[str, ...]


@dataclass(frozen=True)
class GlobalPeriod:
    """Of a paper for the general public: c_Periodicidad ("01" day … "04" month), c_Meses, and the year."""

    every: str
    months: str
    year: int


@dataclass(frozen=True)
class Comprobante:
    """A CFDI 4.0 in pesos, as it is to be written. `at` is an aware moment; it is written in Mexico City's time."""

    kind: CfdiKind
    issuer: Party
    receiver: Party
    use: str  # c_UsoCFDI
    concepts: tuple[Concept, ...]
    at: datetime
    series: str = ""
    folio: str = ""
    payment_form: str = "03"  # c_FormaPago
    payment_method: str = "PUE"  # c_MetodoPago
    relations: tuple[Relation, ...] = ()
    global_period: GlobalPeriod | None = None

    @property
    def subtotal_minor(self) -> int:
        """What stands before discounts and IVA."""
        return sum(concept.amount_minor for concept in self.concepts)

    @property
    def iva_minor(self) -> int:
        """All IVA."""
        return sum(concept.tax_minor for concept in self.concepts)

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return self.subtotal_minor - sum(concept.discount_minor for concept in self.concepts) + self.iva_minor


def check_comprobante(paper: Comprobante) -> None:
    """Raise what `check_party` and `check_use` raise, of both parties and of those on whose account something is sold."""
    for party in (paper.issuer, paper.receiver, *(one.third_party for one in paper.concepts)):
        if party is not None:
            check_party(party)
    check_use(paper.use, paper.receiver.regime)


@dataclass(frozen=True)
class Service:
    """An operation of a shop on the platform, on its day, in a retention paper: what was sold without IVA, its IVA, the fees."""

    on: date
    net_minor: int
    iva_minor: int
    iva_rate_bp: int
    fee_minor: int


@dataclass(frozen=True)
class Retention:
    """What was withheld of a shop in a month: CFDI de Retenciones 2.0 with the platforms' complement."""

    issuer: Party
    receiver: Party
    curp: str
    month: date  # its first day
    at: datetime
    folio: str
    net_minor: int  # what was sold and stayed sold, without IVA
    iva_minor: int  # the IVA on it
    exempt_minor: int  # of it, what bears no IVA
    isr_minor: int
    iva_withheld_minor: int
    fee_minor: int  # what the platform charged, without IVA
    services: tuple[Service, ...]
    isr_is_final: bool = False


@dataclass(frozen=True)
class ReadConcept:
    """A line of a paper that somebody brought."""

    sat_key: str
    description: str
    quantity: str
    amount_minor: int


@dataclass(frozen=True)
class Paper:
    """A CFDI as it was read: `issued` is the issuer's local time, as it stands there."""

    kind: str  # c_TipoDeComprobante: I, E, P, N, T
    uuid: str | None  # None: it has no stamp
    series: str
    folio: str
    issued: datetime
    issuer: Party
    receiver: Party
    use: str
    currency: str
    subtotal_minor: int
    discount_minor: int
    iva_minor: int
    withheld_minor: int
    total_minor: int
    payment_form: str
    payment_method: str
    concepts: tuple[ReadConcept, ...]
    relations: tuple[Relation, ...]
    is_sealed: bool  # the seal is of its issuer's certificate and of these very words, and the stamp is of the seal
    is_test: bool  # sealed or stamped for trying: by us, or with the SAT's own trial certificates
    seal_sha256: str  # of the seal: no two papers have one
