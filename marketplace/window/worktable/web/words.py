"""The sentences of the table, and how acts on many products are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.goods.catalog import CATEGORIES, UNDO_FOR, BulkKind, PriceEnding
from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.module import labels
from marketplace.web.formatting import money, percent
from marketplace.web.pages import language
from marketplace.web.words import WORDS as SAID
from marketplace.window.worktable.rules import Lacking, Pieces, TableAsked, TableColumn, TableOrder

WORDS = {
    "worktable.view_named": _l("Ya tienes una vista con ese nombre."),
    "worktable.too_many_views": _l("Puedes guardar hasta %(most)s vistas. Quita una que ya no uses."),
    "worktable.no_such_view": _l("Esta vista ya no está."),
    "worktable.sku_changed": _l("Viste la clave %(seen)s y ahora es %(now)s. Si quieres la tuya, guarda otra vez."),
    "worktable.state_changed": _l("Este producto cambió de estado mientras lo veías. Mira cómo está ahora."),
}


def pieces_label(pieces: str) -> str:
    """Name a filter by pieces."""
    return {Pieces.NONE: _("Sin piezas"), Pieces.LOW: _("Quedan pocas (1 a 3)"), Pieces.SOME: _("Con piezas")}[
        Pieces(pieces)
    ]


def lacking_label(lacking: str) -> str:
    """Name a filter by what is missing."""
    return {
        Lacking.PICTURE: _("Sin foto"),
        Lacking.DESCRIPTION: _("Sin descripción"),
        Lacking.BRAND: _("Sin marca"),
        Lacking.GTIN: _("Sin código de barras"),
        Lacking.WEIGHT: _("Sin peso"),
        Lacking.SIZE: _("Sin medidas"),
        Lacking.SAT_KEY: _("Sin clave del SAT propia"),
        Lacking.PRICE: _("Sin precio"),
    }[Lacking(lacking)]


def column_label(column: str) -> str:
    """Name a column."""
    return {
        TableColumn.SKU: _("Clave"),
        TableColumn.PRICE: _("Precio"),
        TableColumn.PIECES: _("Piezas"),
        TableColumn.CATEGORY: _("Categoría"),
        TableColumn.TERMS: _("Garantía y devolución"),
        TableColumn.GTIN: _("Código de barras"),
        TableColumn.CHANGED: _("Último cambio"),
    }[TableColumn(column)]


def bulk_label(kind: str) -> str:
    """Name what is done to many products, as its button does."""
    return {
        BulkKind.PRICE: _("Cambiar precio"),
        BulkKind.PAUSE: _("Pausar"),
        BulkKind.RESUME: _("Reanudar"),
        BulkKind.ARCHIVE: _("Archivar"),
        BulkKind.UNARCHIVE: _("Sacar del archivo"),
        BulkKind.SUBMIT: _("Enviar a revisión"),
        BulkKind.TERMS: _("Cambiar condiciones"),
        BulkKind.CATEGORY: _("Mover de categoría"),
    }[BulkKind(kind)]


def bulk_short(kind: str) -> str:
    """Name it where there is little room, beside the others."""
    short = {
        BulkKind.PRICE: _("Precio"),
        BulkKind.TERMS: _("Condiciones"),
        BulkKind.CATEGORY: _("Categoría"),
        BulkKind.SUBMIT: _("A revisión"),
    }
    return short.get(BulkKind(kind)) or bulk_label(kind)


def filters_said(asked: TableAsked) -> list[str]:
    """Say what narrows the table besides words and state, each in some words."""
    lowest, highest = asked.from_minor, asked.to_minor
    return [
        *([category_said(asked.category)] if asked.category else []),
        *([pieces_label(asked.pieces)] if asked.pieces else []),
        *([_("Desde %(price)s", price=money(lowest))] if lowest is not None else []),
        *([_("Hasta %(price)s", price=money(highest))] if highest is not None else []),
        *(lacking_label(one) for one in asked.lacking),
        *([_("Garantía de hasta %(n)s meses", n=asked.warranty_most)] if asked.warranty_most is not None else []),
        *([_("Devolución de hasta %(n)s días", n=asked.return_most)] if asked.return_most is not None else []),
    ]


def bulk_button(kind: str, count: int) -> str:
    """Say what is about to be done, with how many products exactly."""
    counted = ngettext("%(num)s producto", "%(num)s productos", count)
    return {
        BulkKind.PRICE: _("Cambiar el precio de %(counted)s", counted=counted),
        BulkKind.PAUSE: _("Pausar %(counted)s", counted=counted),
        BulkKind.RESUME: _("Reanudar %(counted)s", counted=counted),
        BulkKind.ARCHIVE: _("Archivar %(counted)s", counted=counted),
        BulkKind.UNARCHIVE: _("Sacar del archivo %(counted)s", counted=counted),
        BulkKind.SUBMIT: _("Enviar a revisión %(counted)s", counted=counted),
        BulkKind.TERMS: _("Cambiar las condiciones de %(counted)s", counted=counted),
        BulkKind.CATEGORY: _("Mover %(counted)s de categoría", counted=counted),
    }[BulkKind(kind)]


def bulk_said(kind: str, said: Mapping[str, Any]) -> str:
    """Say what an act does, in a line: “Cambiar precio: +5 %, terminan en .90”."""
    parts = _parts(BulkKind(kind), said)
    return f"{bulk_label(kind)}: {', '.join(parts)}" if parts else bulk_label(kind)


def _parts(kind: BulkKind, said: Mapping[str, Any]) -> list[str]:
    match kind:
        case BulkKind.PRICE:
            return _price_parts(said)
        case BulkKind.TERMS:
            return [term_said(name, value) for name, value in said.items()]
        case BulkKind.CATEGORY:
            return [category_said(said["category"])]
    return []


def _price_parts(said: Mapping[str, Any]) -> list[str]:
    parts = []
    if points := said.get("basis_points", 0):
        parts.append(f"{'+' if points > 0 else '−'}{percent(abs(points))}")
    if minor := said.get("minor", 0):
        parts.append(f"{'+' if minor > 0 else '−'}{money(abs(minor))}")
    if said.get("ending") in (PriceEnding.WHOLE, PriceEnding.NINETY):
        parts.append(_("terminan en .%(ending)s", ending=said["ending"]))
    return parts


def term_said(name: str, value: Any) -> str:
    """Say one term of a product."""
    if name == "warranty_months":
        return ngettext("garantía de %(num)s mes", "garantía de %(num)s meses", value)
    if name == "return_days":
        return ngettext("%(num)s día para devolver", "%(num)s días para devolver", value)
    return _("el regreso lo paga la tienda") if value == "seller" else _("el regreso lo paga quien compra")


def category_said(code: str) -> str:
    """Name a category; one that is no longer known by its code."""
    return CATEGORIES[code].name(language()) if code in CATEGORIES else code


def bulk_reached(act: Any) -> tuple[int, int]:
    """Say how many products an act has reached, and of how many: on its way, or on its way back."""
    if act.state == "undoing":
        return act.undone + act.kept, act.done
    return act.done + act.failed, act.total


def bulk_state(act: Any) -> str:
    """Say how far an act is, in a sentence."""
    reached, total = bulk_reached(act)
    numbers = {"done": f"{act.done:,}", "total": f"{act.total:,}", "reached": f"{reached:,}", "of": f"{total:,}"}
    stayed = _("%(n)s se quedaron como estaban.", n=f"{act.failed:,}") if act.failed else ""
    match act.state:
        case "running":
            return _("Va en %(reached)s de %(of)s productos.", **numbers)
        case "undoing":
            return _("Deshaciendo: va en %(reached)s de %(of)s productos.", **numbers)
        case "cancelled":
            return " ".join(
                filter(None, [_("Detenido: cambiaron %(done)s de %(total)s productos.", **numbers), stayed])
            )
        case "undone":
            told = _("Deshecho en %(n)s productos.", n=f"{act.undone:,}")
            return f"{told} {_('%(n)s no se deshicieron.', n=f'{act.kept:,}')}" if act.kept else told
    return " ".join(filter(None, [_("Listo: cambiaron %(done)s de %(total)s productos.", **numbers), stayed]))


def undo_until(act: Any) -> str:
    """Say at what time an act can no longer be undone."""
    return (act.finished_at + UNDO_FOR).astimezone(MEXICO).strftime("%H:%M")


def order_label(order: str) -> str:
    """Name an order of the table."""
    return {
        TableOrder.NEWEST: _("Los más nuevos primero"),
        TableOrder.OLDEST: _("Los más viejos primero"),
        TableOrder.TITLE: _("Por nombre, A a Z"),
        TableOrder.TITLE_BACK: _("Por nombre, Z a A"),
        TableOrder.PRICE: _("Por precio, de menos a más"),
        TableOrder.PRICE_BACK: _("Por precio, de más a menos"),
        TableOrder.PIECES: _("Por piezas, de menos a más"),
        TableOrder.PIECES_BACK: _("Por piezas, de más a menos"),
        TableOrder.CHANGED: _("Lo último que cambió"),
        TableOrder.CHANGED_BACK: _("Lo que hace más que no cambia"),
    }[TableOrder(order)]


def facts_said(kind: str, facts: Mapping[str, Any]) -> str:
    """Say what is there of a product before an act, or after it."""
    match BulkKind(kind):
        case BulkKind.PRICE:
            return money(facts["price_minor"])
        case BulkKind.TERMS:
            return ", ".join(term_said(name, value) for name, value in facts.items())
        case BulkKind.CATEGORY:
            return category_said(facts["category"])
    if facts.get("submitted"):
        return _("Lo mira Tianguis")
    return str(labels()["product_state"](facts["state"]))


def why_said(code: str, details: Mapping[str, Any] | None) -> str:
    """Say why a product stayed as it was."""
    if code == "catalog.wrong_state" and details:
        return _("Está en “%(state)s”: ahí no se puede.", state=labels()["product_state"](str(details["state"])))
    sentence = str(SAID.get(code, SAID["conflict"]))
    return sentence % details if details and "%(" in sentence else sentence
