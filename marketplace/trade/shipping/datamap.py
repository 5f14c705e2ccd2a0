"""What is kept in the tables of shipping: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, none

_ID, _TXT, _TRC = DataKind.IDENTITY, DataKind.CONTENT, DataKind.TRACES

KEEPS: dict[str, Table] = {
    "shipping_terms": Table(
        For.SELL,
        Keep.SHOP,
        cells(
            none(
                "tenant_id id postal_code state_code handling_days cutoff_hour free_from_minor uncovered_states rates"
            ),
            none("version"),
        ),
    ),
}
