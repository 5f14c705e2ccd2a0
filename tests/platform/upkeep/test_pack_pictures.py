"""Pictures are packed as AVIF some time after they came; until then their WebP is shown in its place."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from marketplace.goods.catalog import service as products
from marketplace.kernel.settings import Settings
from marketplace.platform.upkeep import jobs
from marketplace.platform.upkeep.jobs import ask_for_packing
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.platform.upkeep.sweeping import sweep_all


def photo() -> bytes:
    made = io.BytesIO()
    Image.effect_mandelbrot((900, 600), (-2, -1.5, 1, 1.5), 90).convert("RGB").save(made, "PNG")
    return made.getvalue()


def pack_all(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        ask_for_packing(work)
    worker.drain()


def test_every_width_is_answered_before_and_after(
    app: Flask, browser_client: FlaskClient, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_PACKED_AT_ONCE", 1)  # the rest is asked for again
    files = uploads_of(app)
    keys = [files.keep_picture(photo()).key for _n in range(3)]
    private = files.keep_picture(photo(), private_folder="private").key
    files.public.put("p/00/000000000000000000000000000000-400.webp", b"no picture")
    before = browser_client.get(f"/media/{keys[0]}-200.avif")
    assert (before.status_code, before.mimetype) == (200, "image/webp")
    assert Image.open(io.BytesIO(before.data)).width == 400
    assert before.headers["Cache-Control"] == "public, max-age=3600"
    pack_all(market, worker)
    for key in keys:
        for size, wide in ((200, 200), (400, 400), (800, 800), (1600, 900)):
            answer = browser_client.get(f"/media/{key}-{size}.avif")
            assert answer.mimetype == "image/avif"
            assert "immutable" in answer.headers["Cache-Control"]
            assert Image.open(io.BytesIO(answer.data)).width == wide
            if size in (400, 800):
                assert len(answer.data) < len(browser_client.get(f"/media/{key}-{size}.webp").data)
    assert not files.private.has(f"{private}-400.avif")
    for nothing in ("-200.webp", "-3200.avif", "-0.avif", ".avif"):
        assert browser_client.get(f"/media/{keys[0]}{nothing}").status_code == 404


def test_what_goes_goes_in_every_form(app: Flask, market: Cast, worker: Worker, settings: Settings) -> None:
    files, goods = uploads_of(app), make.goods(market)
    shown, orphan, refused = (files.keep_picture(photo()) for _n in range(3))
    with market.as_alicia() as work:
        products.add_picture(work, goods.product_id, key=shown.key, alt="", width=900, height=600)
    pack_all(market, worker)
    files.forget(refused)
    assert not files.public.has(f"{refused.key}-200.avif")
    sweep_all(market, worker, settings)
    assert files.public.has(f"{shown.key}-200.avif")
    assert not files.public.has(f"{orphan.key}-200.avif")
