"""Passkeys: registered once, good for this site only, and no answer counts twice."""

from __future__ import annotations

import json

import cbor2
import pytest
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from marketplace.people.accounts import errors, factors, passkeys
from marketplace.people.accounts.models import Account, Passkey
from marketplace.people.accounts.passkeys import relying_party_at
from marketplace.worker import Worker
from tests.cast import Cast
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, PARTY, SoftKey, register, sign_up


def enter(market: Cast, key: SoftKey) -> Account | None:
    with market.above("sign-in") as work:
        options = passkeys.ask_proof(work, PARTY)
    with market.above("sign-in") as work:
        return passkeys.enter_with_passkey(
            work, key.sign(options), challenge=options["challenge"], party=PARTY, visitor=AT_HOME
        )


def test_a_passkey_is_a_whole_sign_in_and_brings_codes_on_paper(market: Cast, worker: Worker) -> None:
    key = SoftKey()
    assert len(register(market, market.carla, key)) == 10
    entered = enter(market, key)
    assert entered is not None
    assert entered.account_id == market.carla.id
    worker.drain()
    assert letters_to(market, market.carla.email) == ["Agregaste un segundo paso"]


def test_after_the_password_it_needs_no_finger(market: Cast) -> None:
    key = SoftKey(verified=False)
    register(market, market.carla, key)
    assert enter(market, key) is None  # alone, it must have asked for one
    with market.above() as work:
        options = passkeys.ask_proof(work, PARTY, account_id=market.carla.id)
    assert [one["id"] for one in options["allowCredentials"]]
    with market.above() as work:
        assert passkeys.check_passkey(
            work,
            key.sign(options),
            challenge=options["challenge"],
            party=PARTY,
            visitor=AT_HOME,
            account_id=market.carla.id,
        )


def test_an_answer_does_not_count_twice(market: Cast) -> None:
    key = SoftKey()
    register(market, market.carla, key)
    with market.above() as work:
        options = passkeys.ask_proof(work, PARTY)
    answer = key.sign(options)
    for works in (True, False):
        with market.above() as work:
            found = passkeys.enter_with_passkey(
                work, answer, challenge=options["challenge"], party=PARTY, visitor=AT_HOME
            )
            assert (found is not None) is works


def test_another_site_gets_nothing_that_works_here(market: Cast) -> None:
    key = SoftKey()
    register(market, market.carla, key)
    key.origin = "https://tianguis.evil.example"
    assert enter(market, key) is None
    key.origin, key.host = PARTY.origin, "evil.example"
    assert enter(market, key) is None


def test_a_copy_that_counts_from_before_is_refused(market: Cast) -> None:
    key = SoftKey()
    register(market, market.carla, key)
    assert enter(market, key) is not None
    key.uses -= 1
    assert enter(market, key) is None


def test_somebody_elses_key_is_not_mine(market: Cast) -> None:
    key = SoftKey()
    register(market, market.diego, key)
    with market.above() as work:
        options = passkeys.ask_proof(work, PARTY, account_id=market.carla.id)
    with market.above() as work:
        assert not passkeys.check_passkey(
            work,
            key.sign(options),
            challenge=options["challenge"],
            party=PARTY,
            visitor=AT_HOME,
            account_id=market.carla.id,
        )


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "\x00", '{"id":"AA","rawId":"AA"}'])
def test_what_is_no_answer_is_refused(market: Cast, answer: str) -> None:
    with market.above() as work:
        options = passkeys.ask_proof(work, PARTY)
    with market.above() as work:
        assert not passkeys.enter_with_passkey(
            work, answer, challenge=options["challenge"], party=PARTY, visitor=AT_HOME
        )
    with market.above() as work:
        options = passkeys.ask_registration(work, market.carla.id, PARTY)
    with market.above() as work, pytest.raises(errors.WrongPasskey):
        passkeys.register_passkey(
            work, market.carla.id, answer, challenge=options["challenge"], name="x", party=PARTY, keep=""
        )


def test_a_key_without_its_parts_is_refused(market: Cast) -> None:
    with market.above() as work:
        options = passkeys.ask_registration(work, market.carla.id, PARTY)
    answer = SoftKey().make(options)
    parts = json.loads(answer)
    made = cbor2.loads(base64url_to_bytes(parts["response"]["attestationObject"]))
    made["authData"] = made["authData"][:87] + cbor2.dumps({1: 2})
    parts["response"]["attestationObject"] = bytes_to_base64url(cbor2.dumps(made))
    with market.above() as work, pytest.raises(errors.WrongPasskey):
        passkeys.register_passkey(
            work, market.carla.id, json.dumps(parts), challenge=options["challenge"], name="x", party=PARTY, keep=""
        )


def test_a_challenge_that_was_never_asked_is_refused(market: Cast) -> None:
    key = SoftKey()
    with pytest.raises(errors.WrongPasskey), market.above() as work:
        passkeys.register_passkey(
            work, market.carla.id, key.make({"challenge": "AAAA"}), challenge="AAAA", name="x", party=PARTY, keep=""
        )


def test_one_key_is_registered_once(market: Cast) -> None:
    key = SoftKey()
    register(market, market.carla, key)
    with pytest.raises(errors.FactorThere):
        register(market, market.carla, key)
    with market.above() as work:
        assert len(work.session.scalars(select(Passkey)).all()) == 1


def test_who_is_not_verified_registers_none(market: Cast) -> None:
    account_id = sign_up(market, "nora@example.mx")
    with pytest.raises(errors.VerifyFirst), market.above() as work:
        passkeys.ask_registration(work, account_id, PARTY)


def test_only_the_owner_takes_a_key_away(market: Cast) -> None:
    register(market, market.carla, SoftKey())
    with market.above() as work:
        key_id = work.session.scalars(select(Passkey.id)).one()
    with pytest.raises(errors.NoSuchFactor), market.above() as work:
        passkeys.remove_passkey(work, market.diego.id, key_id)
    with market.above() as work:
        passkeys.remove_passkey(work, market.carla.id, key_id)
        assert not factors.has_factor(work, market.carla.id)


@pytest.mark.parametrize(
    ("base_url", "host", "origin"),
    [
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
        ("https://tianguis.mx", "tianguis.mx", "https://tianguis.mx"),
        ("https://tianguis.mx/", "tianguis.mx", "https://tianguis.mx"),
    ],
)
def test_keys_are_bound_to_the_markets_name(base_url: str, host: str, origin: str) -> None:
    party = relying_party_at(base_url)
    assert (party.host, party.origin) == (host, origin)
