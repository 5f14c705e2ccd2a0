"""What staff are written. Every handler runs above the walls."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.people.accounts.models import Account
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.platform.notifications.models import Mail
from marketplace.web.formatting import day

_ANSWERS = ("administrator", "finance")


def tell_rates_ending(work: Work, fact: RatesFoundEnding) -> None:
    """Whoever answers for the market's money learns that legal rates end with none that follows: once for each moment."""
    for staff in work.session.scalars(
        select(Account).where(Account.staff_role.in_(_ANSWERS)).order_by(Account.account_id)
    ):
        key = f"rates_ending:{fact.at.isoformat()}:{staff.account_id}"
        if work.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
            continue
        with in_language(staff.locale):
            letter = Letter(
                _("Desde el %(day)s no se podrá vender: faltan tasas de ley", day=day(fact.at)),
                hello(staff.name),
                [
                    _("Terminan, y ninguna les sigue: %(articles)s.", articles="; ".join(fact.articles)),
                    _("Publica las nuevas en cuanto estén en el Diario Oficial. Sin ellas el mercado no vende."),
                ],
                _("Ver las tasas"),
                "/tarifas",
            )
            post(work, letter, to=staff.email, key=key)
