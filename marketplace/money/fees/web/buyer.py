"""The published tariff, and the simulator anybody can use."""

from __future__ import annotations

from flask import request

from marketplace.goods.catalog import CATEGORIES, CHILDREN
from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS, HOLD_DAYS
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.work import Work
from marketplace.money.fees import queries, receipt
from marketplace.money.fees.asking import price_to_receive
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
    (price, odd_price), (wanted, odd_wanted) = _amount("precio"), _amount("recibir")
    price = price or _EXAMPLE_MINOR
    category = request.args.get("categoria", "hogar")
    category = category if category in {one.code for one in CHILDREN[None]} else "hogar"
    simulated, refused, even = None, "", None
    try:
        book = queries.rulebook_in_force(work)
        even = price_to_receive(0, category, book, most_minor=_DEAREST_MINOR)
        if wanted:
            price = price_to_receive(wanted, category, book, most_minor=_DEAREST_MINOR) or price
        sale = Sale([SoldLine("one", category, price)], 0, 0, TaxStanding.REGISTERED)
        simulated = receipt.simulated(price, fees_for(sale, book))
    except NoRateInForce as refusal:
        refused = say(refusal)
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
        wanted=wanted if simulated and simulated.net_minor >= wanted else 0,
        even=even,
        odd_price=odd_price,
        odd_wanted=odd_wanted,
        category=category,
        categories=CHILDREN[None],
        source=source_said,
    )


def _amount(name: str) -> tuple[int, str]:
    """An amount that the address carries, in centavos, 0 for none; and what was typed where it is no amount."""
    typed = text_in(request.args, name, most=60)
    try:
        minor = read_money(typed, most_minor=_DEAREST_MINOR) or 0
    except Unreadable:
        return 0, typed
    return (minor, "") if minor > 0 or not typed.strip() else (0, typed)
