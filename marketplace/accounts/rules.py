"""Pure decisions about people: what a good password is, and how much guessing is too much."""

from __future__ import annotations

from zxcvbn import zxcvbn

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
WEAKEST_SCORE = 2  # of zxcvbn's 0-4: below, it is guessed in under 10^8 tries

# Within WINDOW_MINUTES. By account: against guessing one person's password. By source: against trying many accounts.
WINDOW_MINUTES = 15
MOST_FAILURES_ACCOUNT = 8
MOST_FAILURES_SOURCE = 40


def tidy_email(email: str) -> str:
    """Give an e-mail address as it is stored and compared."""
    return email.strip().lower()


def is_strong(password: str, *, known: list[str]) -> bool:
    """Say whether a password is hard to guess, also by somebody who knows the person (`known`: name, e-mail)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return False
    # zxcvbn refuses more than 72 characters; what is that long is judged by its beginning.
    score: int = zxcvbn(password[:72], user_inputs=known)["score"]
    return score >= WEAKEST_SCORE


def too_many(failures_account: int, failures_source: int) -> bool:
    """Say whether signing in must wait."""
    return failures_account >= MOST_FAILURES_ACCOUNT or failures_source >= MOST_FAILURES_SOURCE
