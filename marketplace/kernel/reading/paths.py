"""Where a page stands in its site: the path of its address, in the one form in which two of them are compared."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import seen
from tenants.names import tidy_domain

LONGEST = 400
_LONGEST_TYPED = 2000


class NotAPath(Unreadable):
    """No address of a page within a site."""

    code = "reading.not_a_path"


def read_path(typed: str) -> str:
    """Read the path of a page as people copy it: alone, behind its domain, or in its whole address.

    What follows on ? or # is left out, percent signs are read once. Raises NotAPath for what `key_of_path` refuses.
    """
    text = typed.strip()
    if len(text) > _LONGEST_TYPED:
        raise NotAPath
    try:
        path = _without_host(text)
        return key_of_path(unquote(path, errors="strict"))
    except ValueError:  # bytes that are no text, brackets that are no address
        raise NotAPath from None


def key_of_path(path: str) -> str:
    """Give the form of a path by which it is found: lower case, composed letters, single slashes and none at its end.

    Raises NotAPath for a site's first page, what climbs (`..`), signs that nobody sees, and more than 400 signs.
    """
    key = re.sub("/+", "/", unicodedata.normalize("NFC", f"/{path}").lower()).rstrip("/")
    if not 0 < len(key) <= LONGEST or seen(key) != key or "\n" in key or {".", ".."} & set(key.split("/")):
        raise NotAPath
    return key


def _without_host(text: str) -> str:
    if re.match(r"(?:https?:)?//", text, re.IGNORECASE):
        return urlsplit(text).path
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    first, slash, rest = path.partition("/")
    is_host = "." in first and tidy_domain(first) is not None
    return f"{slash}{rest}" if is_host else path
