"""Contents of pages that show the same once more are not written once more: the page's frame is each reader's own.

Everything is read anew for each request; only the writing is saved. So what is kept is never older than what a page shows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import Any

from flask import request
from markupsafe import Markup

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.clock import now
from marketplace.kernel.site import site
from marketplace.web.audiences import person_id
from marketplace.web.formatting import locale_code
from marketplace.web.hosts import shop_here
from marketplace.web.pages import page, place
from marketplace.web.security import form_token

MOST = 300  # some ten to forty kilobytes each
_OWN = token_hex(16)  # where each reader's own token stands in what is kept; nobody knows it, and so nobody writes it


class _KeptContents(OrderedDict[object, tuple[object, Markup]]):
    """Contents as they were written, each with what it shows."""


def keep_content(template: str, shown: object, write: Callable[[], Mapping[str, Any]]) -> Markup:
    """Give a template as it was written for the same address, language, place and day, where it showed the same.

    `shown` is all else that it depends on, the reader's too; where that differs it is written anew with what `write` gives.
    Who is signed in and who is not never get the same. Forms carry each reader's own token.
    """
    return keep_part(template, shown, write).replace(_OWN, form_token())


def keep_part(template: str, shown: object, write: Callable[[], Mapping[str, Any]]) -> Markup:
    """Give a part of a content as `keep_content` does; its readers' tokens come with the content that it stands in."""
    kept, today = site().part(_KeptContents), mexican_day(now())
    key = (template, shop_here(), request.full_path, locale_code(), place(), today, person_id() is None)
    before, html = kept.get(key, (None, Markup()))
    if before is None or before != shown:
        html = Markup(page(template, csrf_token=lambda: _OWN, **write()))  # noqa: S704 - our own template
        kept[key] = shown, html
        while len(kept) > MOST:
            kept.popitem(last=False)
    return html
