"""The sentences of channels' refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {"channels.no_such_key": _l("No encontramos esa llave.")}


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "channels.make_key": _l("Hizo la llave de API “%(name)s”"),
            "channels.revoke_key": _l("Revocó la llave de API “%(name)s”"),
        },
        {"api_key": (Lead("channels_seller.keys"),)},
    ),
)
