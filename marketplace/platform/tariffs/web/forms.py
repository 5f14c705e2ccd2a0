"""The forms of the tariff console."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms.validators import Length, Optional

from marketplace.kernel.reading import NotANumber, TooLarge, read_number
from marketplace.money.fees import PLANS, FeeKind, drafting, saying
from marketplace.money.fees.models import FeeDraft
from marketplace.web.forms import Choose, Day, Form, MoneyField, Needed, PartForm, Prose, Reads, Seen, Tidy, options
from marketplace.web.problems import Problem, differences

MOST_RULES = 80
_BLANK_ROWS = 2
_WHOLE_BP = 10_000


class Percent(Reads):
    """A share in percent with at most two decimals; basis points inside."""

    longest = 40

    def read(self, typed: str) -> int:
        basis_points = read_number(typed.strip().removesuffix("%").strip()) * 100
        if basis_points != basis_points.to_integral_value():
            raise NotANumber
        if basis_points > _WHOLE_BP:
            raise TooLarge(most="100 %")
        return int(basis_points)

    def write(self, value: int) -> str:
        return f"{Decimal(value) / 100:f}"


class RuleForm(PartForm):
    """A rule of the commission. A row without a share is none."""

    category = SelectField(_l("Categoría"))
    shop_plan = SelectField(_l("Plan de la tienda"))
    from_price = MoneyField(_l("Desde este precio"))
    until_price = MoneyField(_l("A menos de este precio"))
    rate = Percent(_l("Por ciento"))
    fixed = MoneyField(_l("Más, por pieza"))
    floor = MoneyField(_l("Al menos, por pieza"))
    cap = MoneyField(_l("A lo más, por pieza"))
    removed = BooleanField(_l("Quitar"))

    @property
    def amounts(self) -> list[Any]:
        """The boxes of prices and of what is taken, in order."""
        return [field for name, field in self._fields.items() if name not in ("category", "shop_plan", "removed")]


class MonthsRuleForm(PartForm):
    """What it costs that a buyer pays in some months without interest. Without a share it is not offered."""

    rate = Percent(_l("Por ciento de lo que se pagó"))
    least = MoneyField(_l("En pagos desde"))


class DraftForm(Form):
    """The next tariff."""

    starts_on = Day(_l("Primer día"), [Optional()], description=_l("Empieza a las 00:00 de la Ciudad de México."))
    summary = Tidy(_l("Qué cambia, en español"), [Length(max=300)])
    summary_en = Tidy(_l("Qué cambia, en inglés"), [Length(max=300)])
    rules = FieldList(FormField(RuleForm), _l("Comisiones"), max_entries=MOST_RULES)
    processing_rate = Percent(_l("Cobro del pago, por ciento"), [Needed()])
    processing_fixed = MoneyField(_l("Cobro del pago, fijo por pago"), [Needed()])
    subsidy_rate = Percent(_l("Apoyo al envío gratis, por ciento"), [Needed()])
    subsidy_cap = MoneyField(_l("Apoyo al envío gratis, hasta"), [Needed()])
    plans = FieldList(FormField(MonthsRuleForm), _l("Meses sin intereses"), max_entries=len(PLANS))
    revision = Seen()

    def show_now(self, now: DraftForm) -> list[Problem]:
        """Bring a form that is older than its draft up to date; lists what the draft says now. What was typed stays."""
        self.revision.show(now.revision.data)
        found = differences(self, now._fields)
        for number, (mine, theirs) in enumerate(zip(self.rules, now.rules, strict=False), 1):
            found += differences(mine.form, theirs.form._fields, _("renglón %(n)s", n=number))
        for mine, theirs, months in zip(self.plans, now.plans, PLANS, strict=False):
            found += differences(mine.form, theirs.form._fields, _("%(months)s meses", months=months))
        return found

    def written(self) -> list[dict[str, Any]]:
        """The rules as a draft keeps them."""
        rows = [
            row for row in (entry.form for entry in self.rules) if row.rate.data is not None and not row.removed.data
        ]
        commissions = [
            drafting.written(
                FeeKind.COMMISSION,
                row.category.data or None,
                shop_plan=row.shop_plan.data or None,
                from_minor=row.from_price.data or 0,
                until_minor=row.until_price.data,
                rate_bp=row.rate.data,
                fixed_minor=row.fixed.data or 0,
                floor_minor=row.floor.data,
                cap_minor=row.cap.data,
            )
            for row in rows
        ]
        processing = drafting.written(
            FeeKind.PROCESSING, rate_bp=self.processing_rate.data, fixed_minor=self.processing_fixed.data
        )
        subsidy = drafting.written(
            FeeKind.SHIPPING_SUBSIDY, rate_bp=self.subsidy_rate.data, cap_minor=self.subsidy_cap.data
        )
        return [*commissions, processing, subsidy, *self._plans()]

    def _plans(self) -> list[dict[str, Any]]:
        """The plans that are offered; which row is of how many months is not the sender's to say."""
        rows = zip(PLANS, (entry.form for entry in self.plans), strict=False)
        return [
            drafting.written(FeeKind.INSTALMENTS, months=months, rate_bp=row.rate.data, from_minor=row.least.data or 0)
            for months, row in rows
            if row.rate.data is not None
        ]


