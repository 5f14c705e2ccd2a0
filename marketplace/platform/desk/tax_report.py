"""The monthly report to the SAT about every shop that sold here (LIVA art. 18-J III), as a file of one line a shop."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.kernel.calendar import month_of
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.text import plain_cell
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.ledger import Withheld, withheld_of_shops
from marketplace.people.sellers.models import Shop, ShopTax

# What the law names, in its order: who, their keys, domicile, bank account, and how much; then what was withheld.
HEADS = (
    "nombre", "rfc", "curp", "domicilio", "codigo_postal", "clave_banco", "clabe", "operaciones", "isr_retenido",
    "iva_retenido",
)  # fmt: skip


@dataclass(frozen=True)
class ReportedShop:
    """A shop as it is reported."""

    name: str
    rfc: str
    curp: str
    domicile: str
    postal_code: str
    clabe: str
    sums: Withheld

    @property
    def missing(self) -> list[str]:
        """What the law asks for and the market does not know, by the names of HEADS."""
        asked = {"nombre": self.name, "rfc": self.rfc, "domicilio": self.domicile, "clabe": self.clabe}
        return [head for head, said in asked.items() if not said]


def reported(work: Work, month: date) -> list[ReportedShop]:
    """Gather every shop that sold, or gave back, in a month, by name."""
    sums = withheld_of_shops(work, *month_of(month))
    rows = work.session.execute(
        select(Shop, ShopTax)
        .outerjoin(ShopTax, ShopTax.tenant_id == Shop.tenant_id)
        .where(Shop.tenant_id.in_(sums))
        .order_by(Shop.name, Shop.id)
    )
    return [_shop(shop, tax, sums[shop.tenant_id]) for shop, tax in rows]


def _shop(shop: Shop, tax: ShopTax | None, sums: Withheld) -> ReportedShop:
    domicile = ", ".join(filter(None, (shop.street, shop.city, shop.state)))
    kept = (tax.legal_name, tax.rfc, tax.curp, tax.clabe) if tax else (shop.owner_name, None, None, None)
    name, rfc, curp, clabe = (said or "" for said in kept)
    return ReportedShop(name, rfc, curp, domicile, shop.postal_code, clabe, sums)


@verb(needs=StaffMay.VIEW_BOOKS)
def write_report(work: Work, month: date) -> bytes:
    """Write the report of a month (CSV, UTF-8), and note who took it. Amounts in pesos."""
    rows = reported(work, month)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADS)
    for one in rows:
        told = (one.name, one.rfc, one.curp, one.domicile, one.postal_code, one.clabe[:3], one.clabe)
        amounts = (one.sums.operations_minor, one.sums.isr_minor, one.sums.iva_minor)
        sheet.writerow([*(plain_cell(said) for said in told), *(f"{minor / 100:.2f}" for minor in amounts)])
    work.audit("finance.tax_report", f"month:{month:%Y-%m}", shops=len(rows))
    return text.getvalue().encode("utf-8-sig")
