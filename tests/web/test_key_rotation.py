"""The installation's key is changed: what the key before signed and sealed stays good while that one is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select

from marketplace.kernel.ids import hash_token
from marketplace.kernel.settings import Settings
from marketplace.people.accounts import tokens
from marketplace.people.accounts.keys import code_hashes, seal, unseal
from marketplace.people.accounts.models import CodeApp, RecoveryCode
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.people.sellers import team
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.guest_links import guest_path, link_token
from marketplace.trade.orders.models import Purchase
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast, code_of
from tests.installation import put_settings, settings_of
from tests.web.asking import enter

MakeApp = Callable[..., Flask]
OLD, NEW = "the key that was and is more than thirty-two long", "the key that is now and is longer than that too"


@pytest.fixture
def keys(app: Flask) -> Iterator[None]:
    """Let the test's own app change its keys, and give it its own back."""
    kept = settings_of(app)
    yield
    put_settings(app, kept)


def keyed(key: str, before: str = "") -> dict[str, SecretStr]:
    return {"secret_key": SecretStr(key), "secret_key_fallbacks": SecretStr(before)}


def use(app: Flask, key: str, before: str = "") -> None:
    put_settings(app, settings_of(app).model_copy(update=keyed(key, before)))


def with_cookies_of(old: FlaskClient, app: Flask) -> FlaskClient:
    client = app.test_client()
    for name in ("tianguis", "tianguis-browser"):
        cookie = old.get_cookie(name)
        assert cookie is not None
        client.set_cookie(name, cookie.value)
    return client


def test_who_was_signed_in_stays_so_while_the_key_before_is_kept(another_app: MakeApp, market: Cast) -> None:
    old, new, without = another_app(**keyed(OLD)), another_app(**keyed(NEW, OLD)), another_app(**keyed(NEW))
    old.config["WTF_CSRF_ENABLED"] = False
    before = old.test_client()
    enter(before, market.carla)
    assert with_cookies_of(before, new).get("/cuenta").status_code == 200
    assert with_cookies_of(before, without).get("/cuenta").status_code == 302


def test_a_form_that_was_open_can_still_be_sent(another_app: MakeApp, market: Cast) -> None:
    old, new = another_app(**keyed(OLD)), another_app(**keyed(NEW, OLD))
    before = old.test_client()
    before.post("/idioma", data={"locale": "es_MX"}, headers={"Sec-Fetch-Site": "same-origin"})  # it has a session
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
        tokens.issue(work, market.carla.id, TokenPurpose.RESET_PASSWORD, email=market.carla.email)
    with market.as_alicia() as work:
        team.invite(work, email=market.diego.email, role=Role.SERVICE)
    make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        purchase = work.session.scalars(select(Purchase)).one()
        purchase.link_hash = hash_token(link_token(purchase.idempotency_key))
    use(app, NEW, OLD)
    worker.drain()
    with market.above() as work:
        bodies = work.session.scalars(select(Mail.text)).all()
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
    assert unseal(sealed) is None


def test_using_a_code_app_seals_it_anew_so_that_the_old_key_can_go(app: Flask, market: Cast, keys: None) -> None:
    before = settings_of(app).secret_keys[0]
    use(app, NEW, before)
    code = code_of(market.alicia)
    enter(app.test_client(), market.alicia)
    use(app, NEW)
    with market.above() as work:
        assert unseal(work.session.get_one(CodeApp, market.alicia.id).sealed_secret)
    assert code_of(market.alicia) != code


def test_codes_on_paper_work_after_the_change(app: Flask, market: Cast, keys: None) -> None:
    from marketplace.people.accounts import factors
    from tests.people.accounts.people import AT_HOME

    first = settings_of(app).secret_keys[0]
    use(app, OLD, first)
    with market.above() as work:
        code = factors.make_recovery_codes(work, market.alicia.id)[0]
        kept = set(work.session.scalars(select(RecoveryCode.hash)))
    assert code_hashes(market.alicia.id, code.replace("-", ""))[0] in kept
    use(app, NEW, f"{OLD},{first}")
    with market.above() as work:
        assert factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)
        assert not factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)


def test_production_takes_no_short_key_among_those_before() -> None:
    with pytest.raises(ValueError, match="TIANGUIS_SECRET_KEY_FALLBACKS"):
        Settings(profile="production", secret_key=SecretStr(NEW), secret_key_fallbacks=SecretStr(f"{OLD},short"))


def test_a_code_app_whose_key_is_gone_is_refused_kindly_and_set_up_again(app: Flask, market: Cast, keys: None) -> None:
    from marketplace.people.accounts import factors
    from tests.cast import PASSWORD

    client, inside = app.test_client(), app.test_client()
    enter(inside, market.alicia)
    first = settings_of(app).secret_keys[0]
    use(app, OLD, first)
    with market.above() as work:
        work.session.get_one(CodeApp, market.alicia.id).sealed_secret = seal("JBSWY3DPEHPK3PXP")
        paper = factors.make_recovery_codes(work, market.alicia.id)
    use(app, first)  # the key that sealed it was stolen, and is let go
    assert client.post("/entrar", data={"email": market.alicia.email, "password": PASSWORD}).status_code == 302
    assert "ya no funciona aquí" in client.get("/entrar/segundo-paso").text
    for code in ("123456", paper[0]):  # codes on paper were hashed with the key that is gone
        answer = client.post("/entrar/segundo-paso", data={"code": code})
        assert answer.status_code == 422, code
    assert "Hay que conectarla otra vez" in inside.get("/cuenta/seguridad").text
    assert "Conéctala otra vez" in inside.get("/cuenta/segundo-paso").text
    assert inside.post("/cuenta/segundo-paso/app").status_code == 302
    page = inside.get("/cuenta/segundo-paso/app/confirmar")
    assert page.status_code == 200
    with market.above() as work:
        set_up = work.session.get_one(CodeApp, market.alicia.id)
        assert set_up.confirmed_at is None
        secret = unseal(set_up.sealed_secret)
    assert secret is not None
    import pyotp

    answer = inside.post("/cuenta/segundo-paso/app/confirmar", data={"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302
    with market.above() as work:
        assert work.session.get_one(CodeApp, market.alicia.id).confirmed_at is not None


def test_codes_on_paper_of_a_key_that_is_kept_open_although_the_apps_is_gone(
    app: Flask, market: Cast, keys: None
) -> None:
    from marketplace.people.accounts import factors
    from tests.people.accounts.people import AT_HOME

    first = settings_of(app).secret_keys[0]
    use(app, OLD, first)
    with market.above() as work:
        work.session.get_one(CodeApp, market.alicia.id).sealed_secret = seal("JBSWY3DPEHPK3PXP")
    use(app, first)
    with market.above() as work:
        code = factors.make_recovery_codes(work, market.alicia.id)[0]
        assert factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)
        assert not factors.check_code(work, market.alicia.id, "123456", visitor=AT_HOME)


def test_an_app_that_was_being_set_up_with_a_key_that_is_gone_is_begun_again(
    app: Flask, market: Cast, keys: None
) -> None:
    from marketplace.people.accounts import factors

    client = app.test_client()
    enter(client, market.carla)
    first = settings_of(app).secret_keys[0]
    use(app, OLD, first)
    with market.above() as work:
        factors.begin_code_app(work, market.carla.id)
    use(app, first)
    assert client.get("/cuenta/segundo-paso/app/confirmar").status_code == 404
    assert client.post("/cuenta/segundo-paso/app").status_code == 302
    assert client.get("/cuenta/segundo-paso/app/confirmar").status_code == 200
