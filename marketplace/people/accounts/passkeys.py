"""Verbs on passkeys (WebAuthn): registering one, entering with it after the password or instead of it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from marketplace.kernel.ids import hash_token
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, rules, service, tokens
from marketplace.people.accounts.limits import check_limit, note_try
from marketplace.people.accounts.models import Account, Passkey, PasskeyChallenge
from marketplace.people.accounts.rules import Door, TokenPurpose
from marketplace.people.accounts.waiting import stop_waiting

# What an answer that is none makes the library raise; a malformed key's own errors come through as they are.
_MALFORMED = (WebAuthnException, ValueError, LookupError, TypeError)


@dataclass(frozen=True)
class RelyingParty:
    """What passkeys are bound to: the market's host name, and the origin of its pages."""

    host: str
    origin: str


def relying_party_at(base_url: str) -> RelyingParty:
    """Give the relying party of an address. Browsers bind no key to a bare network address: 127.0.0.1 is `localhost` to them."""
    parts = urlsplit(base_url)
    host = "localhost" if parts.hostname in ("127.0.0.1", "::1") else parts.hostname or "localhost"
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


def _new_challenge(work: Work) -> bytes:
    challenge = secrets.token_bytes(32)
    work.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < work.now))
    work.session.add(
        PasskeyChallenge(hash=hash_token(bytes_to_base64url(challenge)), expires_at=work.now + rules.CHALLENGE_LASTS)
    )
    return challenge


def _take_challenge(work: Work, challenge: str) -> bytes:
    """Use a challenge up; raises WrongPasskey when it is none, was answered or is over."""
    taken = work.session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.hash == hash_token(challenge), PasskeyChallenge.expires_at > work.now)
        .returning(PasskeyChallenge.id)
    )
    if taken.first() is None:
        raise errors.WrongPasskey
    return base64url_to_bytes(challenge)


@verb(needs=PROOF)
def ask_registration(work: Work, account_id: UUID, party: RelyingParty) -> dict[str, Any]:
    """Give what a browser needs to make a passkey. Raises VerifyFirst."""
    account = service.require_verified(work, account_id)
    there = work.session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name="Tianguis",
        user_name=account.email,
        user_display_name=account.name,
        user_id=account_id.bytes,
        challenge=_new_challenge(work),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in there],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return _plain(options)


@verb(needs=PROOF)
def ask_proof(work: Work, party: RelyingParty, *, account_id: UUID | None = None) -> dict[str, Any]:
    """Give what a browser needs to sign with a passkey: one of an account, or whichever it has."""
    known = []
    if account_id is not None:
        found = work.session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
        known = [PublicKeyCredentialDescriptor(id=one) for one in found]
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=_new_challenge(work),
        allow_credentials=known,
        user_verification=UserVerificationRequirement.PREFERRED if account_id else UserVerificationRequirement.REQUIRED,
    )
    return _plain(options)


def _plain(options: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return plain


@verb(needs=PROOF)
def register_passkey(
    work: Work, account_id: UUID, answer: str, *, challenge: str, name: str, party: RelyingParty, keep: str
) -> list[str]:
    """Keep a new passkey. Gives the recovery codes, to be shown once; none when the person has some.

    Raises WrongPasskey when the answer is not right, FactorThere when this key is registered, VerifyFirst.
    """
    service.require_verified(work, account_id)
    expected = _take_challenge(work, challenge)
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=expected, expected_rp_id=party.host, expected_origin=party.origin
        )
    except _MALFORMED as error:
        raise errors.WrongPasskey from error
    key = Passkey(
        account_id=account_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        created_at=work.now,
    )
    try:
        with work.attempt():
            work.session.add(key)
            work.session.flush()
    except IntegrityError as twice:
        raise errors.FactorThere from twice
    return factors.welcome_factor(work, account_id, name, keep=keep)


@verb(needs=PROOF)
def remove_passkey(work: Work, account_id: UUID, key_id: UUID) -> None:
    """Take one of a person's passkeys away; raises NoSuchFactor when it is not theirs."""
    key = work.session.get(Passkey, key_id)
    if key is None or key.account_id != account_id:
        raise errors.NoSuchFactor
    work.session.delete(key)
    work.session.flush()
    factors.bid_farewell(work, account_id, key.name)


def check_passkey(
    work: Work, answer: str, *, challenge: str, party: RelyingParty, visitor: Visitor, account_id: UUID | None = None
) -> UUID | None:
    """Check what a passkey signed, and note the try; gives its account, None when it is not right.

    With `account_id` the key must be that person's. Without, it is the whole sign-in, and the key must itself have
    asked for a finger, face or PIN. Raises TooManyAttempts.
    """
    subject = str(account_id or f"from {visitor.source}")
    check_limit(work, Door.PASSKEY, subject, visitor, account_id=account_id)
    found = _verified(work, answer, challenge, party, account_id)
    note_try(work, Door.PASSKEY, subject, visitor, ok=found is not None, account_id=account_id)
    if found is not None:
        stop_waiting(work, found, why="factor")  # it is not lost
    return found


def _verified(work: Work, answer: str, challenge: str, party: RelyingParty, account_id: UUID | None) -> UUID | None:
    try:
        expected = _take_challenge(work, challenge)
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
        key = work.session.find(select(Passkey).where(Passkey.credential_id == credential.raw_id), lock=True)
        if key is None or account_id not in (None, key.account_id):
            return None
        proof = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=expected,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=account_id is None,
        )
    except (errors.WrongPasskey, *_MALFORMED):
        return None
    key.sign_count, key.used_at = proof.new_sign_count, work.now
    return key.account_id


@verb(needs=PROOF)
def enter_with_passkey(
    work: Work, answer: str, *, challenge: str, party: RelyingParty, visitor: Visitor
) -> Account | None:
    """Sign in with a passkey alone; None when it is not right. Raises TooManyAttempts."""
    account_id = check_passkey(work, answer, challenge=challenge, party=party, visitor=visitor)
    return work.session.get(Account, account_id) if account_id else None


@verb(needs=PROOF)
def pass_second_step(
    work: Work, secret: str, answer: str, *, challenge: str, party: RelyingParty, visitor: Visitor
) -> Account | None:
    """Finish signing in with a passkey, after the password; None when it is not right.

    Raises SecondStepOver, TooManyAttempts.
    """
    account = factors.account_at_second_step(work, secret)
    proved = check_passkey(
        work, answer, challenge=challenge, party=party, visitor=visitor, account_id=account.account_id
    )
    if proved is None:
        return None
    tokens.redeem(work, secret, TokenPurpose.SECOND_STEP)
    return account


@verb(needs=PROOF)
def prove_again(
    work: Work, account_id: UUID, session: str, answer: str, *, challenge: str, party: RelyingParty, visitor: Visitor
) -> str | None:
    """Show again who one is, by a passkey; gives the session's new secret, None when it is not right.

    Raises TooManyAttempts.
    """
    proved = check_passkey(work, answer, challenge=challenge, party=party, visitor=visitor, account_id=account_id)
    return service.prove(work, session) if proved is not None else None
