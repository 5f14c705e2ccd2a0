"""A shop's addresses: its slug, with what changing it does, and domains of its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.goods.addresses import queries, rules, service
from marketplace.goods.addresses.errors import JustChecked
from marketplace.goods.addresses.web import words
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import read_domain
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, ReadBy, Tidy
from marketplace.web.hosts import settings
from marketplace.web.pages import page
from marketplace.web.words import say
from tenants.models import Hostname
from tenants.names import LONGEST, show_domain

room = SELLER.room("addresses")


class SlugForm(Form):
    """Another slug for the shop."""

    slug = Tidy(
        _l("Dirección nueva"),
        [Needed(), Length(max=LONGEST)],
        description=_l("Letras sin acento, números y guiones."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


class DomainForm(Form):
    """A domain of the shop's own."""

    domain = ReadBy(
        _l("Tu dominio"),
        [Needed(), Length(max=253)],
        reader=read_domain,
        writer=show_domain,
        description=_l("Por ejemplo: hilosalpaca.mx"),
        render_kw={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"},
    )


@dataclass(frozen=True)
class DomainShown:
    """A domain with the record that proves it."""

    row: Hostname
    shown: str
    url: str
    record: str
    text: str
    state: str
    sentence: str


def _domains(work: Work) -> list[DomainShown]:
    return [
        DomainShown(
            row,
            show_domain(row.name),
            settings().site_url(row.name),
            f"{rules.RECORD_PREFIX}{row.name}",
            f"{rules.TEXT_PREFIX}{row.token}",
            words.state_label(row.state),
            words.state_sentence(row.state, row.problem),
        )
        for row in queries.domains(work)
    ]


def addresses_of(slug: str) -> list[str]:
    """List where a shop with this slug is found: at the market, and under its domain where it has one."""
    known = settings()
    under = [known.shop_url(slug)] if known.market_domain else []
    return [f"{known.base_url.rstrip('/')}/tienda/{slug}", *under]


def _show(work: Work, *, slug: SlugForm | None = None, domain: DomainForm | None = None, preview: str = "") -> str:
    return page(
        "goods/addresses/seller/addresses.html",
        slug_form=slug or SlugForm(formdata=None),
        domain_form=domain or DomainForm(formdata=None),
        domains=_domains(work),
        now_at=addresses_of(g.seat.slug),
        preview=addresses_of(preview) if preview else [],
        preview_slug=preview,
        old=queries.old_slugs(work),
        year=rules.YEAR,
        points_to=settings().market_domain,
    )


@room.get("/direcciones")
@requires(May.MANAGE_ADDRESSES, fresh=True)
def index(work: Work) -> str:
    """Where the shop is found."""
    return _show(work)


@room.post("/direcciones/nombre")
@requires(service.change_slug, fresh=True)
def change_slug(work: Work) -> object:
    """Show what another slug would change; change it when that was seen."""
    form = SlugForm()
    if form.slug.data:
        form.slug.data = form.slug.data.lower()
    if not form.validate():
        return _show(work, slug=form), 422
    seen = request.form.get("seen") == form.slug.data
    try:
        with work.attempt():
            if seen:
                service.change_slug(work, form.slug.data)
            else:
                service.check_slug(work, form.slug.data)
    except Refusal as refusal:
        form.show(refusal)
        return _show(work, slug=form), 422
    if not seen:
        return _show(work, slug=form, preview=form.slug.data)
    flash(_("Tu tienda ya está en su dirección nueva. La anterior lleva a ella durante un año."), "success")
    return redirect(url_for(".index", shop=form.slug.data))


@room.post("/direcciones/dominios")
@requires(service.add_domain, fresh=True)
def add_domain(work: Work) -> object:
    """Say that a domain is the shop's own."""
    form = DomainForm()
    if form.validate():
        try:
            with work.attempt():
                service.add_domain(work, form.domain.data, ours=settings().own_domains)
            flash(_("Agregado. Ahora pon el registro en tu DNS; aquí está listo para copiar."), "success")
            return redirect(url_for(".index"))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, domain=form), 422


@room.post("/direcciones/dominios/<uuid:hostname_id>/revisar")
@requires(service.check_domain, fresh=True)
def check_domain(work: Work, hostname_id: UUID) -> object:
    """Look for the record now."""
    try:
        service.check_domain(work, hostname_id)
        flash(_("Lo estamos buscando. Recarga en unos segundos."), "success")
    except JustChecked as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".index"))


@room.post("/direcciones/dominios/<uuid:hostname_id>/quitar")
@requires(service.remove_domain, fresh=True)
def remove_domain(work: Work, hostname_id: UUID) -> object:
    """Let a domain go."""
    service.remove_domain(work, hostname_id)
    flash(_("Quitamos el dominio. Tu tienda ya no responde ahí."), "success")
    return redirect(url_for(".index"))
