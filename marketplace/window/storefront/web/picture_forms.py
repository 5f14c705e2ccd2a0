"""What is said of a product's pictures: what each shows, and what of it stays in sight where it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import Length

from marketplace.goods.catalog import PictureSaid
from marketplace.goods.catalog.models import Media
from marketplace.web.forms import Form, NeededFor, Tidy, options

_FOCUS = {
    "50-50": _l("El centro"), "50-0": _l("Arriba"), "50-100": _l("Abajo"), "0-50": _l("La izquierda"),
    "100-50": _l("La derecha"), "0-0": _l("Arriba a la izquierda"), "100-0": _l("Arriba a la derecha"),
    "0-100": _l("Abajo a la izquierda"), "100-100": _l("Abajo a la derecha"),
}  # fmt: skip


class PicturesForm(Form):
    """What is said of pictures. The boxes are added for a product by `pictures_form`."""

    def boxes_of(self, media_id: UUID) -> list[Field]:
        """The boxes of one picture."""
        return [self[f"alt_{media_id}"], self[f"focus_{media_id}"]]

    def said(self) -> dict[UUID, PictureSaid]:
        """What was said, by picture."""
        found = {}
        for name in self._fields:
            if name.startswith("alt_"):
                media_id = name.removeprefix("alt_")
                x, y = self[f"focus_{media_id}"].data.split("-")
                found[UUID(media_id)] = PictureSaid(self[name].data or "", int(x), int(y))
        return found


def pictures_form(pictures: Sequence[Media], *, read: bool = False) -> PicturesForm:
    """Make the form of what is said of a product's pictures; `read` takes what was sent."""
    fields: dict[str, Field] = {}
    for number, one in enumerate(pictures, 1):
        fields[f"alt_{one.id}"] = Tidy(
            _("Qué se ve en la foto %(n)s", n=number), [NeededFor(_("hace falta para la revisión")), Length(max=200)]
        )
        fields[f"focus_{one.id}"] = SelectField(
            _("Qué no se corta de la foto %(n)s", n=number), choices=options(_FOCUS.items())
        )
    shown = {
        f"{name}_{one.id}": value
        for one in pictures
        for name, value in (("alt", one.alt), ("focus", f"{one.focus_x}-{one.focus_y}"))
    }
    kind = type("ProductPicturesForm", (PicturesForm,), fields)
    form: PicturesForm = kind(data=shown) if read else kind(formdata=None, data=shown)
    return form
