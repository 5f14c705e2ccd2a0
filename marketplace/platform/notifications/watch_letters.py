"""The letter about what a person follows: everything new of a day in one, with the way to have no more of them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.people.accounts.models import Account
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.web.formatting import money_short
from marketplace.window.watching.events import NewsFound
from marketplace.window.watching.links import stop_path
from marketplace.window.watching.models import PriceWatch, SavedSearch


def tell_news(work: Work, fact: NewsFound) -> None:
    """A person hears of prices that fell and of searches that find more, once a day."""
    account = work.session.scalars(select(Account).where(Account.account_id == fact.account_id)).one()
    prices = work.session.scalars(
        select(PriceWatch)
        .where(
            PriceWatch.account_id == fact.account_id, PriceWatch.told_at == fact.at, PriceWatch.told_minor.is_not(None)
        )
        .order_by(PriceWatch.title)
    ).all()
    searches = work.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.account_id == fact.account_id, SavedSearch.told_at == fact.at)
        .order_by(SavedSearch.words)
    ).all()
    if not prices and not searches:
        return  # it was asked for anew meanwhile
    with in_language(account.locale):
        said = [
            _("%(title)s bajó a %(price)s; pediste saberlo si bajaba de %(below)s.", title=one.title,
              price=money_short(one.told_minor or 0), below=money_short(one.below_minor))
            for one in prices
        ]  # fmt: skip
        said += [
            ngettext(
                "%(words)s: %(num)s producto nuevo.", "%(words)s: %(num)s productos nuevos.", one.fresh, words=one.words
            )
            for one in searches
        ]
        count = len(said)
        subject = (
            _("Bajó de precio: %(title)s", title=prices[0].title)
            if count == 1 and prices
            else ngettext("%(num)s novedad de lo que sigues", "%(num)s novedades de lo que sigues", count)
        )
        letter = Letter(subject, hello(account.name), said, _("Ver lo que sigo"), "/lo-que-sigo",
                        stop=stop_path(fact.account_id))  # fmt: skip
        post(work, letter, to=account.email, key=f"news:{fact.account_id}:{fact.at.isoformat()}")
