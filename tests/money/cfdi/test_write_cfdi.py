"""Papers are written as the SAT's schema has them, sealed, and come to their sums to the centavo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.money.cfdi import (
    ANYBODY,
    PUBLIC,
    CfdiKind,
    Concept,
    GlobalPeriod,
    Party,
    Relation,
    RelationKind,
    extra,
    read_cfdi,
    write_cfdi,
)
from marketplace.money.cfdi.building import WrongPaper
from marketplace.money.cfdi.errors import ExtraMissing, RegimeDoesNotFit, UseDoesNotFit
from marketplace.money.cfdi.rules import Untaxed
from tests.money.cfdi.papers import SHOP, commission, paper, seal_at

UUID = "5F0A2E3C-8C2B-4B5E-9B1A-6B1E7C3D2A10"


def test_what_was_written_is_read_back_and_its_seal_holds(tmp_path: Path) -> None:
    wanted = paper(commission(), commission(333, description="Procesamiento", number="A|B"), folder=tmp_path)
    read = read_cfdi(write_cfdi(wanted, seal_at(tmp_path)))
    assert (read.kind, read.series, read.folio, read.uuid) == ("I", "C", "1", None)
    assert (read.issuer, read.receiver, read.use) == (wanted.issuer, SHOP, "G03")
    assert (read.subtotal_minor, read.iva_minor, read.total_minor) == (10_333, 1_653, 11_986)
    assert [one.amount_minor for one in read.concepts] == [10_000, 333]
    assert read.issued.isoformat() == "2026-11-01T23:30:00", "in the time of Mexico City"
    assert read.is_sealed
    assert read.is_test


def test_iva_that_the_books_froze_is_written_as_it_is(tmp_path: Path) -> None:
    read = read_cfdi(write_cfdi(paper(commission(333, iva_minor=54), folder=tmp_path), seal_at(tmp_path)))
    assert (read.iva_minor, read.total_minor) == (54, 387)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            lambda pieces, amount, off, iva: commission(
                amount, quantity=pieces, discount_minor=amount * off // 100, iva=iva
            ),
            st.integers(1, 500), st.integers(100, 90_000_00), st.integers(0, 90),
            st.sampled_from([0, 800, 1600, Untaxed.EXEMPT, Untaxed.NOT_OBJECT]),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_any_lines_come_to_their_sums(tmp_path: Path, concepts: list[Concept]) -> None:
    wanted = paper(*concepts, folder=tmp_path)
    read = read_cfdi(write_cfdi(wanted, seal_at(tmp_path)))
    assert (read.subtotal_minor, read.iva_minor, read.total_minor) == (
        wanted.subtotal_minor, wanted.iva_minor, wanted.total_minor,
    )  # fmt: skip


def test_a_credit_names_the_paper_that_it_gives_back_of(tmp_path: Path) -> None:
    relation = Relation(RelationKind.CREDIT_NOTE, (UUID,))
    wanted = paper(kind=CfdiKind.CREDIT, use="G02", relations=(relation,), folder=tmp_path)
    read = read_cfdi(write_cfdi(wanted, seal_at(tmp_path)))
    assert (read.kind, read.relations) == ("E", (relation,))


def test_one_for_the_general_public_says_its_month(tmp_path: Path) -> None:
    public = Party(ANYBODY, PUBLIC, "06700", "616")
    wanted = paper(receiver=public, use="S01", global_period=GlobalPeriod("04", "11", 2026), folder=tmp_path)
    assert b'<cfdi:InformacionGlobal Periodicidad="04" Meses="11"' in write_cfdi(wanted, seal_at(tmp_path))


def test_what_is_sold_on_a_shops_account_names_the_shop(tmp_path: Path) -> None:
    written = write_cfdi(paper(commission(third_party=SHOP), folder=tmp_path), seal_at(tmp_path))
    assert f'RfcACuentaTerceros="{SHOP.rfc}"'.encode() in written


def test_a_company_has_no_regime_of_people(tmp_path: Path) -> None:
    with pytest.raises(RegimeDoesNotFit):
        write_cfdi(paper(receiver=replace(SHOP, rfc="ABC010101AB1")), seal_at(tmp_path))


def test_whoever_has_no_duties_has_no_expenses(tmp_path: Path) -> None:
    with pytest.raises(UseDoesNotFit):
        write_cfdi(paper(receiver=replace(SHOP, regime="616")), seal_at(tmp_path))


def test_what_the_schema_does_not_take_is_a_mistake_of_ours(tmp_path: Path) -> None:
    with pytest.raises(WrongPaper):
        write_cfdi(paper(commission(unit="no such unit")), seal_at(tmp_path))


def test_without_the_extra_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "_NEEDED", ("no_such_package",))
    with pytest.raises(ExtraMissing):
        write_cfdi(paper(), seal_at(tmp_path))


def test_faults_say_where_and_neither_what_stands_there_nor_the_catalogue(tmp_path: Path) -> None:
    with pytest.raises(WrongPaper) as why:
        write_cfdi(paper(commission(sat_key="99999999"), folder=tmp_path), seal_at(tmp_path))
    assert "Concepto.ClaveProdServ" in str(why.value)
    assert "99999999" not in str(why.value)
    assert len(str(why.value)) < 200
