"""The published tariff with all its versions, for people and for programs, and the simulator anybody can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, json, request

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel import published
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.work import Work
from marketplace.money.fees import queries, receipt
from marketplace.money.fees.asking import DEAREST_MINOR, break_even, price_to_receive, sale_of_one
from marketplace.money.fees.rules import PLANS, FeeKind, Rule, Rulebook, Schedule, fees_for
from marketplace.money.fees.schedules import differences
from marketplace.money.fees.web import words
from marketplace.money.fees.web.told import tell_tariffs
from marketplace.money.taxes import NoRateInForce, TaxStanding, every_listed, published_rates
from marketplace.people.sellers import ShopPlan
from marketplace.web.access import anyone
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.words import say

room = BUYER.room("fees")
_EXAMPLE_MINOR = 116_000
_DEAREST_WAY_MINOR = 10_000_000


@dataclass(frozen=True)
class FeeQuestion:
    """What the simulator is asked: the address carries it. `odd` is what was typed where it is no amount, by its box."""

    category: str
    price_minor: int
    wanted_minor: int
    way_minor: int
    buyer_pays: bool
    has_rfc: bool
    months: int | None
    shop_plan: ShopPlan
    odd: dict[str, str]

    @property
    def terms(self) -> dict[str, Any]:
        """What a sale is like, whatever its price."""
        return {
            "standing": TaxStanding.REGISTERED if self.has_rfc else TaxStanding.UNREGISTERED,
            "shipping_minor": self.way_minor if self.buyer_pays else 0,
            "own_shipping_minor": self.way_minor,
            "months": self.months,
            "shop_plan": self.shop_plan,
        }


def _asked() -> FeeQuestion:
    odd: dict[str, str] = {}
    price, wanted, way = (
        _amount(name, most, odd)
        for name, most in (("precio", DEAREST_MINOR), ("recibir", DEAREST_MINOR), ("envio", _DEAREST_WAY_MINOR))
    )
    category = request.args.get("categoria", "")
    return FeeQuestion(
        category if category in CATEGORIES else "hogar",
        price or _EXAMPLE_MINOR,
        wanted,
        way,
        request.args.get("paga") != "tienda",
        request.args.get("rfc") != "no",
        next((months for months in PLANS if request.args.get("meses") == str(months)), None),
        next((plan for plan in ShopPlan if request.args.get("plan") == plan), ShopPlan.BASE),
        odd,
    )


def _amount(name: str, most_minor: int, odd: dict[str, str]) -> int:
    """An amount that the address carries, in centavos, 0 for none; what was typed where it is no amount goes to `odd`."""
    typed = text_in(request.args, name, most=60)
    try:
        minor = read_money(typed, most_minor=most_minor) if typed.strip() else 0
    except Unreadable:
        minor = -1
    if minor <= 0 and typed.strip() and not (minor == 0 and name == "envio"):
        odd[name] = typed
    return max(minor, 0)


@room.get("/tarifas")
@anyone
def tariff(work: Work) -> str:
    """Every rule of every version, what changed from one to the next, and what they come to for a price of one's own."""
    asked = _asked()
    simulated, refused = None, ""
    try:
        simulated = _simulate(asked, queries.rulebook_in_force(work))
    except NoRateInForce as refusal:
        refused = say(refusal)
    return page(
        "money/fees/buyer/tariff.html",
        versions=_versions(work),
        rates=published_rates(work),
        listed=[(CATEGORIES[code], kind) for code, kind in every_listed().items()],
        published=published,
        asked=asked,
        simulated=simulated,
        refused=refused,
        plans=_plans(queries.schedule_in_force(work)),
        categories=words.categories_said(),
        shop_plans=list(ShopPlan),
        seasons=[season for season in queries.quiet_seasons(work) if season.last >= mexican_day(work.now)][:4],
        words=words,
    )


def _plans(in_force: Schedule) -> list[Rule]:
    """The plans of months that there are, the shortest first."""
    return [plan for plan in map(in_force.plan, PLANS) if plan is not None]


@dataclass(frozen=True)
class Simulated:
    """What the simulator answers. Amounts in centavos; `found` says whether what was wanted can be left at any price.

    `months_from_minor` is from which payment on the months that were asked for may be, where this one is smaller.
    """

    receipt: receipt.Receipt
    price_minor: int
    even_minor: int | None
    found: bool
    months_from_minor: int | None


def _simulate(asked: FeeQuestion, book: Rulebook) -> Simulated:
    price = None
    if asked.wanted_minor:
        price = price_to_receive(asked.wanted_minor, asked.category, book, **asked.terms)
    sale = sale_of_one(asked.category, price or asked.price_minor, **asked.terms)
    fees, plan = fees_for(sale, book), book.schedule.plan(asked.months)
    reckoned = any(fee.rule.kind is FeeKind.INSTALMENTS for fee in fees)
    return Simulated(
        receipt.simulated(sale, fees),
        price or asked.price_minor,
        break_even(asked.category, book, **asked.terms),
        price is not None,
        plan.from_minor if plan and not reckoned else None,
    )


def _versions(work: Work) -> list[dict[str, Any]]:
    """Every version, newest first, with how it stands and what it changes of the one before it."""
    published = queries.published_schedules(work)
    in_force = queries.schedule_in_force(work).version
    return [
        {
            "is": one,
            "state": words.state_said(one, in_force, work.now),
            "changes": differences(before.schedule, one.schedule) if before else [],
            "before": before,
        }
        for one in published
        for before in [queries.before_of(published, one)]
    ]


@room.get("/tarifas.json")
@anyone
def tariff_for_programs(work: Work) -> Response:
    """The same for programs: versions with their dates, rules and differences, the law, and when no version begins."""
    told = tell_tariffs(queries.published_schedules(work), published_rates(work), queries.quiet_seasons(work))
    answer = Response(json.dumps(told, indent=1), mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
