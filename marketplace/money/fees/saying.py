"""How rules are said: their number, which goods and prices they are for, and what they take."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.published import VOLUME_ORDERS
from marketplace.money.fees.rules import FeeKind, Rule
from marketplace.money.fees.schedules import Fault, FaultKind, FeeChange
from marketplace.people.sellers import ShopPlan
from marketplace.web.formatting import money, percent

_KINDS = {
    FeeKind.COMMISSION: _l("Comisión"),
    FeeKind.COMMISSION_IVA: _l("IVA de la comisión"),
    FeeKind.PROCESSING: _l("Cobro del pago"),
    FeeKind.PROCESSING_IVA: _l("IVA del cobro"),
    FeeKind.INSTALMENTS: _l("Meses sin intereses"),
    FeeKind.INSTALMENTS_IVA: _l("IVA de los meses sin intereses"),
    FeeKind.ISR: _l("ISR retenido"),
    FeeKind.IVA: _l("IVA retenido"),
    FeeKind.SHIPPING_SUBSIDY: _l("Apoyo de Tianguis al envío"),
}


def in_english() -> bool:
    """Whether the reader reads English."""
    return str(get_locale()).startswith("en")


def in_readers_language(spanish: str, english: str) -> str:
    """Give what is written in both languages in the reader's."""
    return english if in_english() else spanish


def label(kind: FeeKind) -> str:
    """Name a kind of line for people."""
    return str(_KINDS[kind])


def said_of(rule: Rule) -> str:
    """Name the line that a rule makes; of months, in how many it was paid."""
    if rule.months:
        return _("Pago a %(months)s meses sin intereses", months=rule.months)
    return label(rule.kind)


def plan_said(plan: ShopPlan | str) -> str:
    """Name a plan of shops."""
    return {ShopPlan.BASE: _("Base"), ShopPlan.SUPPORT: _("Apoyo"), ShopPlan.VOLUME: _("Volumen")}[ShopPlan(plan)]


def of_plan_said(plan: ShopPlan | str) -> str:
    """Say that something is of a plan: "plan Apoyo"."""
    return _("plan %(plan)s", plan=plan_said(plan))


def who_is_in(plan: ShopPlan | str) -> str:
    """Say which shops are in a plan."""
    return {
        ShopPlan.BASE: _("todas las tiendas de las que no se decidió otra cosa"),
        ShopPlan.SUPPORT: _("cooperativas, artesanas y artesanos, y pequeños productores que venden lo que hacen"),
        ShopPlan.VOLUME: _("tiendas con %(orders)s pedidos o más en 60 días", orders=VOLUME_ORDERS),
    }[ShopPlan(plan)]


def plans_said() -> list[tuple[str, str]]:
    """Every plan of shops with its name."""
    return [(plan.value, plan_said(plan)) for plan in ShopPlan]


def text_of(rule: Rule) -> str:
    """What a rule is called, in the reader's language, with the plan that it is for."""
    text = in_readers_language(rule.text, rule.text_en)
    return f"{text} ({of_plan_said(rule.shop_plan)})" if rule.shop_plan else text


def name_rule(rule: Rule) -> str:
    """Name a rule of a tariff by its number: "tarifa v2, regla 3"."""
    return _("tarifa v%(version)s, regla %(number)s", version=rule.version, number=rule.number)


def category_said(code: str | None) -> str:
    """Name a category as its rules do; None is all that has no rule of its own."""
    if code is None:
        return _("lo que no tiene regla propia")
    known = CATEGORIES.get(code)
    return known.name("en" if in_english() else "es") if known else code


def band_said(from_minor: int, until_minor: int | None) -> str:
    """Say for which prices of one piece something holds; nothing where it is for all."""
    if until_minor is None:
        return _("desde %(from_)s", from_=money(from_minor)) if from_minor else ""
    if not from_minor:
        return _("a menos de %(until)s", until=money(until_minor))
    return _("de %(from_)s a menos de %(until)s", from_=money(from_minor), until=money(until_minor))


