"""The addresses that a shop's products had elsewhere, which lead to them at the shop's own host."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException, NotFound
from wtforms.validators import Length

from marketplace.goods.addresses import old_addresses, queries, rules
from marketplace.goods.addresses.errors import BadOldAddresses, TooManyOldAddresses
from marketplace.goods.addresses.web import words
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, Prose
from marketplace.web.hosts import settings
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from tenants.names import DomainState

room = SELLER.room("addresses", "old")
_ON_PAGE = 50
_PROBLEMS_SHOWN = 20


class OldAddressesForm(Form):
    """Old addresses with what each leads to."""

    old_lines = Prose(
        _l("Dirección anterior y SKU, una por renglón"),
        [Needed(), Length(max=5000)],
        description=_l(
            "Separadas por una coma, como “/products/rebozo, REB-R”. La dirección puede ir completa, con tu dominio de antes."
        ),
        render_kw={"rows": "6", "autocapitalize": "none", "spellcheck": "false"},
    )


def _is_ours(path: str) -> bool:
    """Whether the market itself answers at a path, whoever asks and however."""
    try:
        current_app.url_map.bind("").match(path)
    except NotFound:
        return False
    except HTTPException:  # it leads elsewhere, or takes forms only
        return True
    return True


def _hosts(work: Work) -> list[str]:
    """Where the shop answers at its own: domains that are proved, and its name under the market's domain."""
    known = settings()
    own = [known.site_url(one.name) for one in queries.domains(work) if one.state == DomainState.VERIFIED]
    return [*own, *([known.shop_url(g.seat.slug)] if known.market_domain else [])]


@room.route("/direcciones/viejas", methods=["GET", "POST"])
@requires(old_addresses.lead_old_addresses)
def index(work: Work) -> object:
    """The old addresses there are; say of more where they lead."""
    form = OldAddressesForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work.attempt():
                number = old_addresses.lead_old_addresses(work, form.old_lines.data, is_ours=_is_ours)
            flash(
                ngettext(
                    "%(num)s dirección lleva ya a su producto.",
                    "%(num)s direcciones llevan ya a sus productos.",
                    number,
                ),
                "success",
            )
            return redirect(url_for(".index"))
        except BadOldAddresses as refusal:
            problems = refusal.details["problems"]
            assert isinstance(problems, list)
            form.old_lines.errors = words.lines_said(problems, most=_PROBLEMS_SHOWN)
        except TooManyOldAddresses as refusal:
            form.show(refusal)
    number = page_number()
    rows, total = queries.old_addresses(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "goods/addresses/seller/old.html",
        form=form,
        rows=rows,
        hosts=_hosts(work),
        most=rules.MOST_OLD_ADDRESSES,
        page_of=Page(number, _ON_PAGE, total),
    ), status


@room.post("/direcciones/viejas/<uuid:address_id>/quitar")
@requires(old_addresses.drop_old_address)
def drop(work: Work, address_id: UUID) -> object:
    """Let one lead nowhere."""
    old_addresses.drop_old_address(work, address_id)
    flash(_("Quitada: esa dirección ya no lleva a ningún producto."), "success")
    return redirect(url_for(".index"))
