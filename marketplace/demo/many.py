"""What a shop of the demo market does with its table of products: views that Alicia keeps, and a change to many."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.goods.catalog import BulkKind, preview_bulk_act, start_bulk_act
from marketplace.goods.catalog.models import Product
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.window.worktable import save_view
from tenants.roles import Role
from tenants.scope import SellerScope

_VIEWS = {
    "Por surtir": "piezas=pocas&orden=piezas",
    "Sin código de barras": "orden=titulo&falta=barras&ver=precio&ver=barras",
}


def tell(story: Story) -> None:
    """Alicia keeps two views, and gives a longer warranty on some of her goods."""
    scope = SellerScope(story.shops["hilos-alpaca"])
    alicia = Actor("Alicia Xicohténcatl", story.people["alicia"], Role.OWNER, GRANTED[Role.OWNER])
    with at(story.ago(6)), unit_of_work(scope, alicia) as work:
        for name, asked in _VIEWS.items():
            save_view(work, name, asked)
    with at(story.ago(1)), unit_of_work(scope, alicia) as work:
        _guard_longer(work)
    story.settle(1)


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
