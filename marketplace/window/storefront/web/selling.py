"""What selling here is like, for who has no account yet: what is different, each with its proof, and what a sale leaves."""

from __future__ import annotations

from decimal import Decimal

from flask import request

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel import published
from marketplace.kernel.reading import Unreadable, read_measure, read_money
from marketplace.kernel.work import Work
from marketplace.money.fees import saying
from marketplace.money.taxes import NoRateInForce
from marketplace.people.sellers import DECIDE_DAYS, usual_review_hours
from marketplace.web.access import anyone_above
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.pages import page
from marketplace.web.words import say
from marketplace.window.storefront.simulating import (
    FIRST_KILO,
    StrangerAsked,
    simulate_for_stranger,
    usual_way,
)

room = BUYER.room("storefront", "selling")
_EXAMPLE_MINOR = 50_000
_DEAREST_MINOR = 100_000_000
_DEAREST_WAY_MINOR = 10_000_000
_HEAVIEST_GRAMS = 100_000


class Typed:
    """What the address carries of the simulator, read box by box; `odd` says what was wrong, by its box."""

    def __init__(self) -> None:
        self.odd: dict[str, str] = {}
        self.category = request.args.get("categoria", "")
        if self.category not in CATEGORIES:
            self.category = "hogar"
        self.price_minor = self._money("precio", _DEAREST_MINOR) or _EXAMPLE_MINOR
        self.way_minor = self._money("envio", _DEAREST_WAY_MINOR)
        self.grams = self._grams()
        self.buyer_pays = request.args.get("paga") != "tienda"

    def text(self, box: str) -> str:
        """What somebody typed in a box, as they did."""
        return text_in(request.args, box, most=60)

    def _money(self, box: str, most_minor: int) -> int | None:
        typed = self.text(box)
        if not typed.strip():
            return None
        try:
            return read_money(typed, most_minor=most_minor)
        except Unreadable as refusal:
            self.odd[box] = say(refusal)
            return None

    def _grams(self) -> int:
        typed = self.text("peso")
        try:
            grams = read_measure(typed, "g") if typed.strip() else Decimal(FIRST_KILO)
        except Unreadable as refusal:
            self.odd["peso"] = say(refusal)
            return FIRST_KILO
        return min(max(int(grams), 1), _HEAVIEST_GRAMS)


@room.get("/vende-aqui")
@anyone_above("time of reviews")
@keep_for_strangers
def sell_here(work: Work) -> str:
    """What is different here, what a sale would leave, what opening a shop takes and how long."""
    typed = Typed()
    usual = None if typed.way_minor is not None else usual_way(work, typed.grams)
    way_minor = typed.way_minor if typed.way_minor is not None else usual or 0
    simulated, even_minor, refused = None, None, ""
    try:
        asked = StrangerAsked(typed.category, typed.price_minor, way_minor, typed.buyer_pays)
        simulated, even_minor = simulate_for_stranger(work, asked)
    except NoRateInForce as refusal:
        refused = say(refusal)
    return page(
        "window/storefront/buyer/sell_here.html",
        typed=typed,
        usual_minor=usual,
        simulated=simulated,
        even_minor=even_minor,
        refused=refused,
        categories=saying.categories_said(),
        published=published,
        hours=usual_review_hours(work),
        days=DECIDE_DAYS,
    )
