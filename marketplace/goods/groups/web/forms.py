"""The forms of customer groups."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import Length, NumberRange, Optional

from marketplace.goods.groups.queries import GroupPriceRow
from marketplace.goods.groups.rules import DEAREST_MINOR, LONGEST_NAME, LONGEST_NOTE, MOST_LINES, MOST_PEOPLE
from marketplace.web.forms import Carried, Form, MoneyField, Needed, Prose, Tidy, WholeNumber

_SURE = _l("Sí, así los quiero")
# Long enough for as many lines as are taken; more is said to be too long, and not cut.
_LONGEST_ADDRESSES = MOST_PEOPLE * 100
_LONGEST_LINES = MOST_LINES * 60


class CustomerGroupForm(Form):
    """A group: what it is called, and whether it is on."""

    name = Tidy(
        _l("Nombre"),
        [Needed(), Length(max=LONGEST_NAME)],
        description=_l("Lo leen sus miembros junto a su precio, por ejemplo “Mayoristas”."),
    )
    note = Prose(_l("Nota"), [Length(max=LONGEST_NOTE)], description=_l("Para tu tienda: nadie más la ve."))


class CustomerGroupSettingsForm(CustomerGroupForm):
    """A group that there is."""

    is_on = BooleanField(_l("Encendido: sus miembros pagan los precios del grupo"))


class InviteToGroupForm(Form):
    """Who is invited."""

    addresses = Prose(
        _l("Correos"),
        [Needed(), Length(max=_LONGEST_ADDRESSES)],
        description=_l("Uno, o una lista pegada: separados por renglones, comas o punto y coma."),
    )


class GroupLinesForm(Form):
    """Prices by the shop's keys, a line each."""

    lines = Prose(
        _l("Lista de precios"),
        [Needed(), Length(max=_LONGEST_LINES)],
        description=_l("Un renglón por variante: SKU,precio. Con el precio vacío se quita el del grupo."),
    )
    sure = BooleanField(_SURE)


class GroupPercentForm(Form):
    """Everything for so many percent less."""

    percent = WholeNumber(
        _l("Cuánto menos, en por ciento"),
        [Needed(), NumberRange(1, 90, message=_l("De 1 a 90 por ciento."))],
        description=_l("De lo que hoy cuesta cada cosa que vendes. Reemplaza los precios que el grupo ya tenga."),
    )
    sure = BooleanField(_SURE)


class GroupPricesForm(Form):
    """What each variant of a page costs a group. The boxes are added by `prices_form`."""

    sure = BooleanField(_SURE)
    seen = Carried(most=64)  # the prices that the page showed

    def prices(self) -> dict[UUID, int | None]:
        """What was said, by variant."""
        return {
            UUID(name.removeprefix("price_")): box.data
            for name, box in self._fields.items()
            if name.startswith("price_")
        }


def mark_of(rows: Sequence[GroupPriceRow]) -> str:
    """Mark the prices that a page shows: another mark where one of them is another."""
    return sha256(repr([(str(row.variant_id), row.group_minor) for row in rows]).encode()).hexdigest()


def prices_form(rows: Sequence[GroupPriceRow], **kwargs: Any) -> GroupPricesForm:
    """Make the form of some variants' prices."""
    fields: dict[str, Field] = {
        f"price_{row.variant_id}": MoneyField(
            _("Precio del grupo de %(what)s", what=f"{row.title} · {row.name}" if row.name else row.title),
            [
                Optional(),
                NumberRange(1, DEAREST_MINOR, message=_("Escribe un precio de un centavo a cinco millones de pesos.")),
            ],
        )
        for row in rows
    }
    form: GroupPricesForm = type("PageGroupPricesForm", (GroupPricesForm,), fields)(
        data={"seen": mark_of(rows)} | {f"price_{row.variant_id}": row.group_minor for row in rows}, **kwargs
    )
    return form
