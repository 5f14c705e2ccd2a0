"""By the clock: what is no longer needed of people's data is forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from marketplace.accounts.models import AccountToken, PasskeyChallenge, SignInAttempt, UserSession
from marketplace.kernel.work import Work

_ATTEMPTS_KEPT = timedelta(days=7)


def forget_attempts(work: Work) -> None:
    """Forget old tries to sign in, and sessions, links and challenges that are over."""
    work.session.execute(delete(SignInAttempt).where(SignInAttempt.at < work.now - _ATTEMPTS_KEPT))
    work.session.execute(delete(UserSession).where(UserSession.expires_at < work.now))
    work.session.execute(delete(AccountToken).where(AccountToken.expires_at < work.now))
    work.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < work.now))
