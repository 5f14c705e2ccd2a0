"""A web process is killed in the middle of a checkout: there is no half purchase, and the same form sent again makes the one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.goods.inventory.models import Reservation
from marketplace.kernel.settings import Settings
from marketplace.serve import environment
from tests import make
from tests.cast import Cast
from tests.faults.waiting import until
from tests.web.asking import add, cart_rows, form_of, purchases

pytestmark = pytest.mark.faults


def test_killed_before_the_commit(
    browser_client: FlaskClient, market: Cast, settings: Settings, tmp_path: Path
) -> None:
    yarn = make.goods(market)
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, yarn)
    form = form_of(browser_client)
    cookies = {cookie.key: cookie.value for cookie in browser_client._cookies.values()}  # type: ignore[union-attr]
    (tmp_path / "sent").write_text(json.dumps({"form": form, "cookies": cookies}))
    command = [sys.executable, "-m", "tests.faults.buying", str(tmp_path / "sent")]
    victim = subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        told, _ = victim.communicate(timeout=90)
    finally:
        victim.kill()
    assert victim.returncode == -signal.SIGKILL, told
    until(lambda: make.stock(market, yarn) == (10, 0))
    assert purchases(market) == 0
    assert len(cart_rows(market)) == 1
    assert browser_client.post("/pagar", data=form).status_code == 303
    assert browser_client.post("/pagar", data=form).status_code == 303
    assert purchases(market) == 1
    assert make.stock(market, yarn) == (10, 1)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Reservation)) == 1
