"""A demo market in a database of its own, for tests that read what it says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from marketplace.app import create_app
from marketplace.demo import pictures
from marketplace.demo.seed import seed
from marketplace.demo.story import at
from marketplace.kernel.settings import Settings
from marketplace.money.fees import forget_known_schedules
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tests.conftest import clone_template


@dataclass(frozen=True)
class Filled:
    """A market that was filled at a moment, read as the owner of its tables: every row of every shop."""

    url: str
    now: datetime

    def rows(self, query: str, **values: Any) -> Sequence[Any]:
        """What a query finds. `:now` is when the market was filled."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = connection.execute(text(query), {"now": self.now, **values} if ":now" in query else values).all()
        engine.dispose()
        return found

    def wrong(self, query: str) -> list[Any]:
        """The first rows of a query that should find none."""
        return list(self.rows(f"{query} LIMIT 5"))


def fill(server: EmbeddedServer, var: Path, now: datetime, *, orders: int, products: int = 600) -> Filled:
    """Fill a market as if it were another moment."""
    name = f"filled_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    clone_template(server, name)
    settings = Settings().model_copy(
        update={"database_url": server.app_url(name), "owner_database_url": server.administrator_url(name), "var": var}
    )
    app = create_app(settings)
    with at(now), pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_keep_all", lambda _blobs, _drawings: None)  # nobody looks at them here
        seed(app, settings, orders=orders, products=products)
    forget_known_schedules()  # those of this market
    with app.app_context():
        rest()
    return Filled(settings.owner_database_url, now)
