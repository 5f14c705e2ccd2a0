"""The published tariff, and the simulator anybody can use."""

from __future__ import annotations

from flask import request

from marketplace.goods.catalog import CATEGORIES, CHILDREN
from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS, HOLD_DAYS
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.work import Work
from marketplace.money.fees import queries, receipt
from marketplace.money.fees.rules import Sale, SoldLine, fees_for
from marketplace.money.fees.web.words import source_said
from marketplace.money.taxes import LIST, NoRateInForce, TaxStanding, published_rates
from marketplace.web.access import anyone
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.words import say

room = BUYER.room("fees")
_EXAMPLE_MINOR = 116_000
_DEAREST_MINOR = 1_000_000_000


@room.get("/tarifas")
@anyone
def tariff(work: Work) -> str:
    """Every rule of every version, and what they come to for a price of one's own."""
    try:
        price = read_money(text_in(request.args, "precio", most=60), most_minor=_DEAREST_MINOR) or _EXAMPLE_MINOR
    except Unreadable:
        price = _EXAMPLE_MINOR
    category = request.args.get("categoria", "hogar")
    category = category if category in {one.code for one in CHILDREN[None]} else "hogar"
    sale = Sale([SoldLine("one", category, price)], 0, 0, TaxStanding.REGISTERED)
    try:
        simulated, refused = receipt.simulated(price, fees_for(sale, queries.rulebook_in_force(work))), ""
    except NoRateInForce as refusal:
        simulated, refused = None, say(refusal)
    return page(
        "money/fees/buyer/tariff.html",
        schedules=queries.published_schedules(work),
        rates=published_rates(work),
        listed=[(CATEGORIES[code], kind) for code, kind in LIST.items()],
        now=work.now,
        hold_days=HOLD_DAYS,
        clock_days=ARRIVED_BY_CLOCK_DAYS,
        receipt=simulated,
        refused=refused,
        price=price,
        category=category,
        categories=CHILDREN[None],
        source=source_said,
    )
