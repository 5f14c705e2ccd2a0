"""The price of a product: how it changed, what several pieces cost each, and the promotions of the shop."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.goods.catalog import (
    MOST_STEPS,
    NoSuchVariant,
    cancel_promotion,
    price_history,
    promotion_of,
    promotions,
    schedule_promotion,
    set_steps,
    steps_of,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import variants_of
from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.forms import Choose, Day, Form, MoneyField, Needed, Seen, Several, Tidy, WholeNumber, options
from marketplace.web.pages import page
from marketplace.window.storefront.queries import MOST_PROMOTABLE, promotable_variants

room = SELLER.room("storefront", "promotions")
_PRICE = NumberRange(1, 500_000_000, message=_l("Escribe un precio de un centavo a cinco millones de pesos."))


class StepsForm(Form):
    """What each of several pieces costs."""

    revision = Seen()

    def steps(self) -> list[tuple[int, int]]:
        """What was said: (pieces, centavos each); a row of which nothing was said is none."""
        return [
            (self[f"pieces_{n}"].data, self[f"price_{n}"].data)
            for n in range(1, MOST_STEPS + 1)
            if self[f"pieces_{n}"].data is not None and self[f"price_{n}"].data is not None
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Pieces and price belong together."""
        good: bool = super().validate(extra_validators)
        for n in range(1, MOST_STEPS + 1):
            pieces, price = self[f"pieces_{n}"], self[f"price_{n}"]
            missing = {(True, False): pieces, (False, True): price}.get((pieces.data is None, price.data is None))
            if good and missing is not None:
                missing.errors = [_("Faltan las piezas o el precio de este renglón.")]
                good = False
        return good


for _n in range(1, MOST_STEPS + 1):
    setattr(
        StepsForm,
        f"pieces_{_n}",
        WholeNumber(_l("Desde cuántas piezas"), [Optional(), NumberRange(2, 99, message=_l("De 2 a 99 piezas."))]),
    )
    setattr(StepsForm, f"price_{_n}", MoneyField(_l("Precio de cada una"), [Optional(), _PRICE]))


@room.get("/productos/<uuid:product_id>/precio")
@requires(May.EDIT_PRODUCTS)
def price(work: Work, product_id: UUID) -> str:
    """How a product's prices changed, and what several pieces of it cost."""
    product, variants = products.get_product(work, product_id), variants_of(work, product_id)
    return page(
        "window/storefront/seller/price.html",
        product=product,
        variants=variants,
        steps=steps_of(work, [one.id for one in variants]),
        history=price_history(work, product_id),
        promotion=promotion_of(work, product_id),
    )


@room.route("/productos/<uuid:product_id>/precio/<uuid:variant_id>", methods=["GET", "POST"])
@requires(set_steps)
def steps(work: Work, product_id: UUID, variant_id: UUID) -> object:
    """What each of several pieces of a variant costs."""
    product = products.get_product(work, product_id)
    variant = next((one for one in variants_of(work, product_id) if one.id == variant_id), None)
    if variant is None:
        raise NoSuchVariant
    kept = steps_of(work, [variant_id]).get(variant_id, [])
    said: dict[str, Any] = {"revision": product.version}
    for n, (pieces, minor) in enumerate(kept, 1):
        said |= {f"pieces_{n}": pieces, f"price_{n}": minor}
    form = StepsForm(data=said)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work.attempt():
                set_steps(work, product_id, variant_id, form.steps(), seen_version=form.revision.data or 0)
            flash(_("Guardado. Vale para las compras nuevas."), "success")
            return redirect(url_for(".price", product_id=product_id))
        except Refusal as refusal:
            form.show(refusal, field="price_1")
            status = status_of(refusal)
            if status == 409:
                form.revision.show(product.version)
    return page(
        "window/storefront/seller/steps.html", form=form, product=product, variant=variant, most=MOST_STEPS
    ), status


class PromotionForm(Form):
    """What becomes cheaper, by how much, and from when until when."""

    name = Tidy(_l("Nombre"), [Needed(), Length(max=60)], description=_l("Para ti: quien compra no lo ve."))
    percent = WholeNumber(
        _l("Cuánto baja, en por ciento"), [Optional(), NumberRange(1, 90, message=_l("De 1 a 90 por ciento."))]
    )
    price = MoneyField(_l("O a qué precio"), [Optional(), _PRICE])
    from_day = Day(_l("Empieza el día"), [Needed()])
    from_hour = Choose(_l("A las"))
    until_day = Day(_l("Termina el día"), [Needed()])
    until_hour = Choose(_l("A las"))
    variants = Several(_l("Qué baja"), [Needed(_l("Elige al menos uno."))])
    sure = BooleanField(_l("Sí, baja más de 40 %"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.from_hour.choices = options([(str(hour), f"{hour:02d}:00") for hour in range(24)])
        self.until_hour.choices = options([(str(hour), f"{hour:02d}:00") for hour in range(1, 25)])

    def validate(self, extra_validators: Any = None) -> bool:
        """A percentage or a price, and not both."""
        good: bool = super().validate(extra_validators)
        if (self.percent.data is None) == (self.price.data is None) and not (self.percent.errors or self.price.errors):
            self.percent.errors = [_("Di cuánto baja o a qué precio, uno de los dos.")]
            return False
        return good


def _moment(day: date, hour: str) -> datetime:
    """An hour of a day of Mexico City, in UTC; 24 is its night."""
    whole = timedelta(days=int(hour) // 24)
    return datetime.combine(day + whole, time(int(hour) % 24), MEXICO).astimezone(UTC)


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


@room.get("/promociones")
@requires(May.EDIT_PRODUCTS)
def index(work: Work) -> str:
    """The promotions there are, and how they ended."""
    return page("window/storefront/seller/promotions.html", promotions=promotions(work))


@room.route("/promociones/nueva", methods=["GET", "POST"])
@requires(schedule_promotion)
def new(work: Work) -> object:
    """Schedule a promotion for some of what is for sale, as it is looked for."""
    words, product_id = text_in(request.args, "q", most=80), _key(request.args.get("producto", ""))
    found = promotable_variants(work, words=words, product_id=product_id)
    form = PromotionForm()
    form.variants.choices = [(str(one.id), one.said) for one in found]
    status = 422 if form.is_submitted() else 200
    asked = False
    if form.validate_on_submit():
        try:
            with work.attempt():
                schedule_promotion(
                    work,
                    form.name.data,
                    starts_at=_moment(form.from_day.data, form.from_hour.data),
                    ends_at=_moment(form.until_day.data, form.until_hour.data),
                    variant_ids=[UUID(one) for one in form.variants.data],
                    percent=form.percent.data,
                    price_minor=form.price.data,
                    sure=form.sure.data,
                )
            flash(_("Programada. Los precios cambian solos, a más tardar un minuto después."), "success")
            return redirect(url_for(".index"))
        except Refusal as refusal:
            form.show(refusal)
            asked, status = refusal.code == "catalog.far_from_before", status_of(refusal)
    return page(
        "window/storefront/seller/promotion.html", form=form, found={str(one.id): one for one in found}, words=words,
        product_id=product_id, asked=asked, most=MOST_PROMOTABLE,
    ), status  # fmt: skip


@room.post("/promociones/<uuid:promotion_id>/cancelar")
@requires(cancel_promotion)
def cancel(work: Work, promotion_id: UUID) -> object:
    """Call one off; the prices of one that runs come back at once."""
    cancel_promotion(work, promotion_id)
    flash(_("Cancelada. Lo que ya había bajado tiene otra vez su precio."), "success")
    return redirect(url_for(".index"))
