"""The forms of the console of the rules."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms.validators import Length, Optional

from marketplace.people.market_rules.models import RulesDraft
from marketplace.people.market_rules.rules import MOST_RULES, RuleText
from marketplace.people.market_rules.web import words
from marketplace.web.forms import Day, Form, Needed, PartForm, Prose, Seen, Tidy, options
from marketplace.web.problems import Problem, differences

_LINES = {"rows": 4}


class MarketRuleForm(PartForm):
    """A rule in both languages. A row without a code is none."""

    code = Tidy(
        _l("Clave"), [Length(max=40)],
        description=_l("Letras de la a la z y guion bajo. Las decisiones nombran la regla por ella."),
        render_kw={"autocapitalize": "none", "autocomplete": "off"},
    )  # fmt: skip
    section = SelectField(_l("De qué trata"), choices=options([("", "—"), *words.SECTIONS.items()]))
    title = Tidy(_l("Título en español"), [Length(max=120)])
    title_en = Tidy(_l("Título en inglés"), [Length(max=120)])
    body = Prose(_l("Texto en español"), [Length(max=2000)], render_kw=_LINES)
    body_en = Prose(_l("Texto en inglés"), [Length(max=2000)], render_kw=_LINES)
    source = Tidy(_l("De dónde viene"), [Length(max=200)], description=_l("La ley y su artículo, o Tianguis."))
    removed = BooleanField(_l("Quitar de la próxima versión"))


class RulesForm(Form):
    """The next version of the rules."""

    starts_on = Day(
        _l("Primer día"),
        [Optional()],
        description=_l("Al menos 15 días después de anunciarlas. Empiezan a las 00:00 de la Ciudad de México."),
    )
    summary = Tidy(_l("Qué cambia, en español"), [Length(max=300)])
    summary_en = Tidy(_l("Qué cambia, en inglés"), [Length(max=300)])
    rules = FieldList(FormField(MarketRuleForm), _l("Reglas"), max_entries=MOST_RULES)
    revision = Seen()

    def show_now(self, now: RulesForm) -> list[Problem]:
        """Bring a form that is older than its draft up to date; lists what the draft says now. What was typed stays."""
        self.revision.show(now.revision.data)
        found = differences(self, now._fields)
        for number, (mine, theirs) in enumerate(zip(self.rules, now.rules, strict=False), 1):
            found += differences(mine.form, theirs.form._fields, _("renglón %(n)s", n=number))
        return found

    def written(self) -> list[RuleText]:
        """The rules as they were written, without those that are taken out and rows that say nothing."""
        rows = [row for row in (entry.form for entry in self.rules) if not row.removed.data]
        names = ("code", "section", "title", "title_en", "body", "body_en", "source")
        made = [RuleText(**{name: row[name].data or "" for name in names}) for row in rows]
        return [rule for rule in made if any((rule.code, rule.title, rule.title_en, rule.body, rule.body_en))]


class AnnounceForm(Form):
    """Announcing, or throwing away, what was seen."""

    revision = Seen()


class WithdrawRulesForm(Form):
    """Why announced rules are taken back."""

    reason = Prose(
        _l("Por qué se retiran"),
        [Needed(), Length(max=500)],
        description=_l("Es público: lo lee cada tienda."),
        render_kw={"rows": 3},
    )


def rules_form(draft: RulesDraft, **kwargs: Any) -> RulesForm:
    """Make the form of a draft, with what it says and an empty row."""
    said = {
        "starts_on": draft.starts_on,
        "summary": draft.summary or None,
        "summary_en": draft.summary_en or None,
        "rules": [*draft.rules, {}][:MOST_RULES],
        "revision": draft.revision,
    }
    return RulesForm(data=said, **kwargs)
