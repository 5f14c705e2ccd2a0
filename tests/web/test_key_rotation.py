"""The installation's key is changed: what the key before signed and sealed stays good while that one is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select

from marketplace.accounts import tokens
from marketplace.accounts.keys import code_hashes, seal, unseal
from marketplace.accounts.models import CodeApp, RecoveryCode
from marketplace.accounts.rules import Purpose
from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from marketplace.notifications.models import Mail
from marketplace.ordering.links import guest_path
from marketplace.ordering.models import Purchase
from marketplace.sellers import team
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast, code_of
from tests.conftest import Visitor
from tests.web.test_bad_input import enter

OLD, NEW = "the key that was and is more than thirty-two long", "the key that is now and is longer than that too"


def app_with(settings: Settings, key: str, before: str = "") -> Flask:
    keys = {"secret_key": SecretStr(key), "secret_key_fallbacks": SecretStr(before)}
    made = create_app(settings.model_copy(update=keys))
    made.test_client_class = Visitor
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def keys(app: Flask) -> Iterator[None]:
    """Let the test's own app change its keys, and give it its own back."""
    kept = app.extensions["settings"]
    yield
    app.extensions["settings"] = kept


def use(app: Flask, key: str, before: str = "") -> None:
    keys = {"secret_key": SecretStr(key), "secret_key_fallbacks": SecretStr(before)}
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=keys)


def with_cookies_of(old: FlaskClient, app: Flask) -> FlaskClient:
    client = app.test_client()
    for name in ("tianguis", "tianguis-browser"):
        cookie = old.get_cookie(name)
        assert cookie is not None
        client.set_cookie(name, cookie.value)
    return client


def test_who_was_signed_in_stays_so_while_the_key_before_is_kept(settings: Settings, market: Cast) -> None:
    before = app_with(settings, OLD).test_client()
    enter(before, market.carla)
    assert with_cookies_of(before, app_with(settings, NEW, OLD)).get("/cuenta").status_code == 200
    assert with_cookies_of(before, app_with(settings, NEW)).get("/cuenta").status_code == 302


def test_a_form_that_was_open_can_still_be_sent(settings: Settings, market: Cast) -> None:
    old, new = app_with(settings, OLD), app_with(settings, NEW, OLD)
    old.config["WTF_CSRF_ENABLED"] = new.config["WTF_CSRF_ENABLED"] = True
    before = old.test_client()
    token = before.get("/entrar").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    after = new.test_client()
    cookie = before.get_cookie("tianguis")
    assert cookie is not None
    after.set_cookie("tianguis", cookie.value)
    assert after.post("/idioma", data={"locale": "en", "csrf_token": token}).status_code == 302
    assert after.post("/idioma", data={"locale": "en", "csrf_token": token[:-2] + "xx"}).status_code == 400


def test_letters_that_are_still_to_be_sent_carry_links_that_open(
    app: Flask, market: Cast, worker: Worker, keys: None
) -> None:
    use(app, OLD)
    with market.above() as work:
        tokens.issue(work, market.carla.id, Purpose.RESET_PASSWORD, email=market.carla.email)
    with market.as_alicia() as work:
        team.invite(work, email=market.diego.email, role=Role.SERVICE)
    make.paid_order(market, worker, [make.line(make.goods(market))])
    use(app, NEW, OLD)
    worker.drain()
    with market.above() as work:
        bodies = work.session.scalars(select(Mail.body)).all()
        bought = guest_path(work.session.scalars(select(Purchase)).one())
    links = [word for body in bodies for word in body.split() if "/enlace/" in word or "/invitacion/" in word]
    assert {link.split("/")[3] for link in links} >= {"enlace", "invitacion"}
    for path in [bought, *(link.removeprefix("http://127.0.0.1:8000") for link in links)]:
        assert app.test_client().get(path).status_code in (200, 302), path


def test_sealed_secrets_are_opened_by_the_key_whose_name_they_carry(app: Flask, market: Cast, keys: None) -> None:
    use(app, OLD)
    sealed = seal("JBSWY3DP")
    use(app, NEW, OLD)
    assert unseal(sealed) == "JBSWY3DP"
    assert seal("x").split(":")[0] != sealed.split(":")[0]
    use(app, NEW)
    with pytest.raises(LookupError, match=sealed.split(":")[0]):
        unseal(sealed)


def test_using_a_code_app_seals_it_anew_so_that_the_old_key_can_go(app: Flask, market: Cast, keys: None) -> None:
    before = app.extensions["settings"].secret_keys[0]
    use(app, NEW, before)
    code = code_of(market.alicia)
    enter(app.test_client(), market.alicia)
    use(app, NEW)
    with market.above() as work:
        assert unseal(work.session.get_one(CodeApp, market.alicia.id).sealed_secret)
    assert code_of(market.alicia) != code


def test_codes_on_paper_work_after_the_change(app: Flask, market: Cast, keys: None) -> None:
    from marketplace.accounts import factors
    from tests.accounts.people import AT_HOME

    use(app, OLD)
    with market.above() as work:
        code = factors.make_recovery_codes(work, market.alicia.id)[0]
        kept = set(work.session.scalars(select(RecoveryCode.hash)))
    assert code_hashes(market.alicia.id, code.replace("-", ""))[0] in kept
    use(app, NEW, OLD)
    with market.above() as work:
        assert factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)
        assert not factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)


def test_production_takes_no_short_key_among_those_before() -> None:
    with pytest.raises(ValueError, match="TIANGUIS_SECRET_KEY_FALLBACKS"):
        Settings(profile="production", secret_key=SecretStr(NEW), secret_key_fallbacks=SecretStr(f"{OLD},short"))
