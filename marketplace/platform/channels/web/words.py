"""The sentences of channels' refusals."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.kernel.permissions import May

WORDS = {
    "channels.no_such_key": _l("No encontramos esa llave."),
    "channels.key_opens_nothing": _l("Elige qué puede hacer; solo lo que de verdad necesita."),
}

# What a key may do, and what whoever holds it could do with that.
MAY_SAID: dict[str, Any] = {
    May.VIEW_SHOP: _l("Leer tus productos y simular lo que te llega de una venta."),
    May.EDIT_PRODUCTS: _l("Cambiar productos y precios: un precio mal puesto se vende así."),
    May.CHANGE_STOCK: _l("Cambiar cuántas piezas hay."),
    May.VIEW_ORDERS: _l("Leer pedidos, con el nombre y la dirección de quien compra."),
    May.SHIP_ORDERS: _l("Decir que un pedido ya salió: quien compra recibe el aviso."),
    May.ISSUE_INVOICES: _l("Leer y contestar facturas, con el RFC y los datos fiscales de quien compra."),
    May.VIEW_MONEY: _l("Leer tus ventas, cobros, depósitos y facturas. No mueve dinero."),
}


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "channels.make_key": _l("Hizo la llave de API “%(name)s”"),
            "channels.revoke_key": _l("Revocó la llave de API “%(name)s”"),
        },
        {"api_key": (Lead("channels_seller.keys"),)},
    ),
)