class PublishForm(Form):
    """Publishing what was seen."""

    revision = Seen()


class WithdrawForm(Form):
    """Why an announced tariff is taken back."""

    reason = Prose(
        _l("Por qué se retira"),
        [Needed(), Length(max=500)],
        description=_l("Es público: lo lee cada tienda."),
        render_kw={"rows": 3},
    )


class ChooseShopForm(Form):
    """Of which shop the plan is looked at."""

    shop = Choose(_l("Tienda"))


class ShopPlanForm(Form):
    """In which plan a shop is, from when on and why."""

    plan = Choose(_l("Plan"))
    starts_on = Day(
        _l("Primer día"), [Optional()],
        description=_l("Sin día, en cuanto se pueda: si puede pagar más, con 30 días de aviso y fuera de temporada."),
    )  # fmt: skip
    reason = Prose(
        _l("Por qué"), [Needed(), Length(max=1000)], description=_l("La tienda lo lee tal cual, con tu nombre."),
        render_kw={"rows": 3},
    )  # fmt: skip
    number = Seen()


class PlanAnswerForm(Form):
    """What a shop is answered about its plan."""

    answer = Prose(_l("Tu respuesta, con razones"), [Needed(), Length(max=2000)], render_kw={"rows": 4})


class PlanRequestForm(Form):
    """What a shop asks about its plan."""

    body = Prose(
        _l("Qué plan pides, o por qué el tuyo no es el correcto"), [Needed(), Length(max=2000)], render_kw={"rows": 4}
    )


def draft_form(draft: FeeDraft, categories: Iterable[tuple[str, str]], **kwargs: Any) -> DraftForm:
    """Make the form of a draft, with what it says and some empty rows."""
    form = DraftForm(data=_shown(draft), **kwargs)
    choices = options([("", _("Lo que no tiene regla propia")), *categories])
    for entry in form.rules:
        entry.form.category.choices = choices
        entry.form.shop_plan.choices = options([("", _("Todos")), *saying.plans_said()])
    return form


def _shown(draft: FeeDraft) -> dict[str, Any]:
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for row in draft.rules:
        by_kind.setdefault(row["kind"], []).append(row)
    processing, subsidy = (by_kind[kind][0] for kind in (FeeKind.PROCESSING, FeeKind.SHIPPING_SUBSIDY))
    return {
        "starts_on": draft.starts_on,
        "summary": draft.summary or None,
        "summary_en": draft.summary_en or None,
        "rules": [*(_row(rule) for rule in by_kind[FeeKind.COMMISSION]), *({} for _blank in range(_BLANK_ROWS))],
        "processing_rate": processing["rate_bp"],
        "processing_fixed": processing["fixed_minor"],
        "subsidy_rate": subsidy["rate_bp"],
        "subsidy_cap": subsidy["cap_minor"],
        "plans": [_plan(months, by_kind.get(FeeKind.INSTALMENTS, [])) for months in PLANS],
        "revision": draft.revision,
    }


def _plan(months: int, plans: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    for one in plans:
        if one["months"] == months:
            return {"rate": one["rate_bp"], "least": one["from_minor"] or None}
    return {}


def _row(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category": rule["category"] or "",
        "shop_plan": rule.get("shop_plan") or "",
        "from_price": rule["from_minor"] or None,
        "until_price": rule["until_minor"],
        "rate": rule["rate_bp"],
        "fixed": rule["fixed_minor"] or None,
        "floor": rule["floor_minor"],
        "cap": rule["cap_minor"],
    }
