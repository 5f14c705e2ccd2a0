"""The forms of recalls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Length, Optional

from marketplace.care.recalls import service
from marketplace.care.recalls.errors import RecallNotAsShown
from marketplace.care.recalls.queries import Reach, reach_of
from marketplace.care.recalls.rules import OFFERS, RecallGround
from marketplace.care.recalls.service import RecallSaid
from marketplace.care.recalls.web.words import ground_label, offer_label
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.web.forms import Choose, Day, Form, Needed, Prose, Seen, Several, Tidy, options


class RecallForm(Form):
    """What is recalled, and what is said of it. `seen` is how many orders the page showed; none: it shows them first."""

    variants = Several(_l("Cuáles opciones"), description=_l("Sin marcar ninguna son todas."))
    lot = Tidy(
        _l("Lote, como viene en el artículo"),
        [Optional(), Length(max=80)],
        description=_l(
            "Los pedidos no guardan lotes: le escribimos a quien compró en esas fechas y le pedimos revisar el lote."
        ),
    )
    bought_from = Day(_l("Comprado desde"), [Optional()])
    bought_until = Day(_l("Comprado hasta"), [Optional()], description=_l("Sin fechas son todos los pedidos."))
    wrong = Prose(_l("Qué está mal"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
    what_to_do = Prose(
        _l("Qué debe hacer quien lo tiene"),
        [Needed(), Length(max=1000)],
        description=_l("Por ejemplo: dejar de usarlo y desconectarlo."),
        render_kw={"rows": 3},
    )
    offers = Several(_l("Qué ofreces"), [Needed(_l("Elige al menos una cosa que ofreces."))])
    contact = Tidy(
        _l("A quién preguntar"), [Needed(), Length(max=160)], description=_l("Teléfono o correo. Se publica.")
    )
    seen = Seen()

    def __init__(self, variants: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.variants.choices = options((str(one), name) for one, name in variants)
        self.offers.choices = options((one.value, offer_label(one)) for one in OFFERS)

    def said(self) -> RecallSaid:
        """What the form says."""
        return RecallSaid(
            wrong=self.wrong.data.strip(),
            what_to_do=self.what_to_do.data.strip(),
            offers=tuple(self.offers.data),
            contact=self.contact.data,
            lot=self.lot.data or "",
            bought_from=self.bought_from.data,
            bought_until=self.bought_until.data,
            variants=tuple(UUID(one) for one in self.variants.data or ()),
        )

    def reach(self, work: Work, products: Sequence[tuple[UUID, UUID]]) -> Reach:
        """Count whom the recall of some products would meet."""
        said = self.said()
        days = (said.bought_from, said.bought_until)
        return sum((reach_of(work, *one, said.variants, *days) for one in products), Reach())

    def start(
        self, work: Work, products: Sequence[tuple[UUID, UUID]], begin: Callable[[RecallSaid, int], object]
    ) -> Reach | None:
        """Begin what was shown before; else give whom it would meet, to be confirmed. None: done, or `errors` say why not."""
        if not self.validate():
            return None
        try:
            with work.attempt():
                service.check_said(work, self.said())
                if self.seen.data >= 0:
                    begin(self.said(), self.seen.data)
                    return None
        except RecallNotAsShown as refusal:
            self.show(refusal)
        except Refusal as refusal:
            self.show(refusal)
            return None
        reach = self.reach(work, products)
        self.seen.show(reach.orders)
        return reach


class StaffRecallForm(RecallForm):
    """The same with staff's reasons, which the shop reads."""

    ground = Choose(_l("Por qué lo retira Tianguis"))
    how_to_fix = Prose(_l("Qué debe hacer la tienda"), [Needed(), Length(max=1000)], render_kw={"rows": 3})

    def __init__(self, variants: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(variants, **kwargs)
        self.ground.choices = options((one.value, ground_label(one)) for one in RecallGround)


class RecallAnswerForm(Form):
    """What whoever bought it wants."""

    answer = RadioField(_l("Tu respuesta"), [Needed(_l("Elige una de las respuestas."))], validate_choice=False)


class CloseRecallForm(Form):
    """The last word of a recall."""

    closing = Prose(
        _l("Cómo terminó"),
        [Needed(), Length(max=500)],
        description=_l("Se publica junto al retiro."),
        render_kw={"rows": 2},
    )
