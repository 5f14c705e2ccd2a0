"""Tracking numbers, as each carrier writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.kernel.reading import key_of_code
from marketplace.trade.parcels.errors import BadTracking, TrackingNeeded

# What a carrier's numbers look like, without spaces and dashes, in capitals.
_LOOKS: Mapping[str, str] = {
    "Estafeta": r"[0-9]{10}|[0-9A-Z]{22}",  # código de rastreo, or the long guía
    "DHL": r"[0-9]{10,11}|JD[0-9]{16,18}|[A-Z]{3}[0-9]{7,10}",
    "FedEx": r"[0-9]{12}|[0-9]{15}|[0-9]{20}|[0-9]{22}",
    "Paquetexpress": r"[0-9A-Z]{10,22}",
    "Redpack": r"[0-9]{8,14}|[0-9A-Z]{22}",
    "99minutos": r"[0-9]{8,12}|[0-9A-Z]{10,24}",
    "Correos de México": r"[A-Z]{2}[0-9]{9}MX",  # UPU S10
}
_ANY = r"[0-9A-Z]{6,40}"
CARRIERS = tuple(_LOOKS)


def read_tracking(carrier: str, written: str) -> str:
    """Give a tracking number as its carrier writes it: capitals, without spaces and dashes. Raises BadTracking."""
    number = key_of_code(written)
    if not number.isascii() or not re.fullmatch(_LOOKS.get(carrier, _ANY), number):
        raise BadTracking(carrier=carrier)
    return number


@dataclass(frozen=True)
class Label:
    """With which carrier a parcel goes, and its number as that carrier writes it."""

    carrier: str
    tracking: str


def read_label(carrier: str, tracking: str) -> Label:
    """Read what somebody typed or a machine sent. Raises TrackingNeeded where a part is missing, or BadTracking."""
    if not carrier or not tracking:
        raise TrackingNeeded
    return Label(carrier, read_tracking(carrier, tracking))
