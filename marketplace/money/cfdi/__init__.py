"""Tax papers (CFDI): what they say, their XML, seal and stamp; and those that the market itself gives to shops."""

from marketplace.money.cfdi.building import WrongPaper, pesos, write_cfdi
from marketplace.money.cfdi.extra import cfdi_is_installed
from marketplace.money.cfdi.gateways import get_pac
from marketplace.money.cfdi.jobs import stamp_now
from marketplace.money.cfdi.reading import read_cfdi
from marketplace.money.cfdi.rules import (
    ANYBODY,
    NO_DUTIES,
    NO_EFFECTS,
    PERSON,
    PUBLIC,
    REGIMES,
    USES,
    CfdiKind,
    Comprobante,
    Concept,
    GlobalPeriod,
    Paper,
    Party,
    Relation,
    RelationKind,
    check_party,
    check_use,
    sat_name,
    uses_for,
)
from marketplace.money.cfdi.service import draw_month
from marketplace.money.cfdi.signing import Seal, find_seal

__all__ = [
    "ANYBODY",
    "NO_DUTIES",
    "NO_EFFECTS",
    "PERSON",
    "PUBLIC",
    "REGIMES",
    "USES",
    "CfdiKind",
    "Comprobante",
    "Concept",
    "GlobalPeriod",
    "Paper",
    "Party",
    "Relation",
    "RelationKind",
    "Seal",
    "WrongPaper",
    "cfdi_is_installed",
    "check_party",
    "check_use",
    "draw_month",
    "find_seal",
    "get_pac",
    "pesos",
    "read_cfdi",
    "sat_name",
    "stamp_now",
    "uses_for",
    "write_cfdi",
]
