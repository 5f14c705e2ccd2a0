"""The one way out to addresses that strangers name: what they point at is looked at first, and it is held to time and size.

A name is resolved once, and what it resolved to is what is connected to, so that nobody changes it in between. Only hosts
that the whole Internet sees are asked; redirects are not followed (OWASP ASVS 5, 1.3.6 and 15.3.2).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from urllib.parse import urlsplit

import urllib3

from marketplace.kernel.errors import OutsideFailure
from marketplace.kernel.reading import read_url
from marketplace.kernel.work import outside_any_transaction

_SECONDS = 20  # for all of it
_CONNECT_SECONDS = 5
_AT_ONCE = 64 * 1024
_NAMED = "Tianguis"


class NotFetched(OutsideFailure):
    """What an address points at could not be had. Each kind has its own sentence."""

    code = "outbound.not_fetched"


class PrivateAddress(NotFetched):
    """An address within a house, or of no host that everybody sees."""

    code = "outbound.private_address"


class TooMuch(NotFetched):
    """More bytes than asked for. `most` in megabytes."""

    code = "outbound.too_much"


class Redirected(NotFetched):
    """The address leads to another one, which its giver should name."""

    code = "outbound.redirected"


class AnsweredOtherwise(NotFetched):
    """The host answered that it has no such thing, or that it may not be had. `status` is HTTP's."""

    code = "outbound.answered_otherwise"


def is_open(address: str) -> bool:
    """Say whether an IP address is one that the whole Internet sees."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and (inside := found.ipv4_mapped or found.sixtofour):
        found = inside
    return found.is_global and not found.is_multicast


def fetch(url: str, *, most_mb: int) -> bytes:
    """Fetch what an address on the open web points at, in 20 seconds, outside of any transaction.

    Raises NotAUrl, PrivateAddress, TooMuch, Redirected, AnsweredOtherwise, NotFetched.
    """
    outside_any_transaction("a stranger's host")
    parts = urlsplit(read_url(url))
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    until = time.monotonic() + _SECONDS
    pool = _connect(parts.scheme, host, _resolve(host, port), port)
    try:
        answer = pool.request(
            "GET",
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
            headers={"Host": parts.netloc, "User-Agent": _NAMED, "Accept": "*/*", "Accept-Encoding": "identity"},
            redirect=False,
            retries=False,
            preload_content=False,
        )
        return _read(answer, most_mb * 1024 * 1024, until)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NotFetched from error
    finally:
        pool.close()


def _resolve(host: str, port: int) -> str:
    """Look a name up; of what it stands for all must be open. Raises PrivateAddress, NotFetched."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetched from error
    if not found or not all(is_open(one) for one in found):
        raise PrivateAddress
    return found[0]


def _connect(scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_CONNECT_SECONDS)
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
    return urllib3.HTTPConnectionPool(address, port, timeout=timeout)


def _read(answer: urllib3.BaseHTTPResponse, most_bytes: int, until: float) -> bytes:
    if 300 <= answer.status < 400:
        raise Redirected
    if answer.status != 200:
        raise AnsweredOtherwise(status=answer.status)
    parts, size = [], 0
    for part in answer.stream(_AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise TooMuch(most=most_bytes // 1024 // 1024)
        if time.monotonic() > until:
            raise NotFetched
    return b"".join(parts)
