"""The sentences of sellers' refusals, and the names of roles, permissions, reasons and states."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.permissions import May
from tenants.roles import Role

WORDS = {
    "sellers.no_such_shop": _l("No encontramos esa tienda. Puede que haya cambiado de dirección."),
    "sellers.unreadable_colour": _l("Con ese color, el texto blanco no se leería. Elige uno más oscuro."),
    "sellers.leads_elsewhere": _l(
        "Quita teléfonos, cuentas y direcciones: esto se publica sin revisión. Tu contacto va en sus casillas."
    ),
    "sellers.bad_link": _l(
        "%(link)s no se puede poner: va completa, con https, y es de Instagram, Facebook, TikTok, YouTube, Pinterest, X, "
        "Threads o Vimeo."
    ),
    "sellers.too_many_links": _l("Caben %(most)s direcciones."),
    "sellers.terms_too_short": _l("La ley pide al menos %(least)s."),
    "sellers.shop_changed": _l("Alguien cambió la página de la tienda mientras la veías. Revisa cómo está ahora."),
    "sellers.wrap_too_dear": _l("Envolver un pedido cuesta de $0 a $%(most)s."),
    "sellers.no_such_member": _l("Esa persona ya no está en el equipo."),
    "sellers.not_yours_to_give": _l("Solo puedes dar o quitar permisos que tú tienes."),
    "sellers.last_owner": _l("La tienda siempre tiene dueña o dueño. Ofrécesela antes a alguien del equipo."),
    "sellers.seat_changed": _l("Alguien cambió el papel de esta persona mientras lo veías. Así está ahora; revísalo."),
    "sellers.nothing_offered": _l("Esa oferta ya no está en pie."),
    "sellers.already_owner": _l("Esa persona ya es dueña."),
    "sellers.already_in_team": _l("Quien usa ese correo ya está en el equipo."),
    "sellers.already_invited": _l("Ya hay una invitación para ese correo. Puedes enviarla otra vez desde la lista."),
    "sellers.no_such_invitation": _l("Ese enlace no abre ninguna invitación. Revisa que esté completo."),
    "sellers.invitation_over": _l("Esta invitación ya se usó, se retiró o venció. Pide que te envíen otra."),
    "sellers.invitation_for_another": _l("Esta invitación es para otro correo. Entra con ese, o pide otra al tuyo."),
    "sellers.no_such_application": _l("No encontramos esa solicitud."),
    "sellers.not_editable": _l("La solicitud ya no está en ese paso. Así está ahora."),
    "sellers.rules_changed_meanwhile": _l(
        "Guardado. Las reglas del mercado cambiaron mientras llenabas la solicitud: léelas antes de enviarla."
    ),
    "sellers.incomplete": _l("Guardado. Para enviarla falta lo marcado en la lista."),
    "sellers.unknown_place": _l("No hay ese código postal en México. Son cinco números."),
    "sellers.unreadable_name": _l("Usa solo letras latinas, sin letras de otros alfabetos ni signos invisibles."),
    "sellers.name_of_market": _l("Se confunde con el nombre del mercado. Elige uno distinto."),
    "sellers.name_looks_taken": _l("Se confunde con el nombre de otra tienda. Elige uno distinto."),
    "sellers.name_in_application": _l("Mientras no abre, el nombre es el de tu solicitud. Después lo cambias aquí."),
    "sellers.bad_slug": _l("Usa de 3 a 40 letras sin acento, números y guiones sueltos."),
    "sellers.reserved_slug": _l("Esa dirección es una palabra de Tianguis. Elige otra."),
    "sellers.slug_taken": _l("Esa dirección ya es de otra tienda."),
    "sellers.take_it_first": _l("Toma la solicitud antes de decidirla."),
    "sellers.reason_needed": _l("Elige el motivo y escribe con tus palabras qué falta y cómo se arregla."),
}


def role_label(role: Role) -> str:
    """Name a role."""
    return {
        Role.OWNER: _("Dueña o dueño"),
        Role.MANAGER: _("Encargada o encargado"),
        Role.CATALOGUE: _("Catálogo"),
        Role.WAREHOUSE: _("Almacén"),
        Role.SERVICE: _("Atención"),
        Role.ACCOUNTANT: _("Contabilidad"),
    }[role]


def role_help(role: Role) -> str:
    """Say in a sentence what a role is for."""
    return {
        Role.OWNER: _("Todo, también cerrar la tienda y cambiar la cuenta a la que llega el dinero"),
        Role.MANAGER: _("Todo, menos cerrar la tienda, la cuenta de pago y las llaves de API"),
        Role.CATALOGUE: _("Productos, fotos, precios y piezas"),
        Role.WAREHOUSE: _("Empacar, enviar y contar piezas"),
        Role.SERVICE: _("Mensajes, devoluciones, garantías y cancelaciones"),
        Role.ACCOUNTANT: _("Ver pedidos y dinero, sin cambiar nada"),
    }[role]


def may_label(permission: May) -> str:
    """Say a permission in plain words."""
    return {
        May.VIEW_SHOP: _("Entrar y ver la tienda"),
        May.EDIT_SHOP: _("Cambiar envíos, descansos y datos de la tienda"),
        May.EDIT_PRODUCTS: _("Crear y cambiar productos y precios"),
        May.RECALL_PRODUCTS: _("Retirar productos y avisar a quienes los compraron"),
        May.CHANGE_STOCK: _("Cambiar cuántas piezas hay"),
        May.VIEW_ORDERS: _("Ver pedidos y a quién van"),
        May.SHIP_ORDERS: _("Empacar y enviar pedidos"),
        May.CANCEL_ORDERS: _("Cancelar pedidos"),
        May.DECIDE_RETURNS: _("Decidir devoluciones"),
        May.SERVE_WARRANTY: _("Contestar garantías"),
        May.WRITE_MESSAGES: _("Escribir a quien compra"),
        May.ISSUE_INVOICES: _("Contestar facturas y ver los datos fiscales de quien compra"),
        May.VIEW_MONEY: _("Ver el dinero y los datos fiscales"),
        May.MANAGE_PAYOUT: _("Cambiar la cuenta a la que llega el dinero"),
        May.MANAGE_KEYS: _("Hacer y revocar llaves de API"),
        May.MANAGE_ADDRESSES: _("Cambiar la dirección de la tienda y sus dominios"),
        May.MANAGE_TEAM: _("Invitar, cambiar papeles y ver la actividad"),
        May.OWN_SHOP: _("Ceder o cerrar la tienda"),
    }[permission]


def reason_label(code: str | None) -> str:
    """Say why an application was sent back or declined."""
    return {
        "document_unreadable": _("Un documento no se lee o le falta una parte"),
        "data_mismatch": _("Los datos no son los de tus documentos"),
        "address_unproved": _("El domicilio no es el de tu constancia"),
        "account_unproved": _("La cuenta no está a nombre de quien vende"),
        "confusing_name": _("El nombre se confunde con otro o con una marca"),
        "forbidden_goods": _("Lo que quieres vender no se puede vender aquí"),
        "other": _("Otro motivo"),
    }.get(code or "", "")


def state_label(state: str) -> str:
    """Name where an application stands."""
    return {
        "draft": _("Borrador"),
        "submitted": _("Enviada"),
        "in_review": _("En revisión"),
        "needs_changes": _("Por corregir"),
        "declined": _("No aprobada"),
        "approved": _("Aprobada"),
        "active": _("Vendiendo"),
    }[state]


def bank_label(bank: str) -> str:
    """Name the bank of an account, where it is known."""
    return bank or _("banco no reconocido")


def say_undecided(count: int) -> str:
    """Say how many applications wait for staff."""
    return ngettext("solicitud para vender", "solicitudes para vender", count)
