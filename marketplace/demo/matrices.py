"""Goods that come in several forms by colour and size, terms kept under names, and a brand that two shops wrote otherwise."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.pictures import Drawing
from marketplace.demo.story import Story, at
from marketplace.goods.catalog import (
    ProductData,
    VariantFacts,
    combinations,
    keep_terms,
    learn_brands,
    merge_brands,
    read_category,
    save_category,
)
from marketplace.goods.catalog import service as products
from marketplace.kernel.uploads import StoredPicture
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.sellers import ReturnPayer, own_shop
from marketplace.platform.moderation import approve_listing
from marketplace.platform.moderation.models import ModerationCase
from marketplace.window.category_files import COLUMNS, bring_category_file
from marketplace.window.storefront import VariantOnDesk, save_product

_SHAWL = ProductData(
    title="Rebozo de algodón Quetzal, en tres largos",
    category="rebozos",
    brand="Hilos Alpaca",
    description="Tejido en telar de cintura, con rapacejo anudado a mano.\n\nElige color y talla: chica 180 cm, mediana 220 cm, "
    "grande 250 cm.",
    attributes={"fibre": "algodon", "width_cm": 70},
    axes=[
        {"name": "Color", "values": ["Rojo", "Azul"]},
        {"name": "Talla", "values": ["Chica", "Mediana", "Grande"]},
    ],
    no_gtin="handmade",
    origin_country="MX",
    nom="NOM-004-SE-2021",
    maker="Hilos Alpaca, Tlaxcala",
    warranty_months=6,
    return_days=30,
    weight_grams=420,
    length_mm=300,
    width_mm=250,
    height_mm=60,
)
_BOOT = replace(
    _SHAWL,
    title="Botín de piel Sierra",
    category="zapatos-hombre",
    brand="Calzado Piel y Paso",
    description="Piel curtida en León, suela cosida.\n\nTallas mexicanas.",
    attributes={"material": "piel"},
    axes=[{"name": "Color", "values": ["Negro", "Café"]}, {"name": "Talla", "values": ["26", "27", "28"]}],
    no_gtin="own_brand",
    nom="NOM-020-SCFI-1997",
    maker="Piel y Paso, León, Guanajuato",
    weight_grams=1100,
    length_mm=330,
    width_mm=220,
    height_mm=130,
)
_DRAWN = {
    "hilos-alpaca": {"Rojo": Drawing("Rebozo de algodón", "rojo"), "Azul": Drawing("Rebozo de algodón", "azul")},
    "piel-y-paso": {"Negro": Drawing("Botín de piel", "negro"), "Café": Drawing("Botín de piel", "cafe")},
}
DRAWINGS = tuple(one for of_shop in _DRAWN.values() for one in of_shop.values())
_LEFT_OUT = ("Azul, Grande", "Café, 28")
_SOLD_OUT = ("Rojo, Chica", "Negro, 28")


def tell(story: Story) -> None:
    """Put both on their shelves, keep terms under names, and merge a brand into the one that most of its goods carry."""
    scope, actor = story.staff()
    with at(story.ago(9)), unit_of_work(scope, actor) as work:
        learn_brands(work)
    _sell(story, "hilos-alpaca", 64_900, _SHAWL)
    if "piel-y-paso" in story.shops:
        _sell(story, "piel-y-paso", 129_900, _BOOT)
        with at(story.ago(4)), unit_of_work(scope, actor) as work:
            merge_brands(work, "Calzado Piel y Paso", into="Piel y Paso")
        story.settle(4)
    with at(story.ago(3)), unit_of_work(scope, actor) as work:
        _rename_a_category(work)
        bring_category_file(work, _WORKSHOPS)
    story.settle(3)
    story.as_shop("hilos-alpaca", 3, _keep_terms)


_WORKSHOPS = f"""{",".join(COLUMNS)}
,Instrumentos musicales,Musical instruments,,,,material,,,,
,Guitarras,Guitars,,instrumentos-musicales,1,"material*, color",,,,
,Sones,Songs,,instrumentos-musicales,2,compas,,,,
""".encode()  # the last asks for something that nobody keeps


def _rename_a_category(work: Work) -> None:
    """A category gets another address; who comes by the one that it had is led there."""
    data, version = read_category(work, "decoracion")
    save_category(work, "decoracion", replace(data, slug="decoracion-del-hogar"), version=version)


def _keep_terms(work: Work) -> None:
    keep = partial(keep_terms, work, warranty_by="Hilos Alpaca", return_paid_by=ReturnPayer.SELLER)
    keep(name="Tejidos a mano", warranty_months=6, return_days=30)
    keep(name="Materiales", warranty_months=3, return_days=15)


def _sell(story: Story, slug: str, price: int, data: ProductData) -> None:
    made: list[UUID] = []
    shown = {colour: drawing.picture for colour, drawing in _DRAWN[slug].items()}

    def write(work: Work) -> None:
        made.append(products.create_product(work, data))
        variants = _variants(slug, price, data, shown)
        save_product(work, made[0], data, variants=variants, pictures=[*shown.values()])
        products.submit_product(work, made[0], shop_slug=slug, shop_name=own_shop(work).name)

    story.as_shop(slug, 8, write)
    scope, actor = story.staff()
    with at(story.ago(7.5)), unit_of_work(scope, actor) as work:
        case_id = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == made[0])).one()
        approve_listing(work, case_id)
    story.settle(7.5)


def _variants(slug: str, price: int, data: ProductData, shown: dict[str, StoredPicture]) -> list[VariantOnDesk]:
    names = [name for name in combinations(data.axes) if name not in _LEFT_OUT]
    return [
        VariantOnDesk(
            f"{slug[:2].upper()}-{number}",
            name,
            price,
            0 if name in _SOLD_OUT else 5 + number,
            facts=VariantFacts(picture=shown[name.split(", ")[0]].key),
        )
        for number, name in enumerate(names, 1)
    ]
