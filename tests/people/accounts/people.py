"""What tests of people need: the links of their letters, the codes of their apps, and a passkey in software."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import cbor2
import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update
from webauthn.helpers import bytes_to_base64url

from marketplace.kernel.visitor import Visitor
from marketplace.people.accounts import factors, lost, passkeys, service
from marketplace.people.accounts.keys import link_secret
from marketplace.people.accounts.models import AccountToken, UserSession
from marketplace.people.accounts.passkeys import relying_party_at
from marketplace.people.accounts.queries import app_secret
from marketplace.people.accounts.rules import TokenPurpose
from tests.cast import PASSWORD, Cast, Person

AT_HOME = Visitor("10.0.0.1", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")


def link_of(market: Cast, account_id: UUID, purpose: TokenPurpose) -> str:
    """The secret of the newest link for a purpose, as the letter carries it."""
    with market.above() as work:
        newest = (
            select(AccountToken.id)
            .where(AccountToken.account_id == account_id, AccountToken.purpose == purpose)
            .order_by(AccountToken.id.desc())
            .limit(1)
        )
        return link_secret(work.session.scalars(newest).one())


def let_links_age(market: Cast, by: timedelta) -> None:
    """Make every link older."""
    with market.above() as work:
        work.session.execute(update(AccountToken).values(expires_at=AccountToken.expires_at - by))


def sessions_of(market: Cast, person: Person) -> int:
    """In how many browsers somebody is signed in."""
    with market.above() as work:
        return len(work.session.scalars(select(UserSession).where(UserSession.account_id == person.id)).all())


def give_app(market: Cast, person: Person) -> list[str]:
    """Set up an authenticator app through the real verbs; gives the recovery codes."""
    with market.above("own account") as work:
        factors.begin_code_app(work, person.id)
    with market.above("own account") as work:
        code = pyotp.TOTP(app_secret(work, person.id)).at(work.now)
        codes = factors.confirm_code_app(work, person.id, code, visitor=AT_HOME, keep="")
    assert codes is not None
    return codes


@dataclass
class SoftKey:
    """A passkey in software: makes a key pair for a site, and signs what the site asks it to."""

    host: str = "localhost"
    origin: str = "http://localhost:8000"
    verified: bool = True  # whether it asked for a finger, a face or a PIN
    uses: int = 0
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer a registration."""
        numbers = self.secret.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(cose)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(0x40) + attested}
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options), attestationObject=cbor2.dumps(statement)
        )

    def sign(self, options: dict[str, Any]) -> str:
        """Answer a request to prove who one is."""
        self.uses += 1
        client, data = self._client("webauthn.get", options), self._data(0)
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        flags |= 0x01 | (0x04 if self.verified else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        parts = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})


PARTY = relying_party_at("http://127.0.0.1:8000")


def register(market: Cast, person: Person, key: SoftKey) -> list[str]:
    with market.above("own account") as work:
        options = passkeys.ask_registration(work, person.id, PARTY)
    with market.above("own account") as work:
        return passkeys.register_passkey(
            work, person.id, key.make(options), challenge=options["challenge"], name="mi teléfono", party=PARTY, keep=""
        )


LOST, KEEP = TokenPurpose.LOST_FACTOR, TokenPurpose.KEEP_FACTOR


def ask(market: Cast) -> str:
    """Alicia gives her password and asks for the letter; gives the step she is at."""
    step = begin(market)
    with market.above("sign-in") as work:
        lost.ask_lost_link(work, step, visitor=AT_HOME)
    return step


def follow(market: Cast, *, step: str = "", password: str = "") -> bool:
    """The button behind the letter's link."""
    with market.above("account link") as work:
        secret = link_of(market, market.alicia.id, LOST)
        return lost.begin_waiting(work, secret, step=step, password=password, visitor=AT_HOME) is not None


def lose(market: Cast) -> None:
    """Everything that begins the time to object."""
    assert follow(market, step=ask(market))


def begin(market: Cast) -> str:
    with market.above("sign-in") as work:
        entry = factors.enter_with_password(work, email=market.alicia.email, password=PASSWORD, visitor=AT_HOME)
    assert entry is not None
    assert entry.second_step is not None
    return entry.second_step


def finish(market: Cast, secret: str, code: str) -> bool:
    with market.above("sign-in") as work:
        return factors.pass_second_step(work, secret, code, visitor=AT_HOME) is not None


def sign_up(market: Cast, email: str, *, password: str = PASSWORD, visitor: Visitor = AT_HOME) -> UUID:
    with market.above("sign-up") as work:
        return service.sign_up(work, email=email, name="Nora Paz", password=password, locale="es_MX", visitor=visitor)
