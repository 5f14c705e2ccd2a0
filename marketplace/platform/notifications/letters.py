"""Letters: what they say, in the reader's language. One form for all: a greeting, paragraphs, one link, a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.platform.notifications.events import MailWritten
from marketplace.platform.notifications.models import Mail
from marketplace.web.formatting import locale_code


@dataclass(frozen=True)
class Letter:
    """What a letter says. `link` is a path of this site; so is `stop`, which ends letters that one asked for."""

    subject: str
    greeting: str
    paragraphs: Sequence[str]
    link_label: str = ""
    link: str = ""
    stop: str = ""


@contextmanager
def in_language(locale: str) -> Iterator[None]:
    """Write in a reader's language."""
    with force_locale(locale):
        yield


def hello(name: str) -> str:
    """Greet somebody, in the language of the letter."""
    return _("Hola, %(name)s:", name=name.split(maxsplit=1)[0] if name else "")


def post(work: Work, letter: Letter, *, to: str, key: str) -> None:
    """Put a letter into the post, once for each key. It leaves with the commit."""
    base = current_app.extensions["settings"].base_url.rstrip("/")
    values = {
        "letter": letter, "url": f"{base}{letter.link}" if letter.link else "", "locale": locale_code(),
        "stop_url": f"{base}{letter.stop}" if letter.stop else "",
    }  # fmt: skip
    text, html = (current_app.jinja_env.get_template(f"mail/letter.{kind}").render(values) for kind in ("txt", "html"))
    mail = Mail(
        id=new_id(),
        key=key,
        to=to,
        subject=letter.subject,
        text=text,
        html=html,
        state="waiting",
        created_at=work.now,
        stop_url=values["stop_url"] or None,
    )
    work.session.add(mail)
    work.tell(MailWritten(mail.id))
