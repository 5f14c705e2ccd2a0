"""Fetching the pictures whose addresses a file named: a few products at a time, outside of any transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from marketplace.goods.catalog import TooManyPictures
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Media
from marketplace.kernel.errors import Refusal
from marketplace.kernel.jobs import Finish
from marketplace.kernel.outbound import fetch
from marketplace.kernel.site import site
from marketplace.kernel.uploads import StoredPicture
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.window.imports.assembling import RowProblem
from marketplace.window.imports.events import PicturesLeft
from marketplace.window.imports.jobs import as_asked
from marketplace.window.imports.models import PicturesToFetch
from marketplace.window.imports.queries import count_left, get_run
from marketplace.window.imports.tally import Tally, add_part
from tenants.scope import SellerScope

_MOST_MB = 12
_AT_ONCE = 5  # products: what others wait for in the same lane


def fetch_pictures(fact: PicturesLeft, key: str) -> Finish:
    """Fetch the pictures of some products and put them there, where there is still none; the others are told again."""
    with unit_of_work(SellerScope(fact.tenant_id), read_only=True) as work:
        actor = as_asked(work, get_run(work, fact.run_id))
        query = select(PicturesToFetch.id, PicturesToFetch.product_id, PicturesToFetch.urls).where(
            PicturesToFetch.tenant_id == fact.tenant_id, PicturesToFetch.run_id == fact.run_id
        )
        rows = work.session.execute(query.order_by(PicturesToFetch.id).limit(_AT_ONCE)).all()
    for row in rows:
        kept = [_fetched(url) for url in row.urls] if actor else []
        with unit_of_work(SellerScope(fact.tenant_id), actor or Actor("")) as work:
            _put(work, fact.run_id, row.id, row.product_id, kept)
    with unit_of_work(SellerScope(fact.tenant_id)) as work:
        if count_left(work, fact.run_id):
            work.tell(fact)
    return _nothing


def _nothing(_work: Work) -> None:
    """All is written already."""


def _fetched(url: str) -> StoredPicture | RowProblem:
    try:
        picture: StoredPicture = site().uploads.keep_picture(fetch(url, most_mb=_MOST_MB))
    except Refusal as refusal:
        return RowProblem(0, url, refusal.code, {name: str(value) for name, value in refusal.details.items()})
    return picture


def _put(work: Work, run_id: UUID, row_id: UUID, product_id: UUID, kept: Sequence[StoredPicture | RowProblem]) -> None:
    """Put fetched pictures to their product, once: whoever fetched them too finds the row gone."""
    gone = delete(PicturesToFetch).where(PicturesToFetch.tenant_id == work.tenant_id, PicturesToFetch.id == row_id)
    if not work.session.execute(gone.returning(PicturesToFetch.id)).all():
        return
    pictures = [one for one in kept if isinstance(one, StoredPicture)]
    has = select(Media.id).where(Media.tenant_id == work.tenant_id, Media.product_id == product_id).limit(1)
    if pictures and work.session.scalar(has) is None:
        title = products.get_product(work, product_id).title
        for one in pictures:
            try:
                products.add_picture(work, product_id, key=one.key, alt=title, width=one.width, height=one.height)
            except TooManyPictures:
                break
    problems = [one for one in kept if isinstance(one, RowProblem)]
    if problems:
        add_part(get_run(work, run_id, lock=True), Tally(), problems)
