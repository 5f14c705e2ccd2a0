"""A disk that takes nothing any more: who uploads is told, keeps what they typed, and no row names a file that is not there.

The system refuses writes beyond a size, as it does when a disk is full: no other part is replaced.
"""

from __future__ import annotations

import io
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from marketplace.goods.catalog.models import Media
from marketplace.kernel.storage import NotKept
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.web.asking import enter
from tests.window.looking import form_of, page_of

pytestmark = pytest.mark.faults


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow beyond 200 bytes."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def photo() -> io.BytesIO:
    data = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(data, "JPEG")
    data.seek(0)
    return data


def pictures(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Media)) or 0


def test_who_uploads_is_told_at_the_box_and_nothing_is_saved(browser_client: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market)
    enter(browser_client, market.alicia)
    form = {**form_of(browser_client, product_id), "title": "Estambre de invierno"}
    with full_disk():
        answer = browser_client.post(page_of(product_id), data={**form, "pictures": (photo(), "a.jpg")})
    assert answer.status_code == 422
    assert "No pudimos guardar el archivo" in answer.text
    assert 'value="Estambre de invierno"' in answer.text
    assert pictures(market) == 1  # the one it had
    again = browser_client.post(page_of(product_id), data={**form, "pictures": (photo(), "a.jpg")})
    assert again.status_code == 302
    assert pictures(market) == 2


def test_the_store_says_that_it_kept_nothing(app: Flask) -> None:
    store = uploads_of(app).public
    with full_disk(), pytest.raises(NotKept):
        store.put("p/00/too-large", b"x" * 1_000)
    with pytest.raises(FileNotFoundError):
        store.get("p/00/too-large")
