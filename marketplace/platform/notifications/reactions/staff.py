"""About the market itself: staff."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.platform.notifications.recipients import to_staff
from marketplace.platform.notifications.service import notify

_ANSWER_FOR_MONEY = ("administrator", "finance")


def tell_rates_ending(work: Work, fact: RatesFoundEnding) -> None:
    """Whoever answers for the market's money learns that legal rates end with none that follows: once for each end."""
    data = {"ends_at": fact.at, "articles": fact.articles}
    for staff in to_staff(work, _ANSWER_FOR_MONEY):
        notify(work, "rates_ending", staff, f"{fact.at.isoformat()}:{staff.account_id}", data, "/tarifas")
