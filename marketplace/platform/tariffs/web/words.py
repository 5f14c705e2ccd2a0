"""The sentences of refusals about tariffs to come, and how a shop reads what it said to them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead, Todo
from marketplace.kernel.permissions import May
from marketplace.platform.tariffs.queries import count_unread

WORDS = {"tariffs.nothing_announced": _l("Esa tarifa ya no está anunciada: empezó o se retiró.")}

ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {"tariffs.accept": _l("Aceptó la tarifa v%(version)s")},
        {"tariff": (Lead("tariffs_seller.coming"),)},
    ),
)


def _say_unread(count: int) -> str:
    return ngettext("tarifa nueva anunciada", "tarifas nuevas anunciadas", count)


TODOS = (Todo(95, count_unread, _say_unread, "tariffs_seller.coming", May.VIEW_MONEY, {}),)
