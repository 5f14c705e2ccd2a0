"""Pure decisions about people: good passwords, how long proofs hold, and how much guessing is too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zxcvbn import zxcvbn

from marketplace.kernel.reading import key_of_email

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
WEAKEST_SCORE = 2  # of zxcvbn's 0-4: below, it is guessed in under 10^6 tries; eight random characters reach it
# What is guessed first here and is on no English list.
_GUESSED_HERE = (
    "tianguis", "contraseña", "contrasena", "mercado", "tienda", "mexico", "méxico", "america", "chivas", "pumas",
    "guadalupe", "teamo", "tequiero", "hola", "clave", "secreto", "cruzazul", "amor", "familia", "quetzalcoatl",
)  # fmt: skip

SESSION_LASTS = timedelta(days=30)
SESSION_IDLE = timedelta(days=14)
STAFF_IDLE = timedelta(hours=8)
NOTE_SEEN_EVERY = timedelta(minutes=5)

STEP_SECONDS = 30
RECOVERY_CODES = 10
CHALLENGE_LASTS = timedelta(minutes=5)


class AccountKind(StrEnum):
    """What an account is."""

    MEMBER = "member"  # signed up
    GUEST = "guest"  # stands behind one checkout
    BLOCKED = "blocked"  # nobody enters with it
    ERASED = "erased"  # nor with this, and nobody's name stands in it


ACCOUNT_NEXT: Mapping[AccountKind, frozenset[AccountKind]] = {
    AccountKind.MEMBER: frozenset({AccountKind.BLOCKED, AccountKind.ERASED}),
    AccountKind.GUEST: frozenset({AccountKind.ERASED}),
    AccountKind.BLOCKED: frozenset({AccountKind.ERASED}),
    AccountKind.ERASED: frozenset(),
}


class TokenPurpose(StrEnum):
    """What a one-time secret does."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"
    UNDO_EMAIL = "undo_email"
    SECOND_STEP = "second_step"
    LOST_FACTOR = "lost_factor"
    KEEP_FACTOR = "keep_factor"


LASTS: dict[TokenPurpose, timedelta] = {
    TokenPurpose.VERIFY_EMAIL: timedelta(days=2),
    TokenPurpose.RESET_PASSWORD: timedelta(minutes=30),
    TokenPurpose.CHANGE_EMAIL: timedelta(hours=2),
    TokenPurpose.UNDO_EMAIL: timedelta(days=7),
    TokenPurpose.SECOND_STEP: timedelta(minutes=10),
    TokenPurpose.LOST_FACTOR: timedelta(minutes=30),
    TokenPurpose.KEEP_FACTOR: timedelta(days=7),
}
# What is not in a letter is not mailed.
BY_LETTER = frozenset(TokenPurpose) - {TokenPurpose.SECOND_STEP}
# What undoes something works until its time is over, whatever else happens to the account.
UNDOING = frozenset({TokenPurpose.UNDO_EMAIL, TokenPurpose.KEEP_FACTOR})

# Long enough for who reads letters once a week; the second letter comes before the end.
OBJECT_WITHIN = timedelta(days=7)
REMIND_BEFORE = timedelta(days=2)


class LostState(StrEnum):
    """How far the taking away of a lost second factor is."""

    WAITING = "waiting"
    CANCELLED = "cancelled"
    DONE = "done"


LOST_NEXT: Mapping[LostState, frozenset[LostState]] = {
    LostState.WAITING: frozenset({LostState.CANCELLED, LostState.DONE}),
    LostState.CANCELLED: frozenset(),
    LostState.DONE: frozenset(),
}


class Door(StrEnum):
    """What may be tried too often."""

    PASSWORD = "password"  # noqa: S105 - a door, not a password
    CODE = "code"
    PASSKEY = "passkey"
    SIGN_UP = "sign_up"
    LETTER = "letter"


@dataclass(frozen=True)
class Limit:
    """How many tries a window holds: for one account, and from one network address. Doors of letters count each try."""

    account: int
    source: int
    minutes: int
    only_failures: bool = True


LIMITS: dict[Door, Limit] = {
    Door.PASSWORD: Limit(8, 40, 15),
    Door.CODE: Limit(6, 40, 15),
    Door.PASSKEY: Limit(12, 60, 15),
    Door.SIGN_UP: Limit(5, 20, 60, only_failures=False),
    Door.LETTER: Limit(4, 20, 60, only_failures=False),
}


def tidy_email(email: str) -> str:
    """Give an e-mail address as it is stored and compared."""
    return key_of_email(email)


def password_form(password: str) -> str:
    """Give a password in the form that is hashed (NFKC; NIST SP 800-63B, 3.1.1.2): keyboards write one ñ in two ways."""
    return unicodedata.normalize("NFKC", password)


def is_strong(password: str, *, known: list[str]) -> bool:
    """Say whether a password is hard to guess, also by somebody who knows the person (`known`: name, e-mail)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return False
    parts = [part for text in known for part in (*re.split(r"[\W_]+", text), re.sub(r"[\W_]+", "", text)) if part]
    # zxcvbn refuses more than 72 characters; what is that long is judged by its beginning.
    score: int = zxcvbn(password[:72], user_inputs=[*known, *parts, *_GUESSED_HERE])["score"]
    return score >= WEAKEST_SCORE


def too_many(door: Door, *, account: int, source: int, known_browser: bool) -> bool:
    """Say whether a door must wait.

    A browser that entered with this account before is counted by itself, so strangers' failures, which `account` then
    leaves out, cannot lock the owner out; nor can those of a shared network.
    """
    limit = LIMITS[door]
    return account >= limit.account or (source >= limit.source and not known_browser)


def step_at(moment: datetime) -> int:
    """The half minute of a moment, as authenticator apps count them."""
    return int(moment.timestamp()) // STEP_SECONDS


def steps_to_try(moment: datetime, last_used: int) -> list[int]:
    """The half minutes whose code is taken: now and one to each side (clocks differ), each once and none backwards."""
    now = step_at(moment)
    return [step for step in (now - 1, now, now + 1) if step > last_used]
