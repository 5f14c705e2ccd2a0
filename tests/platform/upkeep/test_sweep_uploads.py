"""Files that no row names are forgotten after a day; whatever is shown somewhere stays."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.service import request_return
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Media
from marketplace.kernel.settings import Settings
from marketplace.kernel.uploads import Uploads
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.platform.upkeep.sweeping import sweep_all
from tests.web.asking import order_line


@pytest.fixture
def files(app: Flask) -> Uploads:
    """The way in for files."""
    found: Uploads = uploads_of(app)
    return found


def picture(files: Uploads, folder: str | None = None) -> str:
    made = io.BytesIO()
    Image.new("RGB", (60, 40)).save(made, "PNG")
    return files.keep_picture(made.getvalue(), private_folder=folder).key


def is_there(path: Path) -> bool:
    return path.exists()


def test_an_orphan_goes_and_what_a_product_shows_stays(
    market: Cast, worker: Worker, files: Uploads, settings: Settings
) -> None:
    goods = make.goods(market)
    shown, orphan = picture(files), picture(files)
    with market.as_alicia() as work:
        products.add_picture(work, goods.product_id, key=shown, alt="", width=60, height=40)
    sweep_all(market, worker, settings)
    assert is_there(settings.media_dir / f"{shown}-400.webp")
    assert not is_there(settings.media_dir / f"{orphan}-400.webp")


def test_what_staff_saw_stays_when_the_shop_takes_it_off(
    market: Cast, worker: Worker, files: Uploads, settings: Settings
) -> None:
    product_id = make.draft(market)
    key = picture(files)
    with market.as_alicia() as work:
        work.session.execute(update(Media).where(Media.product_id == product_id).values(key=key))
        products.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    worker.drain()
    with market.as_alicia() as work:
        media_id = work.session.scalars(select(Media.id)).one()
        products.remove_picture(work, product_id, media_id)
    sweep_all(market, worker, settings)
    assert is_there(settings.media_dir / f"{key}-400.webp")


def test_photos_of_returns_stay_and_those_of_refused_forms_go(
    market: Cast, worker: Worker, files: Uploads, settings: Settings
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    kept, orphan = picture(files, "private"), picture(files, "private")
    with market.as_carla() as work:
        request_return(
            work, code, quantities={order_line(market).id: 1}, reason="damaged", message="Roto", photos=[kept]
        )
    sweep_all(market, worker, settings)
    with market.above() as work:
        assert work.session.scalars(select(ReturnCase.photos)).one() == [kept]
    assert is_there(settings.private_dir / f"{kept}-400.webp")
    assert not is_there(settings.private_dir / f"{orphan}-400.webp")


def test_a_folder_that_nobody_asks_about_is_left_alone(
    market: Cast, worker: Worker, files: Uploads, settings: Settings
) -> None:
    key = picture(files, "somebody-elses")
    sweep_all(market, worker, settings)
    assert is_there(settings.private_dir / f"{key}-400.webp")
