"""The forms of sellers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from marketplace.kernel.permissions import FIXED, May
from marketplace.kernel.reading import read_clabe, read_curp, read_rfc
from marketplace.people.sellers.applying import REASONS, Draft
from marketplace.people.sellers.web.words import may_label, reason_label, role_help, role_label
from marketplace.web.forms import (
    PHOTOS,
    Email,
    Form,
    Needed,
    NeededFor,
    PostalCodeBox,
    Prose,
    ReadBy,
    Seen,
    Several,
    Telephone,
    Tidy,
    options,
)
from tenants.roles import Role


class InviteForm(Form):
    """Whom to invite, and as what."""

    email = Email(_l("Su correo"), [Needed()], render_kw={"type": "email", "autocomplete": "off"})
    role = SelectField(_l("Su papel"), [Needed()])


class MemberRoleForm(Form):
    """Another role for a member. `version` is the seat as the page showed it."""

    role = SelectField(_l("Papel"))
    version = Seen()


class PermissionsForm(Form):
    """A mix of one's own for a member."""

    permissions = Several(_l("Puede"))
    version = Seen()


def with_roles(form: InviteForm | MemberRoleForm) -> InviteForm | MemberRoleForm:
    """Offer every role; a verb refuses those that one may not give."""
    form.role.choices = options((role.value, f"{role_label(role)}: {role_help(role)}") for role in Role)
    return form


def permissions_form(**kwargs: object) -> PermissionsForm:
    """Offer every permission that is part of a mix."""
    form = PermissionsForm(**kwargs)
    form.permissions.choices = options((one.value, may_label(one)) for one in May if one not in FIXED)
    return form


_TO_SEND = _l("hace falta para enviarla")
_PAPERS = f"application/pdf,{PHOTOS}"
_PAPER = _l("PDF o foto. Solo lo ves tú y quien revisa tu solicitud.")


class ApplicationForm(Form):
    """What an applicant says. Nothing is needed to save it; what is written must be right."""

    person = RadioField(
        _l("¿Quién vende?"),
        choices=options([("natural", _l("Persona física")), ("legal", _l("Persona moral (empresa)"))]),
        default="natural",
    )
    legal_name = Tidy(
        _l("Nombre o razón social"),
        [NeededFor(_TO_SEND), Optional(), Length(max=160)],
        description=_l("Como en tu constancia fiscal."),
    )
    rfc = ReadBy(
        _l("RFC"),
        [NeededFor(_TO_SEND), Optional(), Length(max=60)],
        reader=read_rfc,
        render_kw={"autocomplete": "off"},
    )
    curp = ReadBy(
        _l("CURP"),
        [NeededFor(_TO_SEND), Optional(), Length(max=60)],
        reader=read_curp,
        render_kw={"autocomplete": "off"},
        description=_l("Solo persona física. La ley pide informarla cada mes al SAT (LIVA 18-J)."),
    )
    postal_code = PostalCodeBox(
        _l("Código postal del domicilio fiscal"),
        [NeededFor(_TO_SEND), Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
        description=_l("De aquí sabemos tu estado y municipio."),
    )
    street = Tidy(
        _l("Calle, número y colonia"),
        [NeededFor(_TO_SEND), Optional(), Length(max=160)],
        render_kw={"autocomplete": "street-address"},
    )
    phone = Telephone(
        _l("Teléfono"),
        [NeededFor(_TO_SEND), Optional()],
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    clabe = ReadBy(
        _l("CLABE a la que llega tu dinero"),
        [NeededFor(_TO_SEND), Optional(), Length(max=60)],
        reader=read_clabe,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
        description=_l("18 dígitos, a nombre de quien vende."),
    )
    shop_name = Tidy(_l("Nombre de la tienda"), [NeededFor(_TO_SEND), Optional(), Length(max=60)])
    slug = Tidy(
        _l("Dirección de la tienda"),
        [NeededFor(_TO_SEND), Optional(), Length(max=60)],
        description=_l("Así: tianguis/tienda/tu-direccion. Letras sin acento, números y guiones."),
        render_kw={"autocapitalize": "none", "autocomplete": "off"},
    )
    tagline = Tidy(_l("Qué vendes, en una línea"), [Optional(), Length(max=90)])
    document_tax = FileField(
        _l("Constancia de situación fiscal"), [NeededFor(_TO_SEND)], description=_PAPER, render_kw={"accept": _PAPERS}
    )
    document_identity = FileField(
        _l("Identificación oficial de quien vende"),
        [NeededFor(_TO_SEND)],
        description=_PAPER,
        render_kw={"accept": _PAPERS},
    )

    rules_version = Seen()

    def draft(self) -> Draft:
        """What was said, empty where nothing was."""
        return Draft(**{name: self[name].data or "" for name in Draft.__dataclass_fields__})


_TO_REFUSE = _l("hace falta para pedir cambios o no aprobar")


class ApplicationDecisionForm(Form):
    """Why an application is sent back or declined; a word to go with an approval."""

    reason = SelectField(_l("Motivo"), [NeededFor(_TO_REFUSE)])
    note = Prose(_l("Con tus palabras"), [NeededFor(_TO_REFUSE), Length(max=1000)], render_kw={"rows": 3})


def decision_form() -> ApplicationDecisionForm:
    """Make the form with the reasons of the catalogue."""
    form = ApplicationDecisionForm()
    form.reason.choices = options([("", "—"), *((code, reason_label(code)) for code in REASONS)])
    return form
