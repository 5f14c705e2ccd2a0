"""Marking pictures and descriptions, so that the same one elsewhere is found: the store is read outside of any transaction."""

from __future__ import annotations

import io

from PIL import Image

from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.work import unit_of_work
from marketplace.platform.moderation import flagging
from marketplace.platform.moderation.checks import hash_picture
from marketplace.platform.moderation.events import GoodsUnmarked
from tenants.scope import PlatformScope

_SIZE = 400


def mark_goods(fact: ProductSubmitted | GoodsUnmarked, _key: str) -> Finish:
    """Mark what a product shows and says. A second attempt finds less to look at."""
    with unit_of_work(PlatformScope("marks"), read_only=True) as work:
        keys = flagging.pictures_to_mark(work, fact.product_id)
    return flagging.keep_marks(fact.tenant_id, fact.product_id, {key: _hash_kept(key) for key in keys})


def _hash_kept(key: str) -> int | None:
    """None for what is gone, or what no decoder reads: it is like nothing else."""
    try:
        with Image.open(io.BytesIO(site().uploads.public.get(f"{key}-{_SIZE}.webp"))) as picture:
            return hash_picture(picture)
    except (OSError, ValueError):
        return None
