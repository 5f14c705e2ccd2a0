"""Months of shops in tests: what its papers are, what the books say, and whoever stamps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import satcfdi
from sqlalchemy import select
from sqlalchemy.orm import undefer

from marketplace.kernel.calendar import mexican_day, month_of
from marketplace.kernel.site import site
from marketplace.money.cfdi import service
from marketplace.money.cfdi.gateways import PacTwin, use_pac
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.ledger import statement
from marketplace.people.sellers.models import ShopTax
from marketplace.worker import Worker
from tests.cast import Cast, Shop


def stamper() -> PacTwin:
    """A twin that nothing was asked of yet, in use."""
    twin = PacTwin(site().settings.var / "pac-of-this-test")
    use_pac(twin)
    return twin


def need_year(market: Cast) -> None:
    """Go no further in a year that the SAT's list of years for retentions does not know yet (c_Ejercicio, in satcfdi)."""
    schemas = Path(satcfdi.__file__).parent / "transform" / "schemas" / "www.sat.gob.mx" / "esquemas" / "retencionpago"
    listed = (schemas / "1" / "catalogos" / "catRetenciones.xsd").read_text("utf-8").partition('name="c_Ejercicio"')[2]
    year = this_month(market).year
    if f'value="{year}"' not in listed:
        pytest.skip(f"the SAT's schema here knows no {year}")


def give_rfc(market: Cast, shop: Shop | None = None, **changes: object) -> None:
    """A shop of a person whom the SAT knows."""
    said = {"rfc": "XIAA800101AB1", "legal_name": "Alicia Xicoténcatl Amaya", "person": "natural"} | changes
    with market.above() as work:
        tenant_id = (shop or market.alpaca).id
        tax = work.session.get(ShopTax, (tenant_id, tenant_id))
        assert tax is not None
        for name, value in said.items():
            setattr(tax, name, value)


def this_month(market: Cast) -> date:
    with market.above() as work:
        return mexican_day(work.now).replace(day=1)


def draw(market: Cast, worker: Worker, *, shop: Shop | None = None, month: date | None = None) -> list[UUID]:
    """Draw up a month's papers, and do what follows."""
    with market.above() as work:
        made = service.draw_month(work, (shop or market.alpaca).id, month or this_month(market))
    worker.drain()
    return made


def papers(market: Cast, shop: Shop | None = None) -> dict[str, TaxPaper]:
    """The papers of a shop by kind; of each kind the latest."""
    with market.above() as work:
        rows = work.session.scalars(
            select(TaxPaper)
            .where(TaxPaper.tenant_id == (shop or market.alpaca).id)
            .order_by(TaxPaper.month, TaxPaper.correction)
            .options(undefer(TaxPaper.xml))
        )
        return {one.kind: one for one in rows}


def said_by_statement(market: Cast, month: date) -> Mapping[str, int]:
    with market.as_alicia() as work:
        return statement(work, *month_of(month)).by_kind
