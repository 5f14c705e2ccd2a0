"""What a shop of the demo market does with its table of products: views that Alicia keeps, a change to many, a file."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.goods.addresses import lead_old_addresses
from marketplace.goods.catalog import (
    BulkKind,
    ProductData,
    delete_product,
    preview_bulk_act,
    service,
    start_bulk_act,
)
from marketplace.goods.catalog.models import Product, Variant
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import GRANTED
from marketplace.kernel.site import site
from marketplace.kernel.text import slugify
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.sellers import own_shop
from marketplace.window.imports import (
    FOLDER,
    BroughtAs,
    BroughtFile,
    apply_file,
    check_file,
    get_run,
    read_sheet,
    receive_file,
)
from marketplace.window.worktable import save_view
from tenants.roles import Role
from tenants.scope import SellerScope

_VIEWS = {
    "Por surtir": "piezas=pocas&orden=piezas",
    "Sin código de barras": "orden=titulo&falta=barras&ver=precio&ver=barras",
}


def tell(story: Story) -> None:
    """Alicia keeps two views, gives a longer warranty on some of her goods, and brings what she sold elsewhere."""
    scope = SellerScope(story.shops["hilos-alpaca"])
    alicia = Actor("Alicia Xicohténcatl", story.people["alicia"], Role.OWNER, GRANTED[Role.OWNER])
    with at(story.ago(6)), unit_of_work(scope, alicia) as work:
        for name, asked in _VIEWS.items():
            save_view(work, name, asked)
    with at(story.ago(1)), unit_of_work(scope, alicia) as work:
        _guard_longer(work)
    story.settle(1)
    _bring_file(story, scope, alicia)
    with at(story.ago(0.7)), unit_of_work(scope, alicia) as work:
        _keep_visitors(work)
        _begin_by_mistake(work)


# As Shopify writes it; one bar code went through Excel and lost its end.
_HEADS = (
    "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,"
)
_FILE = f"""{_HEADS}Variant Price,Variant Barcode
chal-bruma,Chal Bruma,<p>Tejido a mano en telar de pedal.</p>,Hilos Alpaca,Estambres,Color,Gris,CHAL-GRI,260,5,780.00,
chal-bruma,,,,,,Vino,CHAL-VIN,260,3,780.00,
agujas-bambu,Agujas de bambú del 5,<p>Par de 33 cm.</p>,Hilos Alpaca,Estambres,Title,Default Title,AGU-5,40,20,95.00,7.50103E+12
"""


def _bring_file(story: Story, scope: SellerScope, alicia: Actor) -> None:
    """Alicia brings what she sold elsewhere: one product comes in, of the other its row says what to mend."""
    data = _FILE.encode()
    kept = site().uploads.keep_table(data, folder=FOLDER, extension="csv", most_mb=1)
    with at(story.ago(0.9)), unit_of_work(scope, alicia) as work:
        file = BroughtFile("mi-tienda-de-shopify.csv", BroughtAs.CSV, kept.key, kept.size, read_sheet(data).columns)
        run_id = receive_file(work, file, locale="es_MX")
        check_file(work, run_id, mapping=get_run(work, run_id).mapping, categories={}, seen_version=1)
    story.settle(0.9)
    with at(story.ago(0.8)), unit_of_work(scope, alicia) as work:
        apply_file(work, run_id, seen_version=get_run(work, run_id).version)
    story.settle(0.8)


def _guard_longer(work: Work) -> None:
    ids = work.session.scalars(
        select(Product.id)
        .where(Product.tenant_id == work.tenant_id, Product.category == "estambres", Product.state == "published")
        .order_by(Product.id)
        .limit(8)
    ).all()
    said = {"warranty_months": 6}
    seen = preview_bulk_act(work, BulkKind.TERMS, said, ids).seen
    start_bulk_act(work, new_id(), BulkKind.TERMS, said, ids, seen=seen)


def _keep_visitors(work: Work) -> None:
    """What she sells here stood in her shop at Shopify too: old links lead to it, beside those that the file said."""
    found = work.session.scalars(
        select(Variant.sku)
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .where(Product.tenant_id == work.tenant_id, Product.state == "published", Variant.position == 0)
        .order_by(Product.id)
        .limit(3)
    )
    lines = [f"https://hilosalpaca.localhost/products/{slugify(sku)},{sku}" for sku in found]
    lead_old_addresses(work, "\n".join(lines), is_ours=lambda _path: False)


def _begin_by_mistake(work: Work) -> None:
    """She began one twice, and deletes what nobody ever bought: her shop's activity still says so."""
    shop = own_shop(work)
    data = ProductData(
        title="Agujas de bambú (repetido)", category="agujas-ganchos", warranty_months=shop.warranty_months,
        warranty_by=shop.warranty_by, return_days=shop.return_days, return_paid_by=shop.return_paid_by,
    )  # fmt: skip
    delete_product(work, service.create_product(work, data))
