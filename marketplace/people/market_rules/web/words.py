"""How the rules of the market are said, and the sentences of what may be refused about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead, Todo
from marketplace.kernel.permissions import May
from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.queries import count_unread
from marketplace.people.market_rules.rules import RuleChange, RuleFault, RuleLack, RuleSection, WordRun
from marketplace.people.market_rules.rules import compare_words as _compare
from marketplace.people.market_rules.saying import body_of, title_of

WORDS = {
    "market_rules.no_such_version": _l("Esa versión de las reglas no existe."),
    "market_rules.no_such_draft": _l("Ese borrador no existe o ya se cerró."),
    "market_rules.draft_changed": _l("Alguien cambió o cerró este borrador mientras lo veías. Así está ahora."),
    "market_rules.own_draft": _l("Lo escribiste tú: lo anuncia otra persona."),
    "market_rules.not_whole": _l("A alguna regla le falta algo. Están en la lista de abajo."),
    "market_rules.unchanged": _l("Son iguales a las vigentes: no hay nada que anunciar."),
    "market_rules.summary_missing": _l("Di en una frase qué cambia, en los dos idiomas. Las tiendas la leen."),
    "market_rules.day_missing": _l("Elige el día en que empiezan."),
    "market_rules.too_soon": _l("Se avisa %(days)s días antes: pueden empezar el %(earliest)s o después."),
    "market_rules.another_announced": _l(
        "La versión %(version)s está anunciada y no empieza aún. Espera a que empiece o retírala."
    ),
    "market_rules.reason_missing": _l("Escribe por qué se retiran, con %(least)s letras o más. Es público."),
    "market_rules.begun": _l("Ya empezaron: lo que se anunció vale."),
    "market_rules.nothing_announced": _l("Esas reglas ya no están anunciadas: empezaron o se retiraron."),
}

SECTIONS = {
    RuleSection.LISTING: _l("Lo que se publica y se escribe"),
    RuleSection.SELLER: _l("Cómo se vende aquí"),
    RuleSection.CLOSING: _l("Por qué se cierra una tienda"),
}


def compared(change: RuleChange) -> tuple[Sequence[WordRun], Sequence[WordRun]]:
    """What changes of a rule's title and of its text, word by word, in the reader's language."""
    titles = [title_of(rule) if rule else "" for rule in (change.before, change.after)]
    bodies = [body_of(rule) if rule else "" for rule in (change.before, change.after)]
    return _compare(titles[0], titles[1]), _compare(bodies[0], bodies[1])


def change_label(change: RuleChange) -> str:
    """Say in a word what becomes of a rule."""
    if change.before is None:
        return _("Nueva")
    return _("Se quita") if change.after is None else _("Cambia")


def state_label(version: RulesVersion, holds: int, now: datetime) -> str:
    """Say how a version stands."""
    if version.withdrawn_at:
        return _("retirada")
    if version.version == holds:
        return _("vigente")
    return _("anunciada") if version.in_force_from > now else _("anterior")


def fault_said(fault: RuleFault) -> str:
    """Say what a rule of a draft lacks."""
    sentence = {
        RuleLack.CODE: _(
            "Regla %(number)s: su clave lleva de 2 a 40 letras de la a la z, o guion bajo.", number=fault.number
        ),
        RuleLack.TWICE: _("Regla %(number)s: otra regla tiene esa clave.", number=fault.number),
        RuleLack.WORDS: _(
            "Regla %(number)s: le falta de qué trata, título o texto en algún idioma, o de dónde viene.",
            number=fault.number,
        ),
    }
    return sentence[fault.lack]


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {"market_rules.accept": _l("Aceptó la versión %(version)s de las reglas")},
        {"rules": (Lead("market_rules_seller.coming"),)},
    ),
)


def _say_unread(count: int) -> str:
    return ngettext("versión nueva de las reglas", "versiones nuevas de las reglas", count)


TODOS = (Todo(96, count_unread, _say_unread, "market_rules_seller.coming", May.VIEW_SHOP, {}),)
