"""What the demo's buyers want but have not bought: an article that two shops sell, a question to both, and what is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging import ask_shops, write_in_question
from marketplace.care.messaging.models import Thread
from marketplace.demo.pictures import Drawing
from marketplace.demo.story import Story, at
from marketplace.goods.catalog import ProductData, VariantData, save_variants
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.goods.inventory import variants_of
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.sellers import own_shop
from marketplace.platform.moderation import approve_listing
from marketplace.platform.moderation.models import ModerationCase
from marketplace.trade.checkout import AddressToKeep, save_address
from marketplace.window.compare import keep_tray, write_note
from marketplace.window.search import sponsor
from marketplace.window.storefront import VariantOnDesk, save_product
from marketplace.window.watching import note_viewed, save_search, watch_price

POT = ProductData(
    title="Cafetera italiana Nixtal Clásica, 6 tazas",
    category="cafeteras",
    brand="Nixtal",
    model="CL-6",
    gtin="7501031311309",
    description="Cafetera de aluminio para seis tazas. Lleva un empaque de repuesto.",
    attributes={"brewing": "italiana", "capacity_ml": 300, "cups": 6, "material": "aluminio", "voltage": "ninguno"},
    return_paid_by="seller",
    weight_grams=780,
    length_mm=180,
    width_mm=120,
    height_mm=210,
)
# Who sells it, for how many centavos, and with which terms.
_SELLERS = (
    ("cocina-clara", 54_900, replace(POT, warranty_months=12, return_days=30)),
    ("cafe-montana", 49_900, replace(POT, warranty_months=6, return_days=15)),
)
PICTURE = Drawing("Cafetera italiana", "aluminio")
_CARLA = ("carla", "Carla Méndez")


def tell(story: Story) -> None:
    """Tell what is wanted."""
    made = {slug: sell(story, slug, price, data) for slug, price, data in _SELLERS}
    with unit_of_work(story.staff()[0], read_only=True) as work:
        of_both = select(Listing.number).where(Listing.id.in_(made.values())).order_by(Listing.number)
        numbers = list(work.session.scalars(of_both))
    carla = story.people["carla"]
    story.as_buyer(*_CARLA, 6, partial(_follow, account_id=carla, numbers=numbers))
    story.as_buyer(*_CARLA, 20, partial(_keep_addresses, account_id=carla))
    story.as_buyer(*_CARLA, 1, lambda work: ask_shops(work, carla, numbers, "¿Sirve en parrilla de inducción?"))
    story.as_shop("cocina-clara", 0.9, _answer)
    story.as_shop("cafe-montana", 0.5, partial(_lower_price, product_id=made["cafe-montana"]))
    # Shown once whoever runs the market allows such places.
    with at(story.ago(2)), unit_of_work(*story.staff()) as work:
        today = mexican_day(work.now)
        sponsor(work, numbers[0], paid_by="Nixtal", starts_on=today, ends_on=today + timedelta(days=60))


def _keep_addresses(work: Work, account_id: UUID) -> None:
    """Keep where her parents live, and where she lives herself, which is proposed first."""
    parents = AddressToKeep(
        "Mis papás", "Rosa Méndez", "+52 999 123 4567", "97000", "Yucatán", "Mérida", "Mérida Centro", "Calle 60", "421"
    )
    home = AddressToKeep(
        "Casa", "Carla Méndez", "+52 55 1234 5678", "06700", "Ciudad de México", "Cuauhtémoc", "Roma Norte",
        "Calle Orizaba", "101", "4", "Colima y Tabasco", "Portón verde",
    )  # fmt: skip
    for one in (parents, home):
        save_address(work, account_id, one)


def sell(story: Story, slug: str, price: int, data: ProductData) -> UUID:
    """Put the article on a shop's shelf: written, handed in, approved."""
    made: list[UUID] = []

    def write(work: Work) -> None:
        made.append(products.create_product(work, data))
        save_product(
            work, made[0], data, variants=[VariantOnDesk("NIX-CL-6", "", price, 14)], pictures=[PICTURE.picture]
        )
        products.submit_product(work, made[0], shop_slug=slug, shop_name=own_shop(work).name)

    story.as_shop(slug, 12, write)
    scope, actor = story.staff()
    with at(story.ago(11.5)), unit_of_work(scope, actor) as work:
        case_id = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == made[0])).one()
        approve_listing(work, case_id)
    story.settle(11.5)
    return made[0]


def _follow(work: Work, account_id: UUID, numbers: list[int]) -> None:
    """Carla compares both pots, wants to hear of a lower price and of new coffee makers."""
    keep_tray(work, account_id, numbers)
    work.session.flush()
    write_note(work, account_id, numbers[0], "La que tiene mi mamá.")
    watch_price(work, account_id, numbers[-1], 46_000)
    save_search(work, account_id, words="Cafeteras hasta $800", address="/c/cafeteras?hasta=800", place=None)
    note_viewed(work, account_id, numbers)


def _answer(work: Work) -> None:
    thread_id = work.session.scalars(select(Thread.id).where(Thread.number.is_not(None))).one()
    write_in_question(work, thread_id, side="shop", body="No: es de aluminio. Con una placa adaptadora sí funciona.")


def _lower_price(work: Work, product_id: UUID) -> None:
    """The shop asks less for it, so that a letter has something to say."""
    variants = [VariantData(one.sku, 44_900, one.name, id=one.id) for one in variants_of(work, product_id)]
    save_variants(work, product_id, variants)
