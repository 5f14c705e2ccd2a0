"""Tracking numbers, as each carrier writes them."""

from __future__ import annotations

import pytest

from marketplace.trade.parcels.errors import BadTracking, TrackingNeeded
from marketplace.trade.parcels.tracking import CARRIERS, Label, read_label, read_tracking

GOOD = [
    ("Estafeta", "0123456789"),
    ("Estafeta", "6055905631721700000123"),
    ("DHL", "1234567890"),
    ("DHL", "JD0123456789012345"),
    ("DHL", "ABC1234567"),
    ("FedEx", "123456789012"),
    ("FedEx", "123456789012345"),
    ("Paquetexpress", "PQX1234567"),
    ("Redpack", "12345678"),
    ("99minutos", "12345678"),
    ("Correos de México", "RR123456785MX"),
    ("Mensajería de Tlaxcala", "TLX001"),
]
BAD = [
    ("Estafeta", "123456789"),
    ("Estafeta", "12345678901"),
    ("DHL", "123456789"),
    ("DHL", "JD012345678901234"),
    ("FedEx", "1234567890123"),
    ("FedEx", "ABCDEFGHIJKL"),
    ("Paquetexpress", "123456789"),
    ("Redpack", "1234567"),
    ("99minutos", "1234567"),
    ("Correos de México", "RR123456785US"),
    ("Correos de México", "R1123456785MX"),
    ("Mensajería de Tlaxcala", "TLX01"),
    ("Mensajería de Tlaxcala", "T" * 41),
    ("Estafeta", "²²²²²²²²²²"),
    ("Estafeta", "0123456789<b>"),
]


@pytest.mark.parametrize(("carrier", "number"), GOOD)
def test_a_number_as_its_carrier_writes_it_is_taken(carrier: str, number: str) -> None:
    assert read_tracking(carrier, number) == number


@pytest.mark.parametrize(("carrier", "number"), BAD)
def test_any_other_is_refused_and_its_carrier_named(carrier: str, number: str) -> None:
    with pytest.raises(BadTracking) as refused:
        read_tracking(carrier, number)
    assert refused.value.details["carrier"] == carrier


def test_there_is_a_number_of_each_carrier_here() -> None:
    assert {carrier for carrier, _ in GOOD} >= set(CARRIERS)
    assert {carrier for carrier, _ in BAD} >= set(CARRIERS)


@pytest.mark.parametrize("typed", ["rr 123 456 785 mx", "RR-123456785-MX", "  RR123456785MX\t"])
def test_it_is_read_however_it_was_typed(typed: str) -> None:
    assert read_label("Correos de México", typed) == Label("Correos de México", "RR123456785MX")


@pytest.mark.parametrize(("carrier", "number"), [("", "0123456789"), ("Estafeta", ""), ("", "")])
def test_neither_part_may_be_missing(carrier: str, number: str) -> None:
    with pytest.raises(TrackingNeeded):
        read_label(carrier, number)
