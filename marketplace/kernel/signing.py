"""What leaves the market and comes back unchanged: signed with the installation's keys, of which the first signs now."""

from __future__ import annotations

import hashlib

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from marketplace.kernel.site import site

_SHA256 = {"digest_method": hashlib.sha256}


def signer(purpose: str) -> URLSafeSerializer:
    """Sign and read what is good for as long as the keys are. What was signed for another purpose is not read."""
    return URLSafeSerializer(_keys(), salt=purpose, signer_kwargs=_SHA256)


def timed_signer(purpose: str) -> URLSafeTimedSerializer:
    """Sign and read what says when it was signed: who reads gives an age. Otherwise as `signer`."""
    return URLSafeTimedSerializer(_keys(), salt=purpose, signer_kwargs=_SHA256)


def _keys() -> list[str]:
    return list(reversed(site().settings.secret_keys))  # the library signs with the last
