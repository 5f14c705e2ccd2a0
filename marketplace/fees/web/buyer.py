"""The published tariff, and the simulator anybody can use."""

from __future__ import annotations

from flask import request

from marketplace.catalog.taxonomy import CHILDREN, top_of
from marketplace.fees import queries, receipt
from marketplace.fees.rules import Sale, SoldLine, TaxStanding, fees_for
from marketplace.fees.web.words import source_said
from marketplace.kernel.work import Work
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("fees")
_EXAMPLE_MINOR = 116_000
_DEAREST_PESOS = 10_000_000


@room.get("/tarifas")
@anyone
def tariff(work: Work) -> str:
    """Every rule of every version, and what they come to for a price of one's own."""
    try:
        pesos = float(request.args.get("precio", ""))
    except ValueError:
        pesos = 0
    price = int(pesos * 100) if 0 < pesos < _DEAREST_PESOS else _EXAMPLE_MINOR
    category = request.args.get("categoria", "hogar")
    schedule = queries.schedule_in_force(work)
    known = {one.code for one in CHILDREN[None]}
    sale = Sale(
        [SoldLine("one", top_of(category) if category in known else "hogar", price)], 0, 0, TaxStanding.REGISTERED
    )
    return page(
        "fees/buyer/tariff.html",
        schedules=queries.published_schedules(work),
        receipt=receipt.simulated(price, fees_for(sale, schedule), schedule.version),
        price=price,
        category=category,
        categories=CHILDREN[None],
        source=source_said,
    )
