"""A shop is prepared while staff look at its application: by whoever applied, seen by nobody else, open once it is approved."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from marketplace.goods.catalog import ProductState, ShopNotOpen
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.ages import ages_at
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import May, effective
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.people.sellers import applications, closed, errors, get_shop, own_shop, shops, team
from marketplace.people.sellers import service as sellers
from marketplace.people.sellers.models import Application, Shop, ShopTax
from marketplace.people.sellers.preparing import MAY_PREPARE
from marketplace.people.sellers.service import ShopFace
from marketplace.platform.leaving import rest_shop
from marketplace.platform.leaving.errors import NotOpen
from marketplace.platform.notifications.models import Notification
from marketplace.worker import Worker
from tenants import resolve
from tenants.models import Membership, ShopName
from tenants.roles import Role
from tenants.scope import PublicScope, SellerScope
from tests import make
from tests.cast import Cast
from tests.money.fees.tariffs import forgotten
from tests.people.sellers.applying import DRAFT, handed_in, prove, save, submit
from tests.platform.tariffs.announcing import announce

pytestmark = pytest.mark.long


@pytest.fixture
def prepared(app: Flask, market: Cast, worker: Worker) -> UUID:
    """Carla sent her application, and has a shop to prepare."""
    handed_in(app, market)
    worker.drain()
    return prepared_of(market)


def prepared_of(market: Cast) -> UUID:
    with market.above() as work:
        found = work.session.scalars(
            select(Application.prepared_tenant_id).order_by(Application.created_at.desc())
        ).first()
    assert found is not None
    return found


def as_applicant(market: Cast, tenant_id: UUID):
    actor = Actor(market.carla.name, market.carla.id, Role.CATALOGUE, MAY_PREPARE)
    return unit_of_work(SellerScope(tenant_id), actor)


def write_one(market: Cast, tenant_id: UUID) -> UUID:
    with as_applicant(market, tenant_id) as work:
        return products.create_product(work, replace(make.YARN, title="Cajeta quemada"))


def decide(market: Cast, verb: str, **said: str) -> None:
    with market.above() as work:
        application_id = work.session.scalars(select(Application.id).where(Application.state == "submitted")).one()
    with market.as_sergio() as work:
        applications.take_application(work, application_id)
    with market.as_sergio() as work:
        getattr(applications, verb)(work, application_id, **said)


def test_who_sent_an_application_has_a_shop_to_prepare(market: Cast, prepared: UUID) -> None:
    with market.above() as work:
        shop = work.session.get_one(Shop, (prepared, prepared))
        tax = work.session.get_one(ShopTax, (prepared, prepared))
        seat = work.session.scalars(select(Membership).where(Membership.tenant_id == prepared)).one()
        name = work.session.scalars(select(ShopName).where(ShopName.tenant_id == prepared)).one()
        application = work.session.scalars(select(Application)).one()
        assert (shop.status, shop.slug, shop.name, shop.city) == (
            "preparing", "dulces-carla", "Dulces Carla", "Ciudad de México",
        )  # fmt: skip
        assert (name.name, name.kind) == ("dulces-carla", "held")
        assert (tax.rfc, tax.curp, tax.clabe) == (
            DRAFT.rfc,
            None,
            None,
        )  # nothing is paid, and nothing deposited to prove it
        assert seat.account_id == market.carla.id
        assert effective(Role(seat.role), seat.granted, seat.withheld) == MAY_PREPARE
        assert application.tenant_id is None


def test_preparing_gives_no_key_no_team_no_address_and_no_money(market: Cast, prepared: UUID) -> None:
    forbidden = {
        May.MANAGE_KEYS,
        May.MANAGE_TEAM,
        May.MANAGE_ADDRESSES,
        May.VIEW_MONEY,
        May.MANAGE_PAYOUT,
        May.OWN_SHOP,
    }
    assert not forbidden & MAY_PREPARE
    with pytest.raises(NotAllowed), as_applicant(market, prepared) as work:
        team.invite(work, email="diego@example.mx", role=Role.CATALOGUE)


def test_nobody_else_finds_it(market: Cast, prepared: UUID) -> None:
    with unit_of_work(PublicScope()) as work:
        assert resolve.find_shop_at(work.session, "dulces-carla.tianguis.test", market_domain="tianguis.test") is None
        with pytest.raises(errors.NoSuchShop):
            get_shop(work, "dulces-carla")
        assert "dulces-carla" not in [shop.slug for shop in shops(work)]
        assert work.session.scalars(select(Listing).where(Listing.tenant_id == prepared)).all() == []


def test_its_pages_are_none_for_strangers_and_for_other_sellers(app: Flask, market: Cast, prepared: UUID) -> None:
    client = app.test_client()
    for path in ("/tienda/dulces-carla", "/tienda/dulces-carla/color.css", "/reportar/tienda/dulces-carla"):
        assert client.get(path).status_code == 404, path
    assert "dulces-carla" not in client.get("/sitemap/paginas.xml").text


def test_its_address_is_held_meanwhile(market: Cast, prepared: UUID) -> None:
    with market.as_diego() as work:
        (wrong,) = applications.wrong_with(work, replace(DRAFT, shop_name="Otra"), account_id=market.diego.id)
    assert isinstance(wrong, errors.ApplicationSlugTaken)


def test_what_is_prepared_is_not_submitted_and_not_sold(market: Cast, prepared: UUID) -> None:
    product_id = write_one(market, prepared)
    with pytest.raises(ShopNotOpen), as_applicant(market, prepared) as work:
        products.submit_product(work, product_id, shop_slug="dulces-carla", shop_name="Dulces Carla")
    with pytest.raises(ShopNotOpen), market.above() as work:
        products.publish_product(work, prepared, product_id, revision=1)
    with pytest.raises(NotOpen), as_applicant(market, prepared) as work:
        rest_shop(work, first=work.now.date(), last=work.now.date())
    with market.above() as work:
        assert work.session.scalars(select(Product.state)).all() == [ProductState.DRAFT]
        assert work.session.scalars(select(Shop.status).where(Shop.tenant_id == prepared)).one() == "preparing"


def face_of(shop: Shop, **changed: object) -> ShopFace:
    said = {name: getattr(shop, name) for name in ShopFace.__dataclass_fields__ if name != "links"}
    return ShopFace(**{**said, **changed})  # type: ignore[arg-type]


def test_its_page_is_prepared_too_but_for_the_name_that_staff_look_at(market: Cast, prepared: UUID) -> None:
    with as_applicant(market, prepared) as work:
        shop = own_shop(work)
        sellers.edit_shop(work, face_of(shop, about="Cajeta de Celaya."), seen_version=shop.version)
    with pytest.raises(errors.NameInApplication), as_applicant(market, prepared) as work:
        shop = own_shop(work)
        sellers.edit_shop(work, face_of(shop, name="Otro nombre"), seen_version=shop.version)
    with market.above() as work:
        shop = work.session.get_one(Shop, (prepared, prepared))
        assert (shop.name, shop.about) == ("Dulces Carla", "Cajeta de Celaya.")


def test_approved_it_opens_with_what_was_prepared(market: Cast, prepared: UUID, worker: Worker) -> None:
    product_id = write_one(market, prepared)
    decide(market, "approve_application")
    with market.above() as work:
        shop = work.session.get_one(Shop, (prepared, prepared))
        tax = work.session.get_one(ShopTax, (prepared, prepared))
        seat = resolve.seats_of(work.session, account_id=market.carla.id)[0]
        assert (shop.status, shop.slug) == ("open", "dulces-carla")
        assert (tax.curp, tax.clabe) == (DRAFT.curp, DRAFT.clabe)
        assert (seat.role, seat.granted, seat.withheld) == (Role.OWNER, (), ())
        assert work.session.scalars(select(Application.tenant_id)).one() == prepared
    with unit_of_work(PublicScope()) as work:
        assert get_shop(work, "dulces-carla").tenant_id == prepared
    with (
        as_applicant(market, prepared) as work,
        pytest.raises(Exception, match="not_ready"),
    ):  # nothing else stands in the way
        products.submit_product(work, product_id, shop_slug="dulces-carla", shop_name="Dulces Carla")


def test_sent_back_and_sent_again_it_is_the_same_shop_with_what_is_said_now(
    market: Cast, prepared: UUID, worker: Worker
) -> None:
    product_id = write_one(market, prepared)
    decide(market, "ask_for_changes", reason="confusing_name", note="Elige otro nombre.")
    save(market, replace(DRAFT, shop_name="Cajetas Carla", slug="cajetas-carla", street="Orizaba 103"))
    submit(market)
    worker.drain()
    with market.above() as work:
        shop = work.session.scalars(select(Shop).where(Shop.status == "preparing")).one()
        assert (shop.tenant_id, shop.name, shop.slug, shop.street) == (
            prepared, "Cajetas Carla", "cajetas-carla", "Orizaba 103",
        )  # fmt: skip
        assert work.session.scalars(select(ShopName.name).where(ShopName.name == "dulces-carla")).all() == []
        assert work.session.scalars(select(Product.id)).all() == [product_id]


def test_declined_its_address_is_free_and_what_was_prepared_stays_its_persons(market: Cast, prepared: UUID) -> None:
    product_id = write_one(market, prepared)
    decide(market, "decline_application", reason="forbidden_goods", note="Son medicinas.")
    with market.as_diego() as work:
        assert applications.wrong_with(work, DRAFT, account_id=market.diego.id) == []
    with as_applicant(market, prepared) as work:
        assert products.get_product(work, product_id).title == "Cajeta quemada"
    with market.above() as work:
        (seat,) = resolve.seats_of(work.session, account_id=market.carla.id)
        assert seat.tenant_id == prepared
        assert seat.slug.startswith("sin-abrir-")
    with unit_of_work(PublicScope()) as work, pytest.raises(errors.NoSuchShop):
        get_shop(work, seat.slug)


def test_a_second_application_goes_on_with_it(app: Flask, market: Cast, prepared: UUID, worker: Worker) -> None:
    product_id = write_one(market, prepared)
    decide(market, "decline_application", reason="other", note="Falta la constancia.")
    save(market)
    prove(app, market)
    submit(market)
    worker.drain()
    assert prepared_of(market) == prepared
    with market.above() as work:
        shop = work.session.get_one(Shop, (prepared, prepared))
        assert (shop.slug, shop.status) == ("dulces-carla", "preparing")
        assert work.session.scalars(select(Product.id)).all() == [product_id]
        assert len(work.session.scalars(select(Membership).where(Membership.tenant_id == prepared)).all()) == 1


def test_an_application_that_was_decided_before_the_job_ran_gets_no_second_shop(
    app: Flask, market: Cast, worker: Worker
) -> None:
    handed_in(app, market)
    decide(market, "approve_application")
    with market.above() as work:
        count = len(work.session.scalars(select(Shop)).all())
    worker.drain()
    with market.above() as work:
        assert len(work.session.scalars(select(Shop)).all()) == count
        assert work.session.scalars(select(Shop.status).where(Shop.slug == "dulces-carla")).one() == "open"


def test_it_gets_no_letters_of_the_market(market: Cast, prepared: UUID, worker: Worker, administrator: Engine) -> None:
    with forgotten(administrator):
        announce(market, worker)
    with market.above() as work:
        told = work.session.scalars(select(Notification.tenant_id).where(Notification.tenant_id.is_not(None))).all()
    assert market.alpaca.id in told
    assert prepared not in told


def test_it_is_over_once_nobody_wishes_for_it(market: Cast, prepared: UUID) -> None:
    with market.above() as work:
        ages = ages_at(work.now)
        assert work.session.scalars(closed(ages)).all() == []
        for application in work.session.scalars(select(Application)):
            application.prepared_tenant_id = None
        work.session.flush()
        assert work.session.scalars(closed(ages)).all() == [prepared]
