"""Whatever is done in whatever order, from whichever shop: nothing of a neighbour is ever loaded, and nothing changed."""

from __future__ import annotations

from contextlib import ExitStack
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import InvalidRequestError

from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.service import create_product
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Actor, Work, unit_of_work
from tenants import wall
from tenants.scope import PlatformScope, SellerScope
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.slow

SHOPS = st.sampled_from(["alpaca", "abedul", "third"])


class Shops(RuleBasedStateMachine):
    """Three shops, one session at a time, and everything a session can be asked to do."""

    market: Cast
    third: UUID

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.work: Work | None = None
        self.shop = ""
        self.known: list[tuple[UUID, UUID]] = []  # every product ever made, of every shop
        self.held: list[Product] = []  # objects somebody still keeps, so that the session cannot forget them
        with unit_of_work(PlatformScope("test")) as work:
            work.session.execute(delete(Product))

    def _id(self, shop: str) -> UUID:
        return {"alpaca": self.market.alpaca.id, "abedul": self.market.abedul.id, "third": self.third}[shop]

    @initialize()
    def everybody_has_something(self) -> None:
        for shop in ("alpaca", "abedul", "third"):
            self.enter(shop)
            self.make_one()
            self.make_one()

    @rule(shop=SHOPS)
    def enter(self, shop: str) -> None:
        self.leave()
        self.shop = shop
        self.work = self.stack.enter_context(
            unit_of_work(SellerScope(self._id(shop)), Actor("somebody", may=frozenset(May)))
        )

    def leave(self) -> None:
        self.stack.close()
        self.work, self.held = None, []

    @precondition(lambda self: self.work is not None)
    @rule()
    def make_one(self) -> None:
        assert self.work is not None
        product_id = create_product(self.work, make.YARN)
        self.work.session.flush()
        self.known.append((self._id(self.shop), product_id))

    @precondition(lambda self: self.work is not None and self.known)
    @rule(which=st.integers(0, 1000), again=st.booleans())
    def get(self, which: int, again: bool) -> None:
        assert self.work is not None
        key = self.known[which % len(self.known)]
        found = self.work.session.get(Product, key, populate_existing=again)
        assert found is None or key[0] == self._id(self.shop)
        self.held += [found] if found else []

    @precondition(lambda self: self.work is not None)
    @rule()
    def read_all(self) -> None:
        assert self.work is not None
        self.held += self.work.session.scalars(select(Product)).all()

    @precondition(lambda self: self.work is not None)
    @rule()
    def expire(self) -> None:
        assert self.work is not None
        self.work.session.expire_all()

    @precondition(lambda self: self.work is not None and self.held)
    @rule()
    def refresh(self) -> None:
        assert self.work is not None
        for one in self.held:
            if one in self.work.session:
                try:
                    self.work.session.refresh(one)
                except InvalidRequestError:
                    continue  # deleted meanwhile

    @precondition(lambda self: self.work is not None)
    @rule()
    def change_all(self) -> None:
        assert self.work is not None
        self.work.session.execute(update(Product).values(brand=self.shop))

    @precondition(lambda self: self.work is not None and self.known)
    @rule(which=st.integers(0, 1000))
    def change_by_key(self, which: int) -> None:
        assert self.work is not None
        tenant_id, product_id = self.known[which % len(self.known)]
        self.work.session.execute(
            update(Product).where(Product.tenant_id == tenant_id, Product.id == product_id).values(brand=self.shop)
        )

    @invariant()
    def nothing_of_a_neighbour_is_loaded(self) -> None:
        if self.work is not None:
            loaded = {row.tenant_id for row in self.work.session if isinstance(row, Product)}
            assert loaded <= {self._id(self.shop)}
            counted = self.work.session.scalar(select(func.count()).select_from(Product))
            assert counted == sum(tenant == self._id(self.shop) for tenant, _ in self.known)

    def teardown(self) -> None:
        self.leave()
        names = {self._id(shop): shop for shop in ("alpaca", "abedul", "third")}
        with unit_of_work(PlatformScope("test")) as work:
            for product in work.session.scalars(select(Product)):
                assert product.brand in (make.YARN.brand, names[product.tenant_id])


@pytest.fixture
def three_shops(market: Cast) -> None:
    """A third shop beside the two."""
    from dataclasses import replace

    from marketplace.demo import shops as demo
    from marketplace.people.sellers import service as sellers

    with market.above() as work:
        third = next(shop for shop in demo.SHOPS if shop.data.slug not in ("hilos-alpaca", "ferreteria-abedul"))
        Shops.third = sellers.open_shop(work, replace(third.data, email="tercera@example.mx"))
    Shops.market = market


FEW = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_in_any_order_every_shop_stays_at_home(three_shops: None) -> None:
    run_state_machine_as_test(Shops, settings=FEW)


def test_with_both_walls_down_it_is_found_out(three_shops: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the machine does find a leak where there is one."""
    monkeypatch.setattr(wall, "criteria", lambda _session: ([], []))
    monkeypatch.setattr(wall, "APP_ROLE", wall.PLATFORM_ROLE)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Shops, settings=settings(FEW, phases=[Phase.generate]))
