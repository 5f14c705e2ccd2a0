"""What anybody may read: the notice and its versions, and the map of what is kept."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import NotFound
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.platform.privacy import consents, notices
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.web import words
from marketplace.web.access import anyone, signed_in
from marketplace.web.audiences import BUYER
from marketplace.web.pages import language, page

room = BUYER.room("privacy")


@room.app_context_processor
def _newest() -> dict[str, Any]:
    return {"newest_notice": notices.NEWEST}


@room.get("/privacidad")
@anyone
def notice(work: Work) -> str:
    """The privacy notice, in short and whole, in any of its versions."""
    asked = request.args.get("version", str(notices.NEWEST))
    found = notices.notice(number, language()) if (number := whole_number(asked)) is not None else None
    if found is None:
        raise NotFound
    versions = [one for version in notices.VERSIONS if (one := notices.notice(version, language()))]
    return page("platform/privacy/buyer/notice.html", notice=found, versions=versions)


@room.post("/privacidad/aceptar")
@signed_in
def accept(work: Work) -> object:
    """Accept the newest notice."""
    consents.accept_notice(work, current_user.account_id)
    flash(_("Listo: aceptaste el aviso de privacidad."), "success")
    return redirect(url_for("privacy_own_buyer.data"))


@room.get("/privacidad/que-guardamos")
@anyone
def kept(work: Work) -> str:
    """What is kept of people, what for, how long, and what erasing does: written from the map itself."""
    personal = {name: table for name, table in kept_tables().items() if table.personal}
    groups = [
        (title, [(words.table_title(name, table), table) for name, table in personal.items() if table.use is use])
        for use, title in words.USES.items()
    ]
    return page(
        "platform/privacy/buyer/kept.html",
        groups=[group for group in groups if group[1]],
        keeps=words.KEEPS,
        kinds_of=words.kinds_of,
        at_erasing=words.at_erasing,
    )
