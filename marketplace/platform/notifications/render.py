"""What a notification says, in its reader's language. The words of each kind are one template, templates/mail/<kind>.txt.

A template has three blocks: `subject`; `body`, whose paragraphs stand apart; and `action`, the words on the link. It knows
the notification's data by name, `money` and its kin, and how modules say their codes (`Module.labels`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from jinja2 import Template, TemplateNotFound

from marketplace.kernel.module import labels
from marketplace.kernel.site import site
from marketplace.platform.notifications.models import Notification
from marketplace.web import formatting

_UNKNOWN = "mail/unknown.txt"


@dataclass(frozen=True)
class Rendered:
    """A notification in words."""

    subject: str
    text: str
    html: str
    stop_url: str | None


def check_kind(kind: str) -> None:
    """Raise LookupError for a kind that has no words."""
    try:
        current_app.jinja_env.get_template(_file(kind))
    except TemplateNotFound:
        raise LookupError(f"no words for a notification of the kind {kind}") from None


def render(told: Notification) -> Rendered:
    """Say a notification in its reader's language. Of a kind that this release does not know, that there is one."""
    env, base = current_app.jinja_env, site().settings.base_url.rstrip("/")
    with force_locale(told.locale):
        template = env.select_template([_file(told.kind), _UNKNOWN])
        said = {name: _block(template, name, told.data) for name in ("subject", "body", "action")}
        values: dict[str, Any] = {
            "subject": " ".join(said["subject"].split()),
            "greeting": _greeting(told.name),
            "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", said["body"]) if part.strip()],
            "action": said["action"],
            "url": f"{base}{told.path}" if told.path else "",
            "stop_url": f"{base}{told.stop_path}" if told.stop_path else "",
            "locale": formatting.locale_code(),
        }
        text = env.get_template("mail/layout.txt").render(values)
        html = env.get_template("mail/layout.html").render(values)
    return Rendered(values["subject"], text, html, values["stop_url"] or None)


def _file(kind: str) -> str:
    return f"mail/{kind}.txt"


def _block(template: Template, name: str, data: dict[str, Any]) -> str:
    context = template.new_context({**data, **labels(), **_DAYS})
    return "".join(template.blocks[name](context)).strip()


def _greeting(name: str) -> str:
    return _("Hola, %(name)s:", name=name.split(maxsplit=1)[0]) if name.strip() else _("Hola:")


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> str:
    return formatting.day(_moment(text) if "T" in text else _date(text))


# As pages write days, from the texts that the data keep.
_DAYS: dict[str, Callable[..., str]] = {
    "day": _day,
    "moment": lambda text: formatting.moment(_moment(text)),
    "day_range": lambda first, last: formatting.day_range(_date(first), _date(last)),
}