def taken_said(rule: Rule) -> str:
    """Say what a rule takes: "8 % + $5.00 por pieza, al menos $10.00, hasta $500.00"."""
    said = [percent(rule.rate_bp)]
    if rule.fixed_minor:
        each = _("por pieza") if rule.kind is FeeKind.COMMISSION else _("por pago")
        said = [f"{said[0]} + {money(rule.fixed_minor)} {each}"]
    if rule.months:
        said.append(_("en pagos desde %(least)s", least=money(rule.from_minor)))
    if rule.floor_minor:
        said.append(_("al menos %(floor)s", floor=money(rule.floor_minor)))
    if rule.cap_minor is not None:
        said.append(_("hasta %(cap)s", cap=money(rule.cap_minor)))
    return ", ".join(said)


def why_it_wins(rule: Rule, plan: ShopPlan | None = None) -> str:
    """Say why a rule of the commission holds for a sale by a shop of a plan: category, plan, and price where it minds it."""
    if rule.category is None:
        said = _("la categoría no tiene regla propia")
    else:
        said = _("la categoría más precisa con regla es %(category)s", category=category_said(rule.category))
    band = band_said(rule.from_minor, rule.until_minor)
    of_price = _("precio de una pieza %(band)s", band=band)
    return "; ".join([said, *_of_plan(rule, plan), *([of_price] if band else [])])


def _of_plan(rule: Rule, plan: ShopPlan | None) -> list[str]:
    if rule.shop_plan:
        return [_("ahí vale antes la del plan %(plan)s", plan=plan_said(rule.shop_plan))]
    if plan and plan is not ShopPlan.BASE:
        return [_("ahí el plan %(plan)s no tiene regla propia", plan=plan_said(plan))]
    return []


def categories_said() -> list[tuple[str, str]]:
    """Every category of any depth with where it stands: "Hogar y cocina › Cafeteras"."""
    language = "en" if in_english() else "es"
    return [(one.code, " › ".join(CATEGORIES[code].name(language) for code in one.path)) for one in CATEGORIES.values()]


def difference_said(one: FeeChange) -> str:
    """Say a difference of two versions: "Comisión, Electrónica, a menos de $300.00, plan Apoyo: antes 8 %, después 9 %"."""
    where = [label(one.kind)]
    if one.kind == "commission":
        where.append(category_said(one.category))
        where.append(band_said(one.from_minor, one.until_minor))
    if one.shop_plan:
        where.append(of_plan_said(one.shop_plan))
    rule = one.was or one.becomes
    if rule is not None and rule.months:
        where.append(_("%(months)s meses", months=rule.months))
    was, becomes = (taken_said(rule) if rule else _("no se ofrece") for rule in (one.was, one.becomes))
    return _(
        "%(where)s: antes %(was)s, después %(becomes)s",
        where=", ".join(part for part in where if part), was=was, becomes=becomes,
    )  # fmt: skip


def fault_said(fault: Fault) -> str:
    """Say why rules are no tariff; rules are named by their row, from 1."""
    rows = [place + 1 for place in fault.at]
    if fault.kind is FaultKind.GAP:
        return _(
            "%(kind)s: desde %(price)s no hay regla, de todos los planes, para lo que no tiene una propia",
            kind=label(fault.of), price=money(fault.price_minor),
        )  # fmt: skip
    if fault.kind is FaultKind.TWO:
        return _("las reglas %(one)s y %(other)s valen igual para el mismo precio", one=rows[0], other=rows[1])
    return {
        FaultKind.CATEGORY: _("la regla %(one)s es de una categoría que no existe", one=rows[0]),
        FaultKind.BAND: _("la regla %(one)s termina antes de empezar", one=rows[0]),
        FaultKind.LIMITS: _("la regla %(one)s tiene un mínimo mayor que su máximo", one=rows[0]),
    }[fault.kind]
