"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.people.accounts.models import AccountToken, LostFactor, PasskeyChallenge, SignInAttempt, UserSession


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {
        "user_session": UserSession.expires_at < ages.now,
        "account_token": AccountToken.expires_at < ages.now,
        "passkey_challenge": PasskeyChallenge.expires_at < ages.now,
        "sign_in_attempt": SignInAttempt.at < ages.week,
        "lost_factor": LostFactor.ended_at < ages.year,
    }
