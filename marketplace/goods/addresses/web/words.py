"""The sentences of refusals about addresses, and how the states of a domain are said."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.goods.addresses.rules import OldLineProblem
from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "addresses.slug_shape": _l("Usa solo letras sin acento, números y guiones sencillos, como “hilos-alpaca”."),
    "addresses.slug_length": _l("Debe tener entre 3 y 40 letras."),
    "addresses.slug_reserved": _l("Ese nombre es del mercado. Elige otro."),
    "addresses.slug_taken": _l("Otra tienda usa ese nombre, o lo usó en el último año."),
    "addresses.slug_unchanged": _l("Esa ya es la dirección de tu tienda."),
    "addresses.changed_too_often": _l(
        "Ya tienes %(most)s direcciones anteriores que llevan a tu tienda. Regresa a una de ellas o espera a que cumplan un año."
    ),
    "addresses.bad_domain": _l("Eso no es un dominio. Escríbelo sin https ni diagonales, como “hilosalpaca.mx”."),
    "addresses.our_domain": _l("Ese dominio no puede ser de una tienda. Escribe uno que hayas registrado tú."),
    "addresses.domain_known": _l("Ese dominio ya está en tu lista."),
    "addresses.too_many_domains": _l("Puedes tener hasta %(most)s dominios. Quita uno antes de agregar otro."),
    "addresses.no_such_domain": _l("No encontramos ese dominio en tu tienda."),
    "addresses.just_checked": _l("Lo acabamos de revisar. Espera unos segundos."),
    "addresses.bad_old_addresses": _l("Algunos renglones no se pueden tomar."),
    "addresses.too_many_old_addresses": _l(
        "Caben hasta %(most)s direcciones anteriores. Quita las que ya no hagan falta."
    ),
    "addresses.no_such_old_address": _l("Esa dirección ya no está en tu lista."),
    "addresses.dns_silent": _l("El DNS no respondió. Volvemos a revisar en diez minutos."),
}


def state_label(state: str) -> str:
    """Name how far the proof of a domain is."""
    return {
        "pending": _("Falta el registro"),
        "verified": _("Comprobado"),
        "failed": _("No lo encontramos"),
        "lost": _("Dejó de estar"),
    }[state]


def state_sentence(state: str, problem: str | None) -> str:
    """Say what a domain's state means and what to do."""
    if problem == "taken":
        return _(
            "El registro está, pero otra tienda responde todavía en ese dominio. Revisamos de nuevo cada diez minutos."
        )
    if state == "verified" and problem:
        return _(
            "Tu tienda responde ahí, pero la última vez no vimos el registro. Si en unas horas sigue sin estar, la quitamos."
        )
    return {
        "pending": _("Agrega el registro donde compraste el dominio. Lo buscamos cada diez minutos durante tres días."),
        "verified": _("Tu tienda responde ahí. Deja el registro: lo revisamos cada día."),
        "failed": _("En tres días no apareció el registro. Agrégalo y pide que lo revisemos."),
        "lost": _(
            "El registro ya no está, así que tu tienda dejó de responder ahí. Agrégalo otra vez y pide que lo revisemos."
        ),
    }[state]


def lines_said(problems: Sequence[OldLineProblem], *, most: int) -> list[str]:
    """Say what is wrong in which line, of the first so many."""
    said = {
        "key": _("falta la dirección o el SKU, separados por una coma."),
        "path": _("no es la dirección de una página."),
        "ours": _("Tianguis usa esa dirección, y seguirá mostrando su página."),
        "sku": _("ningún producto de tu tienda tiene ese SKU."),
        "twice": _("la misma dirección está en otro renglón, con otro producto."),
    }
    told = [_("Renglón %(n)s: %(what)s", n=one.line, what=said[one.why]) for one in problems[:most]]
    return [*told, _("Y %(n)s más.", n=len(problems) - most)] if len(problems) > most else told


_TO_ADDRESSES = (Lead("addresses_seller.index"),)
_TO_OLD = (Lead("addresses_old_seller.index"),)
ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "addresses.change_slug": _l("Cambió la dirección de la tienda: %(before)s → %(after)s"),
            "addresses.add_domain": _l("Agregó el dominio %(name)s"),
            "addresses.remove_domain": _l("Quitó el dominio %(name)s"),
            "addresses.domain_verified": _l("Comprobamos el dominio %(name)s"),
            "addresses.domain_failed": _l("No encontramos el registro del dominio %(name)s"),
            "addresses.domain_lost": _l("El dominio %(name)s perdió su registro"),
        },
        {"shop": _TO_ADDRESSES, "hostname": _TO_ADDRESSES},
    ),
    Activity(
        ActivityKind.PRODUCTS,
        {
            "addresses.lead_old": _l("Hizo que direcciones de antes lleven a productos: %(number)s"),
            "addresses.drop_old": _l("Quitó la dirección de antes %(path)s"),
        },
        {"addresses.lead_old": _TO_OLD, "addresses.drop_old": _TO_OLD},
    ),
)
